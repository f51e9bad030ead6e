#include "core/session/inspect/backbone_check.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/config/config_file.h"
#include "core/session/inspect/internal/backbone_pairs.h"
#include "tests/support/matchers.h"
#include "tests/support/onnx_models.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

using namespace matchers;
using Level = BackboneFinding::Level;

std::vector<std::string> textsOf(const BackboneCheck& check, Level level) {
    std::vector<std::string> texts;
    for (const auto& finding : check.findings) {
        if (finding.level == level) {
            texts.push_back(finding.text);
        }
    }
    return texts;
}

BackboneCheckRequest requestFor(const std::string& file, int side) {
    BackboneCheckRequest request;
    request.options.train.threads = 1;
    request.options.model.backbone.file = file;
    request.options.model.input.height = side;
    request.options.model.input.width = side;
    return request;
}

BackboneCheck check(const BackboneCheckRequest& request) {
    RunControl control;
    return checkBackbone(request, control, nullptr);
}

TEST(BackboneCheck, ShowsLengthsShapesAndSpeed) {
    const test::TemporaryFolder folder;
    const auto result = check(requestFor(folder.write("net.onnx", test::smallFaceNetwork().bytes()), 8));
    EXPECT_THAT(result.description, HasSubstr("net.onnx"));
    EXPECT_THAT(result.outputs, ElementsAre("features [1, 64]", "embedding [1, 5]"));
    EXPECT_THAT(result.preprocessing, HasSubstr("8x8 rgb"));
    EXPECT_EQ(result.embeddingSize, 5U);
    EXPECT_EQ(result.featureSize, 64U);
    ASSERT_EQ(result.rows.size(), 8U);
    for (const auto& row : result.rows) {
        EXPECT_GT(row.norm, 0);
        EXPECT_LE(row.lowest, row.highest);
        EXPECT_LE(std::max(std::abs(row.lowest), std::abs(row.highest)), row.norm * 1.0001);
        EXPECT_FALSE(row.thumbnail.empty());
    }
    EXPECT_NE(result.rows[0].norm, result.rows[1].norm);
    EXPECT_GT(result.imagesPerSecond, 0);
    EXPECT_FALSE(result.pairAccuracy);
    EXPECT_FALSE(result.stopped);
    EXPECT_THAT(textsOf(result, Level::Note), Contains(HasSubstr("not unit vectors")));
}

TEST(BackboneCheck, SaysWhenTheEmbeddingIsConstantOrNotFinite) {
    const test::TemporaryFolder folder;
    auto constant = test::smallFaceNetwork();
    for (auto& value : *constant.graph().mutable_initializer(0)->mutable_float_data()) {
        value = 0;
    }
    const auto same = check(requestFor(folder.write("same.onnx", constant.bytes()), 8));
    EXPECT_THAT(textsOf(same, Level::Warning),
                AllOf(Contains(HasSubstr("embedding is the same for every image")),
                      Contains(HasSubstr("features that feed the uncertainty head are the same"))));
    EXPECT_THAT(textsOf(same, Level::Good), IsEmpty());
    auto broken = test::smallFaceNetwork();
    broken.graph().mutable_initializer(3)->set_float_data(2, std::nanf(""));
    const auto notFinite = check(requestFor(folder.write("nan.onnx", broken.bytes()), 8));
    EXPECT_THAT(textsOf(notFinite, Level::Warning), Contains(HasSubstr("is not finite for synthetic/")));
    EXPECT_TRUE(std::isnan(notFinite.rows.front().norm));
}

TEST(BackboneCheck, SaysWhenDifferentPeopleLookAlike) {
    const test::TemporaryFolder folder;
    auto alike = test::smallFaceNetwork();
    // A bias that outweighs what the image adds.
    for (auto& value : *alike.graph().mutable_initializer(3)->mutable_float_data()) {
        value += 1000;
    }
    const auto result = check(requestFor(folder.write("net.onnx", alike.bytes()), 8));
    EXPECT_THAT(textsOf(result, Level::Warning),
                Contains(AllOf(HasSubstr("mean cosine of 1"), HasSubstr("normalised differently"))));
    EXPECT_EQ(result.findings.front().level, Level::Warning);
}

