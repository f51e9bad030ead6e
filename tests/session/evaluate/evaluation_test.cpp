#include "core/session/evaluate/evaluation.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/eval/embeddings/embedding_writer.h"
#include "core/eval/pairs/score_report.h"
#include "core/eval/pairs/score_set.h"
#include "core/eval/report/report_json.h"
#include "core/session/conversion/conversion.h"
#include "core/session/evaluate/contact_sheet.h"
#include "core/session/evaluate/evaluation_task.h"
#include "core/session/evaluate/ready_embeddings.h"
#include "core/session/evaluate/report_files.h"
#include "core/session/run/internal/evaluation_sets.h"
#include "core/session/run/run_reader.h"
#include "tests/session/small_run.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

constexpr const char* kHeldOut = "synthetic:pairs=40,identities=10,images=4,first=5000,seed=7";

class EvaluationTest : public test::SharedRun {};

EvaluationRequest requestOf(const FaceModel& model) {
    EvaluationRequest request = fullEvaluation();
    request.evaluation = model.info().options.evaluation;
    return request;
}

TEST_F(EvaluationTest, OfTheFinishedModelEqualsTheRunsLastRecordAndItsOwnFiles) {
    FaceModel model(*folder_ / "run/checkpoints/last.safetensors");
    RunControl control;
    const auto request = requestOf(model);
    const auto evaluations =
        evaluateModel(model, {{"held_out", kHeldOut}}, request, *folder_ / "reports", control, nullptr);
    ASSERT_EQ(evaluations.size(), 1U);
    const PairReport& report = evaluations.front()->report;
    EXPECT_EQ(report.card.model, model.info().source.string());
    EXPECT_EQ(report.card.source, kHeldOut);
    EXPECT_EQ(report.record.step, 12) << "the step of the model, not of nothing";
    EXPECT_EQ(report.record.epoch, 2);
    RunReader reader(*folder_ / "run");
    EvaluationRecord last;
    for (auto update = reader.poll(); !update.empty(); update = reader.poll()) {
        for (const auto& record : update.evaluations) {
            last = record;
        }
    }
    EXPECT_EQ(report.record.scores.at("mls").accuracy, last.scores.at("mls").accuracy);
    EXPECT_EQ(report.record.fnmrAreas, last.fnmrAreas);
    const auto ofTheRun = nlohmann::json::parse(readTextFile(*folder_ / "run" / last.reportFile));
    EXPECT_EQ(ofTheRun.at("step"), 12) << "the run's own report says of which step it is";
    EXPECT_EQ(ofTheRun.at("epoch"), 2);

    const auto folder = *folder_ / "reports/held_out";
    const auto json = nlohmann::json::parse(readTextFile(folder / "report.json"));
    EXPECT_EQ(json.at("card").at("data_sha256"), report.card.dataHash);
    for (const char* name :
         {"report.html", "risk.csv", "roc.csv", "edc.csv", "scores.npz", "embeddings.npz"}) {
        EXPECT_TRUE(std::filesystem::exists(folder / name)) << name;
    }
    // What was written is evaluated to the same numbers, without the model.
    const auto ready = evaluateEmbeddingFile(folder / "embeddings.npz", request, "held_out", control);
    EXPECT_EQ(ready->report.card.dataHash, report.card.dataHash);
    EXPECT_EQ(ready->report.record.scores.at("cosine").accuracy, report.record.scores.at("cosine").accuracy);
    EXPECT_EQ(ready->report.record.step, 0) << "embeddings do not know it";
    const auto scores = evaluateScores(readScores(folder / "scores.npz"), request.report);
    EXPECT_EQ(scores.roc->areaUnderCurve, report.curves.front().roc->areaUnderCurve);
    EXPECT_EQ(scores.edc.front().area.full, report.curves.front().edc.front().area.full);
    EXPECT_EQ(scores.roc->equalError.threshold, report.curves.front().roc->equalError.threshold);
}

