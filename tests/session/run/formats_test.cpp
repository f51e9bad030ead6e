// Everything that earlier versions wrote must open in this one; see tests/reference/formats/README.md.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/eval/embeddings/embedding_files.h"
#include "core/eval/embeddings/quality_file.h"
#include "core/eval/pairs/score_report.h"
#include "core/eval/pairs/score_set.h"
#include "core/session/model/face_model.h"
#include "core/session/model/internal/training_pictures.h"
#include "core/session/run/run_reader.h"
#include "tests/session/run/run_records.h"
#include "tests/support/reference_files.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

/// One folder of tests/reference/formats.
class Formats : public ::testing::TestWithParam<std::string> {
  protected:
    fs::path file(const std::string& name) const {
        return test::referenceFile("formats/" + GetParam()) / name;
    }
    nlohmann::json json(const fs::path& path) const { return nlohmann::json::parse(readTextFile(path)); }

    /// The faces of the folder under a model, against the embeddings that were written then.
    void expectItsEmbeddings(FaceModel& model) const {
        const EmbeddingSet then = readEmbeddings(file("embeddings.npz"));
        RunControl control;
        const EmbeddingSet now = model.embed(openImages({file("faces").string()}), control, nullptr);
        ASSERT_EQ(now.size(), then.size());
        ASSERT_EQ(now.embeddingSize, then.embeddingSize);
        ASSERT_EQ(now.sigmaSize, then.sigmaSize);
        for (std::size_t i = 0; i < then.mu.size(); ++i) {
            EXPECT_NEAR(now.mu[i], then.mu[i], 1e-4) << "value " << i;
        }
        for (std::size_t i = 0; i < then.sigmaSq.size(); ++i) {
            EXPECT_NEAR(now.sigmaSq[i] / then.sigmaSq[i], 1.0, 1e-3) << then.names[i];
        }
    }
};

TEST_P(Formats, ARunIsReadWithItsCurvesNotesAndCheckpoints) {
    RunReader reader(file("run"));
    EXPECT_EQ(reader.configProblem(), "");
    const RunUpdate records = test::everything(reader);
    EXPECT_EQ(reader.damagedLines(), 0U);
    EXPECT_EQ(reader.state(), RunState::Finished);

    ASSERT_EQ(static_cast<std::int64_t>(records.steps.size()), reader.totalSteps());
    for (const StepRecord& step : records.steps) {
        for (const char* term :
             {"a", "mls", "atte", "att_pos", "att_neg", "regu", "s_L2", "s_min", "s_max"}) {
            ASSERT_TRUE(step.terms.contains(term)) << term << " of step " << step.step;
            EXPECT_TRUE(std::isfinite(step.terms.at(term))) << term << " of step " << step.step;
        }
        EXPECT_GT(step.learningRate, 0);
        EXPECT_TRUE(std::is_sorted(step.sigmaSq.begin(), step.sigmaSq.end()));
    }
    ASSERT_FALSE(records.evaluations.empty());
    for (const EvaluationRecord& evaluation : records.evaluations) {
        EXPECT_EQ(evaluation.scores.size(), 3U);
        EXPECT_EQ(evaluation.riskMax.size(), 4U);
        EXPECT_FALSE(evaluation.riskCurve.empty());
        EXPECT_FALSE(evaluation.fnmrCurve.empty());
        EXPECT_TRUE(std::isfinite(evaluation.fnmrAreas[0]));
    }
    EXPECT_TRUE(test::hasNote(records, "training on 36 images of 12 identities"));
    ASSERT_FALSE(records.checkpoints.empty());
    EXPECT_TRUE(fs::exists(file("run") / records.checkpoints.back().file));
    EXPECT_TRUE(records.checkpoints.back().best);
    EXPECT_FALSE(records.logLines.empty());
}

TEST_P(Formats, ARunIsListedAndKnowsItsTrainingPictures) {
    const auto runs = listRuns(file(""));
    const auto run = std::find_if(runs.begin(), runs.end(), [&](const RunListing& listing) {
        return fs::weakly_canonical(listing.directory) == fs::weakly_canonical(file("run"));
    });
    ASSERT_NE(run, runs.end());
    EXPECT_EQ(run->state, RunState::Finished);
    EXPECT_EQ(run->step, run->totalSteps);

    const auto pictures = readTrainingPictures(file("run"));
    ASSERT_TRUE(pictures.has_value());
    EXPECT_EQ(pictures->digests.content.size(), 36U);
    EXPECT_EQ(pictures->identities.size(), 12U);
    const auto data = readDataRecord(file("run"));
    ASSERT_TRUE(data.has_value());
    EXPECT_EQ(data->names.size(), 64U);
    EXPECT_EQ(data->contents.size(), 64U);
}

TEST_P(Formats, ARunsModelGivesTheEmbeddingsItGaveThen) {
    FaceModel model(file("run"), {"model.backbone.file=" + file("model/backbone.safetensors").string()});
    EXPECT_EQ(model.info().trainingSigmaSq.size(), 101U);
    EXPECT_EQ(model.info().calibratedOn, "held_out");
    EXPECT_TRUE(model.info().calibratedThresholds.contains("mls"));
    EXPECT_TRUE(model.info().calibratedThresholds.contains("cosine"));
    expectItsEmbeddings(model);
}

