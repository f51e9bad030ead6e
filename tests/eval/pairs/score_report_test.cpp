#include "core/eval/pairs/score_report.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/numpy/npy.h"
#include "core/base/rng.h"
#include "core/eval/pairs/score_set.h"
#include "core/eval/report/report_json.h"
#include "tests/support/bytes.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

/// Pairs as a file holds them.
struct Drawn {
    std::vector<float> values;
    std::vector<std::uint8_t> same;
    std::vector<float> risk;

    ScoreSet set() const {
        ScoreSet set;
        set.name = "drawn";
        set.values = values;
        set.same = same;
        set.risk = risk;
        return set;
    }
};

Drawn drawn(std::size_t pairs) {
    Drawn set;
    Rng rng(7);
    for (std::size_t i = 0; i < pairs; ++i) {
        set.same.push_back(i % 3 == 0 ? 1 : 0);
        const double risk = rng.uniform();
        set.risk.push_back(static_cast<float>(risk));
        set.values.push_back(
            static_cast<float>((set.same.back() != 0 ? 0.7 : 0.1) + 0.25 * risk * rng.normal()));
    }
    return set;
}

NpyArray flags(const std::vector<std::uint8_t>& same) {
    return NpyArray::fromBools(std::vector<bool>(same.begin(), same.end()));
}

void write(const std::filesystem::path& file, const Drawn& set) {
    NpzArrays arrays;
    arrays["score"] = NpyArray::fromFloats(set.values, {set.values.size()});
    arrays["same"] = flags(set.same);
    if (!set.risk.empty()) {
        arrays["risk"] = NpyArray::fromFloats(set.risk, {set.risk.size()});
    }
    writeNpz(file, arrays);
}

std::string refusal(const std::filesystem::path& file) {
    try {
        evaluateScores(readScores(file), ScoreReportOptions{});
    } catch (const Error& error) {
        return error.what();
    }
    return "";
}

TEST(ScoreReport, ReadsWhatWasWrittenAndReportsEveryProtocol) {
    const test::TemporaryFolder folder;
    const Drawn set = drawn(3000);
    write(folder / "pairs.npz", set);
    ScoreReportOptions options;
    options.erc = true;
    options.fmrTargets = {1e-2, 1e-1};
    const ScoreReport report = evaluateScores(readScores(folder / "pairs.npz"), options);
    EXPECT_EQ(report.name, "pairs");
    EXPECT_EQ(report.genuine, 1000U);
    ASSERT_TRUE(report.roc.has_value());
    EXPECT_EQ(report.roc->tmrAtFmr.size(), 8U);
    EXPECT_TRUE(report.roc->tmrAtFmr[2].reachable);
    EXPECT_FALSE(report.roc->tmrAtFmr[4].reachable) << "1e-5 of 2,000 impostor pairs";
    ASSERT_EQ(report.edc.size(), 2U);
    const EdcReport& edc = report.edc[0];
    EXPECT_NEAR(edc.points[0].fnmr, edc.fixed.fnmr(), 1e-12) << "EDC at discard 0 is the ROC's FNMR";
    EXPECT_LT(edc.area.upTo30, edc.randomArea.upTo30) << "this risk knows something";
    EXPECT_LE(edc.oracleArea.upTo30, edc.area.upTo30);
    EXPECT_EQ(edc.points.size(), 201U);
    EXPECT_NEAR(edc.auerc30, edc.area.upTo30, 0.01 * edc.points[0].fnmr);
    EXPECT_GT(edc.auerc, edc.auerc30);
    ASSERT_EQ(report.erc.size(), 2U);
    EXPECT_NEAR(report.erc[1].points[0].point.fnmr(), report.edc[1].points[0].fnmr, 1e-12);

    const auto json = nlohmann::json::parse(detail::scoreReportJson(report).dump());
    EXPECT_EQ(json.at("pairs"), 3000);
    EXPECT_EQ(json.at("roc").at("tar_at_far").at(4).at("reachable"), false);
    EXPECT_EQ(json.at("edc").at(0).at("points").size(), 201U);
    EXPECT_EQ(json.at("edc").at(1).at("pauc").at("0.3"), report.edc[1].area.upTo30);
    EXPECT_EQ(json.at("erc").size(), 2U);
    EXPECT_GE(json.at("seconds").get<double>(), 0.0);
}

