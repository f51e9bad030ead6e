// What an attempt to continue a run may and may not do to its end, and what evaluation sets may not.
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "core/base/atomic_file.h"
#include "core/base/config/config_file.h"
#include "core/base/error.h"
#include "core/session/evaluate/evaluation_check.h"
#include "core/session/model/internal/model_folder.h"
#include "core/session/run/run_reader.h"
#include "core/train/checkpoint_marks.h"
#include "tests/session/run/run_records.h"
#include "tests/session/small_run.h"
#include "tests/support/failures.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

class RunEnd : public testing::Test {
  protected:
    RunEnd() : options_(test::smallOptions(folder_.path())), run_(folder_ / "run") {}

    RunState recorded(const fs::path& run) {
        RunReader reader(run);
        test::everything(reader);
        return reader.state();
    }
    RunUpdate records(const fs::path& run) {
        RunReader reader(run);
        return test::everything(reader);
    }
    /// Resumes and asks for a stop as soon as a phase is reported.
    TrainOutcome resumeAndStopIn(Phase phase, long long extraEpochs) {
        RunControl control;
        return trainHead(
            PreparedRun({.options = {}, .runDirectory = run_, .resume = true, .extraEpochs = extraEpochs}),
            control, [&](const Progress& progress) {
                if (progress.phase == phase) {
                    control.requestStop();
                }
            });
    }

    test::TemporaryFolder folder_;
    Options options_;
    fs::path run_;
};

TEST_F(RunEnd, ARefusedAttemptLeavesAFinishedRunFinished) {
    test::trainSmall(options_, run_);
    Options moved = loadConfig(run_ / "config.yaml");
    moved.data.train = {(folder_ / "moved-away").string()};
    const std::string config = configText(moved);
    writeTextAtomically(run_ / "config.yaml", config);
    EXPECT_THROW(test::trainSmall({}, run_, true, 1), Error);
    EXPECT_EQ(recorded(run_), RunState::Finished);
    EXPECT_EQ(readTextFile(run_ / "config.yaml"), config);
    EXPECT_TRUE(test::hasNote(records(run_), "moved-away"));
}

TEST_F(RunEnd, TrainingOnThatIsStoppedBeforeItsFirstStepChangesNothing) {
    test::trainSmall(options_, run_);
    const auto before = records(run_);
    const std::string config = readTextFile(run_ / "config.yaml");
    for (const Phase phase : {Phase::Opening, Phase::Checking, Phase::Extracting}) {
        EXPECT_EQ(resumeAndStopIn(phase, 1).end, TrainEnd::Interrupted);
        EXPECT_EQ(recorded(run_), RunState::Finished);
        EXPECT_EQ(readTextFile(run_ / "config.yaml"), config);
        EXPECT_EQ(records(run_).steps.size(), before.steps.size());
    }
    EXPECT_EQ(test::trainSmall({}, run_, true, 1).step, 18);
    EXPECT_EQ(RunReader(run_).options().train.epochs, 3);
    EXPECT_EQ(recorded(run_), RunState::Finished);
}

TEST_F(RunEnd, WithoutLinksTheBestIsFoundAndKept) {
    test::trainSmall(options_, run_);
    const auto best = findModel(run_).weights;
    fs::remove(run_ / "checkpoints/best.safetensors");
    fs::remove(run_ / "checkpoints/last.safetensors");
    EXPECT_EQ(findModel(run_).weights, best);
    EXPECT_EQ(findModel(run_ / "checkpoints/best.safetensors").weights, best);
    writeTextAtomically(run_ / "checkpoints/best.safetensors", best.filename().string());
    EXPECT_EQ(findModel(run_ / "checkpoints/best.safetensors").weights, best);
    const auto step = findCheckpointMarks(run_ / "checkpoints").best;
    test::trainSmall({}, run_, true, 3);
    const auto now = findCheckpointMarks(run_ / "checkpoints").best;
    EXPECT_TRUE(now == step || *now > *step);
    EXPECT_TRUE(fs::exists(findModel(run_).weights));
}

TEST_F(RunEnd, ARunWithoutItsCheckpointsIsNotTrainedAnew) {
    test::trainSmall(options_, run_);
    const std::string before = readTextFile(run_ / "metrics.jsonl");
    const auto checkpoints = run_ / "checkpoints";
    const auto refusal = [&] {
        const std::string said = test::failure([&] { test::trainSmall({}, run_, true, 1); });
        EXPECT_EQ(readTextFile(run_ / "metrics.jsonl"), before);
        test::expectContains(said, {"was trained to step 12", "Put them back", "start a new run"});
        return said;
    };
    fs::rename(checkpoints, folder_ / "kept");
    test::expectContains(refusal(), {"holds none of its checkpoints"});
    EXPECT_FALSE(fs::exists(checkpoints));
    const std::string pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:00\nsize 12\n";
    for (const char* name : {"step-6.safetensors", "step-12.safetensors"}) {
        folder_.write(std::string("run/checkpoints/") + name, pointer);
    }
    test::expectContains(refusal(), {"step-12.safetensors: is a Git LFS pointer", "step-6.safetensors"});
    EXPECT_EQ(readTextFile(checkpoints / "step-6.safetensors"), pointer);
    fs::remove_all(checkpoints);
    fs::create_directories(checkpoints);
    for (const auto& entry : fs::directory_iterator(folder_ / "kept")) {
        if (!entry.is_symlink()) {
            std::string name = entry.path().filename().string();
            std::transform(name.begin(), name.end(), name.begin(),
                           [](unsigned char c) { return std::toupper(c); });
            fs::copy_file(entry.path(), checkpoints / name);
        }
    }
    EXPECT_EQ(test::trainSmall({}, run_, true, 1).step, 18);
    EXPECT_TRUE(test::hasNote(records(run_), "resumed from step 12"));
}