TEST_P(Formats, AModelFolderGivesTheEmbeddingsItGaveThen) {
    FaceModel model(file("model"));
    EXPECT_TRUE(model.info().runDirectory.empty());
    expectItsEmbeddings(model);
}

TEST_P(Formats, EveryFileOfEmbeddingsHoldsTheSame) {
    const EmbeddingSet archive = readEmbeddings(file("embeddings.npz"));
    ASSERT_EQ(archive.size(), 6U);
    EXPECT_EQ(archive.norms.size(), archive.size());
    const EmbeddingSet table = readEmbeddings(file("embeddings.csv"));
    EXPECT_EQ(table.names, archive.names);
    const EmbeddingSet array = readEmbeddings(file("embeddings.npy"));
    for (const EmbeddingSet* other : {&table, &array}) {
        EXPECT_EQ(other->embeddingSize, archive.embeddingSize);
        EXPECT_EQ(other->mu, archive.mu);
        EXPECT_EQ(other->sigmaSq, archive.sigmaSq);
    }
}

TEST_P(Formats, AQualityFileFitsItsEmbeddings) {
    const EmbeddingSet set = readEmbeddings(file("embeddings.npz"));
    const QualityReadings quality = readQuality(file("quality.csv"), set);
    EXPECT_EQ(quality.column, "quality");
    ASSERT_EQ(quality.values.size(), set.size());
    for (std::size_t i = 0; i < set.size(); ++i) {
        EXPECT_NEAR(quality.values[i] * set.sigmaSq[i], 1.0, 1e-6) << set.names[i];
    }
}

TEST_P(Formats, AReportSaysWhatItsRunRecorded) {
    RunReader reader(file("run"));
    const EvaluationRecord record = test::everything(reader).evaluations.back();
    const auto report = json(file("run") / record.reportFile);
    EXPECT_EQ(report.at("schema"), "probface-report/1");
    EXPECT_EQ(report.at("card").at("set"), record.set);
    EXPECT_EQ(report.at("card").at("data_sha256").get<std::string>().size(), 64U);
    EXPECT_EQ(report.at("pairs"), record.pairs);
    for (const auto& [score, summary] : record.scores) {
        EXPECT_EQ(report.at("scores").at(score).at("accuracy"), summary.accuracy) << score;
        EXPECT_EQ(report.at("scores").at(score).at("tar_at_far").size(), summary.tmrAtFmr.size()) << score;
    }
    ASSERT_EQ(report.at("risk_max").size(), record.riskMax.size());
    for (std::size_t i = 0; i < record.riskMax.size(); ++i) {
        EXPECT_EQ(report.at("risk_max").at(i).at("kept"), record.riskMax[i].kept);
    }
    EXPECT_EQ(report.at("score"), "cosine");
    EXPECT_EQ(report.at("risk"), "sigma_sq max");
    EXPECT_EQ(report.at("other_curves").size(), 2U);
    const auto& edc = report.at("edc").at(0);
    EXPECT_EQ(edc.at("points_columns").at(3), "fnmr");
    EXPECT_EQ(edc.at("points").at(0).size(), edc.at("points_columns").size());
    EXPECT_NEAR(edc.at("pauc").at("0.2").get<double>(), record.fnmrAreas[0], 1e-12);
    EXPECT_EQ(report.at("roc").at("points").at(0).size(), report.at("roc").at("points_columns").size());
    EXPECT_EQ(report.at("distribution").at("accuracy_columns").size(), 2U);
}

TEST_P(Formats, ScoresAreMeasuredToWhatTheirReportSays) {
    const auto report = json(file("scores-report.json"));
    EXPECT_EQ(report.at("schema"), "probface-report/1");
    EXPECT_EQ(report.at("bootstrap").at("over"), "identities");
    ScoreReportOptions options;
    options.verification = options.risk = options.erc = true;
    const ScoreReport measured =
        evaluateScores(readScores(file("run/evaluation/held_out/step-12/scores.npz")), options);
    EXPECT_EQ(static_cast<std::int64_t>(measured.pairs), report.at("pairs").get<std::int64_t>());
    EXPECT_EQ(measured.score, report.at("score").get<std::string>());
    EXPECT_NEAR(measured.verification->folds.accuracy, report.at("verification").at("accuracy").get<double>(),
                1e-12);
    EXPECT_EQ(measured.verification->folds.folds.size(), report.at("verification").at("folds").size());
    ASSERT_EQ(measured.risk->rows.size(), report.at("risk_controlled").at("rows").size());
    for (std::size_t i = 0; i < measured.risk->rows.size(); ++i) {
        const auto& row = report.at("risk_controlled").at("rows").at(i);
        EXPECT_EQ(measured.risk->rows[i].kept, row.at("kept"));
        EXPECT_NEAR(measured.risk->rows[i].accuracy, row.at("accuracy").get<double>(), 1e-12);
        EXPECT_EQ(row.at("accuracy_interval").size(), 2U);
    }
    EXPECT_NEAR(measured.erc.front().area(), report.at("erc").at(0).at("area").get<double>(), 1e-12);
}

INSTANTIATE_TEST_SUITE_P(Versions, Formats, ::testing::Values("probface-0.1.0"), [](const auto& info) {
    std::string name = info.param;
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c == '-' || c == '.'; }, '_');
    return name;
});

}  // namespace
}  // namespace pf
