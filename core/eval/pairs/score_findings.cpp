#include "core/eval/pairs/score_findings.h"

#include <cmath>

#include "core/base/text.h"

namespace pf::detail {
namespace {

/// A chance of the right order this close to one half may be a score that is merely useless.
constexpr double kClearlyBelowHalf = 0.45;
/// In standard errors below one half.
constexpr double kSure = 2.0;

/// Whether a chance of the right order, measured on so many of both kinds, is below that of drawing lots.
/// Source: Mann & Whitney, Annals of Mathematical Statistics 1947 (variance without ties).
bool isTurned(double chance, std::size_t highs, std::size_t lows) {
    const auto m = static_cast<double>(highs);
    const auto n = static_cast<double>(lows);
    const double error = std::sqrt((m + n + 1) / (12 * m * n));
    return chance < kClearlyBelowHalf && chance < 0.5 - kSure * error;
}

}  // namespace

std::vector<std::string> scoreFindings(const ScoreReport& report) {
    std::vector<std::string> findings;
    if (report.roc && isTurned(report.roc->areaUnderCurve, report.genuine, report.impostor)) {
        findings.push_back(
            report.score + ": genuine pairs score below impostor pairs (area under the ROC " +
            formatNumber(std::round(report.roc->areaUnderCurve * 1e4) / 1e4) +
            "). See whether they are distances (--score-is distance) or similarities (without it), and "
            "whether the flags of same and different are turned round");
    }
    if (report.edc.empty()) {
        return findings;
    }
    const EdcReport& edc = report.edc.front();
    const auto errors =
        static_cast<std::size_t>(std::lround(edc.fixed.fnmr() * static_cast<double>(report.genuine)));
    if (edc.riskIsConstant) {
        findings.push_back("risk " + report.riskName +
                           ": it is the same for every pair, so it cannot say which pairs to discard: the "
                           "curves are flat");
    } else if (edc.errorOrder && isTurned(*edc.errorOrder, errors, report.genuine - errors)) {
        findings.push_back(
            "risk " + report.riskName +
            ": pairs that fail have lower risks than pairs that match (a failing pair has the higher risk "
            "with a chance of " +
            formatPercent(*edc.errorOrder) +
            "), so discarding makes it worse. See whether it is a quality, where higher means better "
            "(--quality-higher-is-better), or a risk (without it)");
    }
    return findings;
}

}  // namespace pf::detail
