#include "core/eval/search/open_set_report.h"

#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <stop_token>
#include <string>

#include "core/base/error.h"
#include "core/eval/report/report_json.h"
#include "tests/eval/search/identification_fixtures.h"
#include "tests/support/failures.h"

namespace pf {
namespace {

using test::expectContains;
using test::failure;
using Names = std::vector<std::string>;
using Kinds = std::vector<PairScoreKind>;

const Kinds kAllKinds = {PairScoreKind::Cosine, PairScoreKind::Mls, PairScoreKind::DistanceTerm};

/// A and B are in the gallery; A, B and B again search it, and so do the strangers C, D, E and F.
BlufrProtocol planarProtocol() {
    BlufrProtocol protocol;
    protocol.images = {"A/A_1.jpg", "B/B_1.jpg", "A/A_2.jpg", "B/B_2.jpg", "B/B_3.jpg",
                       "C/C_1.jpg", "D/D_1.jpg", "E/E_1.jpg", "F/F_1.jpg"};
    protocol.labels = {1, 2, 1, 2, 2, 3, 4, 5, 6};
    protocol.openSet = {"planar", {{{0, 1}, {2, 3, 4}, {5, 6, 7, 8}}}};
    return protocol;
}

EmbeddingSet planarFaces(const BlufrProtocol& protocol) {
    EmbeddingSet set;
    const double angles[] = {0.0, 1.0, 0.1, 1.3, 0.4, -0.2, 1.4, -0.5, 2.5};
    for (std::size_t i = 0; i < protocol.images.size(); ++i) {
        test::addPlanarFace(set, protocol.images[i], angles[i]);
    }
    return set;
}

TEST(OpenSetReport, ByHand) {
    const auto protocol = planarProtocol();
    OpenSetOptions options;
    options.farTargets = {0.25, 0.5, 0.75, 1e-3};
    options.cmcRanks = 3;
    const auto report = reportOpenSet(planarFaces(protocol), protocol, options);
    EXPECT_EQ(report.images, 9U);
    EXPECT_EQ(report.openSet.trials, 1U);
    EXPECT_EQ(report.openSet.gallery, 2.0);
    EXPECT_EQ(report.openSet.genuine, 3.0);
    EXPECT_EQ(report.openSet.impostor, 4.0);
    ASSERT_EQ(report.openSet.scores.size(), 2U);
    // Genuine probes are 0.1, 0.3 and 0.6 from their mates, the last nearer to A, so at rank 2. Strangers are
    // 0.2, 0.4, 0.5 and 1.5 from the nearest gallery image.
    const auto& cosine = report.openSet.scores[0];
    ASSERT_EQ(cosine.dir.size(), 4U);
    EXPECT_NEAR(cosine.dir[0].threshold, std::cos(0.2), 1e-6);
    EXPECT_EQ(cosine.dir[0].far, 0.25);
    EXPECT_NEAR(cosine.dir[0].mean, 1.0 / 3, 1e-12);
    EXPECT_NEAR(cosine.dir[1].threshold, std::cos(0.4), 1e-6);
    EXPECT_NEAR(cosine.dir[1].mean, 2.0 / 3, 1e-12);
    EXPECT_NEAR(cosine.dir[2].threshold, std::cos(0.5), 1e-6);
    EXPECT_NEAR(cosine.dir[2].mean, 2.0 / 3, 1e-12);
    EXPECT_TRUE(cosine.dir[0].reachable);
    EXPECT_FALSE(cosine.dir[3].reachable);
    EXPECT_EQ(cosine.dir[0].deviation, 0.0);
    ASSERT_EQ(cosine.cmc.size(), 3U);
    EXPECT_NEAR(cosine.cmc[0], 2.0 / 3, 1e-12);
    EXPECT_EQ(cosine.cmc[1], 1.0);
    EXPECT_EQ(cosine.cmc[2], 1.0);
    // All sigma² are 0.1, so the MLS orders as the cosine does.
    const auto& mls = report.openSet.scores[1];
    EXPECT_NEAR(mls.dir[0].threshold, -(2 * (1 - std::cos(0.2)) / (1e-10 + 0.2) + std::log(0.2)), 1e-5);
    EXPECT_EQ(mls.cmc, cosine.cmc);
    ASSERT_EQ(report.notes.size(), 1U);
    expectContains(report.notes[0], {"4 impostor probes", "0.001"});
    options.rank = 2;
    const auto second = reportOpenSet(planarFaces(protocol), protocol, options);
    EXPECT_NEAR(second.openSet.scores[0].dir[2].mean, 2.0 / 3, 1e-12);
    options.farTargets = {1.0};
    EXPECT_EQ(reportOpenSet(planarFaces(protocol), protocol, options).openSet.scores[0].dir[0].mean, 1.0);
}

TEST(OpenSetReport, UncertaintyCanChangeWhoIsFirst) {
    const auto protocol = planarProtocol();
    auto set = planarFaces(protocol);
    set.sigmaSq[0] = 3.0F;  // A's gallery image can be anyone
    OpenSetOptions options;
    options.scores = {PairScoreKind::Mls};
    const auto report = reportOpenSet(set, protocol, options);
    // The probe at 0.4: with A -(2(1 - cos 0.4)/3.1 + log 3.1) = -1.18, with B
    // -(2(1 - cos 0.6)/0.2 + log 0.2) = -0.14. The one at 0.1: A -1.13, B -(2(1 - cos 0.9)/0.2 + log 0.2)
    // = -2.17.
    EXPECT_EQ(report.openSet.scores[0].cmc[0], 1.0);
}

TEST(OpenSetReport, TiesWithTheBestMateAreNotAboveIt) {
    BlufrProtocol protocol;
    protocol.images = {"a", "b", "c", "d", "e"};
    protocol.labels = {1, 2, 3, 1, 4};
    protocol.openSet = {"ties", {{{0, 1, 2}, {3}, {4}}}};
    EmbeddingSet set;
    for (const auto& name : protocol.images) {
        test::addPlanarFace(set, name, 0.3);
    }
    OpenSetOptions options;
    options.scores = kAllKinds;
    options.farTargets = {0.0, 1.0};
    for (const auto& scores : reportOpenSet(set, protocol, options).openSet.scores) {
        EXPECT_EQ(scores.cmc[0], 1.0);
        EXPECT_EQ(scores.dir[0].mean, 0.0);
        EXPECT_EQ(scores.dir[1].mean, 1.0);
    }
}

TEST(OpenSetReport, AveragesOverTrials) {
    auto protocol = planarProtocol();
    // In the second trial B's probe at 0.4 is searched alone: nothing is identified at rank 1.
    protocol.openSet.trials.push_back({{0, 1}, {4}, {8}});
    OpenSetOptions options;
    options.farTargets = {1.0};
    const auto report = reportOpenSet(planarFaces(protocol), protocol, options);
    EXPECT_EQ(report.openSet.gallery, 2.0);
    EXPECT_EQ(report.openSet.genuine, 2.0);
    EXPECT_EQ(report.openSet.impostor, 2.5);
    const auto& scores = report.openSet.scores[0];
    EXPECT_NEAR(scores.dir[0].mean, 1.0 / 3, 1e-12);
    EXPECT_NEAR(scores.dir[0].deviation, 1.0 / 3, 1e-12);
    EXPECT_NEAR(scores.dir[0].threshold, std::cos(1.5), 1e-6);
    EXPECT_NEAR(scores.cmc[0], 1.0 / 3, 1e-12);
    EXPECT_EQ(scores.dirByTrial[0][0].dir, 2.0 / 3);
    EXPECT_EQ(scores.dirByTrial[1][0].dir, 0.0);
    ASSERT_EQ(scores.curve.size(), options.curvePoints);
    EXPECT_EQ(scores.curve.back().farTarget, 1.0);
    EXPECT_EQ(scores.curve.back().mean, scores.dir[0].mean);
}

TEST(OpenSetReport, ChecksThatRowsAreTheListsImages) {
    const auto protocol = planarProtocol();
    auto set = planarFaces(protocol);
    const auto message = [&] { return failure([&] { reportOpenSet(set, protocol); }); };
    EXPECT_EQ(message(), "no error");
    set.names[0] = "/data/lfw/A/A_1.png";
    set.names[1] = "B_1.jpg";
    set.names[2] = "A\\A_2.jpg";
    set.names[3] = "set.npz#3";
    EXPECT_EQ(message(), "no error");
    set.names[3] = "set.npz#4";
    expectContains(message(), {"row 3", "'set.npz#4'", "image 4", "'B/B_2.jpg'"});
    set.names[3] = "BB_2.jpg";
    expectContains(message(), {"row 3", "'BB_2.jpg'"});
    set.names[3] = "C/B_2.jpg";
    expectContains(message(), {"row 3", "'C/B_2.jpg'"});
    set.names[3] = "";
    expectContains(message(), {"row 3"});
    set = planarFaces(protocol);
    test::addPlanarFace(set, "G/G_1.jpg", 0.0);
    expectContains(message(), {"9 images", "10 embeddings"});
}

TEST(OpenSetReport, RefusesBadOptionsAndTrials) {
    auto protocol = planarProtocol();
    const auto set = planarFaces(protocol);
    for (const auto& change : std::vector<void (*)(OpenSetOptions&)>{
             [](OpenSetOptions& o) { o.scores.clear(); }, [](OpenSetOptions& o) { o.farTargets.clear(); },
             [](OpenSetOptions& o) { o.farTargets = {2.0}; }, [](OpenSetOptions& o) { o.rank = 0; },
             [](OpenSetOptions& o) { o.scores = {PairScoreKind::NegativeSquaredDistance}; },
             [](OpenSetOptions& o) { o.cmcRanks = 0; }, [](OpenSetOptions& o) { o.curvePoints = 1; }}) {
        OpenSetOptions options;
        change(options);
        EXPECT_NE(failure([&] { reportOpenSet(set, protocol, options); }, ErrorCode::Config), "no error");
    }
    protocol.openSet.trials[0].gallery = {0, 77};
    expectContains(failure([&] { reportOpenSet(set, protocol); }), {"planar, trial 1", "image 78"});
    protocol.openSet.trials[0] = {{0, 1}, {2}, {}};
    expectContains(failure([&] { reportOpenSet(set, protocol); }), {"planar", "impostor"});
}

TEST(OpenSetReport, StopsWhenAsked) {
    const auto protocol = planarProtocol();
    std::stop_source stop;
    stop.request_stop();
    const auto report = reportOpenSet(planarFaces(protocol), protocol, {}, stop.get_token());
    EXPECT_TRUE(report.interrupted);
    EXPECT_EQ(report.openSet.trials, 0U);
}

TEST(OpenSetReport, WritesJson) {
    auto protocol = planarProtocol();
    protocol.closedSet = {"closed", {{{0, 1}, {2, 3}, {}}}};
    protocol.published = {"blufr", {{{0, 1}, {2}, {5}}}};
    const auto report = reportOpenSet(planarFaces(protocol), protocol);
    const auto json = nlohmann::json::parse(openSetReportText(report, "planar"));
    EXPECT_EQ(json["set"], "planar");
    ASSERT_EQ(json["openset"]["cosine"].size(), 4U);
    const auto& point = json["openset"]["mls"][0];
    EXPECT_EQ(point["far_target"], 1e-4);
    EXPECT_EQ(point["reachable"], false);
    EXPECT_TRUE(point["dir"].is_number() && point["std"].is_number() && point["threshold"].is_number());
    EXPECT_EQ(point["trials"].size(), 1U);
    EXPECT_EQ(json["trials"], 1);
    EXPECT_EQ(json["counts"]["impostor_probes"], 4);
    EXPECT_EQ(json["cmc"]["cosine"].size(), 20U);
    EXPECT_EQ(json["curve"]["cosine"]["far_target"].size(), 41U);
    expectContains(json["protocol"], {"Open-set", "rank 1", "1 trial with", "4 impostor probes"});
    expectContains(json["closed_set"]["protocol"], {"Closed-set", "2 genuine probes"});
    EXPECT_EQ(json["closed_set"]["cmc"]["mls"][0], 1.0);
    EXPECT_FALSE(json["closed_set"].contains("openset"));
    EXPECT_EQ(json["blufr"]["counts"]["genuine_probes"], 1);
    EXPECT_EQ(json["interrupted"], false);
    EXPECT_TRUE(json["seconds"].is_number());
    // With the published trials alone they are the open set.
    protocol.openSet = {};
    const auto alone = detail::openSetJson(reportOpenSet(planarFaces(protocol), protocol));
    EXPECT_EQ(alone["openset"], alone["blufr"]["openset"]);
}

}  // namespace
}  // namespace pf
