#include "core/session/evaluate/open_set_evaluation.h"

#include "core/base/error.h"
#include "core/eval/search/blufr.h"
#include "core/eval/search/open_set_report.h"
#include "core/session/evaluate/training_overlap.h"

namespace pf {

EmbeddingSet embedOpenSet(FaceModel& model, const std::filesystem::path& folder,
                          const std::filesystem::path& imagesRoot, RunControl& control,
                          const ProgressObserver& observer) {
    const BlufrProtocol protocol = readBlufr(folder);
    const ImageCatalog images = openNamedImages(imagesRoot, protocol.images);
    const auto refuse = [&](const std::vector<std::string>& skipped) {
        if (!skipped.empty()) {
            throw Error(ErrorCode::Data,
                        std::to_string(skipped.size()) + " of the protocol's " +
                            std::to_string(protocol.images.size()) +
                            " images cannot be used; searches need every one. First: " + skipped.front(),
                        imagesRoot.string());
        }
    };
    refuse(images.skipped());
    EmbeddingSet embeddings = model.embed(images, control, observer);
    const ModelInfo& info = model.info();
    if (const OverlapNote overlap = overlapWithTraining(images, info.picturesFolder(), control,
                                                        static_cast<int>(info.options.data.loaderThreads));
        !overlap.text.empty()) {
        embeddings.notes.push_back("seen in training: " + overlap.text);
    }
    if (!control.stopRequested()) {
        refuse(embeddings.skipped);
    }
    return embeddings;
}

OpenSetReport evaluateOpenSet(const EmbeddingSet& embeddings, const std::filesystem::path& folder,
                              const OpenSetOptions& options, RunControl& control) {
    return reportOpenSet(embeddings, readBlufr(folder), options, control.token());
}

}  // namespace pf
