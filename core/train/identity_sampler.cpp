#include "core/train/identity_sampler.h"

#include <algorithm>
#include <numeric>
#include <string>

#include "core/base/error.h"
#include "core/base/rng.h"

namespace pf {

IdentitySampler::IdentitySampler(const SamplerOptions& options, std::span<const int> labels)
    : options_(options) {
    const int highest = labels.empty() ? -1 : *std::max_element(labels.begin(), labels.end());
    std::vector<std::vector<std::int64_t>> all(static_cast<std::size_t>(highest + 1));
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (labels[i] >= 0) {
            all[static_cast<std::size_t>(labels[i])].push_back(static_cast<std::int64_t>(i));
        }
    }
    for (auto& images : all) {
        if (!images.empty()) {
            imagesOf_.push_back(std::move(images));
        }
    }
    if (identityCount() < options_.identitiesPerBatch) {
        throw Error(ErrorCode::Data, "the training set has " + std::to_string(identityCount()) +
                                         " identities and a batch needs " +
                                         std::to_string(options_.identitiesPerBatch) +
                                         "; lower train.identities_per_batch or add data");
    }
}

std::int64_t IdentitySampler::batchViews() const {
    return 2 * options_.identitiesPerBatch * options_.imagesPerIdentity;
}

PlannedBatch IdentitySampler::plan(std::int64_t step) {
    const std::int64_t batchesPerPass = identityCount() / options_.identitiesPerBatch;
    const std::int64_t pass = step / batchesPerPass;
    if (pass != pass_) {
        order_.resize(imagesOf_.size());
        std::iota(order_.begin(), order_.end(), std::int64_t{0});
        Rng::stream(options_.seed, "identities", static_cast<std::uint64_t>(pass)).shuffle(std::span(order_));
        pass_ = pass;
    }
    const auto first = static_cast<std::size_t>(step % batchesPerPass * options_.identitiesPerBatch);
    Rng rng = Rng::stream(options_.seed, "images", static_cast<std::uint64_t>(step));

    PlannedBatch batch;
    const auto perIdentity = static_cast<std::size_t>(options_.imagesPerIdentity);
    for (std::size_t p = 0; p < static_cast<std::size_t>(options_.identitiesPerBatch); ++p) {
        const std::int64_t identity = order_[first + p];
        auto images = imagesOf_[static_cast<std::size_t>(identity)];
        rng.shuffle(std::span(images));
        for (std::size_t k = 0; k < perIdentity; ++k) {
            View view{images[k % images.size()], options_.flip && rng.flip(), std::nullopt};
            if (options_.augmented) {
                view.augmentSeed = rng.next();
            }
            batch.views.push_back(view);
            batch.labels.push_back(identity);
        }
    }
    const std::size_t half = batch.views.size();
    for (std::size_t i = 0; i < half; ++i) {
        batch.views.push_back({batch.views[i].image, false, std::nullopt});
        batch.labels.push_back(batch.labels[i]);
    }
    return batch;
}

}  // namespace pf
