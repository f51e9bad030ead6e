#include "core/eval/report/curve_csv.h"

#include <cmath>
#include <initializer_list>
#include <utility>

#include "core/base/csv.h"
#include "core/base/text.h"

namespace pf {
namespace {

constexpr std::string_view kRiskColumns =
    "discard_fraction,risk_threshold,kept,total,accuracy,threshold,random_discard_accuracy";

std::string number(double value) {
    return std::isfinite(value) ? formatNumber(value) : "";
}

std::string number(std::size_t count) {
    return std::to_string(count);
}

std::string line(std::initializer_list<std::string> fields) {
    std::string text;
    for (const auto& field : fields) {
        text += (&field == fields.begin() ? "" : ",") + field;
    }
    return text + "\n";
}

/// An interval's ends, or two empty fields where there is none.
std::pair<std::string, std::string> ends(const std::vector<Interval>& intervals, std::size_t index) {
    if (index >= intervals.size()) {
        return {"", ""};
    }
    return {number(intervals[index].low), number(intervals[index].high)};
}

std::string riskLine(const RiskReport& risk, std::size_t index) {
    const RiskRow& row = risk.curve[index];
    return line({number(row.riskFactor), number(row.riskThreshold), number(row.kept), number(row.total),
                 number(row.accuracy), number(row.threshold),
                 index < risk.random.size() ? number(risk.random[index].meanAccuracy) : ""});
}

std::span<const ScoreReport> one(const ScoreReport& report) {
    return {&report, 1};
}

void addTables(std::span<const ScoreReport> reports, std::vector<CsvFile>& files) {
    const auto add = [&](const char* name, std::string text) {
        if (text.find('\n') + 1 < text.size()) {  // more than the column names
            files.push_back({name, std::move(text)});
        }
    };
    if (reports.size() > 1) {
        add("risk_curves.csv", riskCurvesCsv(reports));
    }
    add("roc.csv", rocCsv(reports));
    add("tar_at_far.csv", tarAtFarCsv(reports));
    add("edc.csv", edcCsv(reports));
    add("erc.csv", ercCsv(reports));
    add("distribution.csv", distributionCsv(reports));
    add("accuracy.csv", accuracyCsv(reports));
}

}  // namespace

std::string riskCsv(const ScoreReport& report) {
    std::string csv = std::string(kRiskColumns) + "\n";
    if (report.risk) {
        for (std::size_t i = 0; i < report.risk->curve.size(); ++i) {
            csv += riskLine(*report.risk, i);
        }
    }
    return csv;
}

std::string riskCsv(const EvaluationRecord& record) {
    std::string csv = std::string(kRiskColumns) + "\n";
    for (std::size_t i = 0; i < record.riskCurve.size(); ++i) {
        const RiskPoint& point = record.riskCurve[i];
        csv += line({number(point.riskFactor), number(point.riskThreshold), std::to_string(point.kept),
                     std::to_string(point.total), number(point.accuracy), number(point.threshold),
                     i < record.randomCurve.size() ? number(record.randomCurve[i].accuracy) : ""});
    }
    return csv;
}

std::string riskCurvesCsv(std::span<const ScoreReport> reports) {
    std::string csv = "score,risk," + std::string(kRiskColumns) + "\n";
    for (const auto& report : reports) {
        for (std::size_t i = 0; report.risk && i < report.risk->curve.size(); ++i) {
            csv += csvField(report.score) + "," + csvField(report.riskName) + "," + riskLine(*report.risk, i);
        }
    }
    return csv;
}

std::string rocCsv(std::span<const ScoreReport> reports) {
    std::string csv = "score,threshold,far,tar\n";
    for (const auto& report : reports) {
        if (report.roc) {
            for (const auto& point : report.roc->points) {
                csv += line(
                    {csvField(report.score), number(point.threshold), number(point.far), number(point.tar)});
            }
        }
    }
    return csv;
}

std::string tarAtFarCsv(std::span<const ScoreReport> reports) {
    std::string csv = "score,far_target,threshold,far,tar,fnmr,tar_low,tar_high,reachable\n";
    for (const auto& report : reports) {
        for (std::size_t i = 0; report.roc && i < report.roc->tarAtFar.size(); ++i) {
            const OperatingPoint& point = report.roc->tarAtFar[i];
            const auto [low, high] = ends(report.roc->tarIntervals, i);
            csv += line({csvField(report.score), number(point.farTarget), number(point.threshold),
                         number(point.far), number(point.tar), number(point.fnmr()), low, high,
                         point.reachable ? "true" : "false"});
        }
    }
    return csv;
}

std::string edcCsv(std::span<const ScoreReport> reports) {
    std::string csv =
        "score,risk,fmr_target,threshold,discard_fraction,kept,genuine_kept,impostor_kept,risk_threshold,"
        "false_non_matches,false_matches,fnmr,fmr,fnmr_low,fnmr_high,oracle_fnmr,random_fnmr\n";
    for (const auto& report : reports) {
        for (const auto& edc : report.edc) {
            for (std::size_t i = 0; i < edc.points.size(); ++i) {
                const EdcPoint& point = edc.points[i];
                const auto [low, high] = ends(edc.intervals, i);
                csv +=
                    line({csvField(report.score), csvField(report.riskName), number(edc.fixed.farTarget),
                          number(edc.fixed.threshold), number(point.discardFraction), number(point.kept),
                          number(point.genuineKept), number(point.impostorKept), number(point.riskThreshold),
                          number(point.falseNonMatches), number(point.falseMatches), number(point.fnmr),
                          number(point.fmr), low, high, i < edc.oracle.size() ? number(edc.oracle[i]) : "",
                          number(edc.points.front().fnmr)});
            }
        }
    }
    return csv;
}

std::string ercCsv(std::span<const ScoreReport> reports) {
    std::string csv = "score,risk,fmr_target,reject_fraction,kept,threshold,fnmr,fmr\n";
    for (const auto& report : reports) {
        for (const auto& erc : report.erc) {
            for (const auto& each : erc.points) {
                const OperatingPoint& point = each.point;
                csv +=
                    line({csvField(report.score), csvField(report.riskName), number(erc.fmrTarget),
                          number(each.rejectFraction), number(each.kept),
                          each.measured ? number(point.threshold) : "",
                          each.measured ? number(point.fnmr()) : "", each.measured ? number(point.far) : ""});
            }
        }
    }
    return csv;
}

std::string distributionCsv(std::span<const ScoreReport> reports) {
    std::string csv = "score,bin_low,bin_high,genuine,impostor\n";
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
            csv += line({csvField(report.score), number(low), number(high), number(genuine.counts[i]),
                         i < impostor.counts.size() ? number(impostor.counts[i]) : ""});
        }
    }
    return csv;
}

std::string accuracyCsv(std::span<const ScoreReport> reports) {
    std::string csv = "score,threshold,accuracy\n";
    for (const auto& report : reports) {
        for (std::size_t i = 0; report.distribution && i < report.distribution->thresholds.size(); ++i) {
            csv += line({csvField(report.score), number(report.distribution->thresholds[i]),
                         number(report.distribution->accuracies[i])});
        }
    }
    return csv;
}

std::vector<CsvFile> curveCsvFiles(const PairReport& report) {
    std::vector<CsvFile> files;
    if (!report.record.riskCurve.empty()) {
        files.push_back({"risk.csv", riskCsv(report.record)});
    }
    addTables(report.curves, files);
    return files;
}

std::vector<CsvFile> curveCsvFiles(const ScoreReport& report) {
    std::vector<CsvFile> files;
    if (report.risk) {
        files.push_back({"risk.csv", riskCsv(report)});
    }
    addTables(one(report), files);
    return files;
}

}  // namespace pf
