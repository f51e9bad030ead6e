#include "core/session/run/metrics_export.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/atomic_file.h"
#include "core/base/config/config_file.h"
#include "core/base/records_json.h"
#include "core/base/table_reader.h"
#include "core/base/text.h"
#include "core/session/run/run_reader.h"
#include "tests/support/event_records.h"
#include "tests/support/matchers.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

using namespace matchers;

StepRecord stepRecord(std::int64_t step, double value) {
    StepRecord record;
    record.epoch = 1;
    record.step = step;
    record.elapsedSeconds = 0.5 * static_cast<double>(step);
    record.imagesPerSecond = 100;
    record.learningRate = 0.01;
    record.terms = {{"a", value}, {"mls", -value}};
    record.sigmaSq = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7};
    return record;
}

EvaluationRecord evaluationRecord(std::int64_t step, const std::string& set) {
    EvaluationRecord record;
    record.set = set;
    record.epoch = 1;
    record.step = step;
    record.pairs = 600;
    record.elapsedSeconds = 2.5;
    record.sigmaSq = {1, 2, 3, 4, 5, 6, 7};
    record.scores["mls"] = {.accuracy = 0.99,
                            .threshold = -3.5,
                            .tmrAtFmr = {{0.001, 0.9, 0.001, 1, true}, {1e-6, 0.5, 0, 1, false}}};
    record.riskMax = {{.discard = 0.1, .accuracy = 0.995}};
    record.riskAdd = {{.discard = 0.1, .accuracy = 0.994}};
    record.fixedFmr = 1e-3;
    record.fnmrAreas = {0.01, 0.02, std::nan("")};
    return record;
}

/// A run that was killed after step 4, in the middle of a line, and resumed from step 2.
class MetricsExportTest : public testing::Test {
  protected:
    MetricsExportTest() {
        folder.write("run/config.yaml", configText(Options{}));
        std::string text;
        const auto add = [&text](const Record& record) { text += recordLine(record) + "\n"; };
        add(StateRecord{"training", ""});
        for (std::int64_t step = 1; step <= 4; ++step) {
            add(stepRecord(step, 1));
        }
        add(evaluationRecord(2, "lfw"));
        add(evaluationRecord(4, "lfw"));
        text += recordLine(stepRecord(5, 1)).substr(0, 40) + "\n";
        add(ResumeRecord{2});
        add(NoteRecord{NoteRecord::Level::Warning, 3, "look"});
        auto third = stepRecord(3, std::nan(""));
        third.terms["s_L2"] = 7;
        add(third);
        add(CheckpointRecord{3, "step_3", true});
        auto second = evaluationRecord(3, "cfp, \"fp\"");
        second.scores["cosine"] = {.accuracy = 0.98, .threshold = 0.25, .tmrAtFmr = {}};
        add(second);
        add(StateRecord{"finished", ""});
        folder.write("run/metrics.jsonl", text);
    }
    fs::path run() const { return folder / "run"; }

    test::TemporaryFolder folder;
};

std::vector<std::vector<std::string>> readTable(const fs::path& file) {
    TableReader table(file);
    TableReader::Fields fields;
    std::vector<std::vector<std::string>> rows;
    while (table.next(fields)) {
        rows.emplace_back(fields.begin(), fields.end());
    }
    return rows;
}

TEST_F(MetricsExportTest, ATableHasALineAStepAndAColumnATerm) {
    const auto written = exportMetrics(run(), folder / "m.csv");
    EXPECT_EQ(written.steps, 3U);
    EXPECT_EQ(written.evaluations, 2U);
    EXPECT_EQ(written.damagedLines, 1U);
    EXPECT_THAT(written.files, ElementsAre(folder / "m.csv", folder / "m.evaluations.csv"));
    EXPECT_EQ(readTextFile(folder / "m.csv"),
              "step,epoch,seconds,images_per_second,lr,a,mls,s_L2,sigma_sq_p0,sigma_sq_p10,sigma_sq_p30,"
              "sigma_sq_p50,"
              "sigma_sq_p70,sigma_sq_p90,sigma_sq_p100\n"
              "1,1,0.5,100,0.01,1,-1,,0.1,0.2,0.3,0.4,0.5,0.6,0.7\n"
              "2,1,1,100,0.01,1,-1,,0.1,0.2,0.3,0.4,0.5,0.6,0.7\n"
              "3,1,1.5,100,0.01,,,7,0.1,0.2,0.3,0.4,0.5,0.6,0.7\n");
}

