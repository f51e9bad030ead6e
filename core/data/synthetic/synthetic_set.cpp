#include "core/data/synthetic/synthetic_set.h"

#include <array>
#include <cmath>

#include <memory>
#include <numeric>
#include <span>
#include <unordered_set>
#include <utility>

#include <opencv2/core.hpp>

#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/base/numbers.h"
#include "core/base/rng.h"
#include "core/base/text.h"
#include "core/data/content_digests.h"

namespace pf {
namespace {

std::string paddedNumber(long long value, int width) {
    return formatted("%0*lld", width, value);
}

// Numbers in [0, total) without repetition, in random order.
std::vector<std::uint64_t> drawDistinct(Rng& rng, std::uint64_t total, std::size_t count) {
    std::vector<std::uint64_t> chosen;
    chosen.reserve(count);
    if (total < 3 * static_cast<std::uint64_t>(count)) {
        // Dense: a partial shuffle of all of them, which are few.
        std::vector<std::uint64_t> all(total);
        std::iota(all.begin(), all.end(), std::uint64_t{0});
        rng.shuffle(std::span<std::uint64_t>(all));
        chosen.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(count));
        return chosen;
    }
    std::unordered_set<std::uint64_t> seen;
    while (chosen.size() < count) {
        const std::uint64_t candidate = rng.below(total);
        if (seen.insert(candidate).second) {
            chosen.push_back(candidate);
        }
    }
    return chosen;
}

// The two different members (low, high) of pair number `index` among n things.
std::pair<int, int> unrankPair(std::uint64_t index) {
    auto high = static_cast<std::uint64_t>(0.5 + std::sqrt(0.25 + 2.0 * static_cast<double>(index)));
    // The root may be off by one.
    while (high * (high - 1) / 2 > index) {
        --high;
    }
    while ((high + 1) * high / 2 <= index) {
        ++high;
    }
    return {static_cast<int>(index - high * (high - 1) / 2), static_cast<int>(high)};
}

void checkEnough(const char* kind, std::size_t wanted, std::uint64_t available) {
    throwIf(wanted > available, ErrorCode::Config,
            "the synthetic set has only " + formatCount(available) + " different " + kind + " pairs, but " +
                formatCount(wanted) +
                " are asked for: ask for fewer pairs, or for more identities and images");
}

}  // namespace

SyntheticFaceSet::SyntheticFaceSet(const SyntheticFaceOptions& options) : options_(options) {
    options_.check();
    std::vector<Item> items;
    items.reserve(static_cast<std::size_t>(options.identityCount) *
                  static_cast<std::size_t>(options.imagesPerIdentity));
    for (int identity = 0; identity < options.identityCount; ++identity) {
        for (int image = 0; image < options.imagesPerIdentity; ++image) {
            items.push_back({identity, image});
        }
    }
    addItems(std::move(items));
}

SyntheticFaceSet::SyntheticFaceSet(const SyntheticFaceOptions& options, std::vector<Item> items,
                                   std::vector<bool> pairIsSame)
    : options_(options) {
    options_.check();
    pairIsSame_ = std::move(pairIsSame);
    throwIf(!pairIsSame_.empty() && items.size() != 2 * pairIsSame_.size(), ErrorCode::Config,
            "a synthetic pair set has " + std::to_string(items.size()) + " images for " +
                std::to_string(pairIsSame_.size()) + " pair flags: give two per flag");
    for (const Item& item : items) {
        if (item.identity < 0 || item.identity >= options_.identityCount || item.image < 0 ||
            item.image >= options_.imagesPerIdentity) {
            throw Error(ErrorCode::Config,
                        messageFrom("a synthetic set asks for image ", item.image, " of identity ",
                                    item.identity, ", which the options do not have"));
        }
    }
    addItems(std::move(items));
}

void SyntheticFaceSet::addItems(std::vector<Item> items) {
    items_ = std::move(items);
    identities_.reserve(static_cast<std::size_t>(options_.identityCount));
    for (int i = 0; i < options_.identityCount; ++i) {
        identities_.push_back(paddedNumber(static_cast<long long>(options_.firstIdentity) + i, 6));
    }
    infos_.reserve(items_.size());
    for (const Item& item : items_) {
        infos_.push_back({"synthetic/" + identities_[static_cast<std::size_t>(item.identity)] + "/" +
                              paddedNumber(static_cast<long long>(options_.firstImage) + item.image, 3),
                          item.identity});
    }
}

