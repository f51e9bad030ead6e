#include "core/train/run_directory.h"

#include <gtest/gtest.h>

#include <cstring>
#include <span>

#include "core/base/atomic_file.h"
#include "core/base/crc32c.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

StepRecord referenceStep() {
    StepRecord record;
    record.epoch = 1;
    record.step = 1;
    record.elapsedSeconds = 4.19;
    record.learningRate = 0.01;
    record.terms = {{"a", 0.8130},    {"att_neg", 2.7123}, {"att_pos", 0.9874},
                    {"atte", 1.8354}, {"mls", 0.6820},     {"regu", 0.1267},
                    {"s_L2", 0.0025}, {"s_max", 0.4467},   {"s_min", 0.2813}};
    return record;
}

TEST(TrainingLog, LooksLikeTheReference) {
    EXPECT_EQ(trainingLogLine(referenceStep(), 1, 4.19),
              "[1][1] time: 4.19 a 0.8130 att_neg 2.7123 att_pos 0.9874 atte 1.8354 lr 0.0100 mls 0.6820 "
              "regu 0.1267 "
              "s_L2 0.0025 s_max 0.4467 s_min 0.2813");
    EvaluationRecord evaluation;
    evaluation.set = "cfp_fp";
    evaluation.riskMax = {{0.1, 0.46279847621917725, 6301, 7000, 0.983336, 0.201020}};
    EXPECT_NE(
        evaluationLogText(evaluation)
            .find("risk_factor 0.1 risk_threshold 0.4627984762191772 keep_idxes 6301 / 7000 Cosine score acc "
                  "0.983336 threshold 0.201020"),
        std::string::npos)
        << evaluationLogText(evaluation);
}

TEST(RunWriter, AHalfWrittenLineOfAKilledProcessIsEndedFirst) {
    const test::TemporaryFolder folder;
    folder.write("metrics.jsonl",
                 "{\"type\":\"state\",\"state\":\"training\",\"detail\":\"\"}\n{\"type\":\"st");
    {
        RunWriter writer(folder.path(), 100, 1000);
        writer.step(referenceStep());
    }
    const auto lines = splitText(readTextFile(folder / "metrics.jsonl"), '\n');
    ASSERT_EQ(lines.size(), 4U);
    EXPECT_TRUE(parseRecordLine(lines[0]));
    EXPECT_FALSE(parseRecordLine(lines[1]));
    EXPECT_TRUE(std::holds_alternative<StepRecord>(*parseRecordLine(lines[2])));
    EXPECT_EQ(lines[3], "");
}

TEST(RunWriter, LogsEveryHundredthStepOfAnEpochFromTheFirstOn) {
    const test::TemporaryFolder folder;
    {
        RunWriter writer(folder.path(), 100, 250);
        for (std::int64_t step = 1; step <= 500; ++step) {
            auto record = referenceStep();
            record.step = step;
            record.epoch = (step - 1) / 250 + 1;
            writer.step(record);
        }
    }
    std::vector<std::string> starts;
    for (const auto& line : splitText(readTextFile(folder / "training-log.txt"), '\n')) {
        starts.push_back(line.substr(0, line.find(' ')));
    }
    EXPECT_EQ(starts, (std::vector<std::string>{"[1][1]", "[1][101]", "[1][201]", "[2][1]", "[2][101]",
                                                "[2][201]", ""}));
}

NoteRecord noteIn(const std::string& line) {
    const auto record = parseRecordLine(line);
    return record && std::holds_alternative<NoteRecord>(*record) ? std::get<NoteRecord>(*record)
                                                                 : NoteRecord{};
}

TEST(RunWriter, ALogThatCannotBeWrittenIsLeftOutAndTriedAgain) {
    const test::TemporaryFolder folder;
    std::filesystem::create_symlink("/dev/full", folder / "training-log.txt");
    {
        RunWriter writer(folder.path(), 1, 1000);
        auto record = referenceStep();
        writer.step(record);
        record.step = 2;
        writer.step(record);
        std::filesystem::remove(folder / "training-log.txt");
        record.step = 3;
        writer.step(record);
    }
    EXPECT_EQ(readTextFile(folder / "training-log.txt").substr(0, 7), "[1][3] ");
    const auto lines = splitText(readTextFile(folder / "metrics.jsonl"), '\n');
    ASSERT_EQ(lines.size(), 6U);  // three steps, what is left out, what is written again, the end
    EXPECT_EQ(noteIn(lines[1]).level, NoteRecord::Level::Warning);
    EXPECT_NE(noteIn(lines[1]).text.find("No space left"), std::string::npos) << lines[1];
    // The two steps, and the note about them, which belongs into the log as well.
    EXPECT_NE(noteIn(lines[4]).text.find("3 entries are missing"), std::string::npos) << lines[4];
}

TEST(RunWriter, MetricsAreTriedAgainAsLongAsAsked) {
    const test::TemporaryFolder folder;
    RunWriter writer(folder.path(), 100, 1000);
    std::filesystem::remove(folder / "metrics.jsonl");
    std::filesystem::create_symlink("/dev/full", folder / "metrics.jsonl");
    EXPECT_THROW(writer.step(referenceStep()), Error);
    int asked = 0;
    writer.onRefusal([&](const Error& error) {
        EXPECT_NE(std::string(error.what()).find("No space left"), std::string::npos) << error.what();
        if (++asked == 3) {
            std::filesystem::remove(folder / "metrics.jsonl");
        }
        return true;
    });
    writer.step(referenceStep());
    EXPECT_EQ(asked, 3);
    EXPECT_TRUE(parseRecordLine(splitText(readTextFile(folder / "metrics.jsonl"), '\n')[0]));
    std::filesystem::remove(folder / "metrics.jsonl");
    std::filesystem::create_symlink("/dev/full", folder / "metrics.jsonl");
    writer.onRefusal([](const Error&) { return false; });
    EXPECT_NO_THROW(writer.step(referenceStep()));  // given up
}

TEST(EventFile, RecordsCarryTensorFlowsChecksums) {
    const test::TemporaryFolder folder;
    std::filesystem::path path;
    {
        EventFile events(folder.path());
        path = events.path();
        events.write(7, {{"loss/a", 0.5}});
    }
    const std::string bytes = readTextFile(path);
    std::size_t position = 0;
    int records = 0;
    while (position < bytes.size()) {
        std::uint64_t length = 0;
        std::uint32_t stored = 0;
        std::memcpy(&length, bytes.data() + position, 8);
        std::memcpy(&stored, bytes.data() + position + 8, 4);
        const auto masked = [](const std::string& text) {
            return maskedCrc32c(crc32c(std::as_bytes(std::span(text))));
        };
        EXPECT_EQ(stored, masked(bytes.substr(position, 8)));
        const std::string payload = bytes.substr(position + 12, length);
        std::memcpy(&stored, bytes.data() + position + 12 + length, 4);
        EXPECT_EQ(stored, masked(payload));
        if (records == 1) {
            EXPECT_NE(payload.find("loss/a"), std::string::npos);
        }
        position += 16 + length;
        ++records;
    }
    EXPECT_EQ(records, 2);
    EXPECT_EQ(position, bytes.size());
}

}  // namespace
}  // namespace pf
