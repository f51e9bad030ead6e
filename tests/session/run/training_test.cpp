#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <limits>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/session/run/run_reader.h"
#include "tests/session/run/run_records.h"
#include "tests/session/small_run.h"
#include "tests/support/child_process.h"
#include "tests/support/failures.h"
#include "tests/support/onnx_models.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

using test::everything;

TEST(Training, WritesACompleteRunDirectory) {
    const test::TemporaryFolder folder;
    const auto outcome = test::trainSmall(test::smallOptions(folder.path()), folder / "run");
    EXPECT_EQ(outcome.end, TrainEnd::Finished);
    EXPECT_EQ(outcome.step, 12);
    EXPECT_EQ(outcome.weightsHash.size(), 64U);
    for (const char* file :
         {"config.yaml", "metrics.jsonl", "training-log.txt", "checkpoints/step-12.safetensors",
          "checkpoints/best.safetensors", "checkpoints/last.safetensors",
          "evaluation/held_out/step-12/report.json", "evaluation/held_out/step-12/risk.csv"}) {
        EXPECT_TRUE(std::filesystem::exists(folder / "run" / file)) << file;
    }
    RunReader reader(folder / "run");
    const auto all = everything(reader);
    EXPECT_EQ(all.steps.size(), 12U);
    EXPECT_EQ(all.evaluations.size(), 2U);
    EXPECT_EQ(reader.state(), RunState::Finished);
    EXPECT_EQ(reader.damagedLines(), 0U);
}

TEST(Training, TheFeatureStoreChangesLossesOnlyByRounding) {
    const test::TemporaryFolder folder;
    Options options = test::smallOptions(folder.path());
    options.evaluation.sets.clear();
    test::trainSmall(options, folder / "stored");
    options.features.store = "off";
    test::trainSmall(options, folder / "streamed");
    RunReader a(folder / "stored");
    RunReader b(folder / "streamed");
    const auto stored = everything(a);
    const auto streamed = everything(b);
    ASSERT_EQ(stored.steps.size(), streamed.steps.size());
    for (std::size_t i = 0; i < stored.steps.size(); ++i) {
        for (const auto& [name, value] : stored.steps[i].terms) {
            EXPECT_NEAR(value, streamed.steps[i].terms.at(name), 1e-3 * (1 + std::abs(value))) << name;
        }
    }
}

TEST(Training, AStopSavesAndResumeEndsAtTheSameWeights) {
    const test::TemporaryFolder folder;
    const Options options = test::smallOptions(folder.path());
    const auto whole = test::trainSmall(options, folder / "whole");
    RunControl control;
    const auto stopped = trainHead(PreparedRun({.options = options, .runDirectory = folder / "parts"}),
                                   control, [&](const Progress& progress) {
                                       if (progress.phase == Phase::Training && progress.done == 8) {
                                           control.requestStop();
                                       }
                                   });
    EXPECT_EQ(stopped.end, TrainEnd::Interrupted);
    EXPECT_EQ(stopped.step, 8);
    const auto resumed = test::trainSmall({}, folder / "parts", true);
    EXPECT_EQ(resumed.end, TrainEnd::Finished);
    EXPECT_EQ(resumed.weightsHash, whole.weightsHash);
}

TEST(Training, KilledAtAnyMomentItResumesToTheSameWeights) {
    const test::TemporaryFolder folder;
    Options options = test::smallOptions(folder.path());
    // More lines than the pipe to this test holds: the program cannot be done before it is killed.
    options.train.stepsPerEpoch = 60;
    options.train.logEvery = 1;
    const auto whole = test::trainSmall(options, folder / "whole");
    const auto run = folder / "killed";
    PreparedRun({.options = options, .runDirectory = run}).keep();
    // While it opens its data; at the third step; after the first checkpoint; right after that was read back.
    for (const char* line : {"run directory: ", "[1][3]", "[2][5]", "[2][1]"}) {
        test::ChildProcess program({PF_PROBFACE_BINARY, "train", "--resume", "--run-dir", run.string()});
        EXPECT_TRUE(program.readUntil(line)) << line;
        program.send(SIGKILL);
        const test::Ended ended = program.wait();
        EXPECT_EQ(ended.signal, SIGKILL)
            << "before " << line << " the program ended with " << ended.code << ": " << ended.err;
    }
    EXPECT_EQ(test::trainSmall({}, run, true).weightsHash, whole.weightsHash);
}

