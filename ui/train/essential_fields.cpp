#include "ui/train/essential_fields.h"

#include <algorithm>

namespace pf::ui {

const std::vector<std::string>& essentialKeys() {
    static const std::vector<std::string> kKeys = {
        "data.train",
        "model.backbone.file",
        "model.input.height",
        "model.input.width",
        "model.input.channels",
        "model.input.mean",
        "model.input.std",
        "model.head.sigma",
        "loss.mls.weight",
        "loss.constraint.kind",
        "loss.constraint.weight",
        "loss.discriminate.kind",
        "loss.discriminate.weight",
        "train.seed",
        "train.epochs",
        "train.steps_per_epoch",
        "train.identities_per_batch",
        "train.images_per_identity",
        "train.schedule.kind",
        "train.schedule.steps",
        "train.schedule.initial",
        "train.device",
        "evaluation.sets",
        "evaluation.every_epochs",
        "evaluation.discard",
        "evaluation.best_by",
        "run.root",
        "run.name",
    };
    return kKeys;
}

bool isEssential(const Field& field) {
    const auto& keys = essentialKeys();
    return std::find(keys.begin(), keys.end(), field.key) != keys.end();
}

}  // namespace pf::ui
