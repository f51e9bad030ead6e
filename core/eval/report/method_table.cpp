#include "core/eval/report/method_table.h"

#include <algorithm>
#include <cmath>

#include "core/base/numbers.h"
#include "core/base/text.h"

namespace pf {
namespace {

using Kind = TableMetric::Kind;

/// Looks up what a report measured at a target, within rounding of the target.
template <typename Rows, typename Target>
std::optional<std::size_t> rowAt(const Rows& rows, double at, const Target& target) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (std::abs(target(rows[i]) - at) <= 1e-6 * std::abs(at)) {
            return i;
        }
    }
    return std::nullopt;
}

MethodCell missing(const std::string& problem) {
    return {std::nullopt, std::nullopt, problem};
}

MethodCell accuracyCell(const ScoreReport& curves) {
    if (!curves.verification) {
        return missing("verification was not measured");
    }
    return {curves.verification->folds.accuracy, curves.verification->interval, ""};
}

MethodCell discardCell(const ScoreReport& curves, double discard) {
    if (!curves.risk) {
        return missing("risk-controlled accuracy was not measured");
    }
    const auto row = rowAt(curves.risk->rows, discard, [](const RiskRow& each) { return each.discard; });
    if (!row) {
        return missing("discard " + formatNumber(discard) + " was not measured");
    }
    const RiskRow& risk = curves.risk->rows[*row];
    if (!risk.measured()) {
        return missing(risk.problem);
    }
    MethodCell cell{risk.accuracy, std::nullopt, ""};
    if (!curves.risk->intervals.empty()) {
        cell.interval = curves.risk->intervals[*row];
    }
    return cell;
}

MethodCell tmrCell(const ScoreReport& curves, double fmr) {
    if (!curves.roc) {
        return missing("the ROC was not measured");
    }
    const auto row =
        rowAt(curves.roc->tmrAtFmr, fmr, [](const OperatingPoint& each) { return each.fmrTarget; });
    if (!row) {
        return missing("FMR " + formatNumber(fmr) + " was not measured");
    }
    const OperatingPoint& point = curves.roc->tmrAtFmr[*row];
    if (!point.reachable) {
        return missing("too few impostor pairs for FMR " + formatNumber(fmr));
    }
    MethodCell cell{point.tmr, std::nullopt, ""};
    cell.rateReached = point.fmr;
    if (!curves.roc->tmrIntervals.empty()) {
        cell.interval = curves.roc->tmrIntervals[*row];
    }
    return cell;
}

MethodCell areaCell(const ScoreReport& curves, double limit) {
    if (curves.edc.empty()) {
        return missing("the EDC was not measured");
    }
    const EdcReport& edc = curves.edc.front();
    constexpr double kLimits[] = {0.2, 0.3, 1.0};
    const double areas[] = {edc.area.upTo20, edc.area.upTo30, edc.area.full};
    for (std::size_t i = 0; i < 3; ++i) {
        if (std::abs(kLimits[i] - limit) < 1e-9) {
            MethodCell cell{areas[i], std::nullopt, ""};
            if (!edc.areaIntervals.empty()) {
                cell.interval = edc.areaIntervals[i];
            }
            return cell;
        }
    }
    return missing("areas are measured up to 0.2, 0.3 and 1");
}

}  // namespace

MethodCell methodCell(const PairReport& report, const std::string& score, const TableMetric& metric) {
    const ScoreReport* curves = report.find(score, "");
    if (curves == nullptr) {
        return missing("the pairs were not scored by " + score);
    }
    switch (metric.kind) {
        case Kind::Accuracy:
            return accuracyCell(*curves);
        case Kind::AccuracyAtDiscard:
            return discardCell(*curves, metric.at);
        case Kind::TmrAtFmr:
            return tmrCell(*curves, metric.at);
        case Kind::EqualErrorRate:
            return curves->roc ? MethodCell{curves->roc->equalError.rate, std::nullopt, ""}
                               : missing("the ROC was not measured");
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

}  // namespace pf
