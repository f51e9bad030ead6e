// Embeds a set of images with a backbone, once, and gives sigma² of any head over it.
#pragma once

#include <ATen/core/Tensor.h>

#include <memory>
#include <string>
#include <vector>

#include "core/data/input/loader_view_source.h"
#include "core/data/input/preprocess.h"
#include "core/nn/backbones/backbone.h"
#include "core/nn/uncertainty_head.h"
#include "core/results/embedding_set.h"
#include "core/session/control.h"
#include "core/session/images.h"
#include "core/session/model/feature_cache.h"
#include "core/train/feature_store.h"

namespace pf {

struct EmbedOptions {
    int loaderThreads = 2;
    std::int64_t batchSize = 64;
    /// Also measure the embeddings' lengths before they are made unit vectors. Cost: a second pass of the
    /// backbone, and no features are kept or shared.
    bool norms = false;
    bool keepFeatures = false;  ///< hold what the backbone computed, so later heads cost no backbone pass
    FeatureCache* shared =
        nullptr;  ///< where others look for the same features, and this one does; with keepFeatures
    std::string backboneHash = {};  ///< Backbone::sha256: part of the shared features' key
    ReadRetry retry = {};           ///< asked before an image is given up
};

/// Names features in a FeatureCache: the same text only for the same images, backbone, preprocessing and
/// flips.
std::string featureKey(const FaceSet& faces, const std::string& backboneHash,
                       const PreprocessOptions& preprocess, bool flips);

/// A set of images on its way through a model.
class SetEmbedder {
  public:
    /// The backbone must outlive the embedder.
    SetEmbedder(ImageCatalog images, const PreprocessOptions& preprocess, Backbone& backbone,
                const at::Device& device, const EmbedOptions& options);
    ~SetEmbedder();

    /// Embeddings with this head; images that cannot be read are left out and listed (of a pair, both go).
    /// Nothing when stopped before the end.
    std::optional<EmbeddingSet> embed(UncertaintyHead& head, std::stop_token stop,
                                      const CountProgress& progress);

  private:
    struct Rows;
    void findDistinct();
    std::optional<Rows> compute(UncertaintyHead& head, std::stop_token stop, const CountProgress& progress);

    ImageCatalog images_;
    std::vector<std::int64_t>
        distinct_;                    ///< the images that cross the backbone: each picture at its first place
    std::vector<std::size_t> rowOf_;  ///< image -> position in distinct_
    LoaderViewSource source_;
    Backbone& backbone_;
    at::Device device_;
    EmbedOptions options_;
    std::string key_;  ///< of the shared features
    std::shared_ptr<const FeatureStore> store_;
};

}  // namespace pf
