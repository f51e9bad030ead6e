// A run whose disk is full or whose data are away for a while.
#include <gtest/gtest.h>

#include <fstream>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/data/face_set.h"
#include "core/session/images.h"
#include "core/session/run/run_reader.h"
#include "tests/session/run/run_records.h"
#include "tests/session/small_run.h"
#include "tests/support/failures.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

/// Pictures of the small run's people as files: FOLDER/NAME/0.png ...
void writeFaces(const fs::path& folder) {
    const auto faces = openImages({"synthetic:identities=10,images=4,seed=7"}).faces();
    for (std::size_t i = 0; i < faces->size(); ++i) {
        const auto info = faces->info(i);
        const auto file = folder / faces->identities()[static_cast<std::size_t>(info.label)] /
                          (std::to_string(i % 4) + ".png");
        fs::create_directories(file.parent_path());
        const auto bytes = faces->encoded(i);
        std::ofstream(file, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    }
}

/// Breaks something once the run has come to a phase and a number, and mends it when the run says it waits.
class Disturbance {
  public:
    Disturbance(Phase phase, long long done, std::function<void()> breakIt, std::function<void()> mendIt)
        : phase_(phase), done_(done), breakIt_(std::move(breakIt)), mendIt_(std::move(mendIt)) {}

    void watch(const Progress& progress) {
        if (!broken_ && progress.phase == phase_ && progress.done >= done_) {
            broken_ = true;
            breakIt_();
        }
    }
    void wait(const std::string& why) {
        if (said_.empty()) {
            said_ = why;
            mendIt_();
        }
    }
    const std::string& said() const { return said_; }

  private:
    Phase phase_;
    long long done_;
    std::function<void()> breakIt_;
    std::function<void()> mendIt_;
    bool broken_ = false;
    std::string said_;
};

TrainOutcome train(const Options& options, const fs::path& run, RunControl& control,
                   Disturbance& disturbance) {
    TrainRequest request;
    request.options = options;
    request.runDirectory = run;
    request.onWaiting = [&](const std::string& why) { disturbance.wait(why); };
    return trainHead(PreparedRun(request), control,
                     [&](const Progress& progress) { disturbance.watch(progress); });
}

class FullDisk : public testing::Test {
  protected:
    FullDisk() : options_(test::smallOptions(folder_.path())), run_(folder_ / "run") {}

    /// From here on every byte of metrics.jsonl is refused; what it had is kept.
    void fill() {
        fs::copy_file(metrics(), folder_ / "kept");
        fs::remove(metrics());
        fs::create_symlink("/dev/full", metrics());
    }
    void makeRoom() {
        fs::remove(metrics());
        fs::copy_file(folder_ / "kept", metrics());
    }
    fs::path metrics() const { return run_ / "metrics.jsonl"; }

    test::TemporaryFolder folder_;
    Options options_;
    fs::path run_;
    RunControl control_;
};

TEST_F(FullDisk, PausesTheRunAndLosesNothing) {
    const auto whole = test::trainSmall(options_, folder_ / "whole");
    Disturbance full(
        Phase::Training, 8, [&] { fill(); }, [&] { makeRoom(); });
    const auto outcome = train(options_, run_, control_, full);
    EXPECT_NE(full.said().find("No space left"), std::string::npos) << full.said();
    EXPECT_NE(full.said().find("continues by itself"), std::string::npos) << full.said();
    EXPECT_EQ(outcome.end, TrainEnd::Finished);
    EXPECT_EQ(outcome.weightsHash, whole.weightsHash);
    RunReader reader(run_);
    const auto all = test::everything(reader);
    EXPECT_EQ(all.steps.size(), 12U);
    EXPECT_EQ(reader.state(), RunState::Finished);
    EXPECT_TRUE(test::hasNote(all, "continued after waiting"));
}

TEST_F(FullDisk, CheckpointsAreTriedAgain) {
    const auto whole = test::trainSmall(options_, folder_ / "whole");
    const auto checkpoints = run_ / "checkpoints";
    Disturbance refused(
        Phase::Training, 5,
        [&] {
            fs::rename(checkpoints, folder_ / "kept");
            std::ofstream(checkpoints) << "in the way";
        },
        [&] {
            fs::remove(checkpoints);
            fs::rename(folder_ / "kept", checkpoints);
        });
    const auto outcome = train(options_, run_, control_, refused);
    EXPECT_NE(refused.said().find("step-6"), std::string::npos) << refused.said();
    EXPECT_EQ(outcome.weightsHash, whole.weightsHash);
    EXPECT_TRUE(fs::exists(checkpoints / "step-6.safetensors"));
}

TEST_F(FullDisk, AStopWhileItWaitsWorksAndKeepsTheLastCheckpoint) {
    const auto whole = test::trainSmall(options_, folder_ / "whole");
    Disturbance full(
        Phase::Training, 8,
        [&] {
            fill();
            fs::rename(run_ / "checkpoints", folder_ / "checkpoints");
            std::ofstream(run_ / "checkpoints") << "in the way";
        },
        [&] { control_.requestStop(); });
    const auto outcome = train(options_, run_, control_, full);
    EXPECT_EQ(outcome.end, TrainEnd::Interrupted);
    EXPECT_EQ(outcome.step, 6);
    EXPECT_FALSE(outcome.notSaved.empty());
    makeRoom();
    fs::remove(run_ / "checkpoints");
    fs::rename(folder_ / "checkpoints", run_ / "checkpoints");
    EXPECT_EQ(test::trainSmall({}, run_, true).weightsHash, whole.weightsHash);
}

class CheckpointsAway : public FullDisk {
  protected:
    /// Resumes with the checkpoints out of reach until the run says that it waits.
    TrainOutcome resume(const std::function<void()>& mend) {
        TrainRequest request;
        request.runDirectory = run_;
        request.resume = true;
        request.extraEpochs = 1;
        request.onWaiting = [&](const std::string& why) {
            if (said_.empty()) {
                said_ = why;
                mend();
            }
        };
        return trainHead(PreparedRun(request), control_, nullptr);
    }
    fs::path checkpoints() const { return run_ / "checkpoints"; }

    std::string said_;
};

TEST_F(CheckpointsAway, AResumeWaitsForThemAndLosesNothing) {
    test::trainSmall(options_, folder_ / "whole");
    const auto whole = test::trainSmall({}, folder_ / "whole", true, 1);
    test::trainSmall(options_, run_);
    fs::rename(checkpoints(), folder_ / "kept");
    fs::create_directory_symlink("checkpoints", checkpoints());  // a loop: it can be neither read nor missing
    const auto outcome = resume([&] {
        fs::remove(checkpoints());
        fs::rename(folder_ / "kept", checkpoints());
    });
    test::expectContains(said_, {"checkpoints", "continues by itself"});
    EXPECT_EQ(outcome.weightsHash, whole.weightsHash);
    RunReader reader(run_);
    const auto all = test::everything(reader);
    EXPECT_TRUE(test::hasNote(all, "resumed from step 12"));
    EXPECT_TRUE(test::hasNote(all, "continued after waiting"));
}

TEST_F(CheckpointsAway, AStopWhileItWaitsChangesNothing) {
    test::trainSmall(options_, run_);
    const std::string records = readTextFile(metrics());
    fs::rename(checkpoints(), folder_ / "kept");
    fs::create_directory_symlink("checkpoints", checkpoints());
    EXPECT_EQ(resume([&] { control_.requestStop(); }).end, TrainEnd::Interrupted);
    EXPECT_EQ(readTextFile(metrics()), records);
}

class DataAway : public testing::Test {
  protected:
    DataAway() : options_(test::smallOptions(folder_.path())) {
        writeFaces(folder_ / "faces");
        options_.data.train = {(folder_ / "faces").string()};
        options_.data.loaderThreads = 2;
        options_.evaluation.batchSize = 4;
    }
    void goAndComeBack(Phase phase, const std::string& store) {
        options_.features.store = store;
        const auto whole = test::trainSmall(options_, folder_ / ("whole-" + store));
        Disturbance away(
            phase, 3, [&] { fs::rename(folder_ / "faces", folder_ / "elsewhere"); },
            [&] { fs::rename(folder_ / "elsewhere", folder_ / "faces"); });
        const auto run = folder_ / ("run-" + store);
        const auto outcome = train(options_, run, control_, away);
        EXPECT_NE(away.said().find("are gone"), std::string::npos) << away.said();
        EXPECT_EQ(outcome.end, TrainEnd::Finished);
        EXPECT_EQ(outcome.weightsHash, whole.weightsHash);
        EXPECT_FALSE(fs::exists(run / "skipped-images.txt"));
        // Whoever watches the folder learns why it waits, and that it goes on.
        const std::string records = readTextFile(run / "metrics.jsonl");
        const auto paused = records.find("\"paused\"");
        ASSERT_NE(paused, std::string::npos);
        EXPECT_NE(records.find("are gone", paused), std::string::npos);
        EXPECT_NE(records.find("\"finished\"", paused), std::string::npos);
    }

    test::TemporaryFolder folder_;
    Options options_;
    RunControl control_;
};

TEST_F(DataAway, WhileImagesAreCheckedNoneIsLost) {
    goAndComeBack(Phase::Checking, "auto");
}

TEST_F(DataAway, WhileFeaturesAreExtractedNoneIsLost) {
    options_.data.checkImages = false;
    goAndComeBack(Phase::Extracting, "auto");
}

TEST_F(DataAway, WhileStepsAreTrainedNoneIsLost) {
    goAndComeBack(Phase::Training, "off");
}

TEST_F(DataAway, AnImageThatIsDeletedIsLeftOutAndListed) {
    options_.data.loaderThreads = 1;
    const auto last = openImages(options_.data.train).faces()->info(39).name;
    bool removed = false;
    TrainRequest request;
    request.options = options_;
    request.runDirectory = folder_ / "run";
    request.onWaiting = [](const std::string& why) { ADD_FAILURE() << why; };
    const auto outcome = trainHead(PreparedRun(request), control_, [&](const Progress& progress) {
        if (progress.phase == Phase::Extracting && !removed) {
            removed = true;
            fs::remove(last);
        }
    });
    EXPECT_EQ(outcome.end, TrainEnd::Finished);
    EXPECT_TRUE(fs::exists(folder_ / "run" / "skipped-images.txt"));
}

}  // namespace
}  // namespace pf