TEST(ScoreReport, TakesTheNamesAndFlagsOfOtherPrograms) {
    const test::TemporaryFolder folder;
    writeNpz(folder / "a.npz",
             {{"scores", NpyArray::fromFloats(std::vector<float>{0.75F, 0.5F, 0.25F}, {3, 1})},
              {"labels", NpyArray::fromIntegers(std::vector<std::int64_t>{1, -1, -1}, {3})}});
    EXPECT_EQ(readScores(folder / "a.npz").same, (std::vector<std::uint8_t>{1, 0, 0}));
    EXPECT_EQ(readScores(folder / "a.npz").values.floats()[1], 0.5F);
    writeNpz(folder / "b.npz", {{"score", NpyArray::fromFloats(std::vector<float>{0.75F, 0.5F, 0.25F}, {3})},
                                {"same", NpyArray::fromIntegers(std::vector<std::int64_t>{1, -1, 0}, {3})}});
    EXPECT_NE(refusal(folder / "b.npz").find("holds 0 beside -1"), std::string::npos);
    writeNpz(folder / "c.npz", {{"result", NpyArray::fromFloats(std::vector<float>{0.5F}, {1})}});
    EXPECT_NE(refusal(folder / "c.npz").find("no array 'score', but 'result'"), std::string::npos);
}

TEST(ScoreReport, ReadsTablesOfScores) {
    const test::TemporaryFolder folder;
    for (const char* text :
         {"score,same\n0.75,1\n0.5,0\n0.25,0\n", "same;score\ntrue;0.75\nfalse;0.5\nno;0.25\n",
          "0.75 1\n0.5 0\n0.25 0\n", "1\t0.75\n-1\t0.5\n-1\t0.25\n",
          "a,b,similarity,different\nx,y,0.75,0\nx,z,0.5,1\ny,z,0.25,1\n"}) {
        const ScoreSet set = readScores(folder.write("s.csv", text));
        EXPECT_EQ(set.same, (std::vector<std::uint8_t>{1, 0, 0})) << text;
        std::vector<double> room;
        EXPECT_EQ(set.values.doubles(room)[1], 0.5) << text;
    }
    const ScoreSet all = readScores(
        folder.write("s.csv", "score,same,risk,subject_a,subject_b\n1,1,2,Ann,Ann\n0,0,3,Ann,Bob\n"));
    EXPECT_EQ(all.risk.size(), 2U);
    EXPECT_EQ(all.subjectB, (std::vector<std::int32_t>{0, 1}));
    for (const char* text : {"enroll,verif,score\nx,y,0.5\n", "x y z 0.5\n", "0 1\n1 0\n", "0.5 0.25\n"}) {
        EXPECT_NE(refusal(folder.write("s.txt", text)).find("needs the columns score and same"),
                  std::string::npos)
            << text;
    }
    EXPECT_NE(refusal(folder.write("s.csv", "score,same\nx,1\n")).find("s.csv:2: score is 'x'"),
              std::string::npos);
    EXPECT_NE(refusal(folder.write("s.csv", "score,same\n1,2\n")).find("same is '2'"), std::string::npos);
    const NpyArray one = NpyArray::fromFloats(std::vector<float>{0.5F}, {1});
    EXPECT_NE(refusal(folder.write("s.npy", test::toText(npyBytes(one)))).find("numpy.savez"),
              std::string::npos);
}

TEST(ScoreReport, IntervalsAreOverIdentitiesWhereTheFileNamesThem) {
    const test::TemporaryFolder folder;
    const Drawn set = drawn(900);
    std::vector<std::int64_t> a;
    std::vector<std::int64_t> b;
    for (std::size_t i = 0; i < set.values.size(); ++i) {
        a.push_back(static_cast<std::int64_t>(i / 30));
        b.push_back(set.same[i] != 0 ? a.back() : static_cast<std::int64_t>((i / 30 + i % 3) % 30));
    }
    NpzArrays arrays = {{"score", NpyArray::fromFloats(set.values, {900})},
                        {"same", NpyArray::fromBools(std::vector<bool>(set.same.begin(), set.same.end()))},
                        {"risk", NpyArray::fromFloats(set.risk, {900})},
                        {"subject_a", NpyArray::fromIntegers(a, {900})}};
    writeNpz(folder / "s.npz", arrays);
    EXPECT_NE(refusal(folder / "s.npz").find("subject_b"), std::string::npos);
    arrays["subject_b"] = NpyArray::fromIntegers(b, {900});
    writeNpz(folder / "s.npz", arrays);
    ScoreReportOptions options;
    options.bootstrap = 60;
    options.rocTargets = {0.1};
    options.fmrTargets = {0.1};
    const ScoreReport report = evaluateScores(readScores(folder / "s.npz"), options);
    EXPECT_TRUE(report.overIdentities);
    EXPECT_EQ(report.replicates, 60U);
    ASSERT_EQ(report.edc[0].intervals.size(), report.edc[0].points.size());
    EXPECT_LE(report.roc->tmrIntervals[0].low, report.roc->tmrAtFmr[0].tmr);
    EXPECT_GE(report.roc->tmrIntervals[0].high, report.roc->tmrAtFmr[0].tmr);
    const auto json = nlohmann::json::parse(detail::scoreReportJson(report).dump());
    EXPECT_EQ(json.at("bootstrap").at("over"), "identities");
    EXPECT_EQ(json.at("edc").at(0).at("fnmr_intervals").size(), 201U);
    EXPECT_FALSE(evaluateScores(set.set(), options).overIdentities);
}

