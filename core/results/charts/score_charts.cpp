#include "core/results/charts/score_charts.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "core/results/report_numbers.h"

namespace pf {
namespace {

/// Nobody works where half of the comparisons are wrong, and half of the chart would show it; but for scores
/// that know next to nothing it is all there is.
constexpr double kHighestShown = 0.5;
constexpr double kUsefulErrorRate = 0.4;

CurveStyles rocStyles(const ChartSubjects& subjects, const std::string& score) {
    return CurveStyles(subjects, score, true, [](const auto& each) { return each.roc.has_value(); });
}

/// The curves over the FMR with their bands: `rateOf` a TMR is drawn, and `bandOf` an interval of it.
template <typename RateOf, typename BandOf>
void addRocCurves(ChartDescription& chart, const CurveStyles& styles, const RateOf& rateOf,
                  const BandOf& bandOf) {
    for (const auto& curve : styles.curves()) {
        const RocReport& roc = *curve.report->roc;
        if (!roc.bandIntervals.empty()) {
            ChartSeries band = styles.band(curve);
            band.x = roc.bandFmrs;
            for (const auto& tmr : roc.bandIntervals) {
                const Interval interval = bandOf(*curve.report, tmr);
                band.low.push_back(interval.low);
                band.high.push_back(interval.high);
            }
            chart.series.push_back(std::move(band));
        }
        ChartSeries line = styles.line(curve);
        for (const auto& point : roc.points) {
            line.add(point.fmr, rateOf(point.tmr));
        }
        chart.series.push_back(std::move(line));
    }
}

/// Where FMR = FNMR, over the part of it that the lines' axes show.
ChartSeries equalErrors(const std::vector<ChartSeries>& lines) {
    constexpr double kMost = std::numeric_limits<double>::infinity();
    std::array<double, 2> low{kMost, kMost};
    std::array<double, 2> high{-kMost, -kMost};
    for (const auto& line : lines) {
        for (std::size_t i = 0; i < line.y.size(); ++i) {
            const std::array<double, 2> place{line.x[i], line.y[i]};
            for (std::size_t axis = 0;
                 axis < 2 && std::min(place[0], place[1]) > 0 && std::max(place[0], place[1]) < 1; ++axis) {
                low[axis] = std::min(low[axis], place[axis]);
                high[axis] = std::max(high[axis], place[axis]);
            }
        }
    }
    ChartSeries diagonal;
    diagonal.id = "equal";
    diagonal.name = diagonal.meaning = "FMR = FNMR";
    diagonal.inLegend = false;
    diagonal.width = 1;
    diagonal.colour = kBaselineColour;
    const double from = std::max(low[0], low[1]);
    const double to = std::min(high[0], high[1]);
    if (from < to) {
        diagonal.x = {from, to};
        diagonal.y = diagonal.x;
    }
    return diagonal;
}

/// Four bins as one: outlines over each other must be calm.
Histogram coarser(const Histogram& fine) {
    constexpr std::size_t kJoined = 4;
    if (fine.counts.size() % kJoined != 0) {
        return fine;
    }
    Histogram coarse{fine.low, fine.high, std::vector<std::size_t>(fine.counts.size() / kJoined)};
    for (std::size_t i = 0; i < fine.counts.size(); ++i) {
        coarse.counts[i / kJoined] += fine.counts[i];
    }
    return coarse;
}

/// Adds shares per unit of score, so that histograms of different bins can be compared.
void addDensity(const Histogram& histogram, ChartSeries& series) {
    double all = 0;
    for (const std::size_t count : histogram.counts) {
        all += static_cast<double>(count);
    }
    for (std::size_t i = 0; i < histogram.counts.size(); ++i) {
        series.add(histogram.low + histogram.binWidth() * (static_cast<double>(i) + 0.5),
                   static_cast<double>(histogram.counts[i]) / (std::max(all, 1.0) * histogram.binWidth()));
    }
}

/// The thresholds that the protocols use, else the best one.
std::vector<ChartMarker> thresholds(const ScoreReport& report) {
    std::vector<ChartMarker> markers;
    const auto add = [&](const std::string& words, double threshold) {
        if (std::isfinite(threshold)) {
            markers.push_back({threshold, words + ": " + fixedNumber(threshold, 4)});
        }
    };
    if (report.verification) {
        add("10-fold", report.verification->folds.threshold);
    } else {
        add("best", report.distribution->bestThreshold);
    }
    if (!report.edc.empty()) {
        const OperatingPoint& fixed = report.edc.front().fixed;
        add("FMR " + targetNumber(fixed.fmrTarget), fixed.threshold);
    }
    return markers;
}

}  // namespace

ChartDescription rocChart(const ChartSubjects& subjects, const std::string& score) {
    const CurveStyles styles = rocStyles(subjects, score);
    ChartDescription chart;
    chart.id = "roc";
    chart.title = "Receiver operating characteristic (ROC)" + styles.ofScore();
    chart.caption =
        "ROC: true match rate over false match rate, accept when score ≥ threshold. The curve begins at the "
        "FMR of a single impostor pair: below it nothing can be measured." +
        styles.bandSentence();
    chart.x = percentAxis("FMR (%)", AxisScale::Log10);
    chart.x.high = 1.0;
    chart.y = percentAxis("TMR (%)");
    addRocCurves(
        chart, styles, [](double tmr) { return tmr; },
        [](const ScoreReport&, const Interval& tmr) { return tmr; });
    return chart;
}

ChartDescription detChart(const ChartSubjects& subjects, const std::string& score, AxisScale scale) {
    const CurveStyles styles = rocStyles(subjects, score);
    ChartDescription chart;
    chart.id = "det";
    chart.title = "Detection error trade-off (DET)" + styles.ofScore();
    chart.x = percentAxis("FMR (%)", scale);
    chart.y = percentAxis("FNMR (%)", scale);
    chart.emptyText = "no threshold makes errors of both kinds";
    const bool isCut = std::all_of(styles.curves().begin(), styles.curves().end(), [](const auto& each) {
        return each.report->roc->equalError.rate < kUsefulErrorRate;
    });
    if (isCut) {
        chart.x.high = kHighestShown;
        chart.y.high = kHighestShown;
    }
    addRocCurves(
        chart, styles, [](double tmr) { return 1.0 - tmr; },
        [](const ScoreReport& report, const Interval& tmr) -> Interval {
            // An interval that ends at no error goes down to half of one.
            const double floor = 0.5 / static_cast<double>(std::max<std::size_t>(report.genuine, 1));
            return {std::clamp(1 - tmr.high, floor, 1 - 1e-9), std::clamp(1 - tmr.low, floor, 1 - 1e-9)};
        });
    if (!chart.series.empty()) {
        chart.series.push_back(equalErrors(chart.series));
    }
    chart.caption =
        "DET: both errors at every threshold" +
        std::string(scale == AxisScale::Probit
                        ? ", on normal-deviate axes, where normally distributed scores give straight lines"
                        : "") +
        ". Lower is better; the faint line is FMR = FNMR, where the EER is read." +
        (isCut ? " Rates above 50 % are not shown." : "") + styles.bandSentence();
    return chart;
}

ChartDescription scoresChart(const ChartSubjects& subjects, const std::string& score, std::size_t active) {
    const CurveStyles styles(subjects, score, true,
                             [](const auto& each) { return each.distribution.has_value(); });
    const bool alone = subjects.size() == 1;
    ChartDescription chart;
    chart.id = "scores";
    chart.title = "Scores of genuine and impostor pairs" + styles.ofScore();
    chart.x.name = "score (no unit)";
    chart.y.name = "density (share per unit of score)";
    chart.y.low = 0.0;
    chart.right = percentAxis("accuracy at the threshold (%)");
    bool hasOutlines = false;
    std::string best;
    for (const auto& curve : styles.curves()) {
        if (!styles.isFirstOfSubject(curve)) {
            continue;
        }
        const ScoreReport& report = *curve.report;
        const DistributionReport& spread = *report.distribution;
        const std::string& name = curve.subject->name;
        const bool isActive = curve.subject == &subjects[std::min(active, subjects.size() - 1)];
        chart.x.name =
            scoreLabel(report.score) + (report.score == "score" ? " (no unit)" : " score (no unit)");
        for (const bool genuine : {false, true}) {
            const Histogram& histogram = genuine ? spread.genuine : spread.impostor;
            const std::string kind = genuine ? "genuine" : "impostor";
            ChartSeries series = styles.line(curve);
            if (isActive) {
                series.mark = ChartMark::Bars;
                series.id = kind;
                series.group = "";
                series.name = kind + " pairs" + (alone ? "" : ", " + name);
                series.colour = genuine ? kGenuineColour : kImpostorColour;
                addDensity(histogram, series);
            } else {
                hasOutlines = true;
                series.id += " " + kind;
                series.name = name + ", " + kind;
                series.meaning = kind + " (outline)";
                series.inLegend = false;
                series.width = 1.2;
                series.dash = genuine ? ChartDash::Solid : ChartDash::Dashed;
                addDensity(coarser(histogram), series);
            }
            chart.series.push_back(std::move(series));
        }
        ChartSeries accuracy = styles.line(curve);
        accuracy.meaning = "accuracy at the threshold";
        accuracy.name = alone ? accuracy.meaning : name;
        accuracy.rightAxis = true;
        accuracy.x = spread.thresholds;
        accuracy.y = spread.accuracies;
        chart.series.push_back(std::move(accuracy));
        if (isActive) {
            chart.markers = thresholds(report);
            best = report.verification ? ""
                                       : " The best threshold is fitted on these pairs themselves, so its "
                                         "accuracy flatters; the 10-fold accuracy does not.";
        }
    }
    chart.caption =
        "Bars: how the genuine and impostor scores" +
        (alone || subjects.empty() ? "" : " of " + subjects[std::min(active, subjects.size() - 1)].name) +
        " are spread; higher is more alike. Lines: the accuracy of all pairs at each threshold (right axis). "
        "Upright: " +
        (best.empty() ? "the mean threshold of the 10-fold verification"
                      : "the threshold of the highest accuracy") +
        ", and where there is an EDC the one set at its FMR." + best +
        (hasOutlines ? " Thin outlines: the scores of the others, genuine in whole lines, impostor in dashes."
                     : "");
    return chart;
}

}  // namespace pf