TEST_F(RunEnd, AStartThatIsRefusedLeavesNoRun) {
    folder_.write("run/checkpoints", "in the way");
    EXPECT_THROW(test::trainSmall(options_, run_), Error);
    EXPECT_FALSE(isRunDirectory(run_));
}

TEST_F(RunEnd, ARecipeThatLayInTheFolderOutlivesAStartThatIsRefused) {
    std::filesystem::create_directories(run_);
    writeTextAtomically(run_ / "config.yaml", configText(options_));
    { const PreparedRun run({.options = options_, .runDirectory = run_}); }
    EXPECT_EQ(readTextFile(run_ / "config.yaml"), configText(options_));
    EXPECT_FALSE(std::filesystem::exists(run_ / "run.lock"));
}

TEST_F(RunEnd, SetsThatCannotBeUsedAreToldBeforeAnythingIsTrained) {
    options_.evaluation.sets["people"] = "synthetic:identities=3,images=2";
    options_.evaluation.sets["page"] = folder_.write("page.bin", "<html></html>").string();
    // Were the faces opened first, their absence would be the reason.
    options_.data.train = {"synthetic:identities=0"};
    const std::string said = test::failure([&] { test::trainSmall(options_, run_); }, ErrorCode::Config);
    test::expectContains(said, {"evaluation.sets.people", "not a pair set", "evaluation.sets.page"});
    EXPECT_EQ(test::failure([&] { checkEvaluationSets(options_); }, ErrorCode::Config), said);
}

TEST_F(RunEnd, ASetWithTooFewPairsForFoldsIsMeasuredByTheRest) {
    options_.evaluation.sets = {{"seven", "synthetic:pairs=7,identities=10,images=4,first=5000,seed=7"}};
    const auto cautions = checkEvaluationSets(options_);
    ASSERT_EQ(cautions.size(), 1U);
    test::expectContains(cautions[0], {"seven", "10-fold accuracy", "7 pairs cannot fill 10 folds"});
    EXPECT_EQ(test::trainSmall(options_, run_).end, TrainEnd::Finished);
    const auto all = records(run_);
    ASSERT_EQ(all.evaluations.size(), 2U);
    EXPECT_TRUE(std::isnan(all.evaluations[0].scores.at("mls").accuracy));
    EXPECT_TRUE(test::hasNote(all, "7 pairs cannot fill 10 folds"));
    test::expectContains(readTextFile(run_ / all.evaluations[0].reportFile),
                         {"7 pairs cannot fill 10 folds"});
    EXPECT_FALSE(all.evaluations[0].fnmrCurve.empty());
    EXPECT_TRUE(test::hasNote(all, "is not judged"));
    std::string log;
    for (const auto& line : all.logLines) {
        log += line + "\n";
    }
    EXPECT_EQ(log.find("nan"), std::string::npos) << log;
}

TEST_F(RunEnd, AResumedRunGoesOnWithoutASetAndTakesAnother) {
    const auto whole = test::trainSmall(options_, folder_ / "whole");
    RunControl control;
    trainHead(PreparedRun({.options = options_, .runDirectory = run_}), control,
              [&](const Progress& progress) {
                  if (progress.phase == Phase::Training && progress.done == 8) {
                      control.requestStop();
                  }
              });
    EvaluationOptions other = options_.evaluation;
    other.sets = {{"gone", (folder_ / "gone.bin").string()},
                  {"other", "synthetic:pairs=40,identities=10,images=4,first=6000,seed=9"}};
    RunControl again;
    const auto outcome =
        trainHead(PreparedRun({.options = {}, .runDirectory = run_, .resume = true, .evaluation = other}),
                  again, nullptr);
    EXPECT_EQ(outcome.end, TrainEnd::Finished);
    EXPECT_EQ(outcome.weightsHash, whole.weightsHash);
    const auto all = records(run_);
    EXPECT_TRUE(test::hasNote(all, "from here on evaluation.sets is"));
    EXPECT_TRUE(test::hasNote(all, "gone is not measured"));
    EXPECT_EQ(all.evaluations.back().set, "other");
    EXPECT_TRUE(fs::exists(run_ / "checkpoints/best-until-step-8.safetensors"));
    EXPECT_EQ(RunReader(run_).options().evaluation.sets.count("gone"), 1U);
}

}  // namespace
}  // namespace pf