TEST(Training, ARecipeWithAnUnknownTransformIsRefused) {
    const test::TemporaryFolder folder;
    Options options = test::smallOptions(folder.path());
    EXPECT_NO_THROW(checkRecipe(options));
    options.augment.transforms = {"random_downsample:min=0.2"};
    try {
        checkRecipe(options);
        ADD_FAILURE() << "no error";
    } catch (const Error& error) {
        EXPECT_EQ(error.code(), ErrorCode::Config);
        EXPECT_TRUE(std::string(error.what()).starts_with("augment.transforms")) << error.what();
    }
}

TEST(Training, ARunIsNeverOverwritten) {
    const test::TemporaryFolder folder;
    const Options options = test::smallOptions(folder.path());
    test::trainSmall(options, folder / "run");
    EXPECT_THROW(test::trainSmall(options, folder / "run"), Error);
    EXPECT_THROW(test::trainSmall({}, folder / "absent", true), Error);
}

TEST(Training, ExtraEpochsContinue) {
    const test::TemporaryFolder folder;
    test::trainSmall(test::smallOptions(folder.path()), folder / "run");
    const auto longer = test::trainSmall({}, folder / "run", true, 1);
    EXPECT_EQ(longer.step, 18);
    EXPECT_EQ(RunReader(folder / "run").options().train.epochs, 3);
}

TEST(Training, ADamagedCheckpointIsPassedOverAndSaid) {
    const test::TemporaryFolder folder;
    const Options options = test::smallOptions(folder.path());
    const auto whole = test::trainSmall(options, folder / "run");
    const auto last = folder / "run/checkpoints/step-12.safetensors";
    std::string bytes = readTextFile(last);
    bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
    writeTextAtomically(last, bytes);
    const auto resumed = test::trainSmall({}, folder / "run", true);
    EXPECT_EQ(resumed.weightsHash, whole.weightsHash);
    RunReader reader(folder / "run");
    bool said = false;
    for (const auto& note : everything(reader).notes) {
        said = said ||
               (note.level == NoteRecord::Level::Warning && note.text.find("step-12") != std::string::npos);
    }
    EXPECT_TRUE(said);
}

TEST(Training, ABackboneThatGivesNothingUsableIsRefused) {
    const test::TemporaryFolder folder;
    const auto refusal = [&](float filter) {
        auto network = test::smallFaceNetwork();
        for (auto& value : *network.graph().mutable_initializer(0)->mutable_float_data()) {
            value = filter;
        }
        Options options = test::smallOptions(folder.path());
        options.model.backbone.file = folder.write("net.onnx", network.bytes()).string();
        options.model.input.height = options.model.input.width = 8;
        std::filesystem::remove_all(folder / "run");
        return test::failure([&] { test::trainSmall(options, folder / "run"); });
    };
    test::expectContains(refusal(std::numeric_limits<float>::quiet_NaN()),
                         {"net.onnx", "The embedding is not finite", "its weights are damaged"});
    test::expectContains(refusal(0), {"The embedding is the same for every image", "model.input.std"});
}

TEST(Training, AFailureIsWrittenToTheRunDirectory) {
    const test::TemporaryFolder folder;
    Options options = test::smallOptions(folder.path());
    options.data.train = {(folder / "empty").string()};
    std::filesystem::create_directories(folder / "empty");
    EXPECT_THROW(test::trainSmall(options, folder / "run"), Error);
    RunReader reader(folder / "run");
    everything(reader);
    EXPECT_EQ(reader.state(), RunState::Failed);
    EXPECT_NE(reader.stateDetail().find("empty"), std::string::npos);
}

}  // namespace
}  // namespace pf
