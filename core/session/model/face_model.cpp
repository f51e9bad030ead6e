#include "core/session/model/face_model.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/data/read_retry.h"
#include "core/session/count_meter.h"
#include "core/session/model/image_fit.h"
#include "core/session/model/internal/loaded_model.h"
#include "core/session/model/internal/network.h"
#include "core/session/model/internal/set_embedder.h"

namespace pf {
namespace {

std::string verdictText(const PairComparison& pair, const ModelInfo& info, const std::string& problemA,
                        const std::string& problemB) {
    if (!problemA.empty() || !problemB.empty()) {
        const bool both = problemA == problemB;
        const std::string whose = both ? "the images are" : problemA.empty() ? "image B is" : "image A is";
        const bool second = !both && !problemA.empty() && !problemB.empty();
        return "no verdict, because " + whose +
               " not what the model was trained on: " + (problemA.empty() ? problemB : problemA) +
               (second ? "; nor is image B: " + problemB : "");
    }
    if (!pair.same) {
        return "no verdict: the model carries no calibrated threshold (train with an evaluation set)";
    }
    std::string text = *pair.same ? "same person" : "different people";
    text += ": MLS " + formatNumber(std::round(pair.mls * 1e4) / 1e4) +
            (*pair.same ? " is at or above" : " is below") + " the threshold " +
            formatNumber(std::round(pair.threshold * 1e4) / 1e4) + ", calibrated on " + info.calibratedOn +
            " at a false match rate of " + formatNumber(info.options.evaluation.fmrTarget);
    // Few impostor pairs cannot tell so low a rate: the threshold is then that of the rate reached.
    if (info.calibratedFmr != info.options.evaluation.fmrTarget) {
        text += " (reached there: " + formatNumber(std::round(info.calibratedFmr * 1e6) / 1e6) + ")";
    }
    const double worst = std::max(pair.percentileA.value_or(0), pair.percentileB.value_or(0));
    if (worst >= 90) {
        text += "; at least one face is among the most uncertain, so take it with caution";
    }
    return text;
}

}  // namespace

struct FaceModel::Impl {
    LoadedModel model;
    ModelInfo info;
    std::shared_ptr<FeatureCache> shared;
    bool norms = false;

    EmbeddingSet embed(const ImageCatalog& images, RunControl& control, const CountProgress& progress,
                       bool partial) {
        const Options& options = info.options;
        EmbedOptions embedding;
        embedding.loaderThreads = static_cast<int>(options.data.loaderThreads);
        embedding.batchSize = options.evaluation.batchSize;
        embedding.retry = refuseAway;
        embedding.norms = norms;
        embedding.shared = shared.get();
        embedding.backboneHash = model.backboneHash;
        embedding.keepFeatures =
            shared && shared->hasRoomFor(FeatureStore::bytesNeeded(static_cast<std::int64_t>(images.size()),
                                                                   false, *model.backbone));
        SetEmbedder embedder(images, preprocessFor(options, false), *model.backbone, model.device, embedding);
        auto embeddings = embedder.embed(*model.head, control.token(), progress);
        if (embeddings) {
            embeddings->warnings = info.warnings;
            for (auto& difference : imageProblems(info, images)) {
                embeddings->warnings.push_back(std::move(difference));
            }
        }
        throwIf(!embeddings && !partial, ErrorCode::Internal, "embedding was stopped");
        return embeddings ? std::move(*embeddings) : EmbeddingSet{};
    }
};

FaceModel::FaceModel(const std::filesystem::path& model, const std::vector<std::string>& overrides,
                     std::shared_ptr<FeatureCache> features)
    : impl_(std::make_unique<Impl>()) {
    impl_->shared = std::move(features);
    impl_->model = loadModel(model, overrides);
    const LoadedModel& loaded = impl_->model;
    ModelInfo& info = impl_->info;
    info.source = loaded.files.weights;
    info.runDirectory = loaded.files.runDirectory;
    info.backbone = loaded.backbone->description();
    info.preprocessing = loaded.preprocessing;
    info.embeddingSize = static_cast<std::size_t>(loaded.backbone->embeddingSize());
    info.sigmaSize = static_cast<std::size_t>(loaded.head->options().sigmaSize);
    info.step = loaded.step;
    info.options = loaded.options;
    info.trainingSigmaSq = loaded.card.trainingSigmaSq;
    info.calibratedThresholds = loaded.card.thresholds;
    info.calibratedOn = loaded.card.calibratedOn;
    info.calibratedFmr = loaded.card.calibratedFmr;
    info.imagePreparation = loaded.card.imagePreparation;
    info.warnings = loaded.warnings;
}

FaceModel::~FaceModel() = default;
FaceModel::FaceModel(FaceModel&&) noexcept = default;
FaceModel& FaceModel::operator=(FaceModel&&) noexcept = default;

const ModelInfo& FaceModel::info() const {
    return impl_->info;
}

void FaceModel::measureNorms(bool norms) {
    impl_->norms = norms;
}

EmbeddingSet FaceModel::embed(const ImageCatalog& images, RunControl& control,
                              const ProgressObserver& observer) {
    const auto told = [&observer, meter = CountMeter(Phase::Embedding)](std::int64_t done,
                                                                        std::int64_t total) {
        if (observer) {
            observer(meter.at(done, total));
        }
    };
    return impl_->embed(images, control, told, true);
}

PairComparison FaceModel::compare(const std::filesystem::path& imageA, const std::filesystem::path& imageB) {
    RunControl control;
    EmbeddingSet faces[2];
    std::string problems[2];
    const std::filesystem::path* images[2] = {&imageA, &imageB};
    for (int i = 0; i < 2; ++i) {
        const ImageCatalog image = openImages({images[i]->string()});
        faces[i] = impl_->embed(
            image, control, [](auto, auto) {}, false);
        problems[i] = imageProblem(impl_->info, image);
        failDataIf(faces[i].size() != 1, images[i]->string(),
                   faces[i].skipped.empty() ? "holds " + std::to_string(faces[i].size()) +
                                                  " images; compare takes one image on each side"
                                            : faces[i].skipped.front());
    }
    const ModelInfo& info = impl_->info;
    PairComparison pair;
    static_cast<PairScore&>(pair) =
        pairScoreOf({faces[0].mu, faces[0].sigmaSq}, {faces[1].mu, faces[1].sigmaSq});
    pair.percentileA = trainingPercentile(info, pair.sigmaSqA);
    pair.percentileB = trainingPercentile(info, pair.sigmaSqB);
    const bool comparable = problems[0].empty() && problems[1].empty();
    if (const auto threshold = info.calibratedThresholds.find("mls");
        comparable && threshold != info.calibratedThresholds.end()) {
        pair.threshold = threshold->second;
        pair.same = pair.mls >= threshold->second;
    }
    pair.verdict = verdictText(pair, info, problems[0], problems[1]);
    return pair;
}

std::optional<double> trainingPercentile(const ModelInfo& info, double sigmaSq) {
    const auto& points = info.trainingSigmaSq;
    if (points.size() < 2) {
        return std::nullopt;
    }
    if (sigmaSq <= points.front()) {
        return 0.0;
    }
    if (sigmaSq >= points.back()) {
        return 100.0;
    }
    const auto above = std::upper_bound(points.begin(), points.end(), sigmaSq);
    const auto index = static_cast<double>(above - points.begin() - 1);
    const double low = *(above - 1);
    const double step = 100.0 / static_cast<double>(points.size() - 1);
    return (index + (sigmaSq - low) / (*above - low)) * step;
}

}  // namespace pf
