#include "core/session/run/run_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "core/base/config/config_file.h"
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

/// Reads the whole of a run, then what `change` makes of its folder.
RunUpdate afterChange(const test::TemporaryFolder& folder, const std::function<void()>& change) {
    folder.write("config.yaml", configText(Options{}));
    folder.write("metrics.jsonl", stepLine(1) + stepLine(2) + stepLine(3));
    folder.write("training-log.txt", "old\n");
    RunReader reader(folder.path());
    EXPECT_EQ(reader.poll().steps.size(), 3U);
    EXPECT_TRUE(reader.poll().empty());
    change();
    return reader.poll();
}

TEST(RunReader, AShorterLogIsAnotherRun) {
    const test::TemporaryFolder folder;
    const auto update = afterChange(folder, [&] {
        folder.write("metrics.jsonl", stepLine(7));
        folder.write("training-log.txt", "new\n");
    });
    EXPECT_TRUE(update.startedAnew);
    ASSERT_EQ(update.steps.size(), 1U);
    EXPECT_EQ(update.steps[0].step, 7);
    EXPECT_EQ(update.logLines, std::vector<std::string>{"new"});
}

TEST(RunReader, ALongerLogOfAnotherRunIsAnotherRun) {
    const test::TemporaryFolder folder;
    // The first line is the same, as the first lines of most runs are.
    const auto update = afterChange(folder, [&] {
        folder.write("metrics.jsonl", stepLine(1) + stepLine(5) + stepLine(6) + stepLine(7) + stepLine(8));
    });
    EXPECT_TRUE(update.startedAnew);
    EXPECT_EQ(update.steps.size(), 5U);
}

TEST(RunReader, AFolderThatIsMadeAnewIsReadFromItsBeginningWithItsOptions) {
    const test::TemporaryFolder folder;
    folder.write("config.yaml", configText(Options{}));
    folder.write("metrics.jsonl", stepLine(1) + stepLine(2));
    RunReader reader(folder.path());
    reader.poll();
    std::filesystem::remove(folder / "metrics.jsonl");
    std::filesystem::remove(folder / "config.yaml");
    EXPECT_TRUE(reader.poll().empty());  // away is not anew
    Options other;
    other.train.epochs = 99;
    folder.write("config.yaml", configText(other));
    folder.write("metrics.jsonl", stepLine(4) + stepLine(5) + stepLine(6));
    const auto update = reader.poll();
    EXPECT_TRUE(update.startedAnew);
    EXPECT_EQ(update.steps.size(), 3U);
    EXPECT_EQ(reader.options().train.epochs, 99);
}

TEST(RunReader, ACopyThatIsBroughtUpToDateGoesOn) {
    const test::TemporaryFolder folder;
    const auto update = afterChange(folder, [&] {
        folder.write("new", stepLine(1) + stepLine(2) + stepLine(3) + stepLine(4));
        std::filesystem::rename(folder / "new", folder / "metrics.jsonl");
    });
    EXPECT_FALSE(update.startedAnew);
    ASSERT_EQ(update.steps.size(), 1U);
    EXPECT_EQ(update.steps[0].step, 4);
}

TEST(RunReader, NumbersThatAreNotThereAreGaps) {
    const test::TemporaryFolder folder;
    folder.write("config.yaml", configText(Options{}));
    folder.write(
        "metrics.jsonl",
        "{\"type\":\"step\",\"epoch\":1,\"step\":1,\"seconds\":null,\"images_per_second\":null,\"lr\":null,"
        "\"terms\":{\"a\":null,\"mls\":0.5},\"sigma_sq\":[0.2,null,0.3,0.35,0.4,0.45,0.6]}\n"
        "{\"type\":\"step\",\"step\":2,\"terms\":null,\"sigma_sq\":null}\n"
        "{\"type\":\"step\",\"step\":3,\"sigma_sq\":[0.1]}\n");
    RunReader reader(folder.path());
    const auto update = reader.poll();
    EXPECT_EQ(reader.damagedLines(), 0U);
    ASSERT_EQ(update.steps.size(), 3U);
    EXPECT_TRUE(std::isnan(update.steps[0].terms.at("a")));
    EXPECT_EQ(update.steps[0].terms.at("mls"), 0.5);
    EXPECT_TRUE(std::isnan(update.steps[0].sigmaSq[1]));
    EXPECT_EQ(update.steps[0].sigmaSq[2], 0.3);
    EXPECT_TRUE(update.steps[1].terms.empty());
    EXPECT_TRUE(std::isnan(update.steps[1].sigmaSq[0]));
    EXPECT_EQ(update.steps[2].sigmaSq[0], 0.1);
    EXPECT_TRUE(std::isnan(update.steps[2].sigmaSq[6]));
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

TEST(ListRuns, ReadsAgainWhatHasChangedAndNothingElse) {
    namespace fs = std::filesystem;
    const test::TemporaryFolder folder;
    folder.write("run/config.yaml", configText(Options{}));
    const fs::path log = folder.write("run/metrics.jsonl", stepLine(2));
    const auto listed = [&] { return listRuns(folder.path()).at(0); };
    EXPECT_EQ(listed().step, 2);
    // Other bytes in a file of the same size and time are not looked at ...
    const auto time = fs::last_write_time(log);
    folder.write("run/metrics.jsonl", stepLine(5));
    fs::last_write_time(log, time);
    EXPECT_EQ(listed().step, 2);
    // ... until one of these changes.
    folder.write("run/metrics.jsonl", stepLine(5) + stepLine(16));
    EXPECT_EQ(listed().step, 16);
    EXPECT_EQ(listRuns(folder / "run").at(0).step, 16);
    fs::remove(log);
    EXPECT_EQ(listed().step, 0);
}

TEST(ListRuns, WhatCouldNotBeReadIsReadAgain) {
    const test::TemporaryFolder folder;
    const auto config = folder.write("run/config.yaml", "train: [\n");
    folder.write("run/metrics.jsonl", stepLine(2));
    const auto time = std::filesystem::last_write_time(config);
    EXPECT_NE(listRuns(folder.path()).at(0).detail, "");
    // As large and as old, but sound.
    folder.write("run/config.yaml", "train: {}");
    std::filesystem::last_write_time(config, time);
    EXPECT_EQ(listRuns(folder.path()).at(0).detail, "");
}

}  // namespace
}  // namespace pf
