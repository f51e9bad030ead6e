#include "core/eval/report/method_cells.h"

#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/eval/report/extra_sections.h"
#include "core/eval/report/method_table_text.h"

namespace pf {
namespace {

/// Three methods on two sets: 99.334 and 99.330 print alike, the last cell of the third is missing.
MethodTable threeMethods() {
    MethodTable table;
    table.sets = {"lfw", "cfp_fp"};
    table.rows = {
        {"base", "cosine", {{0.9915, Interval{0.989, 0.993}, ""}, {0.98, std::nullopt, ""}}},
        {"pro|b_face", "mls", {{0.99334, Interval{0.991, 0.995}, ""}, {0.97, std::nullopt, ""}}},
        {"100% & more", "mls", {{0.99330, std::nullopt, ""}, {std::nullopt, std::nullopt, "too few pairs"}}}};
    table.notes = {"± is half of the interval."};
    return table;
}

TEST(MethodTable, MarkdownMarksTheBestAsPrinted) {
    EXPECT_EQ(methodTableMarkdown(threeMethods()),
              "| 10-fold accuracy (%) | score | lfw | cfp\\_fp | Avg |\n"
              "|---|---|---:|---:|---:|\n"
              "| base | cosine | 99.15 ± 0.20 | **98.00** | **98.58** |\n"
              "| pro\\|b\\_face | mls | **99.33** ± 0.20 | 97.00 | 98.17 |\n"
              "| 100% & more | mls | **99.33** | – | – |\n"
              "\n± is half of the interval.\n");
}

TEST(MethodTable, LatexEscapesItsSpecialCharacters) {
    const std::string text = methodTableLatex(threeMethods());
    EXPECT_NE(text.find("\\begin{tabular}{llrrr}"), std::string::npos);
    EXPECT_NE(text.find("Method & score & lfw & cfp\\_fp & Avg \\\\"), std::string::npos);
    EXPECT_NE(text.find("100\\% \\& more & mls & \\textbf{99.33} & -- & -- \\\\"), std::string::npos);
    EXPECT_NE(text.find("base & cosine & 99.15 $\\pm$ 0.20 & \\textbf{98.00}"), std::string::npos);
}

TEST(MethodTable, CsvKeepsEveryDigitAndTheReasons) {
    const std::string text = methodTablesCsv({threeMethods()});
    EXPECT_NE(text.find("metric,method,score,set,value,low,high,problem,far_reached,deviation\n"),
              std::string::npos);
    EXPECT_NE(text.find("accuracy,pro|b_face,mls,lfw,0.99334,0.991,0.995,,,\n"), std::string::npos);
    EXPECT_NE(text.find("accuracy,100% & more,mls,cfp_fp,,,,too few pairs,,\n"), std::string::npos);
}

TEST(MethodTable, LowestIsBestOfErrors) {
    MethodTable table = threeMethods();
    table.metric = tableMetricOf("eer");
    EXPECT_NE(methodTableMarkdown(table).find("| pro\\|b\\_face | mls | 99.33 ± 0.20 | **97.00** |"),
              std::string::npos);
}

TEST(MethodTable, MetricsAreReadByName) {
    EXPECT_EQ(tableMetricOf("accuracy@0.3").kind, TableMetric::Kind::AccuracyAtDiscard);
    EXPECT_EQ(tableMetricOf("tmr@1e-4").at, 1e-4);
    EXPECT_EQ(tableMetricOf("tar@1e-4").title(), tableMetricOf("tmr@1e-4").title()) << "its name before";
    EXPECT_EQ(tableMetricOf("tmr@1e-4").name, "tar@1e-4") << "as the metric column of tables has it";
    EXPECT_EQ(tableMetricOf("pauc@0.2").kind, TableMetric::Kind::EdcArea);
    for (const char* wrong :
         {"", "accuracy@", "accuracy@2", "tmr", "tmr@x", "tar", "pauc@0.2x", "eer@1", "f1"}) {
        EXPECT_THROW(tableMetricOf(wrong), Error) << wrong;
    }
}

TEST(MethodTable, CellsSayWhyTheyAreEmpty) {
    PairReport report;
    EXPECT_NE(methodCell(report, "mls", tableMetricOf("accuracy")).problem.find("not scored by mls"),
              std::string::npos);
    report.curves.emplace_back();
    report.curves.back().score = "mls";
    EXPECT_EQ(methodCell(report, "mls", tableMetricOf("accuracy")).problem, "verification was not measured");
    report.curves.back().roc.emplace();
    report.curves.back().roc->tmrAtFmr = {{1e-3, 0.5, 1e-3, 0.9, true}, {1e-7, 0.9, 0.0, 0.1, false}};
    EXPECT_EQ(methodCell(report, "mls", tableMetricOf("tmr@1e-3")).value, 0.9);
    EXPECT_FALSE(methodCell(report, "mls", tableMetricOf("tmr@1e-7")).value.has_value());
    EXPECT_NE(methodCell(report, "mls", tableMetricOf("tmr@1e-7")).problem.find("too few impostor pairs"),
              std::string::npos);
    EXPECT_NE(methodCell(report, "mls", tableMetricOf("tmr@1e-5")).problem.find("was not measured"),
              std::string::npos);
    ScoreReportOptions options;
    addTarget(tableMetricOf("tmr@2e-3"), options);
    EXPECT_EQ(options.rocTargets.back(), 2e-3);
}

TEST(MethodTable, TheSectionHoldsTheSameNumbers) {
    const HtmlSection section = methodTableSection(threeMethods());
    const auto& table = std::get<HtmlTable>(section.blocks.front().content);
    EXPECT_EQ(table.rows[1][2].text, "99.33");
    EXPECT_TRUE(table.rows[1][2].strong);
    EXPECT_EQ(table.rows[2][3].note, "too few pairs");
}

}  // namespace
}  // namespace pf