TEST_F(EvaluationTest, ATaskMeasuresTheModelsImagesAndReadyEmbeddingsAlike) {
    FaceModel model(*folder_ / "run");
    RunControl control;
    EvaluationTask task;
    task.pairs = requestOf(model);
    task.sets = {{"held_out", kHeldOut}};
    task.out = *folder_ / "task";
    const auto reports = evaluateTask({.model = &model}, task, control, nullptr);
    ASSERT_EQ(reports.pairs.size(), 1U);
    EXPECT_FALSE(reports.openSet || reports.templates) << "nobody asked for them";

    const auto file = *folder_ / "task/held_out/embeddings.npz";
    const EmbeddingSet embeddings = openEmbeddings(file);
    task.out = *folder_ / "ready";
    const auto ready = evaluateTask({.ready = &embeddings, .file = file}, task, control, nullptr);
    ASSERT_EQ(ready.pairs.size(), 1U);
    EXPECT_EQ(ready.pairs.front()->report.record.fnmrAreas, reports.pairs.front()->report.record.fnmrAreas);
    EXPECT_EQ(ready.pairs.front()->report.card.source, file.string());
    EXPECT_TRUE(std::filesystem::exists(*folder_ / "ready/embeddings/report.json"));

    control.requestStop();
    task.ijb = *folder_ / "no such folder";
    EXPECT_TRUE(evaluateTask({.ready = &embeddings, .file = file}, task, control, nullptr).pairs.empty());
    task.pairs.reset();
    RunControl again;
    EXPECT_THROW(evaluateTask({.ready = &embeddings, .file = file}, task, again, nullptr), Error);
}

TEST_F(EvaluationTest, AStopCutsTheBootstrapShort) {
    FaceModel model(*folder_ / "run");
    RunControl control;
    auto request = requestOf(model);
    const auto images = openImages({kHeldOut});
    const auto embeddings = model.embed(images, control, nullptr);
    writeEmbeddings(*folder_ / "stopped.npz", embeddings);
    request.report.bootstrap = 1000000;  // would take an hour
    control.requestStop();
    EXPECT_EQ(evaluateEmbeddingFile(*folder_ / "stopped.npz", request, "held_out", control), nullptr);
}

TEST_F(EvaluationTest, SharedFeaturesGiveTheSameEmbeddings) {
    const auto images = openImages({kHeldOut});
    RunControl control;
    FaceModel alone(*folder_ / "run");
    const auto expected = alone.embed(images, control, nullptr);
    const auto cache = std::make_shared<FeatureCache>(1.0);
    for (int turn = 0; turn < 2; ++turn) {
        FaceModel sharing(*folder_ / "run", {}, cache);
        const auto embeddings = sharing.embed(images, control, nullptr);
        EXPECT_EQ(embeddings.mu, expected.mu) << turn;
        // The head sees more rows at a time then, which a matrix product may round differently.
        for (std::size_t i = 0; i < expected.sigmaSq.size(); ++i) {
            EXPECT_NEAR(embeddings.sigmaSq[i], expected.sigmaSq[i], 1e-5) << turn;
        }
    }
    const FeatureCache tiny(1e-9);
    EXPECT_FALSE(tiny.hasRoomFor(1000));
}

TEST_F(EvaluationTest, PairListsNameImagesOfAnySet) {
    FaceModel model(*folder_ / "run");
    RunControl control;
    const auto images = openImages({"synthetic:identities=12,images=4,first=700,seed=3"});
    std::ofstream list(*folder_ / "pairs.csv");
    list << "a,b,same\n";
    for (std::size_t i = 0; i + 5 < images.size(); ++i) {
        list << images.name(i) << "," << images.name(i + 1) << ","
             << (images.label(i) == images.label(i + 1) ? 1 : 0) << "\n";
        list << images.name(i) << "," << images.name(i + 5) << "," << 0 << "\n";
    }
    list.close();
    EvaluationRequest request = requestOf(model);
    request.pairList = *folder_ / "pairs.csv";
    const auto evaluations =
        evaluateModel(model, {{"drawn", "synthetic:identities=12,images=4,first=700,seed=3"}}, request, {},
                      control, nullptr);
    EXPECT_EQ(evaluations.front()->report.card.pairs, 2 * (images.size() - 5));
    EXPECT_EQ(evaluations.front()->report.card.pairsFrom, request.pairList.string());
    request.pairList = *folder_ / "absent.csv";
    EXPECT_THROW(evaluateModel(model, {{"drawn", kHeldOut}}, request, {}, control, nullptr), Error);
}

