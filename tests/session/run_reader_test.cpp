#include "core/session/run_reader.h"

#include <gtest/gtest.h>

#include "core/base/config_file.h"
#include "core/base/error.h"
#include "core/base/records_json.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

std::string stepLine(std::int64_t step) {
    StepRecord record;
    record.step = step;
    record.terms["a"] = 1.0 / static_cast<double>(step);
    return recordLine(record) + "\n";
}

TEST(RunReader, FollowsAGrowingFileAndWaitsForTheLineToEnd) {
    const test::TemporaryFolder folder;
    folder.write("config.yaml", configText(Options{}));
    folder.write("metrics.jsonl", stepLine(1) + stepLine(2).substr(0, 20));
    RunReader reader(folder.path());
    EXPECT_EQ(reader.poll().steps.size(), 1U);
    EXPECT_TRUE(reader.poll().empty());
    folder.write("metrics.jsonl", stepLine(1) + stepLine(2) + stepLine(3));
    const auto update = reader.poll();
    ASSERT_EQ(update.steps.size(), 2U);
    EXPECT_EQ(update.steps[1].step, 3);
}

TEST(RunReader, CutAtEveryByteAllWholeLinesAreRead) {
    const test::TemporaryFolder folder;
    folder.write("config.yaml", configText(Options{}));
    const std::string text = stepLine(1) + stepLine(2) + "garbage\n" + stepLine(3);
    for (std::size_t length = 0; length <= text.size(); ++length) {
        folder.write("metrics.jsonl", text.substr(0, length));
        RunReader reader(folder.path());
        const auto update = reader.poll();
        const auto whole = static_cast<std::size_t>(
            std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(length), '\n'));
        EXPECT_EQ(update.steps.size() + reader.damagedLines(), whole);
    }
}

TEST(RunReader, AResumeVoidsWhatCameAfterIt) {
    const test::TemporaryFolder folder;
    folder.write("config.yaml", configText(Options{}));
    folder.write("metrics.jsonl",
                 stepLine(1) + stepLine(2) + stepLine(3) + recordLine(ResumeRecord{1}) + "\n" + stepLine(2));
    RunReader reader(folder.path());
    const auto update = reader.poll();
    EXPECT_EQ(update.rewoundToStep, 1);
    ASSERT_EQ(update.steps.size(), 2U);
    EXPECT_EQ(update.steps[1].step, 2);
}

TEST(RunReader, SlicesALongRun) {
    const test::TemporaryFolder folder;
    folder.write("config.yaml", configText(Options{}));
    std::string text;
    for (int step = 1; step <= 100; ++step) {
        text += stepLine(step);
    }
    folder.write("metrics.jsonl", text);
    RunReader reader(folder.path());
    std::size_t total = 0;
    for (auto update = reader.poll(30); !update.empty(); update = reader.poll(30)) {
        EXPECT_LE(update.steps.size(), 30U);
        total += update.steps.size();
    }
    EXPECT_EQ(total, 100U);
}

TEST(RunReader, AnythingElseIsNoRunDirectory) {
    const test::TemporaryFolder folder;
    EXPECT_THROW(RunReader(folder.path()), Error);
    EXPECT_THROW(RunReader(folder / "absent"), Error);
    EXPECT_TRUE(listRuns(folder.path()).empty());
    folder.write("demo/20260101-120000/config.yaml", configText(Options{}));
    folder.write("demo/20260101-120000/metrics.jsonl", stepLine(5));
    const auto runs = listRuns(folder.path());
    ASSERT_EQ(runs.size(), 1U);
    EXPECT_EQ(runs[0].name, "demo/20260101-120000");
    EXPECT_EQ(runs[0].started, "2026-01-01 12:00:00");
    EXPECT_EQ(runs[0].step, 5);
}

}  // namespace
}  // namespace pf
