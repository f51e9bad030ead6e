// Calls that cannot do what they ask: 2 and a sentence for wrong usage or configuration, 1 and a sentence for
// data that cannot be used.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <iterator>
#include <ostream>
#include <string>
#include <vector>

#include "tests/app/probface.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

/// A call in a folder with garbage.bin and faces/, and what its message must name.
struct Call {
    std::string name;
    int code;
    std::vector<std::string> arguments;
    std::vector<std::string> says;
};

/// For GoogleTest's lines.
void PrintTo(const Call& call, std::ostream* out) {
    *out << call.name;
}

std::vector<Call> calls() {
    const std::string model = test::referenceModel();
    const std::string faces = test::referenceFaces();
    const std::string recipe = PF_SOURCE_DIR "/configs/demo.yaml";
    return {
        {"NoVerb", 2, {}, {"subcommand", "--help"}},
        {"UnknownVerb", 2, {"trian"}, {"trian", "'train'", "--help"}},
        {"UnknownFlag", 2, {"train", "--nope"}, {"--nope", "--help"}},
        {"TrainNeedsARecipe", 2, {"train"}, {"configs/own_backbone.yaml"}},
        {"TrainKnowsItsOptions", 2, {"train", recipe, "--set", "train.epoch=3"}, {"train.epoch", "--list"}},
        {"TrainEpochsAreANumber", 2, {"train", recipe, "--extra-epochs", "-1"}, {"--extra-epochs"}},
        {"AResumeChangesEvaluationsOnly",
         2,
         {"train", "--resume", "--run-dir", test::referenceRun(), "--set", "train.epochs=9"},
         {"evaluation.*", "train.epochs=9"}},
        {"PretrainNeedsARecipe", 2, {"pretrain"}, {"configs/"}},
        {"DemoChecksItsRange", 2, {"demo", "--set", "train.epochs=0"}, {"train.epochs", "'0'", "1,000,000"}},
        {"ValidateNeedsARecipe", 2, {"validate"}, {"configs/demo.yaml"}},
        {"ValidateAMissingFile", 1, {"validate", "none.yaml"}, {"none.yaml"}},
        {"ValidateAnUnknownTransform",
         2,
         {"validate", recipe, "--set", "augment.transforms=[wobble]"},
         {"augment.transforms", "wobble"}},
        {"EvaluateNeedsData", 2, {"evaluate", "--model", model}, {"--on"}},
        {"EvaluateAMissingSet", 1, {"evaluate", "--model", model, "--on", "a=none.bin"}, {"none.bin"}},
        {"TwoSetsOfOneName",
         2,
         {"compare-methods", "--presets", "base", "--on", "a=x.bin", "--on", "a=y.bin", "--out", "out"},
         {"'a'", "--on", "a name of its own"}},
        {"AnOldNameOutOfRange",
         2,
         {"evaluate", "--scores", "none.npz", "--far", "7"},
         {"--far", "between 0 and 1"}},
        {"CompareMethodsNeedsRows", 2, {"compare-methods", "--out", "out"}, {"--presets", "--on"}},
        {"EmbedNeedsAModel", 2, {"embed"}, {"--model", "--help"}},
        {"EmbedNeedsAnOutput", 2, {"embed", "--model", model, "--images", faces}, {"--out", "--quality"}},
        {"EmbedKnowsItsFormats",
         2,
         {"embed", "--model", model, "--images", faces, "--out", "e.xyz"},
         {"e.xyz", ".npz", ".csv"}},
        {"EmbedAMissingModel",
         1,
         {"embed", "--model", "none", "--images", faces, "--out", "e.csv"},
         {"none"}},
        {"EmbedNoFaces",
         1,
         {"embed", "--model", model, "--images", "garbage.bin", "--out", "e.csv"},
         {"garbage.bin"}},
        {"GalleryNeedsAFolder", 2, {"gallery", "--model", model, "--images", faces}, {"--out"}},
        {"CompareNeedsTwoImages", 2, {"compare", "--model", model, "a.png"}, {"B", "required"}},
        {"CompareAMissingImage", 1, {"compare", "--model", model, "a.png", "b.png"}, {"a.png"}},
        {"InspectNeedsAPath", 2, {"inspect"}, {"path", "required"}},
        {"AlignNeedsAFolder", 2, {"align"}, {"--out"}},
        {"AlignNeedsPoints", 2, {"align", faces, "--out", "crops"}, {"landmarks", "detector"}},
        {"ConvertAMissingSource", 1, {"convert", "none", "--out", "x.rec"}, {"none"}},
        {"ConvertOverwritesNothing", 2, {"convert", faces, "--out", "faces"}, {"faces"}},
        {"ConvertKnowsItsFormats", 2, {"convert", faces, "--out", "x.rec", "--to", "tar"}, {"tar", "rec"}},
        {"CheckBackboneAMissingFile", 1, {"check-backbone", "none.onnx"}, {"none.onnx"}},
        {"CheckBackboneCountsImages", 2, {"check-backbone", "--count", "0"}, {"--count"}},
        {"ImportTensorflowKnowsItsNetworks",
         2,
         {"import-tensorflow", "none", "--arch", "wide", "--out", "out"},
         {"--arch", "wide", "resface64"}},
        {"ImportTensorflowAMissingFolder",
         1,
         {"import-tensorflow", "none", "--arch", "resface64m", "--out", "out"},
         {"none"}},
        {"ImportWeightsAMissingFile",
         1,
         {"import-weights", "none.pt", "--arch", "resface20", "--out", "out"},
         {"none.pt"}},
        {"MetricsNeedAnOutput", 2, {"metrics", test::referenceRun()}, {"--out"}},
        {"MetricsOfNoRun", 1, {"metrics", "faces", "--out", "m.csv"}, {"faces"}},
        {"ExportNeedsAnOutput", 2, {"export", "--model", model}, {"--out"}},
        {"ExportKnowsItsFormats",
         2,
         {"export", "--model", model, "--out", "net", "--format", "tar"},
         {"--format", "onnx"}},
    };
}

class WrongCall : public testing::TestWithParam<Call> {};

TEST_P(WrongCall, EndsWithItsCodeAndASentence) {
    const Call& call = GetParam();
    const test::TemporaryFolder folder;
    folder.write("garbage.bin", std::string(4000, '\x5A'));
    folder.write("faces/a.txt", "a folder that is there");
    const test::Ended ended = test::runProgram(test::probface(call.arguments), folder.path());
    EXPECT_EQ(ended.signal, 0);
    EXPECT_EQ(ended.code, call.code) << ended.err;
    EXPECT_EQ(ended.out, "") << "what went wrong belongs to standard error";
    for (const std::string& part : call.says) {
        EXPECT_THAT(ended.err, testing::HasSubstr(part));
    }
    const auto left = std::distance(std::filesystem::directory_iterator(folder.path()), {});
    EXPECT_EQ(left, 2) << "a call that fails leaves nothing behind";
}

INSTANTIATE_TEST_SUITE_P(Calls, WrongCall, testing::ValuesIn(calls()),
                         [](const auto& info) { return info.param.name; });

}  // namespace
}  // namespace pf
