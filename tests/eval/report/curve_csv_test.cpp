#include "core/eval/report/curve_csv.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>

#include "core/base/csv.h"
#include "core/base/text.h"
#include "tests/eval/report/report_fixtures.h"

namespace pf {
namespace {

using Rows = std::vector<std::vector<std::string>>;

/// Fields by RFC 4180.
Rows parsed(const std::string& csv) {
    Rows rows(1, {""});
    bool quoted = false;
    for (std::size_t i = 0; i < csv.size(); ++i) {
        std::string& field = rows.back().back();
        if (quoted && csv[i] == '"' && i + 1 < csv.size() && csv[i + 1] == '"') {
            field += csv[i++];
        } else if (csv[i] == '"') {
            quoted = !quoted;
        } else if (!quoted && csv[i] == ',') {
            rows.back().emplace_back();
        } else if (!quoted && csv[i] == '\n') {
            rows.push_back({""});
        } else {
            field += csv[i];
        }
    }
    rows.pop_back();  // behind the last line feed
    return rows;
}

const PairReport& report() {
    static const PairReport drawn = test::drawnReport("model", "drawn", test::everything(20));
    return drawn;
}

double number(const std::string& field) {
    return std::strtod(field.c_str(), nullptr);
}

void expectRectangular(const std::string& csv) {
    const Rows rows = parsed(csv);
    for (const auto& row : rows) {
        EXPECT_EQ(row.size(), rows.front().size());
    }
}

TEST(CurveCsv, QuotesOnlyWhatNeedsIt) {
    EXPECT_EQ(csvField("sigma_sq max"), "sigma_sq max");
    EXPECT_EQ(csvField("a,b"), "\"a,b\"");
    EXPECT_EQ(csvField("say \"x\""), "\"say \"\"x\"\"\"");
    EXPECT_EQ(csvField("two\nlines"), "\"two\nlines\"");
    const Rows back = parsed(csvField("a,\"b\"\nc") + ",d\n");
    EXPECT_EQ(back, (Rows{{"a,\"b\"\nc", "d"}}));
}

TEST(CurveCsv, TheRiskCurveKeepsItsColumnsAndItsPrecision) {
    const std::string csv = riskCsv(report().record);
    EXPECT_EQ(csv.substr(0, csv.find('\n')),
              "discard_fraction,risk_threshold,kept,total,accuracy,threshold,random_discard_accuracy");
    const Rows rows = parsed(csv);
    ASSERT_EQ(rows.size(), 52U);
    const RiskPoint& point = report().record.riskCurve[30];
    EXPECT_EQ(number(rows[31][0]), point.discard);
    EXPECT_EQ(number(rows[31][1]), point.riskThreshold);
    EXPECT_EQ(rows[31][2], std::to_string(point.kept));
    EXPECT_EQ(number(rows[31][4]), point.accuracy) << "the same double";
    EXPECT_EQ(number(rows[31][6]), report().record.randomCurve[30].accuracy);
    EXPECT_EQ(parsed(riskCsv(report().curves.front()))[31], rows[31]) << "cosine with max of sigma²";
}

TEST(CurveCsv, EveryTableHoldsEveryCurveAtFullPrecision) {
    const auto& curves = report().curves;
    const Rows roc = parsed(rocCsv(curves));
    std::size_t points = 0;
    for (const auto& curve : curves) {
        points += curve.roc->points.size();
    }
    EXPECT_EQ(roc.size(), points + 1);
    EXPECT_EQ(roc[1][0], "cosine");
    EXPECT_EQ(number(roc[5][1]), curves[0].roc->points[4].threshold);

    const Rows tmr = parsed(tmrAtFmrCsv(curves));
    EXPECT_EQ(tmr[0].back(), "reachable");
    EXPECT_EQ(tmr[1].back(), "true");
    EXPECT_EQ(tmr[8].back(), "false") << "1e-8 of 200 impostor pairs";
    EXPECT_EQ(number(tmr[2][6]), curves[0].roc->tmrIntervals[1].low);

    const Rows edc = parsed(edcCsv(curves));
    EXPECT_EQ(edc.size(), 1 + curves.size() * 2 * 201);
    EXPECT_EQ(number(edc[202][2]), 0.1) << "the second FMR target";
    EXPECT_EQ(number(edc[50][11]), curves[0].edc[0].points[49].fnmr);
    EXPECT_EQ(number(edc[50][15]), curves[0].edc[0].oracle[49]);
    EXPECT_EQ(number(edc[50][16]), curves[0].edc[0].points[0].fnmr);

    const Rows bins = parsed(distributionCsv(curves));
    std::size_t genuine = 0;
    for (std::size_t i = 1; i <= 100; ++i) {
        genuine += static_cast<std::size_t>(number(bins[i][3]));
    }
    EXPECT_EQ(genuine, 200U);
    EXPECT_EQ(number(bins[100][2]), curves[0].distribution->genuine.high);
    EXPECT_EQ(parsed(accuracyCsv(curves)).size(), 1 + curves.size() * 201);
    EXPECT_EQ(parsed(ercCsv(curves)).size(), 1 + curves.size() * 2 * 20);
    for (const auto& file : curveCsvFiles(report())) {
        expectRectangular(file.text);
    }
}

TEST(CurveCsv, WhatDoesNotExistIsAnEmptyField) {
    ScoreReport curve = report().curves.front();
    curve.roc->tmrIntervals.clear();
    curve.risk->curve[3].accuracy = std::nan("");
    curve.edc[0].intervals.clear();
    curve.erc[0].points[2].measured = false;
    curve.score = "a, \"b\"";
    EXPECT_EQ(parsed(riskCsv(curve))[4][4], "");
    EXPECT_EQ(parsed(tmrAtFmrCsv({&curve, 1}))[1][6], "");
    EXPECT_EQ(parsed(tmrAtFmrCsv({&curve, 1}))[1][0], "a, \"b\"");
    EXPECT_EQ(parsed(edcCsv({&curve, 1}))[1][13], "");
    EXPECT_EQ(parsed(ercCsv({&curve, 1}))[3][6], "");
    PairReport holed;
    holed.curves = {curve};
    for (const auto& file : curveCsvFiles(holed)) {
        EXPECT_EQ(file.text.find("nan"), std::string::npos) << file.name;
    }
}

TEST(CurveCsv, OnlyTablesWithLinesBecomeFiles) {
    const auto names = [](const std::vector<CsvFile>& files) {
        std::string all;
        for (const auto& file : files) {
            all += file.name + " ";
        }
        return all;
    };
    EXPECT_EQ(
        names(curveCsvFiles(report())),
        "risk.csv risk_curves.csv roc.csv tar_at_far.csv edc.csv erc.csv distribution.csv accuracy.csv ");
    PairReport rocOnly;
    rocOnly.curves = {report().curves.front()};
    rocOnly.curves[0].risk.reset();
    rocOnly.curves[0].edc.clear();
    rocOnly.curves[0].erc.clear();
    EXPECT_EQ(names(curveCsvFiles(rocOnly)), "roc.csv tar_at_far.csv distribution.csv accuracy.csv ");
    EXPECT_EQ(names(curveCsvFiles(PairReport{})), "");
}

}  // namespace
}  // namespace pf
