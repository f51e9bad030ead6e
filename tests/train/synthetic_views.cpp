#include "tests/train/synthetic_views.h"

#include "core/base/rng.h"
#include "core/nn/pch.h"

namespace pf::test {
namespace {

constexpr std::int64_t kPixels = 48;

at::Tensor normals(Rng& rng, std::int64_t count) {
    auto values = torch::empty({count});
    for (std::int64_t i = 0; i < count; ++i) {
        values[i] = static_cast<float>(rng.normal());
    }
    return values;
}

class Stream final : public ViewStream {
  public:
    Stream(const SyntheticViews& views, ViewSequence sequence, std::stop_token stop)
        : views_(views), sequence_(std::move(sequence)), stop_(std::move(stop)) {}
    std::optional<ViewBatch> next() override {
        if (stop_.stop_requested()) {
            return std::nullopt;
        }
        const auto views = sequence_();
        if (!views) {
            return std::nullopt;
        }
        ViewBatch batch;
        batch.views = *views;
        std::vector<at::Tensor> images;
        for (const auto& view : *views) {
            if (views_.bad.contains(view.image)) {
                batch.failures.push_back({view.image, views_.imageName(view.image) + ": unreadable"});
                images.push_back(torch::zeros({3, 4, 4}));
            } else {
                images.push_back(views_.image(view));
            }
        }
        const at::Tensor all = torch::stack(images).contiguous();
        const float* values = all.data_ptr<float>();
        batch.height = batch.width = 4;
        batch.pixels = std::make_shared<Pixels>(values, values + all.numel());
        return batch;
    }

  private:
    const SyntheticViews& views_;
    ViewSequence sequence_;
    std::stop_token stop_;
};

}  // namespace

SyntheticViews::SyntheticViews(int identities, int imagesPerIdentity) {
    Rng rng(11);
    std::vector<at::Tensor> images;
    std::vector<at::Tensor> centres;
    for (int identity = 0; identity < identities; ++identity) {
        const auto centre = normals(rng, kPixels);
        for (int i = 0; i < imagesPerIdentity; ++i) {
            const double noise = rng.uniform();
            labels_.push_back(identity);
            noise_.push_back(noise);
            centres.push_back(centre);
            images.push_back(centre + normals(rng, kPixels) * (0.2 + 1.5 * noise));
        }
    }
    pixels_ = torch::stack(images).view({-1, 3, 4, 4});
    centres_ = torch::stack(centres).view({-1, 3, 4, 4});
}

std::unique_ptr<ViewStream> SyntheticViews::open(ViewSequence sequence, std::stop_token stop) const {
    return std::make_unique<Stream>(*this, std::move(sequence), std::move(stop));
}

at::Tensor SyntheticViews::image(const View& view) const {
    auto image = pixels_[view.image];
    if (spread != 1) {
        image = centres_[view.image] + (image - centres_[view.image]) * spread;
    }
    if (view.image == poisoned) {
        return torch::full_like(image, std::nan(""));
    }
    if (view.augmentSeed) {
        Rng rng(*view.augmentSeed);
        image = image + 0.01 * static_cast<float>(rng.normal());
    }
    return view.flipped ? image.flip(2) : image;
}

ProjectionBackbone::ProjectionBackbone() {
    Rng rng(12);
    projection_ = normals(rng, kPixels * 16).view({kPixels, 16});
}

BackboneOutput ProjectionBackbone::forward(const at::Tensor& images) {
    rows += images.size(0);
    const auto flat = images.flatten(1);
    const auto mu = torch::nn::functional::normalize(torch::matmul(flat, projection_));
    return {mu, torch::cat({flat, flat.square()}, 1)};
}

HeadOptions smallHead(std::int64_t sigmaSize) {
    HeadOptions options;
    options.inputSize = 96;
    options.hiddenSize = 32;
    options.sigmaSize = sigmaSize;
    return options;
}

TrainerOptions smallTrainer(std::int64_t epochs, std::int64_t stepsPerEpoch) {
    TrainerOptions options;
    options.schedule.kind = "step";
    options.schedule.steps = {{"0", "0.01"}, {"50%", "0.001"}};
    options.length = {epochs, stepsPerEpoch};
    return options;
}

IdentitySampler smallSampler(const SyntheticViews& views, std::uint64_t seed) {
    return IdentitySampler({.seed = seed, .identitiesPerBatch = 8, .imagesPerIdentity = 4}, views.labels());
}

}  // namespace pf::test
