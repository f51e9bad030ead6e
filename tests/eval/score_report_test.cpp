#include "core/eval/score_report.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/npz.h"
#include "core/base/rng.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

ScoreSet drawn(std::size_t pairs) {
    ScoreSet set;
    set.name = "drawn";
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

void write(const std::filesystem::path& file, const ScoreSet& set) {
    NpzArrays arrays;
    arrays["score"] = NpyArray::fromFloats(set.values, {set.values.size()});
    arrays["same"] = NpyArray::fromBools(std::vector<bool>(set.same.begin(), set.same.end()));
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
    const ScoreSet set = drawn(3000);
    write(folder / "pairs.npz", set);
    ScoreReportOptions options;
    options.erc = true;
    options.fmrTargets = {1e-2, 1e-1};
    const ScoreReport report = evaluateScores(readScores(folder / "pairs.npz"), options);
    EXPECT_EQ(report.name, "pairs");
    EXPECT_EQ(report.genuine, 1000U);
    ASSERT_TRUE(report.roc.has_value());
    EXPECT_EQ(report.roc->tarAtFar.size(), 8U);
    EXPECT_TRUE(report.roc->tarAtFar[2].reachable);
    EXPECT_FALSE(report.roc->tarAtFar[4].reachable) << "1e-5 of 2,000 impostor pairs";
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

    const auto json = nlohmann::json::parse(scoreReportText(report));
    EXPECT_EQ(json.at("pairs"), 3000);
    EXPECT_EQ(json.at("roc").at("tar_at_far").at(4).at("reachable"), false);
    EXPECT_EQ(json.at("edc").at(0).at("points").size(), 201U);
    EXPECT_EQ(json.at("edc").at(1).at("pauc").at("0.3"), report.edc[1].area.upTo30);
    EXPECT_EQ(json.at("erc").size(), 2U);
    EXPECT_GE(json.at("seconds").get<double>(), 0.0);
}

TEST(ScoreReport, IntervalsAreOverIdentitiesWhereTheFileNamesThem) {
    const test::TemporaryFolder folder;
    const ScoreSet set = drawn(900);
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
    options.farTargets = {0.1};
    options.fmrTargets = {0.1};
    const ScoreReport report = evaluateScores(readScores(folder / "s.npz"), options);
    EXPECT_TRUE(report.overIdentities);
    EXPECT_EQ(report.replicates, 60U);
    ASSERT_EQ(report.edc[0].intervals.size(), report.edc[0].points.size());
    EXPECT_LE(report.roc->tarIntervals[0].low, report.roc->tarAtFar[0].tar);
    EXPECT_GE(report.roc->tarIntervals[0].high, report.roc->tarAtFar[0].tar);
    const auto json = nlohmann::json::parse(scoreReportText(report));
    EXPECT_EQ(json.at("bootstrap").at("over"), "identities");
    EXPECT_EQ(json.at("edc").at(0).at("fnmr_intervals").size(), 201U);
    ScoreSet plain = set;
    EXPECT_FALSE(evaluateScores(plain, options).overIdentities);
}

TEST(ScoreReport, WithoutRisksThereIsTheRocOnly) {
    ScoreSet set = drawn(300);
    set.risk.clear();
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
    ScoreSet set = drawn(30);
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
    EXPECT_NE(refusal(file).find("neither 0 nor 1"), std::string::npos) << refusal(file);
}

}  // namespace
}  // namespace pf
