// The options that most trainings are about; the others wait behind "All options".
#pragma once

#include <set>
#include <string>

namespace pf::ui {

/// Keys of the essential options.
inline const std::set<std::string>& essentialKeys() {
    static const std::set<std::string> kKeys = {
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

}  // namespace pf::ui