TEST(ScoreReport, WithoutRisksThereIsTheRocOnly) {
    ScoreSet set = drawn(300).set();
    set.risk = {};
    const ScoreReport report = evaluateScores(set, ScoreReportOptions{});
    EXPECT_TRUE(report.roc.has_value());
    EXPECT_TRUE(report.edc.empty());
    ScoreReportOptions onlyEdc;
    onlyEdc.roc = false;
    EXPECT_THROW(evaluateScores(set, onlyEdc), Error);
}

TEST(ScoreReport, BadFilesAreNamedWithARemedy) {
    const test::TemporaryFolder folder;
    const auto file = folder / "bad.npz";
    Drawn set = drawn(30);
    set.same.pop_back();
    write(file, set);
    EXPECT_NE(refusal(file).find("'same' has 29 values"), std::string::npos) << refusal(file);
    set = drawn(30);
    set.risk.resize(7);
    write(file, set);
    EXPECT_NE(refusal(file).find("'risk' has 7 values"), std::string::npos) << refusal(file);
    set = drawn(30);
    set.values[3] = std::numeric_limits<float>::quiet_NaN();
    write(file, set);
    EXPECT_NE(refusal(file).find("score[3]"), std::string::npos) << refusal(file);
    set = drawn(30);
    std::fill(set.same.begin(), set.same.end(), 1);
    write(file, set);
    EXPECT_NE(refusal(file).find("impostor"), std::string::npos) << refusal(file);
    writeNpz(file, {{"score", NpyArray::fromFloats(set.values, {30})}});
    EXPECT_NE(refusal(file).find("no array 'same'"), std::string::npos) << refusal(file);
    writeNpz(file, {{"score", NpyArray::fromFloats(set.values, {15, 2})}});
    EXPECT_NE(refusal(file).find("2 dimensions"), std::string::npos) << refusal(file);
    writeNpz(file, {{"score", NpyArray::fromFloats(set.values, {30})},
                    {"same", NpyArray::fromFloats(std::vector<float>(30, 0.5F), {30})}});
    EXPECT_NE(refusal(file).find("holds 0.5"), std::string::npos) << refusal(file);
}

bool warns(const ScoreReport& report, const std::string& part) {
    return std::any_of(report.warnings.begin(), report.warnings.end(),
                       [&](const auto& text) { return text.find(part) != std::string::npos; });
}

TEST(ScoreReport, DistancesAndQualitiesAreNoticedAndCanBeTurnedRound) {
    const test::TemporaryFolder folder;
    const Drawn set = drawn(3000);
    write(folder / "right.npz", set);
    Drawn turned = set;
    for (std::size_t i = 0; i < set.values.size(); ++i) {
        turned.values[i] = 1.0F - set.values[i];
        turned.risk[i] = 1.0F - set.risk[i];
    }
    write(folder / "turned.npz", turned);
    ScoreReportOptions options;
    options.fmrTargets = {0.05};
    const ScoreReport right = evaluateScores(readScores(folder / "right.npz"), options);
    EXPECT_TRUE(right.warnings.empty()) << right.warnings.front();
    const ScoreReport wrong = evaluateScores(readScores(folder / "turned.npz"), options);
    EXPECT_TRUE(warns(wrong, "--score-is distance"));
    EXPECT_LT(wrong.roc->areaUnderCurve, 0.1);
    EXPECT_NE(detail::scoreReportJson(wrong).dump().find("--score-is distance"), std::string::npos);
    const ScoreReport scoresOnly =
        evaluateScores(readScores(folder / "turned.npz", {.scoreIsDistance = true}), options);
    EXPECT_TRUE(warns(scoresOnly, "--quality-higher-is-better"));
    EXPECT_FALSE(warns(scoresOnly, "--score-is"));
    EXPECT_GT(scoresOnly.edc.front().area.full, scoresOnly.edc.front().randomArea.full);
    const ScoreReport both = evaluateScores(
        readScores(folder / "turned.npz", {.scoreIsDistance = true, .riskIsQuality = true}), options);
    EXPECT_TRUE(both.warnings.empty());
    EXPECT_NEAR(both.roc->areaUnderCurve, right.roc->areaUnderCurve, 1e-6);
    EXPECT_NEAR(both.edc.front().area.full, right.edc.front().area.full, 1e-3);
}

