// What the charts of pairs hold, whatever draws them.
#include <gtest/gtest.h>

#include <cmath>

#include "core/results/charts/discard_charts.h"
#include "core/results/charts/report_charts.h"
#include "core/results/charts/score_charts.h"
#include "core/results/record_curves.h"

namespace pf {
namespace {

ScoreReport measured(const std::string& score = "cosine", const std::string& risk = "sigma_sq max") {
    ScoreReport report;
    report.score = score;
    report.riskName = risk;
    report.hasRisks = true;
    report.genuine = 10;
    report.impostor = 20;
    report.risk.emplace();
    report.risk->curve = {{0.0, 2, 30, 30, 0.9, 0.5, ""}, {0.5, 1, 15, 30, 0.95, 0.5, ""}};
    report.risk->random.resize(2);
    report.risk->random[1].discard = 0.5;
    EdcReport& edc = report.edc.emplace_back();
    edc.fixed = {1e-3, 0.4, 1e-3, 0.9, true};
    edc.points.resize(2);
    edc.points[0].fnmr = 0.1;
    edc.points[1].discardFraction = 1;
    edc.points[1].fmr = 0.2;
    edc.oracle = {0.1, 0.0};
    report.erc.push_back({1e-3, {{0.0, 30, true, {1e-3, 0.4, 1e-3, 0.9, true}}, {0.5, 15, false, {}}}});
    report.roc.emplace();
    report.roc->equalError = {0.1, 0.4};
    report.roc->points = {{0.9, 0.0, 0.1}, {0.5, 0.05, 0.8}, {0.4, 0.2, 0.9}, {0.0, 1.0, 1.0}};
    report.distribution.emplace();
    report.distribution->genuine = {0.0, 1.0, {2, 8, 0, 0}};
    report.distribution->impostor = {0.0, 1.0, {20, 0, 0, 0}};
    report.distribution->thresholds = {0.0, 1.0};
    report.distribution->accuracies = {0.3, 0.6};
    report.distribution->bestThreshold = 0.25;
    return report;
}

std::vector<std::string> idsOf(const ChartDescription& chart) {
    std::vector<std::string> ids;
    for (const auto& series : chart.series) {
        ids.push_back(series.id);
    }
    return ids;
}

const ChartSeries& find(const ChartDescription& chart, const std::string& id) {
    for (const auto& series : chart.series) {
        if (series.id == id) {
            return series;
        }
    }
    ADD_FAILURE() << "no series " << id;
    return chart.series.front();
}

using Words = std::vector<std::string>;

TEST(ChartAxis, SaysAScaleThatIsNotLinear) {
    EXPECT_EQ(percentAxis("FMR (%)").title(), "FMR (%)");
    EXPECT_EQ(percentAxis("FMR (%)", AxisScale::Log10).title(), "FMR (%, logarithmic)");
    EXPECT_EQ(percentAxis("rate", AxisScale::Probit).title(), "rate (normal deviates)");
    EXPECT_EQ(ChartAxis{}.title(), "");
}

TEST(CurveCharts, ASubjectAloneHasAColourForEachRiskAndGreyBaselines) {
    const ScoreReport max = measured();
    const ScoreReport add = measured("cosine", "sigma_sq add");
    const ChartDescription chart = riskChart({{"m", "model", 3, {&max, &add}}}, "cosine");
    EXPECT_EQ(idsOf(chart), (Words{"m σ² max", "m σ² max random", "m σ² add"}));
    EXPECT_EQ(chart.series[0].name, "σ² max");
    EXPECT_NE(chart.series[0].colour, chart.series[2].colour);
    EXPECT_EQ(chart.series[1].colour, kBaselineColour);
    EXPECT_TRUE(chart.series[1].inLegend);
    EXPECT_EQ(chart.title, "Risk-controlled accuracy: cosine");
}

TEST(CurveCharts, SeveralSubjectsHaveOneColourEachAndHideTheirLinesTogether) {
    const ScoreReport report = measured();
    const ChartDescription chart =
        edcChart({{"a", "A", 0, {&report}}, {"b", "B", 5, {&report}}}, "cosine", 1e-3, true);
    EXPECT_EQ(idsOf(chart),
              (Words{"a", "a oracle", "a random", "a fmr", "b", "b oracle", "b random", "b fmr"}));
    for (const auto& series : chart.series) {
        EXPECT_EQ(series.colour, series.id[0] == 'a' ? 0 : 5) << series.id;
        EXPECT_EQ(series.group, series.id.substr(0, 1)) << series.id;
        EXPECT_EQ(series.inLegend, series.id.size() == 1) << series.id;
        EXPECT_FALSE(series.meaning.empty()) << series.id;
        EXPECT_EQ(series.rightAxis, series.id.ends_with("fmr")) << series.id;
    }
    ASSERT_TRUE(chart.right.has_value());
    EXPECT_EQ(find(chart, "b random").y, (std::vector<double>{0.1, 0.1}));
}

TEST(CurveCharts, TheFixedThresholdIsShownWhereItWasMeasured) {
    const ScoreReport report = measured();
    ChartSubject subject{"m", "m", 0, {&report}};
    EXPECT_EQ(riskChart({subject}, "").caption.find("Dashed"), std::string::npos);
    subject.fixedAccuracy = {0.9, 0.92};
    const ChartDescription chart = riskChart({subject}, "");
    EXPECT_NE(chart.caption.find("Dashed"), std::string::npos);
    EXPECT_EQ(find(chart, "m fixed").y, subject.fixedAccuracy);
    EXPECT_EQ(find(chart, "m fixed").colour, find(chart, "m").colour) << "a result, not a baseline";
}

TEST(CurveCharts, IntervalsBecomeBandsThatGoWithTheirCurve) {
    ScoreReport report = measured();
    report.risk->rows = report.risk->curve;
    report.risk->intervals = {{0.8, 0.95}, {0.9, 1.0}};
    report.edc[0].intervals = {{0.0, 0.2}};
    report.replicates = 50;
    for (const auto& chart :
         {riskChart({{"m", "m", 0, {&report}}}, ""), edcChart({{"m", "m", 0, {&report}}}, "", 1e-3)}) {
        const ChartSeries band = find(chart, "m band");
        EXPECT_EQ(band.group, "m");
        EXPECT_EQ(band.low.size(), 2U);
        EXPECT_EQ(band.mark, ChartMark::Band);
        EXPECT_NE(chart.caption.find("50 bootstrap replicates over pairs"), std::string::npos);
    }
}

TEST(CurveCharts, WhereNothingIsLeftTheErcEnds) {
    const ScoreReport report = measured();
    const ChartDescription chart = ercChart({{"m", "m", 0, {&report}}}, "cosine", 1e-3);
    EXPECT_NEAR(chart.series.at(0).y.at(0), 0.1, 1e-12);
    EXPECT_TRUE(std::isnan(chart.series[0].y[1]));
    EXPECT_NE(chart.caption.find("The line ends"), std::string::npos);
}

TEST(CurveCharts, TheDetShowsWhereBothErrorsAreEqual) {
    ScoreReport report = measured();
    ChartDescription chart = detChart({{"m", "m", 0, {&report}}}, "");
    EXPECT_EQ(chart.x.high, 0.5);
    // Points with errors of both kinds: (0.05, 0.2) and (0.2, 0.1).
    EXPECT_NEAR(find(chart, "equal").x.at(0), 0.1, 1e-12);
    EXPECT_NEAR(find(chart, "equal").x.at(1), 0.2, 1e-12);
    report.roc->equalError.rate = 0.45;
    chart = detChart({{"m", "m", 0, {&report}}}, "", AxisScale::Log10);
    EXPECT_FALSE(chart.x.high.has_value()) << "of a score that knows next to nothing it is all there is";
    EXPECT_EQ(chart.y.scale, AxisScale::Log10);
}

TEST(CurveCharts, TheRocIsInPerCentAsTheOtherRates) {
    const ScoreReport report = measured();
    const ChartDescription chart = rocChart({{"m", "m", 0, {&report}}}, "cosine");
    EXPECT_EQ(chart.x.title(), "FMR (%, logarithmic)");
    EXPECT_EQ(chart.x.format, AxisFormat::Percent);
    EXPECT_EQ(chart.series.at(0).name, "cosine");
}

TEST(CurveCharts, ScoresAreBarsOfTheActiveAndOutlinesOfTheOthers) {
    ScoreReport report = measured();
    const ChartSubjects both = {{"a", "A", 0, {&report}}, {"b", "B", 1, {&report}}};
    const ChartDescription chart = scoresChart(both, "cosine", 1);
    EXPECT_EQ(idsOf(chart), (Words{"a impostor", "a genuine", "a", "impostor", "genuine", "b"}));
    EXPECT_EQ(find(chart, "genuine").name, "genuine pairs, B");
    EXPECT_EQ(find(chart, "genuine").mark, ChartMark::Bars);
    EXPECT_DOUBLE_EQ(find(chart, "genuine").y.at(1), 3.2) << "8 of 10 in a bin of 0.25";
    EXPECT_DOUBLE_EQ(find(chart, "a genuine").y.at(0), 1.0) << "four bins as one";
    ASSERT_EQ(chart.markers.size(), 2U);
    EXPECT_EQ(chart.markers[0].text, "best: 0.2500");
    EXPECT_EQ(chart.markers[1].text, "FMR 1e-3: 0.4000");
    report.verification.emplace();
    report.verification->folds.threshold = 0.3;
    EXPECT_EQ(scoresChart(both, "cosine", 1).markers[0].text, "10-fold: 0.3000");
}

TEST(CurveCharts, WithoutWhatTheyShowTheyHaveNoSeries) {
    ScoreReport bare;
    for (const ChartSubjects& subjects : {ChartSubjects{}, ChartSubjects{{"m", "m", 0, {&bare}}}}) {
        EXPECT_TRUE(riskChart(subjects, "").series.empty());
        EXPECT_TRUE(edcChart(subjects, "", 1e-3).series.empty());
        EXPECT_TRUE(ercChart(subjects, "", 1e-3).series.empty());
        EXPECT_TRUE(rocChart(subjects, "").series.empty());
        EXPECT_TRUE(detChart(subjects, "").series.empty());
        EXPECT_TRUE(scoresChart(subjects, "").series.empty());
        EXPECT_TRUE(pairCharts(subjects).empty());
    }
}

TEST(ReportCharts, StandInTheirOrderWithTheOtherScoresAside) {
    const ScoreReport cosine = measured();
    const ScoreReport mls = measured("mls");
    const auto idsAndAside = [](const std::vector<ReportChart>& charts) {
        Words ids;
        for (const auto& each : charts) {
            ids.push_back(each.chart.id + (each.isAside ? " aside" : ""));
        }
        return ids;
    };
    const ChartSubject one{"m", "m", 0, {&cosine, &mls}};
    EXPECT_EQ(
        idsAndAside(pairCharts({one})),
        (Words{"risk-cosine", "edc-fmr-1e-3-cosine", "erc-fmr-1e-3-cosine", "roc", "det", "scores-cosine",
               "risk-mls aside", "edc-fmr-1e-3-mls aside", "erc-fmr-1e-3-mls aside", "scores-mls aside"}));
    const ChartSubject two{"n", "n", 1, {&cosine}};
    EXPECT_EQ(idsAndAside(pairCharts({one, two})),
              (Words{"risk-cosine", "edc-fmr-1e-3-cosine", "erc-fmr-1e-3-cosine", "roc-cosine", "det-cosine",
                     "scores-cosine-m", "scores-cosine-n", "risk-mls aside", "edc-fmr-1e-3-mls aside",
                     "erc-fmr-1e-3-mls aside", "roc-mls aside", "det-mls aside", "scores-mls-m aside"}));
}

TEST(RecordCurves, HoldWhatTheRecordDoes) {
    EvaluationRecord record;
    EXPECT_FALSE(recordCurves(record).risk.has_value());
    EXPECT_TRUE(recordCurves(record).edc.empty());
    record.riskCurve = {{0.0, 2, 30, 30, 0.9, 0.5}, {0.5, 1, 15, 30, std::nan(""), 0.5}};
    record.randomCurve = {{0.25, 0, 0, 0, 0.8, 0}};
    record.fixedFmr = 1e-2;
    record.fnmrCurve = {{0.0, 0.1}, {1.0, 0.05}};
    const ScoreReport report = recordCurves(record);
    EXPECT_EQ(report.risk->curve.at(1).kept, 15U);
    EXPECT_TRUE(report.risk->curve[0].measured());
    EXPECT_FALSE(report.risk->curve[1].measured());
    EXPECT_EQ(report.risk->random.at(0).accuracy, 0.8);
    EXPECT_EQ(report.edc.at(0).fixed.fmrTarget, 1e-2);
    EXPECT_EQ(report.edc[0].points.at(1).fnmr, 0.05);
    EXPECT_EQ(idsOf(edcChart({{"m", "m", 0, {&report}}}, "", 1e-2)), Words{"m"}) << "no oracle was kept";
}

}  // namespace
}  // namespace pf
