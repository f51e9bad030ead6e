// How the curves of one chart are told apart.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/eval/charts/svg_chart.h"
#include "core/eval/report/html_subject.h"

namespace pf::detail {

/// One curve of a chart, with whose it is.
struct SubjectCurve {
    const ReportSubject* subject;
    const ScoreReport* report;
    std::size_t variant;  ///< which of the names that the chart tells apart beside the models
};

/// Colours, dashes and names: of several models one colour each, with dashes for their variants; of a single
/// model one colour for each variant. Variants are scores or risks.
class CurveStyles {
  public:
    CurveStyles(const ReportSet& set, bool byScore) : set_(set), byScore_(byScore) {}

    void add(const ReportSubject& subject, const ScoreReport& report);

    const std::vector<SubjectCurve>& curves() const { return curves_; }
    /// A baseline belongs to the subject, whatever the risk: it is drawn with its first curve.
    bool isFirstOfSubject(std::size_t index) const;

    SvgSeries series(const SubjectCurve& curve, SvgMark mark) const;
    /// Its confidence band, without a name.
    SvgSeries band(const SubjectCurve& curve) const;
    /// Grey and with the name, or in the model's colour and without one when there are several.
    SvgSeries baseline(const SubjectCurve& curve, const std::string& name, SvgDash dash) const;
    /// An entry of the legend for the baselines of several models.
    void addBaselineName(const std::string& name, SvgDash dash, SvgChart& chart) const;

  private:
    bool hasSeveralSubjects() const;
    std::string variantName(const ScoreReport& report) const;

    const ReportSet& set_;
    bool byScore_;
    std::vector<std::string> variants_;
    std::vector<SubjectCurve> curves_;
};

/// The curves of a score ("" for any) that hold what the chart shows.
CurveStyles stylesOf(const ReportSet& set, const std::string& score, bool byScore,
                     const std::function<bool(const ScoreReport&)>& holds);

/// ": cosine" for a chart's title; "" when the file does not say.
std::string ofScore(const std::string& score);

/// An axis of fractions, written as percentages.
SvgAxis percentAxis(const std::string& name, AxisScale scale = AxisScale::Linear);

}  // namespace pf::detail