TEST_F(MetricsExportTest, EvaluationsAreASecondTable) {
    exportMetrics(run(), folder / "m.csv");
    const auto rows = readTable(folder / "m.evaluations.csv");
    ASSERT_EQ(rows.size(), 3U);
    const auto value = [&](std::size_t row, const std::string& column) -> std::string {
        const auto found = std::find(rows[0].begin(), rows[0].end(), column);
        return found == rows[0].end() ? "no column"
                                      : rows[row][static_cast<std::size_t>(found - rows[0].begin())];
    };
    EXPECT_EQ(value(1, "step"), "2");
    EXPECT_EQ(value(1, "set"), "lfw");
    EXPECT_EQ(value(2, "set"), "cfp, \"fp\"");
    EXPECT_EQ(value(1, "accuracy_mls"), "0.99");
    EXPECT_EQ(value(1, "threshold_mls"), "-3.5");
    EXPECT_EQ(value(1, "tar_mls_at_far_0.001"), "0.9");
    EXPECT_EQ(value(1, "tar_mls_at_far_1e-06"), "") << "too few negatives to measure it";
    EXPECT_EQ(value(1, "risk_max_0.1"), "0.995");
    EXPECT_EQ(value(1, "risk_add_0.1"), "0.994");
    EXPECT_EQ(value(1, "fmr"), "0.001");
    EXPECT_EQ(value(1, "pauc_0.3"), "0.02");
    EXPECT_EQ(value(1, "pauc_1"), "");
    EXPECT_EQ(value(1, "accuracy_cosine"), "");
    EXPECT_EQ(value(2, "accuracy_cosine"), "0.98");
    EXPECT_EQ(value(1, "sigma_sq_p100"), "7");
}

TEST_F(MetricsExportTest, JsonLinesAreARunThatWasNeverInterrupted) {
    exportMetrics(run(), folder / "m.jsonl");
    std::vector<std::string> types;
    for (const auto& line : splitText(readTextFile(folder / "m.jsonl"), '\n')) {
        if (!line.empty()) {
            const auto record = parseRecordLine(line);
            ASSERT_TRUE(record) << line;
            types.push_back(line.substr(0, line.find(',')));
        }
    }
    EXPECT_THAT(types, ElementsAre("{\"type\":\"step\"", "{\"type\":\"step\"", "{\"type\":\"evaluation\"",
                                   "{\"type\":\"step\"", "{\"type\":\"evaluation\"",
                                   "{\"type\":\"checkpoint\"", "{\"type\":\"note\"", "{\"type\":\"state\""));
    folder.write("copy/config.yaml", configText(Options{}));
    fs::rename(folder / "m.jsonl", folder / "copy" / "metrics.jsonl");
    const auto again = readRunHistory(folder / "copy");
    const auto first = readRunHistory(run());
    EXPECT_EQ(stepsCsv(again), stepsCsv(first));
    EXPECT_EQ(evaluationsCsv(again), evaluationsCsv(first));
    EXPECT_EQ(again.state, "finished");
    EXPECT_EQ(again.damagedLines, 0U);
    EXPECT_EQ(again.notes.size(), 1U);
}

TEST_F(MetricsExportTest, EventsHaveEveryStepOnce) {
    exportMetrics(run(), folder / "m.tfevents");
    const auto log = test::parseEvents(readTextFile(folder / "m.tfevents"));
    EXPECT_FALSE(log.isTorn);
    std::vector<std::int64_t> steps;
    for (const auto& event : log.events) {
        for (const auto& [tag, value] : event.scalars) {
            if (tag == "loss/mls") {
                steps.push_back(event.step);
            }
        }
    }
    EXPECT_THAT(steps, ElementsAre(1, 2, 3));
}

TEST_F(MetricsExportTest, AFolderHoldsAll) {
    const auto written = exportMetrics(run(), (folder / "all").string() + "/");
    ASSERT_EQ(written.files.size(), 4U);
    EXPECT_TRUE(written.files[0].filename().string().starts_with("events.out.tfevents."));
    EXPECT_EQ(written.files[1], folder / "all" / "metrics.csv");
    EXPECT_EQ(written.files[2], folder / "all" / "metrics.evaluations.csv");
    EXPECT_EQ(written.files[3], folder / "all" / "metrics.jsonl");
    for (const auto& file : written.files) {
        EXPECT_TRUE(fs::exists(file)) << file;
    }
    EXPECT_THAT(errorOf([&] { exportMetrics(run(), folder / "all"); }),
                AllOf(HasSubstr("config: "), HasSubstr("not empty")));
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 2)
        << "the run and the export, and nothing unfinished";
}

TEST_F(MetricsExportTest, SaysWhatItCannotWriteOrRead) {
    EXPECT_THAT(errorOf([&] { exportMetrics(run(), folder / "m.xlsx"); }),
                AllOf(HasSubstr("config: "), HasSubstr(".xlsx"), HasSubstr(".jsonl")));
    EXPECT_THAT(errorOf([&] { exportMetrics(run(), ""); }), HasSubstr("config: "));
    EXPECT_THAT(errorOf([&] { exportMetrics(folder / "none", folder / "m.csv"); }),
                HasSubstr("does not exist"));
    folder.write("new/config.yaml", configText(Options{}));
    EXPECT_THAT(errorOf([&] { exportMetrics(folder / "new", folder / "m.csv"); }),
                AllOf(HasSubstr("data: "), HasSubstr("no step")));
    EXPECT_FALSE(fs::exists(folder / "m.csv"));
}

}  // namespace
}  // namespace pf
