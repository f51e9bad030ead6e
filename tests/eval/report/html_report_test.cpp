#include "core/eval/report/html_report.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/base/text.h"
#include "core/eval/pairs/score_report.h"
#include "core/results/report_numbers.h"
#include "tests/eval/markup_check.h"
#include "tests/eval/report/report_fixtures.h"

namespace pf {
namespace {

const PairReport& full() {
    static const PairReport report = test::drawnReport("ProbFace", "drawn", test::everything(40));
    return report;
}

ReportContents contentsOf(std::vector<const PairReport*> pairs) {
    ReportContents contents;
    contents.title = "Report";
    contents.pairs = std::move(pairs);
    return contents;
}

using test::countOf;
using test::holds;

/// The cells of the first table row that starts with the head, without tags: "a|b|c".
std::string rowOf(const std::string& html, const std::string& head) {
    const auto from = html.find("<th scope=\"row\">" + head + "</th>");
    if (from == std::string::npos) {
        return "no row '" + head + "'";
    }
    std::string row = html.substr(from, html.find("</tr>", from) - from);
    std::string plain;
    for (std::size_t i = 0; i < row.size(); ++i) {
        if (row[i] != '<') {
            plain += row[i];
            continue;
        }
        const auto end = row.find('>', i);
        const std::string tag = row.substr(i, end - i);
        plain += tag.starts_with("<td") || tag.starts_with("<small") ? "|" : "";
        i = end;
    }
    return plain.substr(head.size());
}

std::string percent(double fraction) {
    return fixedNumber(100.0 * fraction, 2) + " %";
}

std::string interval(const Interval& ends) {
    return fixedNumber(100.0 * ends.low, 2) + "\u00a0to\u00a0" + fixedNumber(100.0 * ends.high, 2) +
           "\u00a0%";
}

TEST(HtmlReport, IsOneWellFormedFileThatLoadsNothing) {
    const std::string html = htmlReport(contentsOf({&full()}));
    EXPECT_EQ(test::markupProblem(html), "");
    EXPECT_FALSE(holds(html, "<script"));
    EXPECT_FALSE(holds(html, "src="));
    EXPECT_FALSE(holds(html, "@import"));
    EXPECT_FALSE(holds(html, "url("));
    EXPECT_EQ(countOf(html, "href=\""), countOf(html, "href=\"#")) << "links lead inside only";
    EXPECT_EQ(countOf(html, "http"), countOf(html, "xmlns=\"http://www.w3.org/2000/svg\""));
    EXPECT_EQ(htmlReport(contentsOf({&full()})), html);
}

TEST(HtmlReport, ItsTablesHoldTheNumbersOfTheReport) {
    const std::string html = htmlReport(contentsOf({&full()}));
    const ScoreReport& main = full().curves.front();
    EXPECT_EQ(rowOf(html, "cosine"), "|" + percent(main.verification->folds.accuracy) + "|" +
                                         interval(*main.verification->interval));
    EXPECT_EQ(rowOf(html, "EER"), "|" + percent(main.roc->equalError.rate) + "|at " +
                                      fixedNumber(main.roc->equalError.threshold, 4));
    EXPECT_EQ(rowOf(html, "AUC"), "|" + fixedNumber(main.roc->areaUnderCurve, 5));
    EXPECT_EQ(rowOf(html, "d′"), "|" + fixedNumber(*main.roc->dPrime, 3));
    EXPECT_EQ(rowOf(html, "TMR at FMR 1e-2"), "|" + percent(main.roc->tmrAtFmr[1].tmr) + "|" +
                                                  interval(main.roc->tmrIntervals[1]) + ", FMR reached " +
                                                  percent(main.roc->tmrAtFmr[1].fmr));
    const RiskRow& kept = main.risk->rows[2];
    EXPECT_EQ(rowOf(html, "discard 20 %"), "|" + percent(kept.accuracy) + "|" +
                                               interval(main.risk->intervals[2]) + "|" +
                                               std::to_string(kept.kept) + " of 400 kept");
    const EdcReport& edc = main.edc.front();
    const auto area = [](double value) { return fixedNumber(value, 5); };
    EXPECT_EQ(rowOf(html, "pAUC to 30 %"),
              "|" + area(edc.area.upTo30) + "|" + area(edc.areaIntervals[1].low) + "\u00a0to\u00a0" +
                  area(edc.areaIntervals[1].high) + "|oracle " + area(edc.oracleArea.upTo30) + ", random " +
                  area(edc.randomArea.upTo30));
    EXPECT_EQ(rowOf(html, "AUERC"), "|" + area(edc.auerc));
    EXPECT_EQ(rowOf(html, "AUERC30"), "|" + area(edc.auerc30));
    EXPECT_EQ(rowOf(html, "FMR 1e-2, risk σ² max"), "|" + area(main.erc.front().area()));
    const OperatingPoint& point = main.roc->tmrAtFmr[1];
    EXPECT_EQ(rowOf(html, "FMR 1e-2"), "|" + fixedNumber(point.threshold, 4) + "|" + percent(point.fmr) +
                                           "|" + percent(point.tmr) + "|" +
                                           interval(main.roc->tmrIntervals[1]) + "|" + percent(point.fnmr()));
    EXPECT_TRUE(holds(rowOf(html, "ProbFace"), fixedNumber(full().record.sigmaSq[3], 4))) << "σ² percentiles";
}

TEST(HtmlReport, RatesThatThePairsCannotResolveAreSaidAndNotFaked) {
    const std::string html = htmlReport(contentsOf({&full()}));
    EXPECT_EQ(rowOf(html, "TMR at FMR 1e-3 … 1e-8"), "|not measurable|too few impostor pairs");
    EXPECT_TRUE(holds(html, "200 impostor pairs resolve an FMR down to 0.005"));
    EXPECT_TRUE(holds(rowOf(html, "FMR 1e-5"), "of the highest impostors alone|"));
    EXPECT_TRUE(holds(rowOf(html, "FMR 1e-5"), "not measurable"));
}

TEST(HtmlReport, SaysWhatEachChartShows) {
    const std::string html = htmlReport(contentsOf({&full()}));
    for (const auto* part :
         {"Risk-controlled accuracy: cosine",
          "Error versus discard (EDC), threshold fixed at FMR 1e-2: cosine",
          "Error versus reject (ERC), threshold recomputed at FMR 1e-2: cosine",
          ">Receiver operating characteristic (ROC)<", ">Detection error trade-off (DET)<",
          "Scores of genuine and impostor pairs: cosine", "Scores of genuine and impostor pairs: MLS",
          "random discard", ">oracle (best possible risk)<", "the two rank methods differently",
          "the minimum of two qualities is the maximum of two risks", "negative MLS is normal", "no unit",
          "40 replicates drawn over identities", "(ISO/IEC 29794-1 style)"}) {
        EXPECT_TRUE(holds(html, part)) << part;
    }
}

TEST(HtmlReport, TheCardStandsBesideTheNumbers) {
    PairReport report = full();
    report.card.created = "2024-05-06T07:08:09+0000";
    report.card.skipped = {"broken.jpg: not a JPEG", "cut.png: ends early"};
    const std::string html = htmlReport(contentsOf({&report}));
    EXPECT_EQ(rowOf(html, "Data SHA-256"), "|" + report.card.dataHash);
    EXPECT_EQ(rowOf(html, "Pairs"), "|400: 200 genuine, 200 impostor");
    EXPECT_EQ(rowOf(html, "Subjects from"), "|labels of the set");
    EXPECT_EQ(rowOf(html, "Created"), "|2024-05-06T07:08:09+0000");
    EXPECT_EQ(rowOf(html, "Model"), "|none: ready embeddings or scores");
    EXPECT_EQ(rowOf(html, "2"), "|cut.png: ends early");
}

TEST(HtmlReport, HostileNamesStayText) {
    const std::string hostile = "</title></style></svg><script>alert(\"1\")</script>&'\x07\xFF";
    PairReport report = full();
    report.card.modelName = hostile;
    report.card.source = hostile + std::string(3000, 'x');
    report.card.set = hostile;
    report.card.skipped = {hostile};
    for (auto& curve : report.curves) {
        curve.riskName = hostile;
        curve.score = hostile;
    }
    ReportContents contents = contentsOf({&report, &full()});
    contents.title = hostile;
    HtmlSection extra{hostile, {}};
    extra.add(HtmlHeading{hostile}, hostile);
    extra.add(HtmlTable{hostile, {hostile}, {{HtmlCell(hostile, hostile)}}, 1}, hostile);
    contents.sections.push_back(extra);
    const std::string html = htmlReport(contents);
    EXPECT_EQ(test::markupProblem(html), "");
    EXPECT_FALSE(holds(html, "<script"));
}

TEST(HtmlReport, SeveralModelsShareTablesAndChartsInOneColourEach) {
    PairReport other = full();
    other.card.modelName = "PFE";
    PairReport elsewhere = full();
    elsewhere.card.modelName = "PFE";
    elsewhere.card.set = "second set";
    const PairReport same = full();
    const std::string html = htmlReport(contentsOf({&full(), &other, &elsewhere, &same}));
    EXPECT_EQ(test::markupProblem(html), "");
    EXPECT_TRUE(holds(html, "<h2>At a glance</h2>"));
    EXPECT_EQ(countOf(html, "<h2>drawn</h2>"), 1U);
    EXPECT_EQ(countOf(html, "<h2>second set</h2>"), 1U);
    EXPECT_TRUE(holds(html, ">ProbFace (2)<")) << "two of one name stay apart";
    EXPECT_EQ(countOf(rowOf(html, "AUC"), "|"), 3U);
    EXPECT_TRUE(holds(html, "random discard, in the model&#39;s colour"));
    EXPECT_FALSE(holds(htmlReport(contentsOf({&full()})), "At a glance"));
}

TEST(HtmlReport, LeavesOutWhatWasNotMeasured) {
    PairReport bare;
    bare.card.set = "bare";
    const std::string nothing = htmlReport(contentsOf({&bare}));
    EXPECT_EQ(test::markupProblem(nothing), "");
    EXPECT_TRUE(holds(nothing, "Nothing was measured."));
    EXPECT_FALSE(holds(nothing, "<svg"));

    PairReport recordOnly = full();
    recordOnly.curves.clear();
    const std::string tables = htmlReport(contentsOf({&recordOnly}));
    EXPECT_EQ(rowOf(tables, "MLS"), "|" + percent(recordOnly.record.scores.at("mls").accuracy));
    EXPECT_TRUE(holds(tables, "cosine, risk σ² add"));
    EXPECT_TRUE(holds(tables, "No confidence intervals were computed."));

    PairReport partly = full();
    for (auto& curve : partly.curves) {
        curve.edc.clear();
        curve.erc.clear();
        curve.risk.reset();
        curve.verification.reset();
        curve.roc->dPrime.reset();
        curve.roc->tmrIntervals.clear();
        curve.roc->bandIntervals.clear();
    }
    const std::string rocs = htmlReport(contentsOf({&partly}));
    EXPECT_EQ(test::markupProblem(rocs), "");
    EXPECT_EQ(rowOf(rocs, "d′"), "|undefined|no spread");
    EXPECT_FALSE(holds(rocs, "Error versus discard"));
    EXPECT_TRUE(holds(rocs, ">Receiver operating characteristic (ROC)<"));

    const std::string both = htmlReport(contentsOf({&full(), &bare}));
    EXPECT_EQ(test::markupProblem(both), "");
    EXPECT_EQ(test::markupProblem(htmlReport({})), "");
    EXPECT_THROW(htmlReport(contentsOf({nullptr})), std::invalid_argument);
}

TEST(HtmlReport, WhatIsNotFiniteIsADash) {
    PairReport report = full();
    ScoreReport& main = report.curves.front();
    const double nan = std::nan("");
    main.risk->rows[3] = {0.3, nan, 3, 400, nan, nan, "3 pairs for 10 folds"};
    main.risk->intervals[3] = {nan, nan};
    for (auto& row : main.risk->curve) {
        row.accuracy = nan;
    }
    for (auto& point : main.erc[0].points) {
        point.measured = false;
    }
    main.roc->equalError = {nan, nan};
    const std::string html = htmlReport(contentsOf({&report}));
    EXPECT_EQ(test::markupProblem(html), "");
    EXPECT_EQ(rowOf(html, "discard 30 %"), "|not measurable|3 pairs for 10 folds");
    EXPECT_EQ(rowOf(html, "EER"), "|–|at –");
    EXPECT_FALSE(holds(html, ">nan")) << "in a table";
    EXPECT_FALSE(holds(html, "Mnan")) << "in a path";
    EXPECT_TRUE(holds(html, "The line ends where no genuine or no impostor pair is left."));
}

TEST(HtmlReport, ReadyScoresTemplatesAndFurtherSectionsHaveTheirPlace) {
    ScoreSet scores;
    scores.name = "file";
    Rng rng(5);
    std::vector<float> values;
    for (std::size_t i = 0; i < 500; ++i) {
        scores.same.push_back(i % 2 == 0 ? 1 : 0);
        values.push_back(static_cast<float>(rng.normal() + (i % 2 == 0 ? 1.0 : 0.0)));
    }
    scores.values = values;
    const ScoreReport report = evaluateScores(scores, {});
    TemplateReport templates;
    templates.protocol = "IJB-A";
    templates.splits = {{"split1", 10, 1, 20, 30, 2, 50, 3}, {"split2", 10, 0, 20, 30, 0, 50, 0}};
    templates.results = {{{FusionKind::PfeFuse, 0.5},
                          PairScoreKind::Mls,
                          {{1e-2, 0.9125, 0.0125, 0.0098, true}, {1e-6, 0.5, 0.0, 0.0, false}},
                          {},
                          0}};
    templates.missingImages = 3;
    templates.firstMissing = {"img/<1>.jpg"};
    ReportContents contents;
    contents.title = "t";
    contents.scores.push_back({"OFIQ", "IJB-C", &report, "/data/file.npz", "abc"});
    contents.templates.push_back({"a.npz", &templates});
    HtmlSection extra{"Open-set identification", {}};
    extra.add(HtmlParagraph{"DIR at rank 1."});
    contents.sections.push_back(extra);
    const std::string html = htmlReport(contents);
    EXPECT_EQ(test::markupProblem(html), "");
    EXPECT_TRUE(holds(html, "<h2>IJB-C</h2>"));
    EXPECT_EQ(rowOf(html, "Source"), "|/data/file.npz");
    EXPECT_EQ(rowOf(html, "Data SHA-256"), "|abc");
    EXPECT_EQ(rowOf(html, "PFE_fuse T=0.5"),
              "|MLS|91.25 % ± 1.25|FAR reached 0.98 %|not measurable|too few impostor comparisons");
    EXPECT_TRUE(holds(html, "img/&lt;1&gt;.jpg"));
    EXPECT_LT(html.find("Templates 1:1, IJB-A: a.npz</h2>"), html.find("Open-set identification</h2>"));
    EXPECT_LT(html.find("Open-set identification</h2>"), html.find("How to read these numbers</h2>"));
}

}  // namespace
}  // namespace pf
