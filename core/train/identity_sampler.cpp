#include "core/train/identity_sampler.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>
#include <string>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/base/text.h"

namespace pf {
namespace {

std::string identities(std::int64_t count) {
    return formatCount(count) + (count == 1 ? " identity has" : " identities have");
}

void shuffledOrder(std::vector<std::int64_t>& order, std::size_t count, Rng rng) {
    order.resize(count);
    std::iota(order.begin(), order.end(), std::int64_t{0});
    rng.shuffle(std::span(order));
}

}  // namespace

IdentitySampler::IdentitySampler(const SamplerOptions& options, std::span<const int> labels,
                                 std::span<const std::uint64_t> pictureOf)
    : options_(options) {
    const int highest = labels.empty() ? -1 : *std::max_element(labels.begin(), labels.end());
    std::vector<std::vector<std::int64_t>> all(static_cast<std::size_t>(highest + 1));
    std::vector<std::set<std::uint64_t>> seen(pictureOf.empty() ? 0 : all.size());
    for (std::size_t i = 0; i < labels.size(); ++i) {
        if (labels[i] < 0) {
            continue;
        }
        const auto identity = static_cast<std::size_t>(labels[i]);
        if (!pictureOf.empty() && pictureOf[i] != 0 && !seen[identity].insert(pictureOf[i]).second) {
            ++copies_;
            continue;
        }
        all[identity].push_back(static_cast<std::int64_t>(i));
    }
    for (auto& images : all) {
        onePicture_ += images.size() == 1 ? 1 : 0;
        twoPictures_ += images.size() == 2 ? 1 : 0;
        if (images.size() > 1 || (images.size() == 1 && options_.onePicture == OnePicture::LikeOthers)) {
            imagesOf_.push_back(std::move(images));
        } else if (images.size() == 1 && options_.onePicture == OnePicture::Negatives) {
            single_.push_back(images.front());
        }
    }
    requireEnough();
    people_ = std::min<std::int64_t>(options_.identitiesPerBatch, std::ssize(imagesOf_));
    if (!single_.empty()) {
        const auto batch = static_cast<double>(options_.identitiesPerBatch);
        const double share = static_cast<double>(single_.size()) / static_cast<double>(imagesOf_.size());
        singlesPerBatch_ = std::clamp(batch * share, batch - static_cast<double>(people_), batch);
    }
}

void IdentitySampler::requireEnough() const {
    const bool pairs = options_.onePicture != OnePicture::LikeOthers;
    throwIf(pairs && options_.imagesPerIdentity < 2, ErrorCode::Config,
            "genuine pairs are made of two pictures of a person, and a batch takes one; set it to 2 "
            "or more (4 is usual)",
            "train.images_per_identity");
    throwIf(pairs && imagesOf_.empty(), ErrorCode::Data,
            "nobody in the training set has two different pictures (" + identities(onePicture_) + " one" +
                (copies_ > 0 ? ", copies not counted" : "") +
                "), so that there is no genuine pair to learn from; add pictures of the same people, "
                "two or more of each, in one folder (or under one label) per person");
    if (identityCount() >= options_.identitiesPerBatch) {
        return;
    }
    const bool leftOut = options_.onePicture == OnePicture::LeaveOut && onePicture_ > 0;
    failData("", "the training set has ", formatCount(identityCount()), " identities",
             leftOut ? " with two different pictures or more (" + identities(onePicture_) +
                           " one and are left out, data.one_picture)"
                     : "",
             " and a batch needs ", formatCount(options_.identitiesPerBatch),
             "; lower train.identities_per_batch to ", formatCount(identityCount()), " or less, or add data");
}

std::vector<std::int64_t> IdentitySampler::images() const {
    std::vector<std::int64_t> all = single_;
    for (const auto& images : imagesOf_) {
        all.insert(all.end(), images.begin(), images.end());
    }
    std::sort(all.begin(), all.end());
    return all;
}

void IdentitySampler::addView(PlannedBatch& batch, std::int64_t image, std::int64_t label, Rng& rng) const {
    View view{image, options_.flip && rng.flip(), std::nullopt};
    if (options_.augmented) {
        view.augmentSeed = rng.next();
    }
    batch.views.push_back(view);
    batch.labels.push_back(label);
}

void IdentitySampler::addNegatives(PlannedBatch& batch, std::int64_t step, Rng& rng) {
    const auto before = [this](std::int64_t steps) {
        return static_cast<std::int64_t>(std::floor(singlesPerBatch_ * static_cast<double>(steps)));
    };
    for (std::int64_t place = before(step); place < before(step + 1); ++place) {
        const std::int64_t pass = place / std::ssize(single_);
        if (pass != singlePass_) {
            shuffledOrder(singleOrder_, single_.size(),
                          Rng::stream(options_.seed, "one picture", static_cast<std::uint64_t>(pass)));
            singlePass_ = pass;
        }
        const std::int64_t person = singleOrder_[static_cast<std::size_t>(place % std::ssize(single_))];
        addView(batch, single_[static_cast<std::size_t>(person)], std::ssize(imagesOf_) + person, rng);
    }
}

PlannedBatch IdentitySampler::plan(std::int64_t step) {
    const std::int64_t batchesPerPass = std::ssize(imagesOf_) / people_;
    const std::int64_t pass = step / batchesPerPass;
    if (pass != pass_) {
        shuffledOrder(order_, imagesOf_.size(),
                      Rng::stream(options_.seed, "identities", static_cast<std::uint64_t>(pass)));
        pass_ = pass;
    }
    const auto first = static_cast<std::size_t>(step % batchesPerPass * people_);
    Rng rng = Rng::stream(options_.seed, "images", static_cast<std::uint64_t>(step));

    PlannedBatch batch;
    const auto perIdentity = static_cast<std::size_t>(options_.imagesPerIdentity);
    for (std::size_t p = 0; p < static_cast<std::size_t>(people_); ++p) {
        const std::int64_t identity = order_[first + p];
        auto images = imagesOf_[static_cast<std::size_t>(identity)];
        rng.shuffle(std::span(images));
        for (std::size_t k = 0; k < perIdentity; ++k) {
            addView(batch, images[k % images.size()], identity, rng);
        }
    }
    addNegatives(batch, step, rng);
    const std::size_t half = batch.views.size();
    for (std::size_t i = 0; i < half; ++i) {
        batch.views.push_back({batch.views[i].image, false, std::nullopt});
        batch.labels.push_back(batch.labels[i]);
    }
    return batch;
}

}  // namespace pf
