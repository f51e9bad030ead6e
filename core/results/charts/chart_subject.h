// Whose the curves of a chart are, and how they are told apart.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/results/charts/chart_description.h"
#include "core/results/score_report.h"

namespace pf {

/// A model on a set, or a file of ready scores, with everything that was measured of it.
struct ChartSubject {
    std::string id;    ///< no other of the chart has it
    std::string name;  ///< as legends have it
    int colour = 0;
    std::vector<const ScoreReport*> curves;
    /// Of the pairs of its risk curve, at the threshold of discard 0; empty: not measured.
    std::vector<double> fixedAccuracy = {};

    /// The first report that `holds`, of the score ("" for any); nullptr when there is none.
    const ScoreReport* find(const std::string& score,
                            const std::function<bool(const ScoreReport&)>& holds) const;
};

using ChartSubjects = std::vector<ChartSubject>;

/// The scores of all subjects in the order they first appear.
std::vector<std::string> scoresOf(const ChartSubjects& subjects);
/// The FMR targets of all EDCs and of all ERCs of a score ("" for any), each once.
std::vector<double> edcTargets(const ChartSubjects& subjects, const std::string& score);
std::vector<double> ercTargets(const ChartSubjects& subjects, const std::string& score);

/// The EDC, and the ERC, at a target; nullptr when it was not measured.
const EdcReport* edcAt(const ScoreReport& report, double fmrTarget);
const ErcCurve* ercAt(const ScoreReport& report, double fmrTarget);

/// As people read it: "MLS", "distance term", "σ² max"; other names as they are.
std::string scoreLabel(const std::string& score);
std::string riskLabel(const std::string& risk);

/// One curve of a chart, with whose it is.
struct SubjectCurve {
    const ChartSubject* subject;
    const ScoreReport* report;
    std::size_t variant;  ///< which of the names that the chart tells apart beside the subjects
};

/// Colours, dashes and names: of several subjects one colour each, with dashes for their variants; of a
/// single one a colour for each variant. Variants are scores or risks.
class CurveStyles {
  public:
    /// The curves of a score ("" for any) that hold what the chart shows. The subjects must outlive it.
    CurveStyles(const ChartSubjects& subjects, const std::string& score, bool byScore,
                const std::function<bool(const ScoreReport&)>& holds);

    const std::vector<SubjectCurve>& curves() const { return curves_; }
    /// ": cosine" for a chart's title when all are of one score; "" also when the file does not say.
    std::string ofScore() const;
    /// Whether it is the first of its subject, with which the baselines are drawn: they do not depend on the
    /// risk.
    bool isFirstOfSubject(const SubjectCurve& curve) const;

    ChartSeries line(const SubjectCurve& curve, ChartMark mark = ChartMark::Line) const;
    /// Its confidence band, shown with it.
    ChartSeries band(const SubjectCurve& curve) const;
    /// A further line of the subject: with a name of its own when it is alone, else with the subject's curve.
    /// `key` ends its id.
    ChartSeries companion(const SubjectCurve& curve, const char* key, const char* words,
                          ChartDash dash) const;
    /// The same in grey where the subject is alone: what anybody would reach.
    ChartSeries baseline(const SubjectCurve& curve, const char* key, const char* words, ChartDash dash) const;

    /// How the bands came about, of the first report that has any: " Bands: 95 % intervals of ...".
    std::string bandSentence() const;

  private:
    bool hasSeveral_;
    bool byScore_;
    std::vector<std::string> variants_;
    std::vector<SubjectCurve> curves_;
};

}  // namespace pf
