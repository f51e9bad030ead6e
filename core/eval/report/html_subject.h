// The contents of a report in the order in which it tells them: sets, and in each the models.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/eval/report/html_report.h"

namespace pf::detail {

/// One model, or file of ready scores, on one set.
struct ReportSubject {
    std::string name;  ///< no other of the set has it
    int colour = 0;    ///< of the model, in every set
    const PairReport* pairs = nullptr;
    const NamedScores* scores = nullptr;  ///< instead of `pairs`
    std::vector<const ScoreReport*> curves;

    /// The first report that `holds`, of the score ("" for any); nullptr when there is none.
    const ScoreReport* find(const std::string& score,
                            const std::function<bool(const ScoreReport&)>& holds) const;
};

struct ReportSet {
    std::string name;
    std::vector<ReportSubject> subjects;

    bool hasSeveral() const { return subjects.size() > 1; }
    /// The scores of all subjects in the order they first appear.
    std::vector<std::string> scores() const;
};

/// By sets and models in the order given. Throws: std::invalid_argument for a missing report.
std::vector<ReportSet> reportSets(const ReportContents& contents);

/// As people read it: "MLS", "distance term", "σ² max"; other names as they are.
std::string scoreLabel(const std::string& score);
std::string riskLabel(const std::string& risk);

/// "99.12 to 99.40 %", or "" without an interval.
std::string percentInterval(const Interval& interval);
/// "0.099 %": rates so small that two decimals would be 0.
std::string rateText(double rate);
/// "99.15 %", or "–" when it is not finite.
std::string percentText(double fraction);

}  // namespace pf::detail
