// Scored pairs for the tests: written out by hand, or drawn at random with many ties.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/base/rng.h"
#include "core/metrics/edc.h"
#include "core/metrics/pair_scores.h"
#include "core/metrics/roc.h"

namespace pf::test {

struct PairData {
    std::vector<double> scores;
    std::vector<std::uint8_t> same;
    std::vector<double> risk;
};

/// Genuine pairs score higher on the whole; scores and risks are rounded to steps so that many tie.
inline PairData randomPairs(std::size_t count, std::uint64_t seed, double step) {
    Rng rng(seed);
    PairData data;
    for (std::size_t i = 0; i < count; ++i) {
        const bool genuine = rng.flip();
        const double score = rng.normal() + (genuine ? 1.5 : 0.0);
        data.same.push_back(genuine ? 1 : 0);
        data.scores.push_back(std::round(score / step) * step);
        data.risk.push_back(std::round(rng.uniform() / step) * step);
    }
    return data;
}

/// The message of the exception a call throws, or "" when it throws none.
template <typename Exception, typename Call>
std::string messageOf(Call&& call) {
    try {
        call();
    } catch (const Exception& error) {
        return error.what();
    }
    return "";
}

/// The curve at the threshold whose FMR over all pairs is `fmrTarget`.
inline EdcCurve edcAtFmr(std::span<const double> scores, SameFlags same, std::span<const double> risk,
                         double fmrTarget) {
    return EdcCurve(scores, same, risk, RocCurve(scores, same).atFmr(fmrTarget));
}

/// Every point of a curve by descending threshold: from just above the highest score (0, 0), one for each
/// distinct score, to (1, 1). Counted pair by pair, so that the curve's own readings can be held against it.
inline std::vector<RocPoint> pointsOf(const RocCurve& curve) {
    std::vector<double> thresholds(curve.genuineScores().begin(), curve.genuineScores().end());
    thresholds.insert(thresholds.end(), curve.impostorScores().begin(), curve.impostorScores().end());
    std::sort(thresholds.begin(), thresholds.end(), std::greater<>());
    thresholds.erase(std::unique(thresholds.begin(), thresholds.end()), thresholds.end());
    thresholds.insert(thresholds.begin(), std::nextafter(thresholds.front(), INFINITY));
    const auto rate = [](const auto& scores, double threshold) {
        const auto accepted = std::count_if(scores.begin(), scores.end(),
                                            [threshold](double score) { return score >= threshold; });
        return static_cast<double>(accepted) / static_cast<double>(scores.size());
    };
    std::vector<RocPoint> points;
    for (const double threshold : thresholds) {
        points.push_back(
            {threshold, rate(curve.impostorScores(), threshold), rate(curve.genuineScores(), threshold)});
    }
    return points;
}

/// Every point of a curve over these risks by growing discard fraction, one for each distinct risk.
inline std::vector<EdcPoint> pointsOf(const EdcCurve& curve, std::vector<double> risk) {
    std::sort(risk.begin(), risk.end(), std::greater<>());
    std::vector<EdcPoint> points;
    for (std::size_t i = 0; i < risk.size(); ++i) {
        if (i == 0 || risk[i] != risk[i - 1]) {
            points.push_back(curve.at(static_cast<double>(i) / static_cast<double>(risk.size())));
        }
    }
    return points;
}

/// Scores of the pairs of rows (0, 1), (2, 3), ...
inline std::vector<double> scoresOfRows(PairScoreKind kind, const FaceRows& faces) {
    std::vector<std::uint32_t> a;
    std::vector<std::uint32_t> b;
    for (std::uint32_t row = 0; row + 1 < faces.mu.size() / faces.dim; row += 2) {
        a.push_back(row);
        b.push_back(row + 1);
    }
    return scorePairs(kind, faces, a, b);
}

}  // namespace pf::test