TEST(BackboneCheck, LooksAtTheImagesAndWhatTheyBecome) {
    const test::TemporaryFolder folder;
    auto request = requestFor(folder.write("net.onnx", test::smallFaceNetwork().bytes()), 8);
    request.images = {"synthetic:identities=3,images=2"};
    request.options.model.input.mean = {0, 0, 0};
    request.options.model.input.std = {1, 1, 1};
    request.options.model.input.crop = "112x56";
    const auto result = check(request);
    EXPECT_EQ(result.rows.size(), 3U);
    EXPECT_THAT(textsOf(result, Level::Note), Contains(HasSubstr("fed with values from")));
    EXPECT_THAT(textsOf(result, Level::Warning), Contains(HasSubstr("56 x 112 pixels are squeezed")));
    request.images = {"synthetic:identities=1,images=3"};
    EXPECT_THAT(textsOf(check(request), Level::Note), Contains(HasSubstr("one person only")));
}

TEST(BackboneCheck, RefusesWhatItCannotRun) {
    const test::TemporaryFolder folder;
    EXPECT_THAT(test::errorOf([&] { check({}); }), HasSubstr("model.backbone.file"));
    auto request = requestFor(folder.write("net.onnx", test::smallFaceNetwork().bytes()), 16);
    EXPECT_THAT(test::errorOf([&] { check(request); }), HasSubstr("images [?, 3, 8, 8]"));
    request = requestFor(request.options.model.backbone.file, 8);
    request.images = {folder.write("broken/a.jpg", "no picture").string()};
    EXPECT_THAT(test::errorOf([&] { check(request); }), HasSubstr("none of the images"));
    request.images.clear();
    request.pairs = "synthetic:identities=2";
    EXPECT_THAT(test::errorOf([&] { check(request); }), HasSubstr("is not a set of pairs"));
}

TEST(BackboneCheck, StopsBetweenTwoBatches) {
    const test::TemporaryFolder folder;
    auto request = requestFor(folder.write("net.onnx", test::smallFaceNetwork().bytes()), 8);
    request.pairs = "synthetic:pairs=200,identities=20,images=6";
    RunControl control;
    long long last = 0;
    const auto result = checkBackbone(request, control, [&](const Progress& progress) {
        if (progress.phase == Phase::Evaluating) {
            last = progress.done;
            control.requestStop();
        }
    });
    EXPECT_TRUE(result.stopped);
    EXPECT_FALSE(result.pairAccuracy);
    EXPECT_EQ(last, 32);
    EXPECT_EQ(result.rows.size(), 8U);
}

TEST(BackbonePairs, AreSpreadOverTheSetInBothClasses) {
    std::vector<bool> same(100, false);
    std::fill(same.begin(), same.begin() + 20, true);
    const auto chosen = sampledPairs(same, 10);
    EXPECT_THAT(chosen, ElementsAre(0, 10, 20, 30, 40, 50, 60, 70, 80, 90));
    EXPECT_EQ(sampledPairs(same, 1000).size(), 100U);
    std::vector<bool> rare(50, false);
    rare[49] = true;
    EXPECT_THAT(sampledPairs(rare, 5), Contains(49U));
    EXPECT_EQ(sampledPairs(rare, 5).size(), 5U);
    EXPECT_THAT(sampledPairs({}, 5), IsEmpty());
    EXPECT_EQ(sampledPairs(std::vector<bool>(30, true), 5).size(), 5U);
}

TEST(BackbonePairs, AlternativesLeaveTheGivenSettingOut) {
    InputOptions given;
    const auto alternatives = commonAlternatives(given);
    // Of 2 x 6 settings, "given" and (128, 128) are the same one in both channel orders.
    EXPECT_EQ(alternatives.size(), 9U);
    given.mean = {1, 2, 3};
    const auto others = commonAlternatives(given);
    EXPECT_EQ(others.size(), 11U);
    const auto turned = std::find_if(others.begin(), others.end(), [](const auto& other) {
        return other.mean == NumberList{3, 2, 1};
    });
    ASSERT_NE(turned, others.end());
    EXPECT_EQ(turned->channels, "bgr");
}

