// Scored pairs for the tests: written out by hand, or drawn at random with many ties.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstdint>
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