/// Twelve people with four pictures each, and a list that pairs them; one picture is gone, one is cut.
struct FolderWithFaults {
    explicit FolderWithFaults(const std::filesystem::path& root)
        : faces(root / "F"), list(root / "faults.csv") {
        RunControl control;
        convertImages({.sources = {"synthetic:identities=12,images=4,first=700,seed=3"}, .out = faces},
                      control, {});
        std::vector<std::string> people;
        for (const auto& entry : std::filesystem::directory_iterator(faces)) {
            people.push_back(entry.path().filename().string());
        }
        std::sort(people.begin(), people.end());
        std::ofstream lines(list);
        lines << "a,b,same\n";
        for (std::size_t i = 0; i < people.size(); ++i) {
            const std::string& next = people[(i + 1) % people.size()];
            lines << people[i] << "/000.png," << people[i] << "/001.png,1\n";
            lines << people[i] << "/002.png," << next << "/003.png,-1\n";
        }
        gone = people[3] + "/002.png";
        cut = people[5] + "/001.png";
        std::filesystem::remove(faces / gone);
        std::filesystem::resize_file(faces / cut, std::filesystem::file_size(faces / cut) / 2);
    }

    std::filesystem::path faces;
    std::filesystem::path list;
    std::string gone;
    std::string cut;
};

TEST_F(EvaluationTest, PairsOfMissingPicturesAreLeftOutAndAccountedFor) {
    const FolderWithFaults input(folder_->path() / "faults");
    FaceModel model(*folder_ / "run");
    RunControl control;
    EvaluationRequest request = requestOf(model);
    request.pairList = input.list;
    const std::vector<NamedSource> sets = {{"faults", input.faces.string()}};
    const auto evaluation = evaluateModel(model, sets, request, {}, control, nullptr).front();
    const ProtocolCard& card = evaluation->report.card;
    EXPECT_EQ(card.pairs, 22U);
    EXPECT_EQ(card.absent.listed, 24U);
    EXPECT_EQ(card.absent.genuine, 1U);
    EXPECT_EQ(card.absent.impostor, 1U);
    EXPECT_EQ(card.absent.images, 48U);
    ASSERT_EQ(card.absent.failed.size(), 2U);
    EXPECT_EQ(card.absent.failed[0], input.gone + ": there is no such image");
    EXPECT_TRUE(card.absent.failed[1].starts_with(input.cut + ": "));
    EXPECT_EQ(card.absent.failed[1].find("no such image"), std::string::npos);
    EXPECT_NE(card.notes.back().find("2 of 48 images failed to enrol (4.17 %)"), std::string::npos);
    // The folds are those of the list: its first three pairs are fold 1, and none of them is missing.
    EXPECT_EQ(evaluation->report.curves.front().verification->folds.folds[0].pairs, 3U);
    EXPECT_EQ(evaluation->report.curves.front().risk->rows.front().accuracy,
              evaluation->report.curves.front().verification->folds.accuracy);
    const auto json = nlohmann::json::parse(pairReportText(evaluation->report));
    EXPECT_EQ(json.at("card").at("failure_to_enrol").at("images_failed"), 2);
    EXPECT_EQ(json.at("card").at("failure_to_enrol").at("pairs_listed"), 24);
    request.strict = true;
    EXPECT_THROW(evaluateModel(model, sets, request, {}, control, nullptr), Error);
}