TEST(BackbonePairs, OnlyAClearDifferenceCounts) {
    const auto trial = [](std::size_t wrongFrom, std::size_t wrongTo) {
        PairTrial result{{}, 1.0 - static_cast<double>(wrongTo - wrongFrom) / 100, 100};
        result.right.assign(100, 1);
        std::fill(result.right.begin() + static_cast<std::ptrdiff_t>(wrongFrom),
                  result.right.begin() + static_cast<std::ptrdiff_t>(wrongTo), std::uint8_t{0});
        return result;
    };
    EXPECT_FALSE(isClearlyBetter(trial(0, 1), trial(0, 5)));     // 4 gained, none lost
    EXPECT_TRUE(isClearlyBetter(trial(0, 1), trial(0, 11)));     // 10 gained, none lost
    EXPECT_FALSE(isClearlyBetter(trial(50, 60), trial(0, 20)));  // 20 gained, 10 lost
    EXPECT_FALSE(isClearlyBetter(trial(0, 11), trial(0, 1)));
    PairTrials trials;
    EXPECT_EQ(trials.clearlyBetter(), nullptr);
    trials.given = trial(0, 30);
    EXPECT_EQ(trials.clearlyBetter(), nullptr);
    trials.best = trial(0, 2);
    EXPECT_EQ(trials.clearlyBetter(), &*trials.best);
}

/// The real network and real pairs, with right and with wrong settings.
TEST(BackboneCheck, TellsRightFromWrongSettingsOfTheMobileNetwork) {
    const std::filesystem::path shared = PF_SOURCE_DIR "/../shared";
    const auto pairs = shared / "data" / "lfw_400_protocol2.bin";
    const auto network = shared / "models" / "mobilefacenet_112.onnx";
    if (!std::filesystem::exists(pairs) || !std::filesystem::exists(network)) {
        GTEST_SKIP() << "there is no " << pairs << " or " << network;
    }
    auto request = requestFor(network.string(), 112);
    request.options.train.threads = 2;
    request.images = {pairs.string()};
    request.pairs = pairs.string();
    request.pairCount = 30;
    request.alternativePairCount = 10;
    request.options.model.input.mean = {123.675, 116.28, 103.53};
    request.options.model.input.std = {58.395, 57.12, 57.375};
    const auto right = check(request);
    ASSERT_TRUE(right.pairAccuracy);
    EXPECT_GT(*right.pairAccuracy, 0.9);
    EXPECT_THAT(right.betterSettings, IsEmpty());
    EXPECT_THAT(textsOf(right, Level::Warning), IsEmpty());
    EXPECT_THAT(textsOf(right, Level::Good), Contains(HasSubstr("different people")));

    request.options.model.input.mean = {0, 0, 0};
    request.options.model.input.std = {1, 1, 1};
    const auto wrong = check(request);
    ASSERT_TRUE(wrong.pairAccuracy);
    EXPECT_LT(*wrong.pairAccuracy, 0.9);
    EXPECT_THAT(textsOf(wrong, Level::Warning), Contains(HasSubstr("instead of")));
    EXPECT_THAT(
        textsOf(wrong, Level::Note),
        Contains(AllOf(HasSubstr("Tried on 10 of the pairs"), HasSubstr("rgb, x from 0 to 255  (as given)"),
                       HasSubstr("bgr, x / 255 from 0 to 1"), HasSubstr("rgb, (x - 127.5) / 127.5"))));
    EXPECT_GT(wrong.betterAccuracy.value_or(0), 0.9);
    Options better = request.options;
    for (const auto& assignment : wrong.betterSettings) {
        applySetting(better, assignment);
    }
    EXPECT_NE(better.model.input.mean, request.options.model.input.mean);
}

}  // namespace
}  // namespace pf
