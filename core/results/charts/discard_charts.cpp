#include "core/results/charts/discard_charts.h"

#include <limits>

#include "core/results/report_numbers.h"

namespace pf {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr const char* kRandom = "random discard";

void addInterval(ChartSeries& band, double x, const std::vector<Interval>& intervals, std::size_t i) {
    band.x.push_back(x);
    band.low.push_back(i < intervals.size() ? intervals[i].low : kNaN);
    band.high.push_back(i < intervals.size() ? intervals[i].high : kNaN);
}

}  // namespace

ChartDescription riskChart(const ChartSubjects& subjects, const std::string& score) {
    const CurveStyles styles(subjects, score, false, [](const auto& each) { return each.risk.has_value(); });
    ChartDescription chart;
    chart.id = "risk";
    chart.title = "Risk-controlled accuracy" + styles.ofScore();
    chart.x = percentAxis("discarded pairs (%)");
    chart.y = percentAxis("10-fold accuracy (%)");
    bool hasFixed = false;
    for (const auto& curve : styles.curves()) {
        const RiskReport& risk = *curve.report->risk;
        if (!risk.intervals.empty()) {
            ChartSeries band = styles.band(curve);
            for (std::size_t i = 0; i < risk.rows.size(); ++i) {
                addInterval(band, risk.rows[i].discard, risk.intervals, i);
            }
            chart.series.push_back(std::move(band));
        }
        ChartSeries line = styles.line(curve);
        ChartSeries fixed = styles.companion(curve, "fixed", "fixed threshold", ChartDash::Dashed);
        line.meaning = "re-fitted threshold";
        for (std::size_t i = 0; i < risk.curve.size(); ++i) {
            line.add(risk.curve[i].discard, risk.curve[i].accuracy);
            if (i < curve.subject->fixedAccuracy.size()) {
                fixed.add(risk.curve[i].discard, curve.subject->fixedAccuracy[i]);
            }
        }
        chart.series.push_back(std::move(line));
        if (!fixed.x.empty()) {
            hasFixed = true;
            fixed.width = 2;
            chart.series.push_back(std::move(fixed));
        }
        if (styles.isFirstOfSubject(curve) && !risk.random.empty()) {
            ChartSeries random = styles.baseline(curve, "random", kRandom, ChartDash::Dotted);
            for (const auto& row : risk.random) {
                random.add(row.discard, row.accuracy);
            }
            chart.series.push_back(std::move(random));
        }
    }
    chart.caption = "Risk-controlled accuracy" + styles.ofScore() +
                    ", threshold re-fitted. The riskiest pairs are left out, and the 10-fold verification "
                    "runs on the rest, so every point has thresholds of its own. Pairs of equal risk stay "
                    "together: with ties fewer are discarded than asked." +
                    std::string(hasFixed ? " Dashed: the mean threshold of discard 0 is kept, as a system in "
                                           "use would; the gap is the effect of re-fitting."
                                         : "") +
                    " Dotted: as many pairs discarded at random (mean of 20 draws)." + styles.bandSentence();
    return chart;
}

