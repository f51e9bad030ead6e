// A data set and a backbone without images: what the trainer sees of the world, small and deterministic.
#pragma once

#include <ATen/core/Tensor.h>

#include <set>
#include <string>
#include <vector>

#include "core/base/views/view_source.h"
#include "core/nn/backbones/backbone.h"
#include "core/nn/uncertainty_head.h"
#include "core/train/trainer.h"

namespace pf::test {

/// "Images" of 3 x 4 x 4 noise around a centre per identity, whose spread grows with the image's known noise
/// level.
class SyntheticViews final : public ViewSource {
  public:
    SyntheticViews(int identities, int imagesPerIdentity);

    std::int64_t imageCount() const override { return static_cast<std::int64_t>(labels_.size()); }
    std::string imageName(std::int64_t image) const override { return "image-" + std::to_string(image); }
    std::unique_ptr<ViewStream> open(ViewSequence sequence, std::stop_token stop) const override;

    const std::vector<int>& labels() const { return labels_; }
    double noiseLevel(std::int64_t image) const { return noise_.at(static_cast<std::size_t>(image)); }
    at::Tensor image(const View& view) const;
    /// Images that are reported as unreadable.
    std::set<std::int64_t> bad;
    /// An image that is all NaN, -1 for none.
    std::int64_t poisoned = -1;
    /// How far the pictures of a person are from the person's centre; 1: as they were made.
    double spread = 1;

  private:
    at::Tensor centres_;
    std::vector<int> labels_;
    std::vector<double> noise_;
    at::Tensor pixels_;
};

/// mu = normalised projection, features = the pixels and their squares. Counts its rows.
class ProjectionBackbone final : public Backbone {
  public:
    ProjectionBackbone();
    BackboneKind kind() const override { return BackboneKind::Native; }
    BackboneOutput forward(const at::Tensor& images) override;
    std::int64_t embeddingSize() const override { return 16; }
    std::int64_t featureSize() const override { return 96; }
    std::int64_t inputHeight() const override { return 4; }
    std::int64_t inputWidth() const override { return 4; }
    NamedTensors namedTensors() const override { return {}; }
    void to(const c10::Device&) override {}
    std::string description() const override { return "projection"; }

    std::int64_t rows = 0;

  private:
    at::Tensor projection_;
};

HeadOptions smallHead(std::int64_t sigmaSize = 1);
TrainerOptions smallTrainer(std::int64_t epochs, std::int64_t stepsPerEpoch);
IdentitySampler smallSampler(const SyntheticViews& views, std::uint64_t seed = 1);

}  // namespace pf::test