TEST(ScoreReport, RandomScoresAndFewPairsAreNoDistances) {
    Drawn set = drawn(900);
    Rng rng(11);
    for (auto& value : set.values) {
        value = static_cast<float>(rng.uniform());
    }
    EXPECT_FALSE(warns(evaluateScores(set.set(), {}), "--score-is"));
    Drawn few{{0.2F, 0.4F, 0.3F}, {1, 0, 0}, {}};
    EXPECT_FALSE(warns(evaluateScores(few.set(), {}), "--score-is"));
}

TEST(ScoreReport, ARateThatTiesForbidIsNotClaimed) {
    Drawn set = drawn(900);
    std::fill(set.values.begin(), set.values.end(), 0.5F);
    std::fill(set.risk.begin(), set.risk.end(), 0.25F);
    ScoreReportOptions options;
    options.erc = true;
    const ScoreReport report = evaluateScores(set.set(), options);
    for (const auto& point : report.roc->tmrAtFmr) {
        EXPECT_LE(point.fmr, point.fmrTarget);
        EXPECT_EQ(point.tmr, 0.0) << "no threshold accepts some of them";
    }
    EXPECT_TRUE(warns(report, "the same for every pair"));
    EXPECT_EQ(report.edc.front().fixed.fmr, 0.0);
    for (const auto& point : report.edc.front().points) {
        EXPECT_EQ(point.fnmr, 1.0);
    }
    for (const auto& point : report.erc.front().points) {
        EXPECT_EQ(point.kept, 900U);
    }
}

/// Every number that depends on the risk.
std::vector<double> readings(const ScoreReport& report) {
    std::vector<double> all;
    for (const auto& edc : report.edc) {
        for (const DiscardAreas* areas : {&edc.area, &edc.oracleArea, &edc.randomArea}) {
            all.insert(all.end(), {areas->upTo20, areas->upTo30, areas->full});
        }
        for (const auto& point : edc.points) {
            all.insert(all.end(), {point.fnmr, point.fmr, static_cast<double>(point.kept)});
        }
        for (const auto& interval : edc.intervals) {
            all.insert(all.end(), {interval.low, interval.high});
        }
    }
    for (const auto& erc : report.erc) {
        all.push_back(erc.area());
    }
    for (const auto& row : report.risk->rows) {
        all.insert(all.end(), {row.accuracy, static_cast<double>(row.kept)});
    }
    return all;
}

TEST(ScoreReport, NumbersThatOnly64BitsHoldGiveTheSameCurves) {
    const test::TemporaryFolder folder;
    const Drawn set = drawn(900);
    std::vector<std::size_t> order(900);
    for (std::size_t i = 0; i < order.size(); ++i) {
        order[i] = i;
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return set.risk[a] < set.risk[b]; });
    ScoreReportOptions options;
    options.erc = true;
    options.risk = true;
    options.fmrTargets = {0.02};
    options.bootstrap = 20;
    const auto reportOf = [&](const auto& riskOfRank, const auto& scoreOf) {
        std::vector<double> risk(900);
        std::vector<double> scores(900);
        for (std::size_t rank = 0; rank < order.size(); ++rank) {
            risk[order[rank]] = riskOfRank(static_cast<double>(rank));
        }
        for (std::size_t i = 0; i < scores.size(); ++i) {
            scores[i] = scoreOf(static_cast<double>(set.values[i]));
        }
        writeNpz(folder / "pairs.npz", {{"score", NpyArray::fromDoubles(scores, {900})},
                                        {"same", flags(set.same)},
                                        {"risk", NpyArray::fromDoubles(risk, {900})}});
        return evaluateScores(readScores(folder / "pairs.npz"), options);
    };
    const auto same = [](double value) { return value; };
    const ScoreReport plain = reportOf([](double rank) { return rank / 1024; }, same);
    const auto expected = readings(plain);
    EXPECT_EQ(readings(reportOf([](double rank) { return 1 - 1e-9 * (900 - rank); }, same)), expected);
    EXPECT_EQ(readings(reportOf([](double rank) { return 1e6 + 1e-3 * rank; }, same)), expected);
    EXPECT_EQ(readings(reportOf([](double rank) { return -1e12 + rank; }, same)), expected);
    // Scores too: their differences here are far below what 32 bits hold beside 1e6.
    const ScoreReport shifted =
        reportOf([](double rank) { return rank / 1024; }, [](double value) { return 1e6 + value / 1024; });
    EXPECT_EQ(readings(shifted), expected);
    EXPECT_EQ(shifted.roc->areaUnderCurve, plain.roc->areaUnderCurve);
    EXPECT_EQ(shifted.roc->equalError.rate, plain.roc->equalError.rate);
    for (std::size_t i = 0; i < plain.roc->tmrAtFmr.size(); ++i) {
        EXPECT_EQ(shifted.roc->tmrAtFmr[i].tmr, plain.roc->tmrAtFmr[i].tmr);
    }
}

}  // namespace
}  // namespace pf
