// What every verb that does its work prints and writes, with exit code 0.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/base/atomic_file.h"
#include "tests/app/probface.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

using testing::HasSubstr;
using testing::StartsWith;

class Verb : public testing::Test {
  protected:
    /// Standard output of a call that must end well, in a folder of the test's own.
    std::string run(const std::vector<std::string>& arguments) {
        const test::Ended ended = test::runProgram(test::probface(arguments), folder_.path());
        EXPECT_EQ(ended.code, 0) << ended.err;
        return ended.out;
    }
    fs::path file(const std::string& name) const { return folder_ / name; }

    const std::string model_ = test::referenceModel();
    const std::string faces_ = test::referenceFaces();
    test::TemporaryFolder folder_;
};

TEST_F(Verb, VersionNamesTheLibraries) {
    const std::string out = run({"--version"});
    EXPECT_THAT(out, StartsWith("probface "));
    EXPECT_THAT(out, HasSubstr("LibTorch"));
}

TEST_F(Verb, ValidateChecksListsAndWritesARecipe) {
    const std::string recipe = PF_SOURCE_DIR "/configs/demo.yaml";
    const std::string out = run({"validate", recipe, "--set", "train.epochs=7", "--write", "mine.yaml"});
    EXPECT_THAT(out, HasSubstr("demo.yaml: valid"));
    EXPECT_THAT(readTextFile(file("mine.yaml")), HasSubstr("epochs: 7"));
    EXPECT_EQ(run({"validate", "mine.yaml", "--print"}),
              readTextFile(file("mine.yaml")) + "mine.yaml: valid\n");
    EXPECT_THAT(run({"validate", "--list"}), HasSubstr("steps_per_epoch"));
}

TEST_F(Verb, TrainRunsMetricsAndExportGoTogether) {
    std::vector<std::string> train = {"train", PF_SOURCE_DIR "/configs/demo.yaml", "--run-dir", "runs/small"};
    const auto options = test::smallRun(1, 3);
    train.insert(train.end(), options.begin(), options.end());
    EXPECT_THAT(run(train), testing::AllOf(HasSubstr("run directory: "), HasSubstr("weights sha256: "),
                                           HasSubstr("held_out: 40 pairs, step 3")));
    EXPECT_THAT(run({"runs", "runs"}), testing::AllOf(HasSubstr("small"), HasSubstr("3/3")));
    EXPECT_THAT(run({"metrics", "runs/small", "--out", "small.csv"}), HasSubstr("3 steps, 1 evaluations"));
    EXPECT_THAT(readTextFile(file("small.csv")), HasSubstr("step"));
    EXPECT_THAT(run({"export", "--model", "runs/small", "--out", "net.onnx"}), HasSubstr("net.onnx"));
    EXPECT_THAT(run({"inspect", "net.onnx"}), HasSubstr("net.onnx: "));
}

TEST_F(Verb, EmbedWritesAVectorAndAVarianceForEachFace) {
    const std::string out =
        run({"embed", "--model", model_, "--images", faces_, "--out", "e.npz", "--quality", "q.csv"});
    EXPECT_THAT(out, testing::AllOf(HasSubstr("e.npz: 6 images, mu [8]"), HasSubstr("q.csv: 6 images")));
    const std::string table = readTextFile(file("q.csv"));
    EXPECT_EQ(std::count(table.begin(), table.end(), '\n'), 7) << "a head and six faces";
}

TEST_F(Verb, EvaluateWritesItsReportAsJsonAsAPageAndAsCharts) {
    const std::string out = run({"evaluate", "--model", model_, "--on",
                                 "held=synthetic:pairs=40,identities=10,images=4,first=5000,seed=7", "--json",
                                 "r.json", "--html", "r.html", "--charts", "charts"});
    EXPECT_THAT(out, HasSubstr("held: 40 pairs, step 12"));
    EXPECT_EQ(nlohmann::json::parse(readTextFile(file("r.json"))).at("schema"), "probface-report/1");
    EXPECT_THAT(readTextFile(file("r.html")), HasSubstr("<svg"));
    for (const char* name : {"held-risk-cosine.svg", "held-roc.svg", "held-scores-mls.svg"}) {
        EXPECT_THAT(readTextFile(file("charts") / name), StartsWith("<svg ")) << name;
    }
}

