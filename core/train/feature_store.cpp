#include "core/train/feature_store.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/nn/pch.h"
#include "core/train/view_images.h"

namespace pf {

std::uint64_t FeatureStore::bytesNeeded(std::int64_t images, bool flips, const Backbone& backbone) {
    const std::int64_t values = backbone.embeddingSize() + backbone.featureSize();
    return static_cast<std::uint64_t>(images) * (flips ? 2U : 1U) * static_cast<std::uint64_t>(values) *
           sizeof(float);
}

FeatureStore::FeatureStore(const ViewSource& source, std::vector<std::int64_t> images, bool flips,
                           Backbone& backbone, std::int64_t batchSize, const at::Device& device,
                           std::stop_token stop, const CountProgress& progress)
    : images_(std::move(images)), flips_(flips) {
    positionOf_.assign(static_cast<std::size_t>(source.imageCount()), -1);
    for (std::size_t i = 0; i < images_.size(); ++i) {
        positionOf_[static_cast<std::size_t>(images_[i])] = static_cast<std::int64_t>(i);
    }
    const std::int64_t total = imageCount() * (flips_ ? 2 : 1);
    values_.mu = torch::zeros({total, backbone.embeddingSize()});
    values_.features = torch::zeros({total, backbone.featureSize()});

    const auto viewAt = [this](std::int64_t row) {
        const std::int64_t views = flips_ ? 2 : 1;
        return View{images_[static_cast<std::size_t>(row / views)], row % views == 1, std::nullopt};
    };
    const auto stream = source.open(viewBatches(total, batchSize, viewAt), stop);
    const torch::NoGradGuard noGrad;
    std::int64_t done = 0;
    while (const auto batch = stream->next()) {
        const auto count = static_cast<std::int64_t>(batch->views.size());
        const auto output = backbone.forward(imagesOf(*batch).to(device));
        values_.mu.narrow(0, done, count).copy_(output.mu);
        values_.features.narrow(0, done, count).copy_(output.features);
        for (const auto& failure : batch->failures) {
            if (std::ranges::find(failures_, failure.image, &ViewFailure::image) == failures_.end()) {
                failures_.push_back(failure);
            }
        }
        done += count;
        if (progress) {
            progress(done, total);
        }
        if (stop.stop_requested()) {
            break;
        }
    }
    complete_ = done == total;
}

at::Tensor FeatureStore::indexOf(std::span<const View> views) const {
    std::vector<std::int64_t> index;
    index.reserve(views.size());
    for (const auto& view : views) {
        const std::int64_t position = positionOf_.at(static_cast<std::size_t>(view.image));
        throwIf(position < 0 || view.augmentSeed || (view.flipped && !flips_), ErrorCode::Internal,
                "a view was asked for that the feature store does not hold");
        index.push_back(flips_ ? 2 * position + (view.flipped ? 1 : 0) : position);
    }
    return torch::tensor(index, torch::kLong);
}

BackboneOutput FeatureStore::rows(std::span<const View> views) const {
    const at::Tensor index = indexOf(views);
    return {values_.mu.index_select(0, index), values_.features.index_select(0, index)};
}

at::Tensor FeatureStore::embeddings(std::span<const View> views) const {
    return values_.mu.index_select(0, indexOf(views));
}

}  // namespace pf
