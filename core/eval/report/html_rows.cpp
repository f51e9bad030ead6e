#include "core/eval/report/html_rows.h"

#include <algorithm>
#include <cmath>

#include "core/base/text.h"
#include "core/eval/charts/svg_text.h"

namespace pf::detail {
namespace {

std::string count(std::size_t number) {
    return formatCount(number);
}

/// Scores, risks and FMR targets of what a set holds, each once.
struct RiskedCurve {
    std::string score;
    std::string risk;
    double target = 0;  ///< of the EDC

    bool operator==(const RiskedCurve&) const = default;
};

/// Of a score; `targetsOf` gives the FMR targets of a report.
template <typename TargetsOf>
std::vector<RiskedCurve> riskedCurves(const ReportSet& set, const std::string& score,
                                      const TargetsOf& targetsOf) {
    std::vector<RiskedCurve> all;
    for (const auto& subject : set.subjects) {
        for (const auto* curve : subject.curves) {
            for (const double target : curve->score == score ? targetsOf(*curve) : std::vector<double>{}) {
                const RiskedCurve each{curve->score, curve->riskName, target};
                if (std::find(all.begin(), all.end(), each) == all.end()) {
                    all.push_back(each);
                }
            }
        }
    }
    return all;
}

const EdcReport* edcOf(const ReportSubject& subject, const RiskedCurve& wanted) {
    for (const auto* curve : subject.curves) {
        if (curve->score == wanted.score && curve->riskName == wanted.risk) {
            for (const auto& edc : curve->edc) {
                if (edc.fixed.fmrTarget == wanted.target) {
                    return &edc;
                }
            }
        }
    }
    return nullptr;
}

std::string areaText(double area) {
    return fixedNumber(area, 5);
}

std::string areaNote(const EdcReport& edc, std::size_t index, double oracle, double random) {
    std::string note = "oracle " + areaText(oracle) + ", random " + areaText(random);
    if (index < edc.areaIntervals.size()) {
        note = areaText(edc.areaIntervals[index].low) + "\u00a0to\u00a0" +
               areaText(edc.areaIntervals[index].high) + "\n" + note;
    }
    return note;
}

void addEdcRows(const RiskedCurve& wanted, SummaryRows& rows) {
    rows.group("EDC, threshold fixed at FMR " + targetNumber(wanted.target) + ": " +
               scoreLabel(wanted.score) + ", risk " + riskLabel(wanted.risk));
    const auto add = [&](const char* name, const auto& cellOf) {
        rows.add(name, [&](const ReportSubject& subject) -> std::optional<HtmlCell> {
            const auto* edc = edcOf(subject, wanted);
            return edc == nullptr ? std::nullopt : std::optional<HtmlCell>(cellOf(*edc));
        });
    };
    add("FNMR at discard 0", [](const EdcReport& edc) {
        return HtmlCell(percentText(edc.fixed.fnmr()), edc.fixed.reachable ? "" : "FMR not measurable");
    });
    add("pAUC to 20 %", [](const EdcReport& edc) {
        return HtmlCell(areaText(edc.area.upTo20),
                        areaNote(edc, 0, edc.oracleArea.upTo20, edc.randomArea.upTo20));
    });
    add("pAUC to 30 %", [](const EdcReport& edc) {
        return HtmlCell(areaText(edc.area.upTo30),
                        areaNote(edc, 1, edc.oracleArea.upTo30, edc.randomArea.upTo30));
    });
    add("pAUC, everything", [](const EdcReport& edc) {
        return HtmlCell(areaText(edc.area.full), areaNote(edc, 2, edc.oracleArea.full, edc.randomArea.full));
    });
    add("AUERC", [](const EdcReport& edc) { return HtmlCell(areaText(edc.auerc)); });
    add("AUERC30", [](const EdcReport& edc) { return HtmlCell(areaText(edc.auerc30)); });
}

void addErcRows(const RiskedCurve& wanted, SummaryRows& rows) {
    rows.add("FMR " + targetNumber(wanted.target) + ", risk " + riskLabel(wanted.risk),
             [&](const ReportSubject& subject) -> std::optional<HtmlCell> {
                 for (const auto* curve : subject.curves) {
                     for (const auto& erc : curve->erc) {
                         if (erc.fmrTarget == wanted.target &&
                             RiskedCurve{curve->score, curve->riskName, wanted.target} == wanted) {
                             return HtmlCell(areaText(erc.area()));
                         }
                     }
                 }
                 return std::nullopt;
             });
}

std::string keptNote(std::size_t kept, std::size_t total) {
    return count(kept) + " of " + count(total) + " kept";
}

void addRiskRows(const RiskedCurve& wanted, SummaryRows& rows) {
    rows.group("Risk-controlled accuracy, threshold re-fitted: " + scoreLabel(wanted.score) + ", risk " +
               riskLabel(wanted.risk));
    std::vector<double> discards;
    const auto reportOf = [&](const ReportSubject& subject) {
        return subject.find(wanted.score, [&](const ScoreReport& each) {
            return each.risk.has_value() && each.riskName == wanted.risk;
        });
    };
    for (const auto& subject : rows.set().subjects) {
        if (const auto* report = reportOf(subject)) {
            for (const auto& row : report->risk->rows) {
                if (std::find(discards.begin(), discards.end(), row.discard) == discards.end()) {
                    discards.push_back(row.discard);
                }
            }
        }
    }
    for (const double discard : discards) {
        rows.add("discard " + compactNumber(discard * 100.0, 4) + " %",
                 [&](const ReportSubject& subject) -> std::optional<HtmlCell> {
                     const auto* report = reportOf(subject);
                     for (std::size_t i = 0; report != nullptr && i < report->risk->rows.size(); ++i) {
                         const RiskRow& row = report->risk->rows[i];
                         if (row.discard == discard) {
                             const auto& intervals = report->risk->intervals;
                             const std::string interval =
                                 i < intervals.size() ? percentInterval(intervals[i]) : "";
                             return row.measured() ? HtmlCell(percentText(row.accuracy),
                                                              (interval.empty() ? "" : interval + "\n") +
                                                                  keptNote(row.kept, row.total))
                                                   : HtmlCell("not measurable", row.problem);
                         }
                     }
                     return std::nullopt;
                 });
    }
}

/// The record's tables, for the rules that no curve covers.
void addRecordRows(const char* risk, std::vector<RiskPoint> EvaluationRecord::*points, SummaryRows& rows) {
    rows.group("Risk-controlled accuracy, threshold re-fitted: cosine, risk " + riskLabel(risk));
    std::size_t most = 0;
    for (const auto& subject : rows.set().subjects) {
        most = std::max(most, subject.pairs == nullptr ? 0 : (subject.pairs->record.*points).size());
    }
    for (std::size_t i = 0; i < most; ++i) {
        double discard = 0;
        for (const auto& subject : rows.set().subjects) {
            if (subject.pairs != nullptr && i < (subject.pairs->record.*points).size()) {
                discard = (subject.pairs->record.*points)[i].discard;
                break;
            }
        }
        rows.add("discard " + compactNumber(discard * 100.0, 4) + " %",
                 [&](const ReportSubject& subject) -> std::optional<HtmlCell> {
                     if (subject.pairs != nullptr) {
                         for (const auto& point : subject.pairs->record.*points) {
                             if (point.discard == discard) {
                                 return HtmlCell(std::isfinite(point.accuracy) ? percentText(point.accuracy)
                                                                               : "not measurable",
                                                 keptNote(static_cast<std::size_t>(point.kept),
                                                          static_cast<std::size_t>(point.total)));
                             }
                         }
                     }
                     return std::nullopt;
                 });
    }
}

std::vector<double> edcTargets(const ScoreReport& report) {
    std::vector<double> targets;
    for (const auto& edc : report.edc) {
        targets.push_back(edc.fixed.fmrTarget);
    }
    return targets;
}

std::vector<double> ercTargets(const ScoreReport& report) {
    std::vector<double> targets;
    for (const auto& erc : report.erc) {
        targets.push_back(erc.fmrTarget);
    }
    return targets;
}

/// Whether every subject with a record has a curve that says the same.
bool isCovered(const ReportSet& set, const std::string& risk) {
    return std::all_of(set.subjects.begin(), set.subjects.end(), [&](const ReportSubject& subject) {
        return subject.pairs == nullptr || subject.find("cosine", [&](const ScoreReport& each) {
            return each.risk.has_value() && each.riskName == risk;
        }) != nullptr;
    });
}

}  // namespace

void SummaryRows::add(const HtmlCell& name,
                      const std::function<std::optional<HtmlCell>(const ReportSubject&)>& cellOf) {
    std::vector<HtmlCell> row = {name};
    bool anything = false;
    for (const auto& subject : set_.subjects) {
        const std::optional<HtmlCell> cell = cellOf(subject);
        anything = anything || cell.has_value();
        row.push_back(cell.value_or(HtmlCell("–")));
    }
    if (!anything) {
        return;
    }
    if (!group_.empty()) {
        table_.rows.push_back({HtmlCell(group_)});
        group_.clear();
    }
    table_.rows.push_back(std::move(row));
}

void addDiscardRows(const std::string& score, const std::function<bool(const std::string&)>& isWanted,
                    SummaryRows& rows) {
    const ReportSet& set = rows.set();
    const auto once = [](const ScoreReport& report) {
        return report.risk ? std::vector<double>{0.0} : std::vector<double>{};
    };
    for (const auto& wanted : riskedCurves(set, score, once)) {
        if (isWanted(wanted.risk)) {
            addRiskRows(wanted, rows);
        }
    }
    for (const auto& wanted : riskedCurves(set, score, edcTargets)) {
        if (isWanted(wanted.risk)) {
            addEdcRows(wanted, rows);
        }
    }
    rows.group("ERC area, threshold recomputed at every step: " + scoreLabel(score));
    for (const auto& wanted : riskedCurves(set, score, ercTargets)) {
        if (isWanted(wanted.risk)) {
            addErcRows(wanted, rows);
        }
    }
}

void addRecordRiskRows(SummaryRows& rows) {
    if (!isCovered(rows.set(), "sigma_sq max")) {
        addRecordRows("sigma_sq max", &EvaluationRecord::riskMax, rows);
    }
    if (!isCovered(rows.set(), "sigma_sq add")) {
        addRecordRows("sigma_sq add", &EvaluationRecord::riskAdd, rows);
    }
}

}  // namespace pf::detail
