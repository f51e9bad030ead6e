#include "core/eval/report/html_roc_charts.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/eval/charts/svg_text.h"
#include "core/eval/report/html_charts.h"
#include "core/eval/report/html_curve_styles.h"
#include "core/eval/report/html_texts.h"

namespace pf::detail {
namespace {

/// Nobody works where half of the comparisons are wrong, and half of the chart would show it; but for scores
/// that know next to nothing it is all there is.
constexpr double kHighestShown = 0.5;
constexpr double kUsefulErrorRate = 0.4;

bool hasRoc(const ScoreReport& report) {
    return report.roc.has_value();
}

void addRoc(const CurveStyles& styles, const std::string& title, const std::string& fold,
            HtmlSection& section) {
    SvgChart chart;
    chart.title = "ROC" + title;
    chart.description = "true match rate over false match rate, logarithmic";
    chart.x.name = "false match rate, FMR (fraction, log scale)";
    chart.x.scale = AxisScale::Log10;
    chart.x.high = 1.0;
    chart.y = percentAxis("true match rate, TMR (%)");
    for (const auto& curve : styles.curves()) {
        const RocReport& roc = *curve.report->roc;
        if (!roc.bandIntervals.empty()) {
            SvgSeries band = styles.band(curve);
            band.x = roc.bandFmrs;
            for (const auto& interval : roc.bandIntervals) {
                band.low.push_back(interval.low);
                band.high.push_back(interval.high);
            }
            chart.series.push_back(std::move(band));
        }
        SvgSeries line = styles.series(curve, SvgMark::Line);
        for (const auto& point : roc.points) {
            line.x.push_back(point.fmr);
            line.y.push_back(point.tmr);
        }
        chart.series.push_back(std::move(line));
    }
    section.add(HtmlFigure{std::move(chart), rocSentence()}, fold);
}

/// Where FMR = FNMR, over the part of it that the lines' axes show.
SvgSeries equalErrors(const std::vector<SvgSeries>& lines) {
    constexpr double kMost = std::numeric_limits<double>::infinity();
    AxisRange x{kMost, -kMost};
    AxisRange y{kMost, -kMost};
    for (const auto& line : lines) {
        for (std::size_t i = 0; i < line.x.size(); ++i) {
            if (!std::isnan(axisPosition(AxisScale::Probit, line.x[i])) &&
                !std::isnan(axisPosition(AxisScale::Probit, line.y[i]))) {
                x = {std::min(x.low, line.x[i]), std::max(x.high, line.x[i])};
                y = {std::min(y.low, line.y[i]), std::max(y.high, line.y[i])};
            }
        }
    }
    SvgSeries diagonal;
    diagonal.name = "FMR = FNMR";
    diagonal.colour = kBaselineColour;
    diagonal.dash = SvgDash::Dotted;
    const AxisRange shown{std::max(x.low, y.low), std::min(x.high, y.high)};
    if (shown.low < shown.high) {
        diagonal.x = {shown.low, shown.high};
        diagonal.y = diagonal.x;
    }
    return diagonal;
}

void addDet(const CurveStyles& styles, const std::string& title, const std::string& fold,
            HtmlSection& section) {
    SvgChart chart;
    chart.title = "DET" + title;
    chart.description = "false non-match rate over false match rate on normal-deviate axes";
    chart.x = percentAxis("FMR (%, normal deviate)", AxisScale::Probit);
    chart.y = percentAxis("FNMR (%, normal deviate)", AxisScale::Probit);
    chart.emptyText = "no threshold makes errors of both kinds";
    const auto isUseful = [](const SubjectCurve& each) {
        return each.report->roc->equalError.rate < kUsefulErrorRate;
    };
    const bool isCut = std::all_of(styles.curves().begin(), styles.curves().end(), isUseful);
    if (isCut) {
        chart.x.high = kHighestShown;
        chart.y.high = kHighestShown;
    }
    for (const auto& curve : styles.curves()) {
        SvgSeries line = styles.series(curve, SvgMark::Line);
        for (const auto& point : curve.report->roc->points) {
            line.x.push_back(point.fmr);
            line.y.push_back(1.0 - point.tmr);
        }
        chart.series.push_back(std::move(line));
    }
    chart.series.push_back(equalErrors(chart.series));
    section.add(HtmlFigure{std::move(chart), detSentence(isCut)}, fold);
}

SvgSeries shares(const Histogram& bins, const std::string& name, int colour, std::size_t total) {
    SvgSeries bars;
    bars.name = name;
    bars.mark = SvgMark::Bars;
    bars.colour = colour;
    for (std::size_t i = 0; i < bins.counts.size(); ++i) {
        bars.x.push_back(bins.low + bins.binWidth() * (static_cast<double>(i) + 0.5));
        bars.y.push_back(static_cast<double>(bins.counts[i]) /
                         static_cast<double>(std::max<std::size_t>(total, 1)));
    }
    return bars;
}

void addDistribution(const ReportSet& set, const ReportSubject& subject, const ScoreReport& report,
                     const std::string& fold, HtmlSection& section) {
    const DistributionReport& distribution = *report.distribution;
    SvgChart chart;
    chart.title = "Scores" + ofScore(report.score) + (set.hasSeveral() ? ", " + subject.name : "");
    chart.description = "histograms of genuine and impostor scores, and accuracy over the threshold";
    chart.x.name = scoreLabel(report.score) + " (no unit), higher is more alike";
    chart.x.low = distribution.genuine.low;
    chart.x.high = distribution.genuine.high;
    chart.y = percentAxis("pairs of the kind per bin (%)");
    chart.y.low = 0.0;
    chart.right = percentAxis("accuracy of all pairs (%)");
    chart.series.push_back(shares(distribution.genuine, "genuine pairs", 0, report.genuine));
    chart.series.push_back(shares(distribution.impostor, "impostor pairs", 1, report.impostor));
    SvgSeries accuracy;
    accuracy.name = "accuracy at the threshold (right axis)";
    accuracy.colour = 6;
    accuracy.rightAxis = true;
    accuracy.x = distribution.thresholds;
    accuracy.y = distribution.accuracies;
    chart.series.push_back(std::move(accuracy));
    chart.markers.push_back(
        {distribution.bestThreshold, "best " + fixedNumber(distribution.bestThreshold, 4)});
    section.add(HtmlFigure{std::move(chart), distributionSentence()}, fold);
}

}  // namespace

void addRocCharts(const ReportSet& set, const std::string& score, const std::string& fold,
                  HtmlSection& section) {
    const bool isFirst = score == set.scores().front();
    if (set.hasSeveral() || isFirst) {
        const CurveStyles styles = stylesOf(set, set.hasSeveral() ? score : "", true, hasRoc);
        if (!styles.curves().empty()) {
            const std::string title = set.hasSeveral() ? ofScore(score) : "";
            addRoc(styles, title, fold, section);
            addDet(styles, title, fold, section);
        }
    }
    for (const auto& subject : set.subjects) {
        const auto* report =
            subject.find(score, [](const ScoreReport& each) { return each.distribution.has_value(); });
        if (report != nullptr) {
            addDistribution(set, subject, *report, fold, section);
        }
    }
}

}  // namespace pf::detail