TEST_F(Verb, CompareSaysWhetherTwoFacesAreOnePerson) {
    const std::string out =
        run({"compare", faces_ + "/005000/000.png", faces_ + "/005001/000.png", "--model", model_});
    EXPECT_THAT(out, testing::AllOf(HasSubstr("cosine"), HasSubstr("MLS"), HasSubstr("verdict")));
}

TEST_F(Verb, CompareMethodsWritesATable) {
    const std::string out =
        run({"compare-methods", "--model", "small=" + model_, "--on",
             "held=synthetic:pairs=40,identities=10,images=4,first=5000,seed=7", "--out", "methods"});
    EXPECT_THAT(out, HasSubstr("small"));
    EXPECT_FALSE(fs::is_empty(file("methods")));
}

TEST_F(Verb, GalleryWritesATableAPageAndPictures) {
    const std::string out = run({"gallery", "--model", model_, "--images",
                                 "synthetic:identities=3,images=4,seed=7", "--out", "gallery"});
    for (const char* name : {"gallery.csv", "gallery.html", "gallery.png", "by_identity.png"}) {
        EXPECT_THAT(out, HasSubstr(std::string("gallery/") + name));
        EXPECT_TRUE(fs::exists(file("gallery") / name)) << name;
    }
}

TEST_F(Verb, ConvertAndInspectKnowTheSameFaces) {
    EXPECT_THAT(run({"convert", faces_, "--out", "faces.rec"}), HasSubstr("6 images"));
    const auto card = nlohmann::json::parse(run({"inspect", "faces.rec", "--json"}));
    EXPECT_EQ(card.at("path"), "faces.rec");
    EXPECT_THAT(run({"inspect", model_ + "/model.safetensors"}), HasSubstr("Checkpoint"));
    EXPECT_THAT(run({"inspect", model_ + "/model.safetensors", "--no-tensors"}),
                testing::Not(HasSubstr("F32")));
    // What is not recognised is said on standard output, and is no success.
    folder_.write("garbage.bin", std::string(4000, '\x5A'));
    const auto garbage = test::runProgram(test::probface({"inspect", "garbage.bin"}), folder_.path());
    EXPECT_EQ(garbage.code, 1);
    EXPECT_THAT(garbage.out, HasSubstr("garbage.bin"));
}

TEST_F(Verb, AlignCutsByGivenPointsAndCountsWhatGivesNoCrop) {
    // Five points of a face in the middle of a picture of 32 x 32.
    folder_.write("points.txt",
                  "005000/000.png 12 13 20 13 16 17 13 21 19 21\n005001/000.png 12 13 20 13 16 17 13 21 19 "
                  "21\n");
    const std::string out =
        run({"align", faces_, "--landmarks", "points.txt", "--out", "crops", "--json", "a.json"});
    EXPECT_THAT(out, HasSubstr("2 crops written"));
    const auto outcome = nlohmann::json::parse(readTextFile(file("a.json")));
    EXPECT_EQ(outcome.at("written"), 2);
    EXPECT_EQ(outcome.at("complete"), true);
}

TEST_F(Verb, CheckBackboneSaysWhatComesOut) {
    const std::string backbone = model_ + "/backbone.safetensors";
    const std::string out = run({"check-backbone", backbone, "--set", "model.input.height=16", "--set",
                                 "model.input.width=16", "--json", "check.json"});
    EXPECT_THAT(out, testing::AllOf(HasSubstr("images/s"), HasSubstr("preprocessing: 16x16")));
    EXPECT_EQ(nlohmann::json::parse(readTextFile(file("check.json"))).at("embedding_size"), 8);
}

}  // namespace
}  // namespace pf
