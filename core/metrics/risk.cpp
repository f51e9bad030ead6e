#include "core/metrics/risk.h"

#include <algorithm>
#include <limits>
#include <numeric>
#include <random>
#include <utility>

#include "core/base/text.h"
#include "core/metrics/input_checks.h"
#include "core/metrics/percentiles.h"
#include "core/metrics/resampling.h"

namespace pf {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::vector<RiskRow> riskRows(const KFoldVerifier& verifier, std::span<const double> risk,
                              std::span<const double> discards) {
    std::vector<double> sorted(risk.begin(), risk.end());
    std::sort(sorted.begin(), sorted.end());
    std::vector<std::uint8_t> keep(risk.size());
    std::vector<RiskRow> rows;
    rows.reserve(discards.size());
    for (const double discard : discards) {
        detail::requireFraction(discard, "discard fraction");
        RiskRow row;
        row.discard = discard;
        row.riskThreshold = percentileOfSorted(sorted, (1.0 - discard) * 100.0);
        row.total = risk.size();
        for (std::size_t i = 0; i < risk.size(); ++i) {
            keep[i] = risk[i] <= row.riskThreshold ? 1 : 0;
            row.kept += keep[i];
        }
        row.problem = verifier.problem(keep);
        const KFoldResult result = row.measured() ? verifier.evaluate(keep) : KFoldResult{kNaN, kNaN, 0, {}};
        row.accuracy = result.accuracy;
        row.threshold = result.threshold;
        rows.push_back(std::move(row));
    }
    return rows;
}

}  // namespace

std::string_view riskKindName(RiskKind kind) {
    return kind == RiskKind::Max ? "max" : "add";
}

std::vector<double> pairRisk(std::span<const double> sigmaSqA, std::span<const double> sigmaSqB,
                             RiskKind kind) {
    detail::requireSameLength(sigmaSqA.size(), "first faces", sigmaSqB.size(), "second faces");
    detail::requireFinite(sigmaSqA, "risk of first face");
    detail::requireFinite(sigmaSqB, "risk of second face");
    std::vector<double> risk(sigmaSqA.size());
    for (std::size_t i = 0; i < risk.size(); ++i) {
        risk[i] = kind == RiskKind::Max ? std::max(sigmaSqA[i], sigmaSqB[i]) : sigmaSqA[i] + sigmaSqB[i];
    }
    return risk;
}

std::vector<double> randomRisk(std::size_t pairs, std::uint64_t seed) {
    std::vector<double> risk(pairs);
    std::iota(risk.begin(), risk.end(), 0.0);
    std::mt19937_64 engine(seed);
    for (std::size_t i = pairs; i > 1; --i) {
        std::swap(risk[i - 1], risk[detail::below(engine, i)]);
    }
    return risk;
}

std::vector<double> discardFractions(std::size_t count, double last) {
    detail::refuseIf(count < 2 || !(last > 0.0 && last <= 1.0), count, " discard fractions from 0 to ",
                     formatNumber(last), ": ask for at least 2, up to a fraction above 0 and at most 1");
    std::vector<double> fractions(count);
    for (std::size_t i = 0; i < count; ++i) {
        fractions[i] = last * static_cast<double>(i) / static_cast<double>(count - 1);
    }
    return fractions;
}

std::vector<RiskRow> riskControlledAccuracy(std::span<const double> scores, SameFlags same,
                                            std::span<const double> risk, std::span<const double> discards,
                                            std::size_t folds, const ListedPlaces& places) {
    const KFoldVerifier verifier(scores, same, folds, places);
    detail::requireSameLength(risk.size(), "risks", scores.size(), "scores");
    detail::requireFinite(risk, "risk");
    return riskRows(verifier, risk, discards);
}

std::vector<RiskRow> randomDiscardAccuracy(std::span<const double> scores, SameFlags same,
                                           std::span<const double> discards,
                                           const RandomDiscardOptions& options, std::size_t folds) {
    detail::refuseIf(options.repeats == 0, "random discard with 0 repeats: ask for at least one");
    const KFoldVerifier verifier(scores, same, folds, options.places);
    std::mt19937_64 seeds(options.seed);
    const auto draw = [&] { return riskRows(verifier, randomRisk(scores.size(), seeds()), discards); };
    std::vector<RiskRow> rows = draw();
    for (std::size_t repeat = 1; repeat < options.repeats; ++repeat) {
        const std::vector<RiskRow> next = draw();
        for (std::size_t i = 0; i < rows.size(); ++i) {
            rows[i].accuracy += next[i].accuracy;
            rows[i].threshold += next[i].threshold;
            rows[i].problem = rows[i].measured() ? next[i].problem : rows[i].problem;
        }
    }
    for (RiskRow& row : rows) {
        row.riskThreshold = kNaN;
        row.accuracy /= static_cast<double>(options.repeats);
        row.threshold /= static_cast<double>(options.repeats);
    }
    return rows;
}

}  // namespace pf
