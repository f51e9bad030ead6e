#include "core/base/records_json.h"

#include <gtest/gtest.h>

#include <cmath>

namespace pf {
namespace {

EvaluationRecord sampleEvaluation() {
    EvaluationRecord record;
    record.set = "lfw \"quoted\"";
    record.epoch = 2;
    record.step = 1000;
    record.pairs = 600;
    record.sigmaSq = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7};
    record.scores["mls"] = {0.99, -1.5, {{1e-3, 0.9, 0.0, -1.2, false}}};
    record.riskMax = {{0.1, 0.5, 540, 600, 0.995, 0.2}};
    record.riskCurve = record.riskMax;
    record.randomCurve = {{0.1, std::nan(""), 540, 600, 0.99, 0.2}};
    record.fixedFmr = 1e-3;
    record.fnmrCurve = {{0.0, 0.02}, {0.5, 0.01}};
    record.reportFile = "evaluation/lfw/step-1000/report.json";
    return record;
}

TEST(Records, AStepReadsBackAndGapsStayGaps) {
    StepRecord step;
    step.step = 7;
    step.epoch = 1;
    step.learningRate = 0.01;
    step.terms = {{"a", 0.813}, {"mls", std::numeric_limits<double>::infinity()}};
    step.sigmaSq = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7};
    const auto parsed = parseRecordLine(recordLine(step));
    ASSERT_TRUE(parsed);
    const auto& back = std::get<StepRecord>(*parsed);
    EXPECT_EQ(back.step, 7);
    EXPECT_DOUBLE_EQ(back.terms.at("a"), 0.813);
    EXPECT_TRUE(std::isnan(back.terms.at("mls")));
    EXPECT_EQ(back.sigmaSq, step.sigmaSq);
}

TEST(Records, AnEvaluationReadsBack) {
    const auto parsed = parseRecordLine(recordLine(sampleEvaluation()));
    ASSERT_TRUE(parsed);
    const auto& back = std::get<EvaluationRecord>(*parsed);
    const auto expected = sampleEvaluation();
    EXPECT_EQ(back.set, expected.set);
    EXPECT_EQ(back.scores.at("mls").tmrAtFmr.at(0).threshold, -1.2);
    EXPECT_FALSE(back.scores.at("mls").tmrAtFmr.at(0).reachable);
    EXPECT_EQ(back.riskMax.at(0).kept, 540);
    EXPECT_TRUE(std::isnan(back.randomCurve.at(0).riskThreshold));
    EXPECT_EQ(back.fnmrCurve, expected.fnmrCurve);
    EXPECT_EQ(back.reportFile, expected.reportFile);
}

TEST(Records, EveryCutLineIsNothing) {
    const std::string line = recordLine(sampleEvaluation());
    for (std::size_t length = 0; length < line.size(); ++length) {
        EXPECT_FALSE(parseRecordLine(line.substr(0, length))) << length;
    }
    EXPECT_FALSE(parseRecordLine(R"({"type":"step"})"));
    EXPECT_FALSE(parseRecordLine(R"({"type":"unheard of"})"));
    EXPECT_FALSE(parseRecordLine("garbage"));
}

TEST(Records, NotesStatesAndResumesReadBack) {
    const auto note =
        parseRecordLine(recordLine(NoteRecord{NoteRecord::Level::Warning, 5, "collapsed\nline two"}));
    EXPECT_EQ(std::get<NoteRecord>(*note).text, "collapsed\nline two");
    EXPECT_EQ(std::get<NoteRecord>(*note).level, NoteRecord::Level::Warning);
    EXPECT_EQ(std::get<StateRecord>(*parseRecordLine(recordLine(StateRecord{"paused", ""}))).state, "paused");
    EXPECT_EQ(std::get<ResumeRecord>(*parseRecordLine(recordLine(ResumeRecord{12}))).step, 12);
    EXPECT_TRUE(
        std::get<CheckpointRecord>(*parseRecordLine(recordLine(CheckpointRecord{3, "f", true}))).best);
}

}  // namespace
}  // namespace pf