TEST_F(EvaluationTest, APairSetWithACutPictureKeepsItsFoldsThroughAFile) {
    const FolderWithFaults input(folder_->path() / "cut_bin");
    RunControl control;
    const auto bin = *folder_ / "cut_bin/faults.bin";
    // Only a whole set becomes a .bin; the picture is damaged inside of it then.
    std::filesystem::remove(input.faces / input.cut);
    const auto converted = convertImages(
        {.sources = {input.faces.string()}, .out = bin, .format = FaceFormat::Bin, .pairs = input.list},
        control, {});
    EXPECT_EQ(converted.images, 44U);
    EXPECT_EQ(converted.skipped.size(), 2U);
    std::string bytes = readTextFile(bin);
    const std::size_t first = bytes.find("IDAT");
    ASSERT_NE(first, std::string::npos);
    std::fill_n(bytes.begin() + static_cast<std::ptrdiff_t>(first), 64, '\0');
    std::ofstream(bin, std::ios::binary) << bytes;

    FaceModel model(*folder_ / "run");
    const auto embeddings = model.embed(openImages({bin.string()}), control, nullptr);
    EXPECT_EQ(embeddings.absent.listed, 22U);
    EXPECT_EQ(embeddings.absent.genuine, 1U);
    EXPECT_EQ(embeddings.absent.place.front(), 1U);
    const auto direct = evaluateSet(embeddings, requestOf(model), "bin", {});
    writeEmbeddings(*folder_ / "cut_bin/e.npz", embeddings);
    const auto ready = evaluateEmbeddingFile(*folder_ / "cut_bin/e.npz", requestOf(model), "bin", control);
    EXPECT_EQ(ready->report.card.absent.genuine, 1U);
    EXPECT_EQ(ready->report.record.scores.at("cosine").accuracy,
              direct->report.record.scores.at("cosine").accuracy);
}

TEST_F(EvaluationTest, PairsWithoutAQualityAreLeftOutForEveryCurve) {
    FaceModel model(*folder_ / "run");
    RunControl control;
    auto embeddings = model.embed(openImages({kHeldOut}), control, nullptr);
    std::ofstream file(*folder_ / "quality.csv");
    file << "name,score\n";
    for (std::size_t row = 0; row < embeddings.size(); ++row) {
        embeddings.names[row] = "face_" + std::to_string(row) + ".png";
        file << embeddings.names[row] << ","
             << (row == 4 ? "-1" : std::to_string(0.1 + 0.001 * static_cast<double>(row))) << "\n";
    }
    file.close();
    EvaluationRequest request = requestOf(model);
    request.qualities = {{"tool", *folder_ / "quality.csv", "", true}};
    const auto evaluation = evaluateSet(embeddings, request, "held_out", {});
    const AbsentPairs& absent = evaluation->report.card.absent;
    EXPECT_EQ(absent.listed, 40U);
    EXPECT_GE(absent.count(), 1U);
    ASSERT_EQ(absent.failed.size(), 1U);
    EXPECT_NE(absent.failed.front().find("no quality 'tool': it is -1"), std::string::npos);
    for (const ScoreReport& curve : evaluation->report.curves) {
        EXPECT_EQ(curve.pairs, 40U - absent.count());
    }
    request.strict = true;
    EXPECT_THROW(evaluateSet(embeddings, request, "held_out", {}), Error);
}

