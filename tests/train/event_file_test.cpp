#include "core/train/event_file.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "core/base/atomic_file.h"
#include "core/train/run_directory.h"
#include "tests/support/event_records.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

using test::parseEvents;

/// Event files of a run directory, in the order in which TensorBoard reads them.
std::vector<fs::path> eventFiles(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::directory_iterator(folder)) {
        if (entry.path().filename().string().find("tfevents") != std::string::npos) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

/// What TensorBoard shows of a tag: its files one after the other, and what a START makes void dropped.
/// Source: tensorboard/backend/event_processing/event_accumulator.py, _CheckForRestartAndMaybePurge.
std::vector<std::int64_t> shownSteps(const fs::path& folder, const std::string& tag) {
    std::vector<std::int64_t> steps;
    for (const auto& file : eventFiles(folder)) {
        for (const auto& event : parseEvents(readTextFile(file)).events) {
            if (event.isStart) {
                std::erase_if(steps, [&](std::int64_t step) { return step >= event.step; });
            }
            for (const auto& scalar : event.scalars) {
                if (scalar.first == tag) {
                    steps.push_back(event.step);
                }
            }
        }
    }
    return steps;
}

StepRecord stepRecord(std::int64_t step) {
    StepRecord record;
    record.epoch = 1;
    record.step = step;
    record.learningRate = 0.01;
    record.terms = {{"a", 1.0 / static_cast<double>(step)}};
    return record;
}

TEST(EventFile, IsWhatTheFormatDemands) {
    const test::TemporaryFolder folder;
    EventFile events(folder.path());
    events.write(0, {{"loss/a", 0.5}});
    events.write(300, {{"loss/a", -1.25}, {"\xCF\x83\xC2\xB2", 1e30}, {"nan", std::nan("")}});
    events.write(std::int64_t{1} << 40, {});
    EXPECT_TRUE(events.path().filename().string().starts_with("events.out.tfevents."));
    const auto log = parseEvents(readTextFile(events.path()));
    EXPECT_FALSE(log.isTorn);
    ASSERT_EQ(log.events.size(), 4U);
    EXPECT_EQ(log.events[0].fileVersion, "brain.Event:2") << "must come first";
    EXPECT_TRUE(log.events[0].scalars.empty());
    ASSERT_EQ(log.events[1].scalars.size(), 1U);
    EXPECT_EQ(log.events[1].scalars[0], std::pair(std::string("loss/a"), 0.5F));
    EXPECT_EQ(log.events[2].step, 300);
    ASSERT_EQ(log.events[2].scalars.size(), 3U);
    EXPECT_EQ(log.events[2].scalars[1], std::pair(std::string("\xCF\x83\xC2\xB2"), 1e30F));
    EXPECT_TRUE(std::isnan(log.events[2].scalars[2].second));
    EXPECT_EQ(log.events[3].step, std::int64_t{1} << 40);
    for (const auto& event : log.events) {
        EXPECT_GT(event.wallTime, 1.6e9);
    }
}

TEST(EventFile, ATornTailLosesOnlyItsRecord) {
    const test::TemporaryFolder folder;
    EventFile events(folder.path());
    events.write(1, {{"a", 1}});
    const auto before = readTextFile(events.path()).size();
    events.write(2, {{"a", 2}});
    const std::string whole = readTextFile(events.path());
    for (std::size_t length = before + 1; length < whole.size(); ++length) {
        const auto log = parseEvents(std::string_view(whole).substr(0, length));
        EXPECT_TRUE(log.isTorn) << length;
        ASSERT_EQ(log.events.size(), 2U) << length;
    }
    EXPECT_FALSE(parseEvents(whole).isTorn);
    EXPECT_EQ(parseEvents(whole).events.size(), 3U);
}

TEST(EventFile, DamageIsNotTakenForATornTail) {
    const test::TemporaryFolder folder;
    EventFile events(folder.path());
    events.write(1, {{"a", 1}});
    const std::string whole = readTextFile(events.path());
    for (std::size_t at = 0; at < whole.size(); ++at) {
        std::string damaged = whole;
        damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
        EXPECT_THROW(parseEvents(damaged), std::runtime_error) << at;
    }
}

TEST(EventFile, EveryWriterHasAFileOfItsOwn) {
    const test::TemporaryFolder folder;
    EventFile first(folder.path());
    first.write(1, {{"a", 1}});
    const std::string before = readTextFile(first.path());
    // Of the same second and the same process, as when a run is resumed in the window.
    EventFile second(folder.path());
    EventFile third(folder.path());
    second.write(1, {{"a", 2}});
    EXPECT_NE(first.path(), second.path());
    EXPECT_NE(second.path(), third.path());
    EXPECT_EQ(readTextFile(first.path()), before);
    const auto files = eventFiles(folder.path());
    EXPECT_EQ(files, (std::vector<fs::path>{first.path(), second.path(), third.path()}));
}

TEST(EventFile, AResumedRunShowsEveryStepOnce) {
    const test::TemporaryFolder folder;
    {
        RunWriter writer(folder.path(), 100, 250);
        for (std::int64_t step = 1; step <= 8; ++step) {
            writer.step(stepRecord(step));
        }
    }
    // The first process was killed inside a record.
    const auto killed = eventFiles(folder.path()).at(0);
    fs::resize_file(killed, fs::file_size(killed) - 5);
    const std::string before = readTextFile(killed);
    {
        RunWriter writer(folder.path(), 100, 250);
        writer.resumed(5);
        for (std::int64_t step = 6; step <= 10; ++step) {
            writer.step(stepRecord(step));
        }
    }
    EXPECT_EQ(readTextFile(killed), before) << "what a dead process left is not appended to";
    const auto files = eventFiles(folder.path());
    ASSERT_EQ(files.size(), 2U);
    EXPECT_TRUE(parseEvents(readTextFile(files[0])).isTorn);
    EXPECT_FALSE(parseEvents(readTextFile(files[1])).isTorn);
    EXPECT_EQ(shownSteps(folder.path(), "loss/a"),
              (std::vector<std::int64_t>{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}));
}

}  // namespace
}  // namespace pf
