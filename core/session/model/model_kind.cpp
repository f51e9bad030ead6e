#include "core/session/model/model_kind.h"

#include <string>

#include "core/base/error.h"
#include "core/base/stand_in.h"
#include "core/nn/weights/weight_listing.h"

namespace pf {

void requireHead(const std::filesystem::path& weights) {
    const std::string where = weights.string();
    refuseStandIn(weights);
    const std::string remedy =
        "; a model is a run directory, a checkpoint of one or an exported model. To make one of this "
        "network, train "
        "a head on it: probface train configs/own_backbone.yaml --set model.backbone.file=" +
        where + " --set data.train=FACES";
    const WeightFormat format = weightFormatOf(weights);
    if (format == WeightFormat::Zip || format == WeightFormat::Onnx) {
        throw Error(ErrorCode::Data, "holds a network or its weights, but no uncertainty head" + remedy,
                    where);
    }
    if (format != WeightFormat::Safetensors) {
        throw Error(
            ErrorCode::Data,
            "is no model; give a run directory, a checkpoint (.safetensors) or an exported model folder",
            where);
    }
    std::string kind;
    bool isNetwork = false;
    for (const auto& [key, value] : listWeightFile(weights).metadata) {
        kind = key == "kind" ? value : kind;
        isNetwork = isNetwork || key == "backbone.arch";
    }
    if (kind != "uncertainty_head") {
        throw Error(ErrorCode::Data,
                    isNetwork
                        ? "is a backbone without an uncertainty head" + remedy
                        : std::string("holds weights, but no uncertainty head of this program; bring them in "
                                      "with probface import-weights"),
                    where);
    }
}

}  // namespace pf