TEST_F(EvaluationTest, WithoutSigmaOnlyWhatNeedsNoneIsMeasured) {
    FaceModel model(*folder_ / "run");
    RunControl control;
    auto embeddings = model.embed(openImages({kHeldOut}), control, nullptr);
    embeddings.sigmaSize = 0;
    embeddings.sigmaSq.clear();
    embeddings.norms.clear();
    EvaluationRequest request = requestOf(model);
    const auto plain = evaluateSet(embeddings, request, "held_out", {});
    EXPECT_TRUE(plain->report.record.scores.contains("cosine"));
    EXPECT_FALSE(plain->report.record.scores.contains("mls"));
    EXPECT_TRUE(plain->report.record.riskMax.empty());
    EXPECT_TRUE(plain->pairs.risks.empty());
    EXPECT_TRUE(plain->report.curves.front().roc.has_value());
    EXPECT_FALSE(plain->report.curves.front().hasRisks);
    EXPECT_NO_THROW(writeEvaluation(*folder_ / "plain", *plain));
    request.qualities = {{"norm", {}, "", true}};
    EXPECT_THROW(evaluateSet(embeddings, request, "held_out", {}), Error);
    for (std::size_t row = 0; row < embeddings.size(); ++row) {
        embeddings.norms.push_back(10.0F + static_cast<float>(row % 7));
    }
    const auto withNorm = evaluateSet(embeddings, request, "held_out", {});
    EXPECT_EQ(withNorm->report.curves.front().riskName, "norm min-quality");
    EXPECT_EQ(withNorm->report.curves.front().edc.size(), 1U);
    EXPECT_EQ(withNorm->report.record.scores.at("cosine").accuracy,
              plain->report.record.scores.at("cosine").accuracy);
    EXPECT_NO_THROW(writeEvaluation(*folder_ / "normed", *withNorm));
}

TEST_F(EvaluationTest, TheTermsOfAPairAddUpToItsMls) {
    FaceModel model(*folder_ / "run");
    RunControl control;
    const auto evaluation =
        evaluateModel(model, {{"held_out", kHeldOut}}, requestOf(model), {}, control, nullptr).front();
    for (std::size_t pair = 0; pair < evaluation->pairs.size(); ++pair) {
        const PairScore score = evaluation->pairs.scoreOf(pair);
        EXPECT_NEAR(score.mls, -(score.distanceTerm + score.logVarianceTerm), 1e-12);
        EXPECT_NEAR(score.logVarianceTerm, std::log(score.sigmaSqA + score.sigmaSqB), 1e-9);
    }
    EXPECT_THROW(evaluation->pairs.scoreOf(evaluation->pairs.size()), std::out_of_range);
}

TEST_F(EvaluationTest, ReportsOfSeveralSetsStandInAnArray) {
    FaceModel model(*folder_ / "run");
    RunControl control;
    EvaluationReports reports;
    reports.title = "both";
    reports.pairs =
        evaluateModel(model, {{"one", kHeldOut}, {"two", kHeldOut}}, requestOf(model), {}, control, nullptr);
    const auto json = nlohmann::json::parse(reportsText(reports));
    EXPECT_EQ(json.at("sets").size(), 2U);
    EXPECT_EQ(json.at("sets").at(1).at("card").at("set"), "two");
    const std::string html = reportsHtml(reports);
    EXPECT_NE(html.find("<svg"), std::string::npos);
    EXPECT_EQ(html.find("<script"), std::string::npos);
}

TEST_F(EvaluationTest, EveryChartOfTheReportBecomesAFile) {
    FaceModel model(*folder_ / "run");
    RunControl control;
    EvaluationReports reports;
    reports.pairs =
        evaluateModel(model, {{"one", kHeldOut}, {"two", kHeldOut}}, requestOf(model), {}, control, nullptr);
    reports.openSet.emplace();
    reports.openSet->closedSet.trials = 1;
    reports.openSet->closedSet.scores.resize(1);
    reports.openSet->closedSet.scores[0].cmc = {0.5, 1.0};
    reports.templates.emplace();
    reports.templates->protocol = "IJB-A";
    reports.templates->results.resize(1);
    reports.templates->results[0].tar = {{1e-2, 0.9, 0, 1e-2, true}};
    const auto folder = *folder_ / "charts/new";
    const std::size_t written = writeCharts(reports, folder);
    const std::string html = reportsHtml(reports);
    std::size_t figures = 0;
    for (auto at = html.find("<figure>"); at != std::string::npos; at = html.find("<figure>", at + 1)) {
        ++figures;
    }
    EXPECT_EQ(written, figures);
    std::size_t files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder)) {
        ++files;
        const std::string svg = readTextFile(entry.path());
        EXPECT_TRUE(svg.starts_with("<svg xmlns=")) << entry.path();
        EXPECT_NE(html.find(svg), std::string::npos) << entry.path() << " is that of the page";
    }
    EXPECT_EQ(files, written);
    for (const char* name : {"one-risk-cosine", "one-edc-fmr-1e-3-cosine", "two-erc-fmr-1e-3-mls", "one-roc",
                             "two-det", "one-scores-negative-squared-distance",
                             "identification-closed-set-cmc", "templates-1-1-ijb-a-tar"}) {
        EXPECT_TRUE(std::filesystem::exists(folder / (std::string(name) + ".svg"))) << name;
    }
    EXPECT_EQ(writeCharts(reports, folder), written) << "charts of an earlier report are replaced";
}

