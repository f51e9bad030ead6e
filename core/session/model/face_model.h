// A trained model in use: embedding, evaluating, comparing.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/config/options.h"
#include "core/metrics/pair_scores.h"
#include "core/results/embedding_set.h"
#include "core/session/control.h"
#include "core/session/images.h"
#include "core/session/model/feature_cache.h"

namespace pf {

/// What a model says of itself.
struct ModelInfo {
    std::filesystem::path source;        ///< checkpoint file
    std::filesystem::path runDirectory;  ///< empty when it is a lone file or an exported folder
    /// Where the list of its training pictures is, if anywhere.
    std::filesystem::path picturesFolder() const {
        return runDirectory.empty() ? source.parent_path() : runDirectory;
    }
    std::string backbone;
    std::string preprocessing;  ///< fingerprint of what an image goes through
    std::size_t embeddingSize = 0;
    std::size_t sigmaSize = 0;
    std::int64_t step = 0;
    Options options;
    std::vector<double>
        trainingSigmaSq;  ///< 101 percentiles (0..100) of the training images' sigma²; may be empty
    std::map<std::string, double>
        calibratedThresholds;  ///< "mls", "cosine" at options.evaluation.fmrTarget; may be empty
    std::string calibratedOn;  ///< the set the thresholds come from
    double calibratedFmr = 0;
    std::string imagePreparation;  ///< how the training images were prepared; empty when unknown
    /// What is not as in training, one sentence each ("The colour order is bgr, expected is rgb.").
    std::vector<std::string> warnings;
};

/// Percentile rank (0..100) of a sigma² among the training images'; nothing when the model does not know
/// them.
std::optional<double> trainingPercentile(const ModelInfo& info, double sigmaSq);

/// What two images score, and what the model makes of it.
struct PairComparison : PairScore {
    std::optional<double> percentileA;  ///< in the training set, 0..100
    std::optional<double> percentileB;
    std::optional<bool> same;  ///< at the calibrated MLS threshold
    double threshold = 0;      ///< the one used
    std::string verdict;       ///< a sentence
};

struct NamedSource {
    std::string name;
    std::string source;
};

/// A model loaded for use. Not thread-safe; loading takes a second or more (keep it off the UI thread).
class FaceModel {
  public:
    /// `model`: a run directory (best checkpoint, else last), a checkpoint or an exported model folder.
    /// `overrides`: --set assignments (e.g. another path of the backbone). `features`: shared with other
    /// heads on the same backbone, so that a set of images crosses it once; may be null.
    /// Throws: Error(Io, Data) naming the file when one is missing, damaged or does not belong to the others
    /// (a backbone that changed, a model.yaml that says something else); Error(Config) for an unknown
    /// override.
    explicit FaceModel(const std::filesystem::path& model, const std::vector<std::string>& overrides = {},
                       std::shared_ptr<FeatureCache> features = nullptr);
    ~FaceModel();
    FaceModel(FaceModel&&) noexcept;
    FaceModel& operator=(FaceModel&&) noexcept;

    const ModelInfo& info() const;
    /// Whether `embed` also measures the embeddings' lengths before they are made unit vectors
    /// (EmbeddingSet::norms). Cost: twice the backbone's work.
    void measureNorms(bool norms);
    /// Embeds every image; unreadable ones are listed in `skipped`. Stops early (returning what is done) on
    /// request.
    EmbeddingSet embed(const ImageCatalog& images, RunControl& control, const ProgressObserver& observer);
    PairComparison compare(const std::filesystem::path& imageA, const std::filesystem::path& imageB);

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace pf