ChartDescription edcChart(const ChartSubjects& subjects, const std::string& score, double fmrTarget,
                          bool withFmr) {
    const CurveStyles styles(subjects, score, false,
                             [&](const auto& each) { return edcAt(each, fmrTarget) != nullptr; });
    ChartDescription chart;
    chart.id = "edc-fmr-" + targetNumber(fmrTarget);
    chart.title =
        "Error versus discard (EDC), threshold fixed at FMR " + targetNumber(fmrTarget) + styles.ofScore();
    chart.caption =
        "EDC (ISO/IEC 29794-1 style): the threshold is set once with all pairs at FMR " +
        targetNumber(fmrTarget) +
        " and stays; the riskiest pairs are discarded first, pairs of equal risk together. Dashed: the "
        "lowest FNMR any risk could reach (oracle). Dotted: random discard, which keeps the FNMR of discard "
        "0. It ranks models differently from the risk chart, which re-fits the threshold.";
    chart.x = percentAxis("discarded pairs (%)");
    chart.y = percentAxis("FNMR at the fixed threshold (%)");
    chart.y.low = 0.0;
    if (withFmr) {
        chart.right = percentAxis("FMR at the fixed threshold (%)");
    }
    for (const auto& curve : styles.curves()) {
        const EdcReport& edc = *edcAt(*curve.report, fmrTarget);
        ChartSeries band = styles.band(curve);
        ChartSeries line = styles.line(curve, ChartMark::Step);
        ChartSeries oracle =
            styles.baseline(curve, "oracle", "oracle (best possible risk)", ChartDash::Dashed);
        ChartSeries fmr = styles.companion(curve, "fmr", "FMR", ChartDash::Solid);
        for (std::size_t i = 0; i < edc.points.size(); ++i) {
            const double discard = edc.points[i].discardFraction;
            line.add(discard, edc.points[i].fnmr);
            oracle.add(discard, i < edc.oracle.size() ? edc.oracle[i] : kNaN);
            fmr.add(discard, edc.points[i].fmr);
            addInterval(band, discard, edc.intervals, i);
        }
        if (!edc.intervals.empty()) {
            chart.series.push_back(std::move(band));
        }
        line.meaning = "FNMR";
        const bool isFirst = styles.isFirstOfSubject(curve) && !line.x.empty();
        ChartSeries random = styles.baseline(curve, "random", kRandom, ChartDash::Dotted);
        if (isFirst) {
            random.x = {line.x.front(), line.x.back()};
            random.y = {line.y.front(), line.y.front()};
        }
        chart.series.push_back(std::move(line));
        if (isFirst && !edc.oracle.empty()) {
            oracle.mark = ChartMark::Step;
            chart.series.push_back(std::move(oracle));
            chart.series.push_back(std::move(random));
        }
        if (withFmr) {
            fmr.mark = ChartMark::Step;
            fmr.rightAxis = true;
            fmr.colour += subjects.size() > 1 ? 0 : 1;
            chart.series.push_back(std::move(fmr));
        }
        if (!edc.fixed.reachable) {
            chart.caption += " " + curve.subject->name +
                             ": too few impostor pairs to measure this FMR; the threshold is set by the few "
                             "highest of them alone.";
        }
    }
    chart.caption += styles.bandSentence();
    return chart;
}

ChartDescription ercChart(const ChartSubjects& subjects, const std::string& score, double fmrTarget) {
    const CurveStyles styles(subjects, score, false,
                             [&](const auto& each) { return ercAt(each, fmrTarget) != nullptr; });
    ChartDescription chart;
    chart.id = "erc-fmr-" + targetNumber(fmrTarget);
    chart.title = "Error versus reject (ERC), threshold recomputed at FMR " + targetNumber(fmrTarget) +
                  styles.ofScore();
    chart.x = percentAxis("rejected pairs (%)");
    chart.y = percentAxis("FNMR, threshold recomputed (%)");
    chart.y.low = 0.0;
    bool hasGap = false;
    for (const auto& curve : styles.curves()) {
        ChartSeries line = styles.line(curve);
        line.dots = true;
        for (const auto& each : ercAt(*curve.report, fmrTarget)->points) {
            line.add(each.rejectFraction, each.measured ? each.point.fnmr() : kNaN);
            hasGap = hasGap || !each.measured;
        }
        chart.series.push_back(std::move(line));
    }
    chart.caption =
        "ERC (CR-FIQA style): at every step of 5 % the threshold is found again so that the pairs kept have "
        "FMR " +
        targetNumber(fmrTarget) +
        ". This is not the EDC, whose threshold stays: the two rank methods differently." +
        (hasGap ? " The line ends where no genuine or no impostor pair is left." : "");
    return chart;
}

}  // namespace pf
