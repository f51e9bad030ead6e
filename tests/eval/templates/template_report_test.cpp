#include "core/eval/templates/template_report.h"

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/eval/report/report_json.h"
#include "tests/eval/search/identification_fixtures.h"
#include "tests/support/failures.h"

namespace pf {
namespace {

using test::addPlanarFace;
using test::expectContains;
using test::failure;
using Names = std::vector<std::string>;
using Rows = std::vector<std::uint32_t>;

/// Two persons with two templates each, in one plane. Templates 0, 1 show one person, 2, 3 the other.
IjbProtocol fourTemplates() {
    IjbSplit split;
    split.name = "only";
    split.templates = {{10, 1, {"a1.jpg", "a2.jpg"}},
                       {11, 1, {"a3.jpg"}},
                       {12, 2, {"b1.jpg"}},
                       {13, 2, {"b2.jpg", "b3.jpg"}}};
    split.comparisons = {{0, 0, 0, 1, 1, 2}, {1, 2, 3, 2, 3, 3}, {1, 0, 0, 0, 0, 1}};
    return {"planar", {split}, {0.25}};
}

EmbeddingSet planarFaces() {
    EmbeddingSet set;
    addPlanarFace(set, "a1.jpg", 0.0, 0.1F);
    addPlanarFace(set, "a2.jpg", 0.2, 0.1F);
    addPlanarFace(set, "a3.jpg", 0.3, 0.1F);
    addPlanarFace(set, "b1.jpg", 1.5, 0.1F);
    addPlanarFace(set, "b2.jpg", 1.4, 0.1F);
    addPlanarFace(set, "b3.jpg", 1.2, 0.1F);
    return set;
}

TemplateReportOptions onlyMeanCosine() {
    TemplateReportOptions options;
    options.fusions = {{FusionKind::Mean, 1.0}};
    options.matches = {PairScoreKind::Cosine};
    return options;
}

TEST(TemplateRows, MatchTheFullNameAndThenTheStem) {
    EmbeddingSet set;
    for (const char* name :
         {"img/1.jpg", "./img/2.png", "img/3.jpg", "img/3.png", "frame/1.png", "v.1/noext"}) {
        addPlanarFace(set, name, 0, 1);
    }
    IjbSplit split;
    split.templates = {{1, 1, {"img/1.jpg", "img/2.JPG", "img/4.jpg"}},
                       {2, 1, {"img/3.png", "frame/1.png"}},
                       {3, 1, {"9.png", "v.1/other"}},
                       {4, 1, {"v.1/noext.jpg", "./img/1.jpg"}}};
    const auto found = templateRows(ImageNames(set.names), split);
    EXPECT_EQ(found.rows, (std::vector<Rows>{{0, 1}, {3, 4}, {}, {5, 0}}));
    EXPECT_EQ(found.missing, (Names{"img/4.jpg", "9.png", "v.1/other"}));
}

TEST(TemplateRows, RefuseAnAmbiguousName) {
    EmbeddingSet set;
    addPlanarFace(set, "1.png", 0, 1);
    addPlanarFace(set, "1.bmp", 0, 1);
    addPlanarFace(set, "2.jpg", 0, 1);
    addPlanarFace(set, "2.jpg", 0, 1);
    addPlanarFace(set, "3.png", 0, 1);
    const auto rowsOf = [&](const Names& images) {
        IjbSplit split;
        split.name = "only";
        split.templates = {{8, 1, images}};
        return templateRows(ImageNames(set.names), split);
    };
    expectContains(failure([&] { rowsOf({"1.jpg"}); }),
                   {"only, template 8", "'1.jpg'", "but for the extension"});
    expectContains(failure([&] { rowsOf({"2.jpg"}); }), {"'2.jpg'", "more than one"});
    expectContains(failure([&] { rowsOf({"3.png", "3.jpg"}); }), {"'3.png'", "'3.jpg'", "both fit"});
    EXPECT_EQ(rowsOf({"1.bmp", "3.jpg"}).rows, (std::vector<Rows>{{1, 4}}));
}

TEST(TemplateReport, EqualsTheScoresByHand) {
    const auto report = reportTemplates(planarFaces(), fourTemplates(), onlyMeanCosine());
    ASSERT_EQ(report.results.size(), 1U);
    const auto& point = report.results[0].bySplit.at(0).at(0);
    // Fused angles 0.1, 0.3, 1.5, 1.3. Impostor cosines: 1.4, 1.2, 1.2 and 1.0 apart; the best is cos 1.0.
    EXPECT_NEAR(point.threshold, std::cos(1.0), 1e-6);
    EXPECT_EQ(point.fmr, 0.25);
    EXPECT_EQ(point.tmr, 1.0);
    EXPECT_TRUE(point.reachable);
    EXPECT_EQ(report.results[0].tar.at(0).mean, 1.0);
    EXPECT_EQ(report.results[0].tar.at(0).deviation, 0.0);
    EXPECT_EQ(report.splits.at(0).templates, 4U);
    EXPECT_EQ(report.splits.at(0).genuine, 2U);
    EXPECT_EQ(report.splits.at(0).impostor, 4U);
    EXPECT_EQ(report.splits.at(0).images, 6U);
    EXPECT_TRUE(report.notes.empty());

    auto options = onlyMeanCosine();
    options.matches = {PairScoreKind::Cosine, PairScoreKind::NegativeSquaredDistance, PairScoreKind::Mls};
    const auto all = reportTemplates(planarFaces(), fourTemplates(), options);
    ASSERT_EQ(all.results.size(), 3U);
    EXPECT_NEAR(all.results[1].bySplit[0][0].threshold, -2 * (1 - std::cos(1.0)), 1e-6);
    EXPECT_NEAR(all.results[2].bySplit[0][0].threshold,
                -(2 * (1 - std::cos(1.0)) / (1e-10 + 0.2) + std::log(0.2)), 1e-5);
}

TEST(TemplateReport, TheTemperatureDecidesWhatAnUncertainImageCounts) {
    // The misplaced image of template 0 is a hundred times less certain than the other.
    auto set = planarFaces();
    set.mu[2] = static_cast<float>(std::cos(1.9));
    set.mu[3] = static_cast<float>(std::sin(1.9));
    set.sigmaSq[0] = 0.01F;
    set.sigmaSq[1] = 1.0F;
    auto options = onlyMeanCosine();
    options.fusions = {{FusionKind::Mean, 1.0}, {FusionKind::PfeFuse, 1.0}};
    const auto report = reportTemplates(set, fourTemplates(), options);
    // Its mean points to 0.95, nearer to 1.3 of a stranger than to its own 0.3.
    EXPECT_EQ(report.results[0].tar[0].mean, 0.5);
    EXPECT_EQ(report.results[1].tar[0].mean, 1.0);
}

TEST(TemplateReport, CountsMissingImagesAndScoresUnusableTemplates) {
    EmbeddingSet set;
    addPlanarFace(set, "a1.jpg", 0.0, 0.1F);
    addPlanarFace(set, "b1.jpg", 1.5, 0.1F);
    addPlanarFace(set, "b2.png", 1.4, 0.1F);
    auto options = onlyMeanCosine();
    options.farTargets = {0.0, 0.25, 0.75, 1e-3};
    const auto report = reportTemplates(set, fourTemplates(), options);
    EXPECT_EQ(report.missingImages, 3U);
    EXPECT_EQ(report.firstMissing, (Names{"a2.jpg", "a3.jpg", "b3.jpg"}));
    EXPECT_EQ(report.splits[0].missingImages, 3U);
    EXPECT_EQ(report.splits[0].unusableTemplates, 1U);
    EXPECT_EQ(report.splits[0].unusableComparisons, 3U);
    const auto& points = report.results[0].bySplit[0];
    EXPECT_EQ(points[0].tmr, 0.5);  // the genuine pair with template 11 can never be accepted ...
    EXPECT_NEAR(points[1].threshold, std::cos(1.4), 1e-6);
    EXPECT_EQ(points[1].tmr, 0.5);
    // ... as two impostor pairs tie with it: three of four cannot be accepted without the fourth.
    EXPECT_EQ(points[2].threshold, std::nextafter(kUnusableScore, 0.0));
    EXPECT_EQ(points[2].fmr, 0.5);
    EXPECT_EQ(points[2].tmr, 0.5);
    EXPECT_TRUE(points[2].reachable);
    EXPECT_FALSE(points[3].reachable);
    EXPECT_FALSE(report.results[0].tar[3].reachable);
    ASSERT_EQ(report.notes.size(), 4U);
    expectContains(report.notes[0], {"only", "type of the file", "'b2.jpg' is taken for 'b2.png'"});
    expectContains(report.notes[1], {"3 images", "a2.jpg, a3.jpg, b3.jpg"});
    expectContains(report.notes[2], {"only", "1 of 4 templates", "3 comparisons score -9999"});
    expectContains(report.notes[3], {"only", "4 impostor comparisons", "0.001"});
}

TEST(TemplateReport, SaysWhenAnMlsFallsBelowTheUnusable) {
    auto set = planarFaces();
    for (float& value : set.sigmaSq) {
        value = 1e-5F;
    }
    auto options = onlyMeanCosine();
    options.matches = {PairScoreKind::Mls};
    const auto report = reportTemplates(set, fourTemplates(), options);
    EXPECT_EQ(report.results[0].belowUnusable, 4U);
    expectContains(report.notes.back(), {"mean, mls", "4 comparisons score below"});
}

TEST(TemplateReport, MeanAndSpreadOverSplits) {
    auto protocol = fourTemplates();
    protocol.splits.push_back(protocol.splits[0]);
    protocol.splits[1].comparisons.same = {0, 1, 0, 0, 0, 1};  // one of two genuine pairs is a stranger's
    const auto report = reportTemplates(planarFaces(), protocol, onlyMeanCosine());
    const auto& result = report.results[0];
    EXPECT_EQ(result.bySplit[0][0].tmr, 1.0);
    EXPECT_EQ(result.bySplit[1][0].tmr, 0.5);
    EXPECT_DOUBLE_EQ(result.tar[0].mean, 0.75);
    EXPECT_DOUBLE_EQ(result.tar[0].deviation, 0.25);
}

TEST(TemplateReport, RefusesWhatItCannotReport) {
    const auto run = [](const EmbeddingSet& set, const IjbProtocol& protocol,
                        const TemplateReportOptions& options = {}) {
        reportTemplates(set, protocol, options);
    };
    const auto set = planarFaces();
    const auto protocol = fourTemplates();

    auto elsewhere = set;
    for (auto& name : elsewhere.names) {
        name = "other-" + name;
    }
    expectContains(failure([&] { run(elsewhere, protocol); }),
                   {"none of its 6", "'a1.jpg'", "'other-a1.jpg'"});

    auto onlyGenuine = protocol;
    onlyGenuine.splits[0].comparisons.same.assign(6, 1);
    expectContains(failure([&] { run(set, onlyGenuine); }), {"only"});

    auto opposite = set;
    opposite.mu[2] = -opposite.mu[0];
    opposite.mu[3] = -opposite.mu[1];
    expectContains(failure([&] { run(opposite, protocol); }, ErrorCode::Numeric),
                   {"only, template 10", "cancel each other"});

    auto stray = protocol;
    stray.splits[0].comparisons.second[3] = 4;
    expectContains(failure([&] { run(set, stray); }, ErrorCode::Shape), {"only"});
    auto cut = set;
    cut.names.pop_back();
    expectContains(failure([&] { run(cut, protocol); }, ErrorCode::Shape), {"5 names"});

    TemplateReportOptions options;
    options.farTargets = {1.5};
    expectContains(failure([&] { run(set, protocol, options); }, ErrorCode::Config), {"1.5"});
    options = {};
    options.fusions = {{FusionKind::PfeFuse, 0}};
    expectContains(failure([&] { run(set, protocol, options); }, ErrorCode::Config), {"temperature"});
    options.fusions.clear();
    expectContains(failure([&] { run(set, protocol, options); }, ErrorCode::Config), {"at least one"});
    expectContains(failure([&] { run(set, {"empty", {}, {0.1}}); }), {"empty", "no splits"});
}

/// A random direction per subject plus noise, for every file that the protocol names; every tenth is missing.
EmbeddingSet syntheticFaces(const IjbProtocol& protocol, std::size_t dim) {
    EmbeddingSet set;
    set.embeddingSize = dim;
    set.sigmaSize = 1;
    std::set<std::string> known;
    for (const auto& split : protocol.splits) {
        for (const auto& entry : split.templates) {
            Rng subject(static_cast<std::uint64_t>(entry.subject) + 1);
            std::vector<double> centre(dim);
            for (auto& value : centre) {
                value = subject.normal();
            }
            for (const auto& image : entry.images) {
                if (!known.insert(image).second || known.size() % 10 == 0) {
                    continue;
                }
                Rng rng(known.size() + 1000000);
                const double noise = 0.5 + 4.0 * rng.uniform();
                std::vector<double> mu(dim);
                double square = 0;
                for (std::size_t d = 0; d < dim; ++d) {
                    mu[d] = centre[d] + noise * rng.normal();
                    square += mu[d] * mu[d];
                }
                for (const double value : mu) {
                    set.mu.push_back(static_cast<float>(value / std::sqrt(square)));
                }
                set.sigmaSq.push_back(static_cast<float>(0.1 * noise * noise));
                set.names.push_back(image);
            }
        }
    }
    return set;
}

TEST(TemplateReport, TheRealSplitsWithSyntheticFaces) {
    const auto folder = std::filesystem::path(PF_SOURCE_DIR) / ".." / "shared" / "protocols" / "ijba";
    if (!std::filesystem::exists(folder)) {
        GTEST_SKIP() << "no IJB-A splits at " << folder;
    }
    const auto protocol = readIjbProtocol(folder);
    const auto set = syntheticFaces(protocol, 32);
    TemplateReportOptions options;
    options.matches = {PairScoreKind::Cosine, PairScoreKind::NegativeSquaredDistance, PairScoreKind::Mls};
    options.threads = 1;
    const auto report = reportTemplates(set, protocol, options);
    options.threads = 5;
    const auto threaded = reportTemplates(set, protocol, options);

    ASSERT_EQ(report.results.size(), 12U);
    for (std::size_t r = 0; r < report.results.size(); ++r) {
        const auto& result = report.results[r];
        ASSERT_EQ(result.bySplit.size(), protocol.splits.size());
        for (std::size_t s = 0; s < result.bySplit.size(); ++s) {
            for (std::size_t t = 0; t < 2; ++t) {
                const auto& point = result.bySplit[s][t];
                EXPECT_EQ(point.threshold, threaded.results[r].bySplit[s][t].threshold);
                EXPECT_EQ(point.tmr, threaded.results[r].bySplit[s][t].tmr);
                EXPECT_TRUE(point.reachable);
                EXPECT_NEAR(point.fmr, point.fmrTarget, 1e-4);
            }
        }
        EXPECT_GT(result.tar[1].mean, 0.3) << templateFusionName(result.fusion);
        EXPECT_GE(result.tar[1].mean, result.tar[0].mean);
        EXPECT_GT(result.tar[1].deviation, 0.0);
        if (result.match == PairScoreKind::NegativeSquaredDistance) {
            // For rows of length 1 it orders pairs as the cosine does.
            EXPECT_NEAR(result.tar[1].mean, report.results[r - 1].tar[1].mean, 1e-3);
        }
    }
    // Noise that sigma² knows: certain images must help (mean and cosine against PFE_fuse T=1 and cosine).
    EXPECT_EQ(templateFusionName(report.results[6].fusion), "PFE_fuse T=1");
    EXPECT_GT(report.results[6].tar[0].mean, report.results[0].tar[0].mean);
    std::set<std::string> missing;
    for (const auto& split : protocol.splits) {
        for (const auto& entry : split.templates) {
            missing.insert(entry.images.begin(), entry.images.end());
        }
    }
    for (const auto& name : set.names) {
        missing.erase(name);
    }
    EXPECT_GT(missing.size(), 0U);
    EXPECT_EQ(report.missingImages, missing.size());
    EXPECT_EQ(report.firstMissing.size(), 5U);
    EXPECT_GT(report.splits[0].unusableTemplates, 0U);
}

TEST(TemplateReport, IsWrittenAsJson) {
    const auto report = reportTemplates(planarFaces(), fourTemplates(), onlyMeanCosine());
    const auto json = nlohmann::json::parse(templateReportText(report, "planar faces"));
    EXPECT_EQ(json.at("set"), "planar faces");
    EXPECT_EQ(json.at("protocol"), "planar");
    EXPECT_EQ(json.at("splits").at(0).at("genuine"), 2);
    const auto& result = json.at("results").at(0);
    EXPECT_EQ(result.at("fusion"), "mean");
    EXPECT_EQ(result.at("tar_at_far").at(0).at("far_target"), 0.25);
    EXPECT_EQ(result.at("tar_at_far").at(0).at("tar"), report.results[0].tar[0].mean);
    EXPECT_EQ(result.at("tar_at_far").at(0).at("splits").size(), 1U);
}

}  // namespace
}  // namespace pf
