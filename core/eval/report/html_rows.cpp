#include "core/eval/report/html_rows.h"

#include <algorithm>

#include "core/base/text.h"
#include "core/results/record_curves.h"

namespace pf::detail {
namespace {

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

/// A score with one of its risks.
struct RiskedScore {
    std::string score;
    std::string risk;

    const ScoreReport* reportOf(const ReportSubject& subject) const {
        return subject.find(score, [&](const ScoreReport& each) { return each.riskName == risk; });
    }
    std::string label() const { return scoreLabel(score) + ", risk " + riskLabel(risk); }
};

void addEdcRows(const RiskedScore& wanted, double target, SummaryRows& rows) {
    rows.group("EDC, threshold fixed at FMR " + targetNumber(target) + ": " + wanted.label());
    const auto edcOf = [&](const ReportSubject& subject) {
        const auto* report = wanted.reportOf(subject);
        return report == nullptr ? nullptr : edcAt(*report, target);
    };
    const auto add = [&](const char* name, const auto& cellOf) { rows.addFound(name, edcOf, cellOf); };
    add("FNMR at discard 0", [](const EdcReport& edc) {
        return HtmlCell(percentText(edc.fixed.fnmr()), edc.fixed.reachable ? "" : "FMR not measurable");
    });
    const auto addArea = [&](const char* name, std::size_t index, double DiscardAreas::*area) {
        add(name, [=](const EdcReport& edc) {
            return HtmlCell(areaText(edc.area.*area),
                            areaNote(edc, index, edc.oracleArea.*area, edc.randomArea.*area));
        });
    };
    addArea("pAUC to 20 %", 0, &DiscardAreas::upTo20);
    addArea("pAUC to 30 %", 1, &DiscardAreas::upTo30);
    addArea("pAUC, everything", 2, &DiscardAreas::full);
    add("AUERC", [](const EdcReport& edc) { return HtmlCell(areaText(edc.auerc)); });
    add("AUERC30", [](const EdcReport& edc) { return HtmlCell(areaText(edc.auerc30)); });
}

void addErcRow(const RiskedScore& wanted, double target, SummaryRows& rows) {
    const auto ercOf = [&](const ReportSubject& subject) {
        const auto* report = wanted.reportOf(subject);
        return report == nullptr ? nullptr : ercAt(*report, target);
    };
    rows.addFound("FMR " + targetNumber(target) + ", risk " + riskLabel(wanted.risk), ercOf,
                  [](const ErcCurve& erc) { return areaText(erc.area()); });
}

/// Rows of risk-controlled accuracy, with their intervals where there are.
struct DiscardRows {
    std::vector<RiskRow> rows;
    std::vector<Interval> intervals;
};

/// A row for each discard that any subject has.
void addRiskRows(const std::string& label, const std::function<DiscardRows(const ReportSubject&)>& rowsOf,
                 SummaryRows& rows) {
    rows.group("Risk-controlled accuracy, threshold re-fitted: " + label);
    std::vector<double> discards;
    for (const auto& subject : rows.set().subjects) {
        const DiscardRows measured = rowsOf(subject);
        for (const auto& row : measured.rows) {
            if (std::find(discards.begin(), discards.end(), row.discard) == discards.end()) {
                discards.push_back(row.discard);
            }
        }
    }
    for (const double discard : discards) {
        rows.add("discard " + compactNumber(discard * 100.0, 4) + " %",
                 [&](const ReportSubject& subject) -> std::optional<HtmlCell> {
                     const auto [measured, intervals] = rowsOf(subject);
                     const auto row = std::ranges::find(measured, discard, &RiskRow::discard);
                     if (row == measured.end()) {
                         return std::nullopt;
                     }
                     if (!row->measured()) {
                         return HtmlCell("not measurable", row->problem);
                     }
                     const auto place = static_cast<std::size_t>(row - measured.begin());
                     return HtmlCell(
                         percentText(row->accuracy),
                         (place < intervals.size() ? percentInterval(intervals[place]) + "\n" : "") +
                             formatCount(row->kept) + " of " + formatCount(row->total) + " kept");
                 });
    }
}

/// The record's rows, unless every subject with a record has a curve that says the same.
void addRecordRows(const std::string& risk, std::vector<RiskPoint> EvaluationRecord::*points,
                   SummaryRows& rows) {
    const auto& subjects = rows.set().subjects;
    if (std::all_of(subjects.begin(), subjects.end(), [&](const ReportSubject& subject) {
            return subject.pairs == nullptr || subject.find("cosine", [&](const ScoreReport& each) {
                return each.risk.has_value() && each.riskName == risk;
            }) != nullptr;
        })) {
        return;
    }
    addRiskRows(
        "cosine, risk " + riskLabel(risk),
        [&](const ReportSubject& subject) {
            return subject.pairs == nullptr ? DiscardRows{}
                                            : DiscardRows{riskRows(subject.pairs->record.*points), {}};
        },
        rows);
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
    const ChartSubjects subjects = rows.set().charted();
    std::vector<RiskedScore> risks;
    for (const auto& subject : subjects) {
        for (const auto* curve : subject.curves) {
            const bool isNew = std::none_of(risks.begin(), risks.end(),
                                            [&](const auto& each) { return each.risk == curve->riskName; });
            if (curve->score == score && isNew && isWanted(curve->riskName)) {
                risks.push_back({score, curve->riskName});
            }
        }
    }
    for (const auto& wanted : risks) {
        addRiskRows(
            wanted.label(),
            [&](const ReportSubject& subject) {
                const auto* report = wanted.reportOf(subject);
                return report == nullptr || !report->risk
                           ? DiscardRows{}
                           : DiscardRows{report->risk->rows, report->risk->intervals};
            },
            rows);
    }
    for (const auto& wanted : risks) {
        for (const double target : edcTargets(subjects, score)) {
            addEdcRows(wanted, target, rows);
        }
    }
    rows.group("ERC area, threshold recomputed at every step: " + scoreLabel(score));
    for (const auto& wanted : risks) {
        for (const double target : ercTargets(subjects, score)) {
            addErcRow(wanted, target, rows);
        }
    }
}

void addRecordRiskRows(SummaryRows& rows) {
    addRecordRows("sigma_sq max", &EvaluationRecord::riskMax, rows);
    addRecordRows("sigma_sq add", &EvaluationRecord::riskAdd, rows);
}

}  // namespace pf::detail
