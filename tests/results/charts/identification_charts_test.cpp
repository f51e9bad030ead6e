#include "core/results/charts/identification_charts.h"

#include <gtest/gtest.h>

namespace pf {
namespace {

IdentificationResult trials() {
    IdentificationResult result;
    result.trials = 10;
    IdentificationScores scores;
    scores.kind = PairScoreKind::Mls;
    scores.dir = {{1e-3, 0.6, 0.01, 0.5, 1e-3, true}, {1e-4, 0.5, 0.01, 0.5, 1e-4, false}};
    scores.curve = {{1e-2, 0.7, 0, 0, 0, true}, {1.0, 0.9, 0, 0, 0, true}};
    scores.cmc = {0.8, 0.9};
    result.scores = {scores};
    return result;
}

TEST(IdentificationCharts, AMethodAloneHasTheFarTargetsThatCanBeMeasured) {
    const IdentificationResult result = trials();
    const ChartDescription alone = dirChart({{"demo", &result}});
    EXPECT_EQ(alone.series.at(0).name, "MLS");
    EXPECT_EQ(alone.series[0].id, "demo, MLS");
    EXPECT_EQ(alone.series[0].y, (std::vector<double>{0.7, 0.9}));
    ASSERT_EQ(alone.markers.size(), 1U);
    EXPECT_EQ(alone.markers[0].text, "0.1 %");
    const ChartDescription both = dirChart({{"a", &result}, {"b", &result}});
    EXPECT_EQ(both.series.at(1).name, "b, MLS");
    EXPECT_NE(both.series[0].colour, both.series[1].colour);
    EXPECT_TRUE(both.markers.empty());
}

TEST(IdentificationCharts, RanksAreCountedFromOne) {
    const IdentificationResult result = trials();
    const ChartDescription chart = cmcChart({{"demo", &result}});
    EXPECT_EQ(chart.series.at(0).x, (std::vector<double>{1, 2}));
    EXPECT_EQ(chart.x.format, AxisFormat::Count);
    EXPECT_TRUE(cmcChart({}).series.empty());
}

TEST(IdentificationCharts, TemplatesLeaveOutWhatCannotBeMeasured) {
    TemplateReport report;
    report.protocol = "IJB-A";
    report.results = {{{FusionKind::PfeFuse, 0.5},
                       PairScoreKind::Mls,
                       {{1e-2, 0.91, 0.01, 0.01, true}, {1e-6, 0.5, 0, 0, false}},
                       {},
                       0}};
    const ChartDescription chart = templateChart(report);
    EXPECT_EQ(chart.series.at(0).name, "PFE_fuse T=0.5, MLS");
    EXPECT_EQ(chart.series[0].x, std::vector<double>{1e-2});
}

}  // namespace
}  // namespace pf
