#include "core/eval/report/html_curve_styles.h"

#include <algorithm>
#include <array>
#include <utility>

namespace pf::detail {
namespace {

constexpr double kThin = 1.2;
constexpr double kDots = 2.0;

}  // namespace

void CurveStyles::add(const ReportSubject& subject, const ScoreReport& report) {
    const std::string name = variantName(report);
    auto found = std::find(variants_.begin(), variants_.end(), name);
    if (found == variants_.end()) {
        found = variants_.insert(variants_.end(), name);
    }
    curves_.push_back({&subject, &report, static_cast<std::size_t>(found - variants_.begin())});
}

bool CurveStyles::isFirstOfSubject(std::size_t index) const {
    return std::none_of(curves_.begin(), curves_.begin() + static_cast<std::ptrdiff_t>(index),
                        [&](const auto& each) { return each.subject == curves_[index].subject; });
}

bool CurveStyles::hasSeveralSubjects() const {
    return std::any_of(curves_.begin(), curves_.end(),
                       [&](const auto& each) { return each.subject != curves_.front().subject; });
}

std::string CurveStyles::variantName(const ScoreReport& report) const {
    return byScore_ ? scoreLabel(report.score) : riskLabel(report.riskName);
}

SvgSeries CurveStyles::series(const SubjectCurve& curve, SvgMark mark) const {
    constexpr std::array<SvgDash, 3> kDashes = {SvgDash::Solid, SvgDash::Dashed, SvgDash::DashDotted};
    SvgSeries series;
    series.mark = mark;
    if (set_.hasSeveral()) {
        series.name = curve.subject->name;
        if (variants_.size() > 1) {
            series.name += ", " + variants_[curve.variant];
            series.dash = kDashes[curve.variant % kDashes.size()];
        }
        series.colour = curve.subject->colour;
    } else {
        series.name = variants_[curve.variant];
        series.colour = static_cast<int>(curve.variant);
    }
    return series;
}

SvgSeries CurveStyles::band(const SubjectCurve& curve) const {
    SvgSeries band = series(curve, SvgMark::Band);
    band.name.clear();
    return band;
}

SvgSeries CurveStyles::baseline(const SubjectCurve& curve, const std::string& name, SvgDash dash) const {
    SvgSeries line;
    line.mark = SvgMark::Step;
    line.dash = dash;
    line.width = dash == SvgDash::Dotted ? kDots : kThin;
    line.colour = hasSeveralSubjects() ? curve.subject->colour : kBaselineColour;
    line.name = hasSeveralSubjects() ? "" : name;
    return line;
}

void CurveStyles::addBaselineName(const std::string& name, SvgDash dash, SvgChart& chart) const {
    if (hasSeveralSubjects()) {
        SvgSeries line = baseline(curves_.front(), name, dash);
        line.colour = kBaselineColour;
        line.name = name + ", in the model's colour";
        chart.series.push_back(std::move(line));
    }
}

CurveStyles stylesOf(const ReportSet& set, const std::string& score, bool byScore,
                     const std::function<bool(const ScoreReport&)>& holds) {
    CurveStyles styles(set, byScore);
    for (const auto& subject : set.subjects) {
        for (const auto* curve : subject.curves) {
            if ((score.empty() || curve->score == score) && holds(*curve)) {
                styles.add(subject, *curve);
            }
        }
    }
    return styles;
}

std::string ofScore(const std::string& score) {
    return score.empty() || score == "score" ? "" : ": " + scoreLabel(score);
}

SvgAxis percentAxis(const std::string& name, AxisScale scale) {
    SvgAxis axis;
    axis.name = name;
    axis.scale = scale;
    axis.format = AxisFormat::Percent;
    return axis;
}

}  // namespace pf::detail
