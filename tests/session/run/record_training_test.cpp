// Training from RecordIO is training from the folder the records were made of.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/base/text.h"
#include "core/session/conversion/conversion.h"
#include "core/session/images.h"
#include "core/session/run/run_reader.h"
#include "tests/session/small_run.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

/// Everything of a run's records that does not name a place or a time.
std::string stepsOf(const fs::path& run) {
    RunReader reader(run);
    std::string text;
    for (auto update = reader.poll(); !update.empty(); update = reader.poll()) {
        for (const StepRecord& step : update.steps) {
            text += std::to_string(step.step);
            for (const auto& [name, value] : step.terms) {
                text += " " + name + " " + formatNumber(value);
            }
            text += "\n";
        }
    }
    return text;
}

void expectSameRun(const std::string& a, const std::string& b, const fs::path& folder) {
    Options options = test::smallOptions(folder);
    options.data.train = {a};
    const TrainOutcome first = test::trainSmall(options, folder / "run-a");
    options.data.train = {b};
    const TrainOutcome second = test::trainSmall(options, folder / "run-b");
    EXPECT_EQ(first.weightsHash, second.weightsHash);
    EXPECT_EQ(stepsOf(folder / "run-a"), stepsOf(folder / "run-b"));
    EXPECT_FALSE(stepsOf(folder / "run-a").empty());
}

TEST(RecordTraining, EqualsTrainingFromTheFolderBitForBit) {
    const test::TemporaryFolder folder;
    RunControl control;
    const std::string faces = (folder / "faces").string();
    const std::string record = (folder / "faces.rec").string();
    ASSERT_TRUE(
        convertImages({.sources = {"synthetic:identities=10,images=4,seed=7"}, .out = faces}, control, {})
            .complete);
    ASSERT_TRUE(convertImages({.sources = {faces}, .out = record, .format = FaceFormat::Record}, control, {})
                    .complete);
    expectSameRun(faces, record, folder.path());
}

TEST(RecordTraining, EqualsTrainingFromTheFolderOnRealFaces) {
    const fs::path data = fs::path(PF_SOURCE_DIR) / ".." / "shared" / "data";
    if (!fs::exists(data / "faces60.rec")) {
        GTEST_SKIP() << "there is no " << (data / "faces60.rec");
    }
    const test::TemporaryFolder folder;
    // The first sixty identities of the folder are those of the records.
    const fs::path sixty = folder / "sixty";
    fs::create_directory(sixty);
    std::vector<fs::path> identities;
    for (const auto& entry : fs::directory_iterator(data / "faces324")) {
        identities.push_back(fs::canonical(entry.path()));
    }
    std::sort(identities.begin(), identities.end());
    for (std::size_t i = 0; i < 60; ++i) {
        fs::create_directory_symlink(identities[i], sixty / identities[i].filename());
    }
    expectSameRun(sixty.string(), (data / "faces60.rec").string(), folder.path());
}

}  // namespace
}  // namespace pf
