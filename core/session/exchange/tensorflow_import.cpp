#include "core/session/exchange/tensorflow_import.h"

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/nn/weights/resface_import.h"
#include "core/session/exchange/internal/imported_model.h"

namespace pf {
namespace {

const ReferenceModel& modelOf(const std::string& architecture) {
    for (const ReferenceModel& model : referenceModels()) {
        if (model.name == architecture) {
            return model;
        }
    }
    throw Error(ErrorCode::Config, "there is no reference architecture '" + architecture +
                                       "'; choose one of " + joined(referenceArchitectures()));
}

/// Refuses a checkpoint whose sizes are another model's, and says whose.
void checkFit(const TensorFlowCheckpoint& checkpoint, const ReferenceModel& model) {
    if (fitsReferenceModel(checkpoint, model)) {
        return;
    }
    for (const ReferenceModel& other : referenceModels()) {
        failDataIf(fitsReferenceModel(checkpoint, other), checkpoint.file().string(),
                   "its tensors have the sizes of ", other.name, ", not of ", model.name, "; import it as ",
                   other.name);
    }
}

}  // namespace

const std::vector<std::string>& referenceArchitectures() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        for (const ReferenceModel& model : referenceModels()) {
            all.push_back(model.name);
        }
        return all;
    }();
    return names;
}

ImportOutcome importTensorFlow(const std::filesystem::path& checkpoint, const std::string& architecture,
                               const std::filesystem::path& out) {
    const ReferenceModel& model = modelOf(architecture);
    const TensorFlowCheckpoint source(checkpoint);
    checkFit(source, model);
    const ResFaceOptions options = referenceOptions(model, source);
    ImportedNetwork network = importResFace(source, options);
    ImportOutcome outcome;
    outcome.files = writeImportedModel(
        out,
        {.backbone = network.backbone.get(),
         .head = network.head.get(),
         .normalisation = {},
         .origin = "TensorFlow checkpoint " + source.file().stem().string() + " (" + architecture + ")"});
    outcome.description = network.backbone->description();
    outcome.headIncluded = network.head != nullptr;
    outcome.unused = std::move(network.unused);
    outcome.matched = std::move(network.matched);
    outcome.notes = {
        "the checksum of every tensor was verified",
        messageFrom("concluded from shapes: input ", options.inputHeight, "x", options.inputWidth,
                    ", embedding ", options.embeddingSize),
        "as the reference prepares images: RGB, resized (antialiased bilinear), (value - 128) / 128"};
    if (!network.head) {
        outcome.notes.push_back("it holds no uncertainty module: a backbone to train a head on");
    }
    return outcome;
}

}  // namespace pf
