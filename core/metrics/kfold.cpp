#include "core/metrics/kfold.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "core/base/error.h"
#include "core/metrics/input_checks.h"
#include "core/metrics/threshold_fit.h"

namespace pf {
namespace {

struct FoldedPair {
    double score;
    std::uint32_t fold;
    bool genuine;
};

std::size_t keptCount(std::span<const std::uint8_t> keep) {
    return keep.size() - static_cast<std::size_t>(std::count(keep.begin(), keep.end(), std::uint8_t{0}));
}

}  // namespace

std::uint32_t foldOfPlace(std::size_t place, std::size_t listed, std::size_t folds) {
    const std::size_t base = listed / folds;
    const std::size_t larger = listed % folds;
    const std::size_t inLarger = larger * (base + 1);
    return static_cast<std::uint32_t>(place < inLarger ? place / (base + 1)
                                                       : larger + (place - inLarger) / base);
}

KFoldVerifier::KFoldVerifier(std::span<const double> scores, SameFlags same, std::size_t folds,
                             const ListedPlaces& places)
    : genuine_(same.begin(), same.end()), folds_(folds) {
    detail::requirePairs(scores, same);
    detail::refuseIf(folds < 2, "cross-validation with ", folds,
                     " fold(s): at least 2 are needed, 10 are usual");
    detail::refuseIf(scores.size() > std::numeric_limits<std::uint32_t>::max(), scores.size(),
                     " pairs: cross-validation takes at most 4,294,967,295");
    ranked_.reserve(scores.size());
    for (std::size_t i = 0; i < scores.size(); ++i) {
        ranked_.push_back({scores[i], static_cast<std::uint32_t>(i), same[i] != 0});
    }
    std::sort(ranked_.begin(), ranked_.end(),
              [](const RankedPair& a, const RankedPair& b) { return a.score > b.score; });
    if (!places.place.empty()) {
        detail::requireSameLength(places.place.size(), "places", scores.size(), "pairs");
        for (const std::uint32_t place : places.place) {
            detail::refuseIf(place >= places.listed, "a pair stands at place ", place, " of a list of ",
                             places.listed);
            listedFold_.push_back(foldOfPlace(place, places.listed, folds));
        }
    }
}

KFoldResult KFoldVerifier::evaluate() const {
    return evaluate(std::vector<std::uint8_t>(ranked_.size(), std::uint8_t{1}));
}

KFoldResult KFoldVerifier::evaluate(std::span<const std::uint8_t> keep) const {
    if (const std::string why = problem(keep); !why.empty()) {
        throw std::invalid_argument(why);
    }
    KFoldResult result;
    result.pairs = keptCount(keep);
    result.folds.resize(folds_);
    const std::vector<std::uint32_t> foldOf = foldsOf(keep, result.pairs);
    std::vector<FoldedPair> pairs;
    pairs.reserve(result.pairs);
    for (const RankedPair& pair : ranked_) {
        if (keep[pair.index] != 0) {
            pairs.push_back({pair.score, foldOf[pair.index], pair.genuine});
            ++result.folds[pairs.back().fold].pairs;
        }
    }
    for (std::size_t fold = 0; fold < folds_; ++fold) {
        // problem() has made sure of a genuine pair.
        result.folds[fold].threshold = *detail::fittedThreshold(
            pairs.size(), [&](std::size_t i) { return pairs[i].score; },
            [&](std::size_t i) { return pairs[i].fold == fold ? 0
                                        : pairs[i].genuine    ? 1
                                                              : -1; });
    }
    std::vector<std::size_t> correct(folds_, 0);
    for (const FoldedPair& pair : pairs) {
        const bool accepted = pair.score >= result.folds[pair.fold].threshold;
        correct[pair.fold] += accepted == pair.genuine ? 1 : 0;
    }
    for (std::size_t fold = 0; fold < folds_; ++fold) {
        FoldResult& part = result.folds[fold];
        part.accuracy = static_cast<double>(correct[fold]) / static_cast<double>(part.pairs);
        result.accuracy += part.accuracy;
        result.threshold += part.threshold;
    }
    result.accuracy /= static_cast<double>(folds_);
    result.threshold /= static_cast<double>(folds_);
    return result;
}

std::string KFoldVerifier::problem(std::span<const std::uint8_t> keep) const {
    detail::requireSameLength(keep.size(), "keep flags", ranked_.size(), "pairs");
    const std::size_t kept = keptCount(keep);
    if (kept < folds_) {
        return messageFrom(kept, " pairs cannot fill ", folds_, " folds: keep more pairs or use fewer folds");
    }
    const std::vector<std::uint32_t> folds = foldsOf(keep, kept);
    std::vector<std::size_t> pairsInFold(folds_, 0);
    std::vector<std::size_t> genuineInFold(folds_, 0);
    std::size_t genuine = 0;
    for (std::size_t i = 0; i < keep.size(); ++i) {
        if (keep[i] != 0) {
            ++pairsInFold[folds[i]];
            genuineInFold[folds[i]] += genuine_[i] != 0 ? 1 : 0;
            genuine += genuine_[i] != 0 ? 1 : 0;
        }
    }
    if (genuine == 0) {
        return "none of the " + std::to_string(kept) +
               " pairs is genuine: without one there is no threshold to fit; add genuine pairs";
    }
    for (std::size_t fold = 0; fold < folds_; ++fold) {
        if (pairsInFold[fold] == 0) {
            return "fold " + std::to_string(fold + 1) + " of " + std::to_string(folds_) +
                   " has lost all its pairs: give the images that are missing";
        }
        if (genuineInFold[fold] == genuine) {
            return "all " + std::to_string(genuine) + " genuine pairs are in fold " +
                   std::to_string(fold + 1) + " of " + std::to_string(folds_) +
                   ": the others have none to fit a threshold on; interleave the pairs or add genuine ones";
        }
    }
    return "";
}

/// The fold of every pair that is kept.
std::vector<std::uint32_t> KFoldVerifier::foldsOf(std::span<const std::uint8_t> keep,
                                                  std::size_t kept) const {
    if (kept == keep.size() && !listedFold_.empty()) {
        return listedFold_;
    }
    std::vector<std::uint32_t> folds(keep.size(), 0);
    for (std::size_t i = 0, position = 0; i < keep.size(); ++i) {
        if (keep[i] != 0) {
            folds[i] = foldOfPlace(position++, kept, folds_);
        }
    }
    return folds;
}

KFoldResult kFoldVerification(std::span<const double> scores, SameFlags same, std::size_t folds,
                              const ListedPlaces& places) {
    return KFoldVerifier(scores, same, folds, places).evaluate();
}

}  // namespace pf
