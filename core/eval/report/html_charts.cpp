#include "core/eval/report/html_charts.h"

#include <algorithm>
#include <limits>

#include "core/eval/charts/svg_text.h"
#include "core/eval/report/html_curve_styles.h"
#include "core/eval/report/html_roc_charts.h"
#include "core/eval/report/html_texts.h"

namespace pf::detail {
namespace {

constexpr const char* kOtherScores = "Charts of the other scores";
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

void addRisk(const ReportSet& set, const std::string& score, const std::string& fold, HtmlSection& section) {
    const CurveStyles styles =
        stylesOf(set, score, false, [](const ScoreReport& each) { return each.risk.has_value(); });
    if (styles.curves().empty()) {
        return;
    }
    SvgChart chart;
    chart.title = "Risk-controlled accuracy" + ofScore(score);
    chart.description = "10-fold accuracy over the share of pairs discarded, threshold re-fitted";
    chart.x = percentAxis("discarded pairs (%)");
    chart.y = percentAxis("10-fold accuracy, re-fitted threshold (%)");
    for (std::size_t i = 0; i < styles.curves().size(); ++i) {
        const SubjectCurve& curve = styles.curves()[i];
        const RiskReport& risk = *curve.report->risk;
        if (styles.isFirstOfSubject(i)) {
            SvgSeries random = styles.baseline(curve, "random discard", SvgDash::Dashed);
            random.mark = SvgMark::Line;
            for (const auto& row : risk.random) {
                random.x.push_back(row.discard);
                random.y.push_back(row.meanAccuracy);
            }
            chart.series.push_back(std::move(random));
        }
        SvgSeries line = styles.series(curve, SvgMark::Line);
        for (const auto& row : risk.curve) {
            line.x.push_back(row.discard);
            line.y.push_back(row.accuracy);
        }
        chart.series.push_back(std::move(line));
    }
    styles.addBaselineName("random discard", SvgDash::Dashed, chart);
    section.add(HtmlFigure{std::move(chart), riskSentence()}, fold);
}

const EdcReport* edcAt(const ScoreReport& report, double target) {
    const auto found = std::find_if(report.edc.begin(), report.edc.end(),
                                    [&](const auto& each) { return each.fixed.fmrTarget == target; });
    return found == report.edc.end() ? nullptr : &*found;
}

const ErcCurve* ercAt(const ScoreReport& report, double target) {
    const auto found = std::find_if(report.erc.begin(), report.erc.end(),
                                    [&](const auto& each) { return each.fmrTarget == target; });
    return found == report.erc.end() ? nullptr : &*found;
}

void addEdc(const ReportSet& set, const std::string& score, double target, const std::string& fold,
            HtmlSection& section) {
    const CurveStyles styles =
        stylesOf(set, score, false, [&](const ScoreReport& each) { return edcAt(each, target) != nullptr; });
    SvgChart chart;
    chart.title = "EDC at FMR " + targetNumber(target) + ", threshold fixed" + ofScore(score);
    chart.description = "FNMR over the share of pairs discarded, threshold fixed with all pairs";
    chart.x = percentAxis("discarded pairs (%)");
    chart.y = percentAxis("FNMR (%)");
    chart.y.low = 0.0;
    std::string caption = edcSentence(target);
    for (std::size_t i = 0; i < styles.curves().size(); ++i) {
        const SubjectCurve& curve = styles.curves()[i];
        const EdcReport& edc = *edcAt(*curve.report, target);
        SvgSeries line = styles.series(curve, SvgMark::Step);
        SvgSeries band = styles.band(curve);
        SvgSeries oracle = styles.baseline(curve, "oracle", SvgDash::Dotted);
        for (std::size_t k = 0; k < edc.points.size(); ++k) {
            line.x.push_back(edc.points[k].discardFraction);
            line.y.push_back(edc.points[k].fnmr);
            oracle.x.push_back(line.x.back());
            oracle.y.push_back(k < edc.oracle.size() ? edc.oracle[k] : kNaN);
            band.x.push_back(line.x.back());
            band.low.push_back(k < edc.intervals.size() ? edc.intervals[k].low : kNaN);
            band.high.push_back(k < edc.intervals.size() ? edc.intervals[k].high : kNaN);
        }
        chart.series.push_back(std::move(band));
        if (styles.isFirstOfSubject(i) && !line.x.empty()) {
            SvgSeries random = styles.baseline(curve, "random discard", SvgDash::Dashed);
            random.x = {line.x.front(), line.x.back()};
            random.y = {line.y.front(), line.y.front()};
            chart.series.push_back(std::move(random));
            chart.series.push_back(std::move(oracle));
        }
        chart.series.push_back(std::move(line));
        if (!edc.fixed.reachable) {
            caption += " " + curve.subject->name +
                       ": too few impostor pairs to measure this FMR; the threshold is set by "
                       "the few highest of them alone.";
        }
    }
    styles.addBaselineName("random discard", SvgDash::Dashed, chart);
    styles.addBaselineName("oracle", SvgDash::Dotted, chart);
    section.add(HtmlFigure{std::move(chart), std::move(caption)}, fold);
}

void addErc(const ReportSet& set, const std::string& score, double target, const std::string& fold,
            HtmlSection& section) {
    const CurveStyles styles =
        stylesOf(set, score, false, [&](const ScoreReport& each) { return ercAt(each, target) != nullptr; });
    SvgChart chart;
    chart.title = "ERC at FMR " + targetNumber(target) + ", threshold recomputed" + ofScore(score);
    chart.description = "FNMR over the share of pairs rejected, threshold recomputed at every step";
    chart.x = percentAxis("rejected pairs (%)");
    chart.y = percentAxis("FNMR, recomputed threshold (%)");
    chart.y.low = 0.0;
    bool hasGap = false;
    for (const auto& curve : styles.curves()) {
        SvgSeries line = styles.series(curve, SvgMark::Line);
        for (const auto& each : ercAt(*curve.report, target)->points) {
            line.x.push_back(each.rejectFraction);
            line.y.push_back(each.measured ? each.point.fnmr() : kNaN);
            hasGap = hasGap || !each.measured;
        }
        chart.series.push_back(std::move(line));
    }
    section.add(
        HtmlFigure{std::move(chart),
                   ercSentence(target) +
                       (hasGap ? " The line ends where no genuine or no impostor pair is left." : "")},
        fold);
}

template <typename Targets>
std::vector<double> distinctTargets(const ReportSet& set, const std::string& score,
                                    const Targets& targetsOf) {
    std::vector<double> distinct;
    for (const auto& subject : set.subjects) {
        for (const auto* curve : subject.curves) {
            for (const double target : curve->score == score ? targetsOf(*curve) : std::vector<double>{}) {
                if (std::find(distinct.begin(), distinct.end(), target) == distinct.end()) {
                    distinct.push_back(target);
                }
            }
        }
    }
    return distinct;
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

}  // namespace

void addCharts(const ReportSet& set, HtmlSection& section) {
    const auto scores = set.scores();
    for (const auto& score : scores) {
        const std::string fold = score == scores.front() ? "" : kOtherScores;
        addRisk(set, score, fold, section);
        for (const double target : distinctTargets(set, score, edcTargets)) {
            addEdc(set, score, target, fold, section);
        }
        for (const double target : distinctTargets(set, score, ercTargets)) {
            addErc(set, score, target, fold, section);
        }
        addRocCharts(set, score, fold, section);
    }
}

}  // namespace pf::detail
