#include "core/eval/charts/svg_chart.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

#include "core/eval/charts/svg_axis.h"
#include "core/eval/charts/svg_text.h"
#include "tests/eval/markup_check.h"

namespace pf {
namespace {

std::vector<std::string> labels(const std::vector<AxisTick>& ticks) {
    std::vector<std::string> words;
    for (const auto& tick : ticks) {
        if (!tick.label.empty()) {
            words.push_back(tick.label);
        }
    }
    return words;
}

using Words = std::vector<std::string>;

ChartDescription lineChart(std::vector<double> x, std::vector<double> y) {
    ChartDescription chart;
    chart.title = "title";
    chart.x.name = "x (s)";
    chart.y.name = "y (m)";
    ChartSeries series;
    series.name = "line";
    series.x = std::move(x);
    series.y = std::move(y);
    chart.series.push_back(std::move(series));
    return chart;
}

/// The data of the first path inside the plot, i.e. in the nested element that cuts it.
std::string plotPath(const std::string& svg) {
    const auto plot = svg.find("<svg overflow");
    if (plot == std::string::npos) {
        return "";
    }
    const auto from = svg.find(" d=\"", plot) + 4;
    return svg.substr(from, svg.find('"', from) - from);
}

TEST(SvgAxis, LinearTicksAreOneTwoOrFiveTimesAPowerOfTen) {
    EXPECT_EQ(labels(axisTicks(AxisScale::Linear, AxisFormat::Plain, {0, 1}, 6)),
              (Words{"0.0", "0.2", "0.4", "0.6", "0.8", "1.0"}));
    EXPECT_EQ(labels(axisTicks(AxisScale::Linear, AxisFormat::Percent, {0, 0.5}, 6)),
              (Words{"0", "10", "20", "30", "40", "50"}));
    EXPECT_EQ(labels(axisTicks(AxisScale::Linear, AxisFormat::Percent, {0.985, 1.0}, 4)),
              (Words{"98.5", "99.0", "99.5", "100.0"}));
    EXPECT_EQ(labels(axisTicks(AxisScale::Linear, AxisFormat::Plain, {-0.3, 0.1}, 4)),
              (Words{"-0.3", "-0.2", "-0.1", "0.0", "0.1"}));
}

TEST(SvgAxis, CountsHaveWholeNumbersOnly) {
    EXPECT_EQ(labels(axisTicks(AxisScale::Linear, AxisFormat::Count, {1, 3}, 9)), (Words{"1", "2", "3"}));
}

TEST(SvgAxis, LogarithmicTicksAreDecades) {
    const auto ticks = axisTicks(AxisScale::Log10, AxisFormat::Plain, {1e-3, 1}, 9);
    EXPECT_EQ(labels(ticks), (Words{"1e-3", "1e-2", "0.1", "1"}));
    EXPECT_EQ(ticks.size(), 4U + 3U * 8U) << "minor ticks at 2 ... 9";
    EXPECT_EQ(labels(axisTicks(AxisScale::Log10, AxisFormat::Plain, {1e-8, 1}, 5)),
              (Words{"1e-8", "1e-6", "1e-4", "1e-2", "1"}))
        << "thinned, the upper end kept";
    EXPECT_EQ(labels(axisTicks(AxisScale::Log10, AxisFormat::Percent, {0.1, 1}, 9)),
              (Words{"10", "20", "50", "100"}))
        << "a single decade needs more than two labels";
}

TEST(SvgAxis, NormalDeviateTicksAreTheUsualRates) {
    EXPECT_EQ(labels(axisTicks(AxisScale::Probit, AxisFormat::Percent, {1e-3, 0.5}, 16)),
              (Words{"0.1", "0.2", "0.5", "1", "2", "5", "10", "20", "40", "50"}));
    EXPECT_EQ(labels(axisTicks(AxisScale::Probit, AxisFormat::Percent, {1e-3, 0.999}, 9)),
              (Words{"0.1", "1", "10", "50", "90", "99", "99.9"}))
        << "decades come first when there is no room";
}

TEST(SvgAxis, RangesEndAtTicksAndSurviveAnything) {
    const auto expect = [](AxisScale scale, double low, double high, double from, double to) {
        const AxisRange range = niceRange(scale, low, high);
        EXPECT_NEAR(range.low, from, 1e-12) << low << " " << high;
        EXPECT_NEAR(range.high, to, 1e-12) << low << " " << high;
    };
    expect(AxisScale::Linear, 0.013, 0.94, 0.0, 1.0);
    expect(AxisScale::Linear, 2, 2, 1.9, 2.1);
    expect(AxisScale::Linear, 0, 0, -0.6, 0.6);
    expect(AxisScale::Log10, 6.7e-4, 1, 5e-4, 1);
    expect(AxisScale::Log10, 0.3, 0.3, 0.1, 1);
    expect(AxisScale::Probit, 0.0012, 0.43, 1e-3, 0.5);
    for (const auto scale : {AxisScale::Linear, AxisScale::Log10, AxisScale::Probit}) {
        for (const double low : {-1.0, 0.0, 1e-300, 0.5, 1.0, 1e300, std::nan(""), HUGE_VAL}) {
            for (const double high : {-1.0, 0.0, 1e-300, 0.5, 1.0, 1e300, std::nan(""), HUGE_VAL}) {
                const AxisRange range = niceRange(scale, low, high);
                EXPECT_LT(range.low, range.high) << low << " " << high;
                EXPECT_LT(axisTicks(scale, AxisFormat::Percent, range, 7).size(), 700U) << low << " " << high;
            }
        }
    }
}

TEST(SvgText, EscapesWhatCouldEndAnElementAndReplacesWhatIsNoText) {
    EXPECT_EQ(escapeMarkup("<script>\"a\" & 'b'</script>"),
              "&lt;script&gt;&quot;a&quot; &amp; &#39;b&#39;&lt;/script&gt;");
    EXPECT_EQ(escapeMarkup("σ² 名 🙂"), "σ² 名 🙂");
    EXPECT_EQ(escapeMarkup("a\x01z\xFFy\xC3"), "a\xEF\xBF\xBDz\xEF\xBF\xBDy\xEF\xBF\xBD");
    EXPECT_EQ(escapeMarkup("\xC0\xBC"), "\xEF\xBF\xBD\xEF\xBF\xBD") << "an overlong <";
    EXPECT_EQ(escapeMarkup("\xED\xA0\x80"), "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD")
        << "half of a surrogate pair";
}

TEST(SvgText, ShortensInTheMiddleAndNeverInsideACharacter) {
    const std::string name = "run-2024-βββββββββββββββββββββββββ-step-12000";
    const std::string shorter = shortenedText(name, 120, 13);
    EXPECT_LE(textWidth(shorter, 13), 120.0);
    EXPECT_EQ(shorter.substr(0, 3), "run");
    EXPECT_EQ(shorter.substr(shorter.size() - 3), "000");
    EXPECT_EQ(escapeMarkup(shorter), shorter) << "no broken UTF-8";
    EXPECT_EQ(shortenedText("short", 120, 13), "short");
}

TEST(SvgText, WrapsBetweenWordsAndLeavesNothingOut) {
    const std::string name = "runs/2024 faces and βββββββββββββββββββββββββ a_word_wider_than_any_line end";
    std::string all;
    for (const auto& line : wrappedLines(name, 120, 13)) {
        EXPECT_LE(textWidth(line, 13), 120.0 + textWidth(" ", 13)) << line;
        EXPECT_EQ(escapeMarkup(line), line) << "no broken UTF-8";
        all += line;
    }
    EXPECT_EQ(all, name);
    EXPECT_EQ(wrappedLines("one two", 1000, 13), Words({"one two"}));
    EXPECT_EQ(wrappedLines("first second", textWidth("first sec", 13), 13), Words({"first ", "second"}));
    EXPECT_EQ(wrappedLines("", 10, 13), Words({""}));
}

TEST(SvgChart, IsWellFormedWhateverTheNamesAre) {
    ChartDescription chart = lineChart({0, 1, 2}, {0, 1, 4});
    const std::string hostile = "</svg><script>alert(\"1\")</script>&'\x02";
    chart.title = hostile;
    chart.caption = hostile;
    chart.x.name = hostile;
    chart.y.name = hostile + hostile + hostile + hostile;
    chart.series[0].name = std::string(500, 'm') + hostile;
    chart.markers.push_back({1.0, hostile});
    const std::string svg = svgChart(chart);
    EXPECT_EQ(test::markupProblem(svg), "");
    EXPECT_EQ(svg.find("<script"), std::string::npos);
    EXPECT_GE(std::count(svg.begin(), svg.end(), 'm'), 500) << "the legend has the whole name";
    EXPECT_EQ(svgChart(chart), svg);
}

TEST(SvgChart, APointWithoutAPlaceInterruptsTheLine) {
    const double nan = std::nan("");
    EXPECT_EQ(plotPath(svgChart(lineChart({0, 1, 2, 3}, {1, 1, 2, 2}))).find('M', 1), std::string::npos);
    const std::string broken = plotPath(svgChart(lineChart({0, 1, 2, 3, 4}, {1, 1, nan, 2, 2})));
    EXPECT_NE(broken.find('M', 1), std::string::npos);
    ChartDescription log = lineChart({0, 0.1, 1}, {0.5, 0.6, 1});
    log.x.scale = AxisScale::Log10;
    EXPECT_EQ(plotPath(svgChart(log)).find('L'), plotPath(svgChart(log)).rfind('L')) << "0 has no place";
    const std::string lone = plotPath(svgChart(lineChart({0, 1, 2}, {1, nan, nan})));
    EXPECT_NE(lone.find("h0"), std::string::npos) << "a lone point is a dot";
}

TEST(SvgChart, LongNamesThatDifferInTheMiddleCanBeToldApart) {
    ChartDescription chart = lineChart({0, 1}, {0, 1});
    const std::string start(70, 'x');
    const std::string end(70, 'y');
    chart.series[0].name = start + "A" + end;
    chart.series.push_back(chart.series[0]);
    chart.series[1].name = start + "B" + end;
    const std::string svg = svgChart(chart);
    EXPECT_EQ(svg.find("…"), std::string::npos);
    EXPECT_NE(svg.find("xA"), std::string::npos);
    EXPECT_NE(svg.find("xB"), std::string::npos);
}

TEST(SvgChart, ABandOfOnePointHasAWidth) {
    ChartDescription chart = lineChart({0, 1, 2}, {0, 0, 0});
    chart.series[0] = {};
    chart.series[0].mark = ChartMark::Band;
    const double nan = std::nan("");
    chart.series[0].x = {0, 1, 2};
    chart.series[0].low = {nan, 1, nan};
    chart.series[0].high = {nan, 3, nan};
    const std::string path = plotPath(svgChart(chart));
    ASSERT_FALSE(path.empty());
    EXPECT_EQ(std::count(path.begin(), path.end(), 'L'), 3) << path;
    const auto xAfter = [&path](char command) {
        const auto from = path.find(command) + 1;
        return path.substr(from, path.find(' ', from) - from);
    };
    EXPECT_NE(xAfter('M'), xAfter('L')) << path;
}

TEST(SvgChart, StepsHoldTheLeftValue) {
    ChartDescription chart = lineChart({0, 1}, {0, 1});
    chart.series[0].mark = ChartMark::Step;
    const std::string path = plotPath(svgChart(chart));
    EXPECT_EQ(std::count(path.begin(), path.end(), 'L'), 2) << "first across, then up: " << path;
    const std::string y = path.substr(path.find(' ') + 1, path.find('L') - path.find(' ') - 1);
    EXPECT_NE(path.find(" " + y + "L", path.find('L')), std::string::npos) << path;
}

TEST(SvgChart, WithoutAnyPointItSaysSo) {
    ChartDescription chart = lineChart({}, {});
    chart.emptyText = "no pairs <here>";
    const std::string svg = svgChart(chart);
    EXPECT_NE(svg.find("no pairs &lt;here&gt;"), std::string::npos);
    EXPECT_EQ(test::markupProblem(svg), "");
    EXPECT_EQ(test::markupProblem(svgChart(ChartDescription{})), "");
    EXPECT_EQ(svgChart(lineChart({1, 2}, {std::nan(""), HUGE_VAL})).find("NaN"), std::string::npos);
}

TEST(SvgChart, BandsBarsAndTheRightAxisAreDrawn) {
    ChartDescription chart = lineChart({0, 1, 2}, {0, 1, 4});
    ChartSeries band;
    band.mark = ChartMark::Band;
    band.x = {0, 1, 2};
    band.low = {0, 0.5, 3};
    band.high = {1, 2, 1e9};
    chart.series.push_back(band);
    ChartSeries bars;
    bars.mark = ChartMark::Bars;
    bars.name = "bars";
    bars.x = {0.5, 1.0, 1.5};
    bars.y = {1, 0, 2};
    bars.rightAxis = true;
    chart.series.push_back(bars);
    ChartAxis right;
    right.name = "right (%)";
    right.format = AxisFormat::Percent;
    chart.right = right;
    const std::string svg = svgChart(chart);
    EXPECT_EQ(test::markupProblem(svg), "");
    EXPECT_NE(svg.find("right (%)"), std::string::npos);
    EXPECT_NE(svg.find(">200</text>"), std::string::npos) << "2 as a percentage";
    EXPECT_EQ(svg.find(">1e"), std::string::npos) << "one wide interval does not flatten the line";
}

TEST(SvgChart, KindsOfLinesWithoutAnEntryAreExplainedOnce) {
    ChartDescription chart = lineChart({0, 1}, {0, 1});
    for (const int colour : {0, 1}) {
        ChartSeries random = lineChart({0, 1}, {1, 1}).series.front();
        random.name = "random of model " + std::to_string(colour);
        random.meaning = "random discard";
        random.inLegend = false;
        random.dash = ChartDash::Dotted;
        random.colour = colour;
        chart.series.push_back(random);
    }
    const std::string svg = svgChart(chart);
    const auto at = svg.find(">random discard, in the model&#39;s colour</text>");
    ASSERT_NE(at, std::string::npos);
    EXPECT_EQ(svg.find("random discard", at + 20), std::string::npos);
    EXPECT_EQ(svg.find("random of model"), std::string::npos);
}

TEST(SvgChart, DotsStandOnEveryPointOfALineThatHasThem) {
    ChartDescription chart = lineChart({0, 1, 2}, {1, std::nan(""), 2});
    const auto dots = [&] {
        const std::string svg = svgChart(chart);
        const auto from = svg.find("<svg overflow");
        const std::string plot = svg.substr(from, svg.find("</svg>", from) - from);
        std::size_t count = 0;
        for (auto at = plot.find("h0"); at != std::string::npos; at = plot.find("h0", at + 1)) {
            ++count;
        }
        return count;
    };
    const std::size_t without = dots();
    chart.series[0].dots = true;
    EXPECT_EQ(dots(), without + 2) << "a gap has none";
}

TEST(SvgChart, ColumnsOfDifferentLengthsAreRefused) {
    EXPECT_THROW(svgChart(lineChart({0, 1}, {0})), std::invalid_argument);
    ChartDescription chart = lineChart({0}, {0});
    chart.series[0].mark = ChartMark::Band;
    EXPECT_THROW(svgChart(chart), std::invalid_argument);
}

}  // namespace
}  // namespace pf
