// What the trainer trains on: batches of mu and head input, however they come about.
#pragma once

#include <ATen/core/Tensor.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/views/view_source.h"
#include "core/nn/backbones/backbone.h"
#include "core/train/feature_store.h"
#include "core/train/identity_sampler.h"

namespace pf {

/// One batch for the head.
struct TrainBatch {
    at::Tensor mu;        ///< [N,D] unit rows
    at::Tensor features;  ///< [N,F]
    at::Tensor labels;    ///< [N] int64, CPU
    std::vector<View> views;
};

/// Gives batch number `step`; equal steps give equal batches.
class BatchSource {
  public:
    virtual ~BatchSource() = default;
    /// Nothing when a stop was requested while the batch was being prepared.
    /// Throws: Error(Data) naming an image that cannot be read.
    virtual std::optional<TrainBatch> batch(std::int64_t step) = 0;
    /// An image's name for messages.
    virtual std::string imageName(std::int64_t image) const = 0;
};

/// Batches from a feature store: no backbone pass while training.
std::unique_ptr<BatchSource> makeStoredBatchSource(std::shared_ptr<const FeatureStore> store,
                                                   const ViewSource& source, const IdentitySampler& sampler);

/// Batches that cross the backbone when they are asked for; a view that a batch holds twice crosses it once.
/// The references must outlive the result.
std::unique_ptr<BatchSource> makeStreamedBatchSource(const ViewSource& source, const IdentitySampler& sampler,
                                                     Backbone& backbone, const at::Device& device,
                                                     std::stop_token stop);

}  // namespace pf
