#include "core/eval/report/method_cells.h"

#include <gtest/gtest.h>

#include "core/eval/report/extra_sections.h"
#include "core/eval/report/method_table_text.h"

namespace pf {
namespace {

TemplateReport twoSplits() {
    TemplateReport report;
    report.protocol = "IJB-A";
    report.splits = {{"split 1"}, {"split 2"}};
    const auto result = [](TemplateFusion fusion, PairScoreKind match, double mean) {
        return TemplateResult{
            fusion, match, {{1e-3, mean, 0.0125, 0.00095, true}, {1e-5, 0.5, 0, 0, false}}, {}, 0};
    };
    report.results = {result({FusionKind::Mean, 1.0}, PairScoreKind::Cosine, 0.81),
                      result({FusionKind::Mean, 1.0}, PairScoreKind::Mls, 0.82),
                      result({FusionKind::PfeFuse, 0.5}, PairScoreKind::Mls, 0.83),
                      result({FusionKind::PfeFuse, 1.0}, PairScoreKind::Cosine, 0.84),
                      result({FusionKind::PfeFuse, 1.0}, PairScoreKind::Mls, 0.85)};
    return report;
}

TEST(ProtocolCells, TemplatesAreReadByTheMethodsOwnScore) {
    const TemplateReport report = twoSplits();
    EXPECT_EQ(templateCell(report, "cosine", 1e-3).value, 0.81);
    const MethodCell cell = templateCell(report, "mls", 1e-3);
    EXPECT_EQ(cell.value, 0.85);
    EXPECT_EQ(cell.deviation, 0.0125);
    EXPECT_EQ(cell.rateReached, 0.00095);
    EXPECT_FALSE(templateCell(report, "mls", 1e-5).value);
    EXPECT_NE(templateCell(report, "mls", 1e-5).problem.find("too few impostor comparisons"),
              std::string::npos);
    EXPECT_NE(templateCell(report, "mls", 1e-2).problem.find("was not measured"), std::string::npos);
    EXPECT_NE(templateCell(report, "attention", 1e-3).problem.find("by attention"), std::string::npos);
    TemplateReport one = report;
    one.splits.resize(1);
    EXPECT_FALSE(templateCell(one, "mls", 1e-3).deviation) << "of one split there is none";
}

TEST(ProtocolCells, IdentificationTakesTheOpenSetAndElseTheOtherTrials) {
    OpenSetReport report;
    IdentificationScores scores;
    scores.kind = PairScoreKind::Mls;
    scores.dir = {{1e-2, 0.7, 0.02, 0.4, 0.0099, true}};
    report.published.trials = 10;
    report.published.scores = {scores};
    EXPECT_EQ(identificationCell(report, "mls", 1e-2).value, 0.7);
    EXPECT_EQ(identificationCell(report, "mls", 1e-2).deviation, 0.02);
    report.openSet = report.published;
    report.openSet.scores.front().dir.front().mean = 0.8;
    EXPECT_EQ(identificationCell(report, "mls", 1e-2).value, 0.8);
    EXPECT_FALSE(identificationCell(report, "cosine", 1e-2).value);
}

TEST(ProtocolCells, StandBesideTheSetsInEveryFormat) {
    MethodTable table;
    table.sets = {"lfw"};
    table.protocols = {templateColumn("IJB-A", 1e-3), identificationColumn(1e-2)};
    const auto row = [](const char* name, double accuracy, double tar, const MethodCell& dir) {
        MethodCell first;
        first.value = accuracy;
        MethodCell templates;
        templates.value = tar;
        templates.deviation = 0.0123;
        templates.rateReached = 0.00098;
        return MethodRow{name, "mls", {first}, {templates, dir}};
    };
    MethodCell none;
    none.problem = "too few, \"probes\"";
    MethodCell some;
    some.value = 0.5;
    table.rows = {row("pfe", 0.99, 0.8511, none), row("probface", 0.995, 0.8622, some)};
    EXPECT_EQ(methodTableMarkdown(table),
              "| 10-fold accuracy (%) | score | lfw | IJB-A TAR at FAR 0.1 % | BLUFR DIR at FAR 1 % |\n"
              "|---|---|---:|---:|---:|\n"
              "| pfe | mls | 99.00 | 85.11 ± 1.23 | – |\n"
              "| probface | mls | **99.50** | **86.22** ± 1.23 | **50.00** |\n");
    EXPECT_NE(methodTableLatex(table).find(
                  "probface & mls & \\textbf{99.50} & \\textbf{86.22} $\\pm$ 1.23 & \\textbf{50.00} \\\\"),
              std::string::npos);
    EXPECT_NE(methodTableLatex(table).find("IJB-A TAR at FAR 0.1 \\%"), std::string::npos);
    const std::string csv = methodTablesCsv({table});
    EXPECT_NE(csv.find("tar@0.001,pfe,mls,IJB-A,0.8511,,,,0.00098,0.0123\n"), std::string::npos) << csv;
    EXPECT_NE(csv.find("dir@0.01,pfe,mls,BLUFR,,,,\"too few, \"\"probes\"\"\",,\n"), std::string::npos)
        << csv;
    const HtmlSection section = methodTableSection(table);
    const auto& html = std::get<HtmlTable>(section.blocks.front().content);
    EXPECT_EQ(html.rows[0][3].note, "± 1.23");
    EXPECT_EQ(html.rows[0][4].note, "too few, \"probes\"");
}

TEST(ProtocolCells, RatesThatTiesKeptBelowTheOneAskedForAreNamed) {
    MethodTable table;
    table.metric = tableMetricOf("tar@0.01");
    table.sets = {"lfw"};
    MethodCell met;
    met.value = 0.9;
    met.rateReached = 0.01;
    MethodCell tied = met;
    tied.rateReached = 0.0;
    table.rows = {{"fine", "mls", {met}}};
    EXPECT_EQ(rateNote(table).value(), "FMR reached: 0.01, asked: 0.01.");
    table.rows.push_back({"tied", "mls", {tied}});
    EXPECT_EQ(rateNote(table).value(),
              "FMR reached: 0 to 0.01, asked: 0.01; less than asked, as scores tie: tied on lfw.");
    table.metric = tableMetricOf("eer");
    EXPECT_FALSE(rateNote(table));
}

}  // namespace
}  // namespace pf