TEST_F(EvaluationTest, ChartsReplaceNothingElse) {
    EvaluationReports reports;
    reports.scores.emplace();
    reports.scores->name = "s";
    reports.scores->score = "score";
    const auto folder = *folder_ / "charts/kept";
    EXPECT_EQ(writeCharts(reports, folder), 0U) << "nothing was measured";
    reports.scores->roc.emplace();
    reports.scores->roc->points = {{0.5, 0.1, 0.9}};
    writeTextAtomically(folder / "s-det.svg", "<svg>mine</svg>");
    EXPECT_THROW(writeCharts(reports, folder), Error);
    EXPECT_EQ(readTextFile(folder / "s-det.svg"), "<svg>mine</svg>");
    EXPECT_FALSE(std::filesystem::exists(folder / "s-roc.svg")) << "nothing is written before all is known";
    EXPECT_THROW(makeChartFolder(*folder_ / "run"), Error) << "the folder of a run";
    EXPECT_THROW(makeChartFolder(folder / "s-det.svg"), Error) << "a file";
}

TEST_F(EvaluationTest, NamedImagesKeepTheirNamesAndListTheMissing) {
    FaceModel model(*folder_ / "run");
    RunControl control;
    const auto face = openImages({"synthetic:identities=1,images=1,seed=9"});
    const auto embeddings = model.embed(face, control, nullptr);
    std::filesystem::create_directories(*folder_ / "img");
    writeContactSheet(*folder_ / "img/8.png", face, measurementsOf(embeddings, 1), 1);
    const auto images = openNamedImages(folder_->path(), {"img/8.png", "img/9.png"});
    ASSERT_EQ(images.size(), 1U);
    EXPECT_EQ(images.name(0), "img/8.png");
    ASSERT_EQ(images.skipped().size(), 1U);
    EXPECT_EQ(images.skipped().front().rfind("img/9.png: ", 0), 0U);
    EXPECT_THROW(openNamedImages(folder_->path(), {"nothing.png"}), Error);
}

TEST(CheckpointValue, IsLargerForTheBetterCheckpoint) {
    EvaluationRecord record;
    record.scores["mls"].accuracy = 0.9;
    record.scores["cosine"].accuracy = 0.8;
    record.riskMax = {{0.0, 1, 10, 10, 0.8, 0}, {0.3, 1, 7, 10, 0.95, 0}, {0.9, 1, 1, 10, std::nan(""), 0}};
    record.fnmrAreas = {0.01, 0.02, 0.03};
    EXPECT_EQ(checkpointValue(record, "mls_accuracy"), 0.9);
    EXPECT_EQ(checkpointValue(record, "cosine_accuracy"), 0.8);
    EXPECT_EQ(checkpointValue(record, "risk_accuracy"),
              0.95);  // of the largest discard that could be measured
    EXPECT_EQ(checkpointValue(record, "pauc_20"), -0.01);
    EXPECT_EQ(checkpointValue(record, "pauc"), -0.03);
    EXPECT_THROW(checkpointValue(record, "luck"), Error);
}

}  // namespace
}  // namespace pf