const SyntheticFaceSet::Item& SyntheticFaceSet::item(std::size_t index) const {
    if (index >= items_.size()) {
        throw Error(ErrorCode::Data, messageFrom("synthetic image ", index, " does not exist: the set has ",
                                                 formatCount(items_.size()), " images"));
    }
    return items_[index];
}

FaceInfo SyntheticFaceSet::info(std::size_t index) const {
    item(index);
    return infos_[index];
}

cv::Mat SyntheticFaceSet::decode(std::size_t index) const {
    const Item& place = item(index);
    return renderSyntheticFace(options_, place.identity, place.image);
}

std::optional<double> SyntheticFaceSet::degradation(std::size_t index) const {
    const Item& place = item(index);
    return drawSyntheticDegradation(options_, place.identity, place.image).level;
}

FaceSetPtr makeSyntheticPairSet(const SyntheticFaceOptions& options, int pairCount, std::uint64_t seed) {
    options.check();
    throwIf(pairCount < 1, ErrorCode::Config,
            "a synthetic pair set needs at least 1 pair, got " + std::to_string(pairCount));
    const auto people = static_cast<std::uint64_t>(options.identityCount);
    const auto images = static_cast<std::uint64_t>(options.imagesPerIdentity);
    const auto impostorCount = static_cast<std::size_t>(pairCount) / 2;
    const std::size_t genuineCount = static_cast<std::size_t>(pairCount) - impostorCount;
    const std::uint64_t perPerson = images * (images - 1) / 2;
    checkEnough("genuine", genuineCount, people * perPerson);
    const std::uint64_t perCouple = images * images;
    checkEnough("impostor", impostorCount, people * (people - 1) / 2 * perCouple);

    using Item = SyntheticFaceSet::Item;
    Rng rng = Rng::stream(seed, "synthetic pairs");
    std::vector<std::array<Item, 2>> genuine;
    for (const std::uint64_t number : drawDistinct(rng, people * perPerson, genuineCount)) {
        const auto person = static_cast<int>(number / perPerson);
        const auto [low, high] = unrankPair(number % perPerson);
        genuine.push_back({{{person, low}, {person, high}}});
    }
    std::vector<std::array<Item, 2>> impostor;
    for (const std::uint64_t number :
         drawDistinct(rng, people * (people - 1) / 2 * perCouple, impostorCount)) {
        const auto [low, high] = unrankPair(number / perCouple);
        const std::uint64_t pictures = number % perCouple;
        impostor.push_back(
            {{{low, static_cast<int>(pictures / images)}, {high, static_cast<int>(pictures % images)}}});
    }

    std::vector<Item> items;
    std::vector<bool> same;
    const auto append = [&](std::array<Item, 2> pair, bool isSame) {
        if (rng.flip()) {
            std::swap(pair[0], pair[1]);
        }
        items.insert(items.end(), pair.begin(), pair.end());
        same.push_back(isSame);
    };
    for (std::size_t i = 0; i < genuineCount; ++i) {
        const bool genuineFirst = i >= impostorCount || rng.flip();
        if (genuineFirst) {
            append(genuine[i], true);
        }
        if (i < impostorCount) {
            append(impostor[i], false);
        }
        if (!genuineFirst) {
            append(genuine[i], true);
        }
    }
    return std::make_shared<SyntheticFaceSet>(options, std::move(items), std::move(same));
}

std::string SyntheticFaceSet::optionsText() const {
    const SyntheticFaceOptions& o = options_;
    return " seed " + std::to_string(o.seed) + " size " + std::to_string(o.imageSize) + " degradation " +
           formatNumber(o.maxDegradation) + " clean " + formatNumber(o.cleanFraction) + " mixed " +
           formatNumber(o.mixedFraction) + " nuisance " + formatNumber(o.nuisance);
}

std::uint64_t SyntheticFaceSet::contentDigest(std::size_t index) const {
    return digestOf(info(index).name + optionsText());
}

std::string SyntheticFaceSet::hash() const {
    return sha256Hex(FaceSet::hash() + optionsText());
}

}  // namespace pf
