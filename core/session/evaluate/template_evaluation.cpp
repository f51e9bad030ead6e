#include "core/session/evaluate/template_evaluation.h"

#include <unordered_set>

#include "core/eval/templates/ijb.h"
#include "core/eval/templates/template_report.h"
#include "core/session/evaluate/training_overlap.h"

namespace pf {

EmbeddingSet embedTemplateImages(FaceModel& model, const std::filesystem::path& folder,
                                 const std::filesystem::path& imagesRoot, RunControl& control,
                                 const ProgressObserver& observer) {
    const IjbProtocol protocol = readIjbProtocol(folder);
    std::vector<std::string> names;
    std::unordered_set<std::string> seen;
    for (const auto& split : protocol.splits) {
        for (const auto& one : split.templates) {
            for (const auto& image : one.images) {
                if (seen.insert(image).second) {
                    names.push_back(image);
                }
            }
        }
    }
    const ImageCatalog images = openNamedImages(imagesRoot, names);
    EmbeddingSet embeddings = model.embed(images, control, observer);
    const ModelInfo& info = model.info();
    if (const OverlapNote overlap = overlapWithTraining(images, info.picturesFolder(), control,
                                                        static_cast<int>(info.options.data.loaderThreads));
        !overlap.text.empty()) {
        embeddings.notes.push_back("seen in training: " + overlap.text);
    }
    const auto missing = images.skipped();
    embeddings.skipped.insert(embeddings.skipped.begin(), missing.begin(), missing.end());
    return embeddings;
}

TemplateReport evaluateTemplates(const EmbeddingSet& embeddings, const std::filesystem::path& folder,
                                 const TemplateReportOptions& options) {
    return reportTemplates(embeddings, readIjbProtocol(folder), options);
}

}  // namespace pf
