#include "core/eval/report/method_cells.h"

#include <algorithm>
#include <cmath>

#include "core/base/numbers.h"
#include "core/base/text.h"

namespace pf {
namespace {

using Kind = TableMetric::Kind;

/// What was measured at a target, within rounding of it; nothing when it is not there.
template <typename Rows, typename Row>
std::optional<std::size_t> rowAt(const Rows& rows, double at, double Row::*target) {
    const auto found = std::ranges::find_if(
        rows, [&](const Row& row) { return std::abs(row.*target - at) <= 1e-6 * std::abs(at); });
    return found == rows.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - rows.begin()));
}

std::optional<Interval> intervalAt(const std::vector<Interval>& intervals, std::size_t index) {
    return intervals.empty() ? std::nullopt : std::optional(intervals[index]);
}

MethodCell missing(const std::string& problem) {
    return {std::nullopt, std::nullopt, problem};
}

MethodCell notMeasured(const std::string& what) {
    return missing(what + " was not measured");
}

MethodCell discardCell(const ScoreReport& curves, double discard) {
    if (!curves.risk) {
        return notMeasured("risk-controlled accuracy");
    }
    const auto row = rowAt(curves.risk->rows, discard, &RiskRow::discard);
    if (!row) {
        return notMeasured("discard " + formatNumber(discard));
    }
    const RiskRow& risk = curves.risk->rows[*row];
    if (!risk.measured()) {
        return missing(risk.problem);
    }
    return {risk.accuracy, intervalAt(curves.risk->intervals, *row), ""};
}

MethodCell tmrCell(const ScoreReport& curves, double fmr) {
    if (!curves.roc) {
        return notMeasured("the ROC");
    }
    const auto row = rowAt(curves.roc->tmrAtFmr, fmr, &OperatingPoint::fmrTarget);
    if (!row) {
        return notMeasured("FMR " + formatNumber(fmr));
    }
    const OperatingPoint& point = curves.roc->tmrAtFmr[*row];
    if (!point.reachable) {
        return missing("too few impostor pairs for FMR " + formatNumber(fmr));
    }
    return {point.tmr, intervalAt(curves.roc->tmrIntervals, *row), "", point.fmr};
}

MethodCell areaCell(const ScoreReport& curves, double limit) {
    if (curves.edc.empty()) {
        return notMeasured("the EDC");
    }
    const EdcReport& edc = curves.edc.front();
    constexpr double kLimits[] = {0.2, 0.3, 1.0};
    const double areas[] = {edc.area.upTo20, edc.area.upTo30, edc.area.full};
    for (std::size_t i = 0; i < 3; ++i) {
        if (std::abs(kLimits[i] - limit) < 1e-9) {
            return {areas[i], intervalAt(edc.areaIntervals, i), ""};
        }
    }
    return missing("areas are measured up to 0.2, 0.3 and 1");
}

/// Of rates over several splits or trials.
template <typename Rate>
MethodCell rateCell(const std::vector<Rate>& rates, double far, bool several, const char* trials) {
    const auto row = rowAt(rates, far, &Rate::farTarget);
    if (!row) {
        return notMeasured("FAR " + formatNumber(far));
    }
    const Rate& rate = rates[*row];
    if (!rate.reachable) {
        return missing(std::string("too few impostor ") + trials + " for FAR " + formatNumber(far));
    }
    return {rate.mean, std::nullopt, "", rate.far, several ? std::optional(rate.deviation) : std::nullopt};
}

std::string percentOf(double far) {
    return formatNumber(std::round(far * 1e12) / 1e10) + " %";
}

}  // namespace

MethodCell methodCell(const PairReport& report, const std::string& score, const TableMetric& metric) {
    const ScoreReport* curves = report.find(score, "");
    if (curves == nullptr) {
        return missing("the pairs were not scored by " + score);
    }
    switch (metric.kind) {
        case Kind::Accuracy:
            return curves->verification
                       ? MethodCell{curves->verification->folds.accuracy, curves->verification->interval, ""}
                       : notMeasured("verification");
        case Kind::AccuracyAtDiscard:
            return discardCell(*curves, metric.at);
        case Kind::TmrAtFmr:
            return tmrCell(*curves, metric.at);
        case Kind::EqualErrorRate:
            return curves->roc ? MethodCell{curves->roc->equalError.rate, std::nullopt, ""}
                               : notMeasured("the ROC");
        case Kind::EdcArea:
            return areaCell(*curves, metric.at);
    }
    return missing("unknown metric");
}

std::optional<std::string> rateNote(const MethodTable& table) {
    double lowest = 1;
    double highest = 0;
    std::string below;
    for (const auto& row : table.rows) {
        for (std::size_t set = 0; set < row.cells.size(); ++set) {
            if (const auto& rate = row.cells[set].rateReached) {
                lowest = std::min(lowest, *rate);
                highest = std::max(highest, *rate);
                if (*rate < 0.9 * table.metric.at) {
                    below += (below.empty() ? "" : ", ") + row.method + " on " + table.sets[set];
                }
            }
        }
    }
    if (table.metric.kind != Kind::TmrAtFmr || lowest > highest) {
        return std::nullopt;
    }
    std::string note = "FMR reached: " + formatted("%.3g", lowest);
    if (lowest != highest) {
        note += formatted(" to %.3g", highest);
    }
    note += ", asked: " + formatNumber(table.metric.at);
    return note + (below.empty() ? "." : "; less than asked, as scores tie: " + below + ".");
}

MethodCell templateCell(const TemplateReport& report, const std::string& score, double far) {
    const bool byMls = score == "mls";
    if (!byMls && score != "cosine") {
        return missing("the templates were not compared by " + score);
    }
    for (const auto& result : report.results) {
        const bool isFusion = result.fusion.kind == (byMls ? FusionKind::PfeFuse : FusionKind::Mean) &&
                              (!byMls || result.fusion.temperature == 1.0);
        if (isFusion && result.match == (byMls ? PairScoreKind::Mls : PairScoreKind::Cosine)) {
            return rateCell(result.tar, far, report.splits.size() > 1, "comparisons");
        }
    }
    return missing("the templates were not compared by " + score);
}

MethodCell identificationCell(const OpenSetReport& report, const std::string& score, double far) {
    const IdentificationResult& result = report.openSet.trials > 0 ? report.openSet : report.published;
    for (const auto& scores : result.scores) {
        if (pairScoreKindName(scores.kind) == score) {
            return rateCell(scores.dir, far, result.trials > 1, "probes");
        }
    }
    return missing("the probes were not searched by " + score);
}

ProtocolColumn templateColumn(const std::string& protocol, double far) {
    return {protocol, "tar@" + formatNumber(far), protocol + " TAR at FAR " + percentOf(far)};
}

ProtocolColumn identificationColumn(double far) {
    return {"BLUFR", "dir@" + formatNumber(far), "BLUFR DIR at FAR " + percentOf(far)};
}

}  // namespace pf
