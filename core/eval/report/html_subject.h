// The contents of a report in the order in which it tells them: sets, and in each the models.
#pragma once

#include <string>
#include <vector>

#include "core/eval/report/html_report.h"
#include "core/results/charts/chart_subject.h"
#include "core/results/report_numbers.h"

namespace pf::detail {

/// A chart's subject with where its numbers are from.
struct ReportSubject : ChartSubject {
    const PairReport* pairs = nullptr;
    const NamedScores* scores = nullptr;  ///< instead of `pairs`
};

struct ReportSet {
    std::string name;
    std::vector<ReportSubject> subjects;

    bool hasSeveral() const { return subjects.size() > 1; }
    /// What charts know of them.
    ChartSubjects charted() const { return ChartSubjects(subjects.begin(), subjects.end()); }
    std::vector<std::string> scores() const { return scoresOf(charted()); }
};

/// By sets and models in the order given. Throws: std::invalid_argument for a missing report.
std::vector<ReportSet> reportSets(const ReportContents& contents);

}  // namespace pf::detail
