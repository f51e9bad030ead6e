#include "core/eval/report/curve_csv.h"

#include <limits>
#include <optional>
#include <utility>

#include "core/base/csv.h"
#include "core/results/record_curves.h"

namespace pf {
namespace {

constexpr std::string_view kRiskColumns =
    "discard_fraction,risk_threshold,kept,total,accuracy,threshold,random_discard_accuracy";

/// What is written where there is no number.
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

CsvWriter startedWith(std::string_view columns) {
    CsvWriter csv;
    csv.columns(columns).endLine();
    return csv;
}

/// An interval's ends, or two empty fields where there is none.
std::pair<double, double> ends(const std::vector<Interval>& intervals, std::size_t index) {
    return index < intervals.size() ? std::pair(intervals[index].low, intervals[index].high)
                                    : std::pair(kNone, kNone);
}

void addRiskLine(CsvWriter& csv, const RiskReport& risk, std::size_t index) {
    const RiskRow& row = risk.curve[index];
    csv.line(row.discard, row.riskThreshold, row.kept, row.total, row.accuracy, row.threshold,
             index < risk.random.size() ? risk.random[index].accuracy : kNone);
}

}  // namespace

std::string riskCsv(const ScoreReport& report) {
    CsvWriter csv = startedWith(kRiskColumns);
    for (std::size_t i = 0; report.risk && i < report.risk->curve.size(); ++i) {
        addRiskLine(csv, *report.risk, i);
    }
    return csv.take();
}

std::string riskCsv(const EvaluationRecord& record) {
    return riskCsv(recordCurves(record));
}

std::string riskCurvesCsv(std::span<const ScoreReport> reports) {
    CsvWriter csv = startedWith("score,risk," + std::string(kRiskColumns));
    for (const auto& report : reports) {
        for (std::size_t i = 0; report.risk && i < report.risk->curve.size(); ++i) {
            csv.add(report.score, report.riskName);
            addRiskLine(csv, *report.risk, i);
        }
    }
    return csv.take();
}

std::string rocCsv(std::span<const ScoreReport> reports) {
    CsvWriter csv = startedWith("score,threshold,far,tar");
    for (const auto& report : reports) {
        if (report.roc) {
            for (const auto& point : report.roc->points) {
                csv.line(report.score, point.threshold, point.fmr, point.tmr);
            }
        }
    }
    return csv.take();
}

std::string tmrAtFmrCsv(std::span<const ScoreReport> reports) {
    CsvWriter csv = startedWith("score,far_target,threshold,far,tar,fnmr,tar_low,tar_high,reachable");
    for (const auto& report : reports) {
        for (std::size_t i = 0; report.roc && i < report.roc->tmrAtFmr.size(); ++i) {
            const OperatingPoint& point = report.roc->tmrAtFmr[i];
            const auto [low, high] = ends(report.roc->tmrIntervals, i);
            csv.line(report.score, point.fmrTarget, point.threshold, point.fmr, point.tmr, point.fnmr(), low,
                     high, point.reachable ? "true" : "false");
        }
    }
    return csv.take();
}

std::string edcCsv(std::span<const ScoreReport> reports) {
    CsvWriter csv = startedWith(
        "score,risk,fmr_target,threshold,discard_fraction,kept,genuine_kept,impostor_kept,risk_threshold,"
        "false_non_matches,false_matches,fnmr,fmr,fnmr_low,fnmr_high,oracle_fnmr,random_fnmr");
    for (const auto& report : reports) {
        for (const auto& edc : report.edc) {
            for (std::size_t i = 0; i < edc.points.size(); ++i) {
                const EdcPoint& point = edc.points[i];
                const auto [low, high] = ends(edc.intervals, i);
                csv.line(report.score, report.riskName, edc.fixed.fmrTarget, edc.fixed.threshold,
                         point.discardFraction, point.kept, point.genuineKept, point.impostorKept,
                         point.riskThreshold, point.falseNonMatches, point.falseMatches, point.fnmr,
                         point.fmr, low, high, i < edc.oracle.size() ? edc.oracle[i] : kNone,
                         edc.points.front().fnmr);
            }
        }
    }
    return csv.take();
}

std::string ercCsv(std::span<const ScoreReport> reports) {
    CsvWriter csv = startedWith("score,risk,fmr_target,reject_fraction,kept,threshold,fnmr,fmr");
    for (const auto& report : reports) {
        for (const auto& erc : report.erc) {
            for (const auto& each : erc.points) {
                const OperatingPoint& point = each.point;
                csv.line(report.score, report.riskName, erc.fmrTarget, each.rejectFraction, each.kept,
                         each.measured ? point.threshold : kNone, each.measured ? point.fnmr() : kNone,
                         each.measured ? point.fmr : kNone);
            }
        }
    }
    return csv.take();
}

std::string distributionCsv(std::span<const ScoreReport> reports) {
    CsvWriter csv = startedWith("score,bin_low,bin_high,genuine,impostor");
    for (const auto& report : reports) {
        if (!report.distribution) {
            continue;
        }
        const Histogram& genuine = report.distribution->genuine;
        const Histogram& impostor = report.distribution->impostor;
        for (std::size_t i = 0; i < genuine.counts.size(); ++i) {
            const double low = genuine.low + genuine.binWidth() * static_cast<double>(i);
            const bool isLast = i + 1 == genuine.counts.size();
            const double high =
                isLast ? genuine.high : genuine.low + genuine.binWidth() * static_cast<double>(i + 1);
            csv.line(report.score, low, high, genuine.counts[i],
                     i < impostor.counts.size() ? std::optional(impostor.counts[i]) : std::nullopt);
        }
    }
    return csv.take();
}

std::string accuracyCsv(std::span<const ScoreReport> reports) {
    CsvWriter csv = startedWith("score,threshold,accuracy");
    for (const auto& report : reports) {
        for (std::size_t i = 0; report.distribution && i < report.distribution->thresholds.size(); ++i) {
            csv.line(report.score, report.distribution->thresholds[i], report.distribution->accuracies[i]);
        }
    }
    return csv.take();
}

std::vector<CsvFile> curveCsvFiles(const PairReport& report) {
    std::vector<CsvFile> files;
    const auto add = [&](const char* name, std::string text) {
        if (text.find('\n') + 1 < text.size()) {  // more than the column names
            files.push_back({name, std::move(text)});
        }
    };
    add("risk.csv", riskCsv(report.record));
    if (report.curves.size() > 1) {
        add("risk_curves.csv", riskCurvesCsv(report.curves));
    }
    add("roc.csv", rocCsv(report.curves));
    add("tar_at_far.csv", tmrAtFmrCsv(report.curves));
    add("edc.csv", edcCsv(report.curves));
    add("erc.csv", ercCsv(report.curves));
    add("distribution.csv", distributionCsv(report.curves));
    add("accuracy.csv", accuracyCsv(report.curves));
    return files;
}

}  // namespace pf
