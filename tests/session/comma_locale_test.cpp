// One process does everything in the C locale and again as on a desktop that writes "0,01"; all files are
// equal.
#include <gtest/gtest.h>

#include <locale>
#include <map>
#include <regex>

#include "core/base/atomic_file.h"
#include "core/base/text.h"
#include "core/session/evaluate/evaluation.h"
#include "core/session/exchange/model_export.h"
#include "core/session/run/method_comparison.h"
#include "core/session/run/metrics_export.h"
#include "core/session/run/run_reader.h"
#include "core/train/checkpoint_store.h"
#include "tests/session/small_run.h"
#include "tests/support/comma_locale.h"

namespace pf {
namespace {

constexpr const char* kHeldOut = "synthetic:pairs=40,identities=10,images=4,first=5000,seed=7";

/// What differs between any two runs: how long things took, and when they were.
std::string withoutTimes(std::string text) {
    static const std::regex times(
        R"re("(seconds|images_per_second|time)": ?([-0-9.e+]+|null)|time: [0-9.]+|[0-9]+\.[0-9]+ s\b|[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9:]+)re");
    return std::regex_replace(text, times, "TIME");
}

/// A table without its columns of times.
std::string withoutTimeColumns(const std::string& csv) {
    std::string kept;
    std::vector<bool> isTime;
    for (const std::string& line : splitText(csv, '\n')) {
        const auto cells = splitText(line, ',');
        if (isTime.empty()) {
            for (const std::string& name : cells) {
                isTime.push_back(name == "seconds" || name == "images_per_second");
            }
        }
        for (std::size_t i = 0; i < cells.size(); ++i) {
            kept += i < isTime.size() && isTime[i] ? "TIME," : cells[i] + ",";
        }
        kept += '\n';
    }
    return kept;
}

/// Its tensors and what it says of itself, but for the time that passed.
std::string checkpointText(const std::filesystem::path& file) {
    const auto checkpoint = readCheckpoint(file);
    std::string text = tensorsSha256(NamedTensors(checkpoint.tensors.begin(), checkpoint.tensors.end()));
    for (const auto& [name, value] : checkpoint.metadata) {
        text += name == "elapsed_seconds" ? "" : "\n" + name + "=" + value;
    }
    return text;
}

/// The first line in which two texts differ, of both; "" when they agree.
std::string firstDifference(const std::string& a, const std::string& b) {
    const auto linesA = splitText(a, '\n');
    const auto linesB = splitText(b, '\n');
    for (std::size_t i = 0; i < std::max(linesA.size(), linesB.size()); ++i) {
        const std::string lineA = i < linesA.size() ? std::string(linesA[i]) : "(no line)";
        const std::string lineB = i < linesB.size() ? std::string(linesB[i]) : "(no line)";
        if (lineA != lineB) {
            std::size_t at = 0;
            while (at < lineA.size() && at < lineB.size() && lineA[at] == lineB[at]) {
                ++at;
            }
            const std::size_t from = at < 60 ? 0 : at - 60;
            return lineA.substr(from, 160) + " | " + lineB.substr(from, 160);
        }
    }
    return "";
}

/// Every file that holds text, numbers or weights, by its place under `root`.
std::map<std::string, std::string> filesOf(const std::filesystem::path& root) {
    std::map<std::string, std::string> files;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
        const std::string name = entry.path().lexically_relative(root).string();
        const std::string extension = entry.path().extension().string();
        // Events hold the time of day, and no number as text.
        if (!entry.is_regular_file() || name.find("tfevents") != std::string::npos || extension == ".lock") {
            continue;
        }
        files[name] = name.find("checkpoints/") != std::string::npos && extension == ".safetensors"
                          ? checkpointText(entry.path())
                      : name.starts_with("metrics") && extension == ".csv"
                          ? withoutTimeColumns(readTextFile(entry.path()))
                          : withoutTimes(readTextFile(entry.path()));
    }
    return files;
}

/// Trains with a step schedule, stops and resumes, then makes every table, report and export.
void doEverything(const std::filesystem::path& root) {
    const auto run = root / "run";
    Options options = test::smallOptions(root);
    options.train.schedule.kind = "step";
    options.train.schedule.steps = {{"0", "0.01"}, {"50%", "0.001"}};
    RunControl control;
    const auto stopped = trainHead(PreparedRun({.options = options, .runDirectory = run}), control,
                                   [&](const Progress& progress) {
                                       if (progress.phase == Phase::Training && progress.done == 8) {
                                           control.requestStop();
                                       }
                                   });
    ASSERT_EQ(stopped.end, TrainEnd::Interrupted);
    ASSERT_EQ(test::trainSmall({}, run, true).end, TrainEnd::Finished);

    RunControl go;
    FaceModel model(run);
    EvaluationRequest request = fullEvaluation();
    request.report.bootstrap = 20;
    evaluateModel(model, {{"held_out", kHeldOut}}, request, root / "reports", go, nullptr);

    ComparisonRequest comparison;
    comparison.models = {{"mine", run.string()}};
    comparison.sets = {{"held_out", kHeldOut}};
    comparison.metrics = {tableMetricOf("accuracy"), tableMetricOf("tmr@0.1"), tableMetricOf("pauc@0.2")};
    comparison.evaluation = request;
    for (const auto& metric : comparison.metrics) {
        addTarget(metric, comparison.evaluation.report);
    }
    comparison.out = root / "table";
    compareMethods(comparison, go, nullptr);

    exportMetrics(run, root / "metrics.csv");
    exportMetrics(run, root / "metrics.jsonl");
    const auto exportAs = [&](ExportFormat format, const char* name, bool headOnly) {
        ExportRequest wanted;
        wanted.model = run;
        wanted.format = format;
        wanted.out = root / name;
        wanted.headOnly = headOnly;
        EXPECT_FALSE(exportModel(wanted, go, nullptr).files.empty()) << name;
    };
    exportAs(ExportFormat::Folder, "exported", false);
    // LibTorch prints programs by the global std::locale, which neither a desktop nor Qt sets: LC_NUMERIC is
    // theirs.
    const std::locale streams = std::locale::global(std::locale::classic());
    exportAs(ExportFormat::TorchScript, "exported.pt", false);
    std::locale::global(streams);
    exportAs(ExportFormat::Onnx, "exported.onnx", true);
}

TEST(CommaLocale, ChangesNoByteOfAnyFile) {
    const test::TemporaryFolder folder;
    const auto root = folder / "work";  // the same path both times: files name it
    doEverything(root);
    const auto expected = filesOf(root);
    std::vector<double> rates;
    RunReader reader(root / "run");
    for (auto update = reader.poll(); !update.empty(); update = reader.poll()) {
        for (const auto& step : update.steps) {
            rates.push_back(step.learningRate);
        }
    }
    EXPECT_EQ(rates, (std::vector<double>{0.01, 0.01, 0.01, 0.01, 0.01, 0.01, 0.001, 0.001, 0.001, 0.001,
                                          0.001, 0.001}));
    std::filesystem::rename(root, folder / "plain");

    const test::CommaLocale comma;
    doEverything(root);
    const auto files = filesOf(root);
    for (const auto& [name, text] : expected) {
        ASSERT_TRUE(files.contains(name)) << name;
        EXPECT_EQ(firstDifference(files.at(name), text), "") << "in " << name;
    }
    EXPECT_EQ(files.size(), expected.size());
    EXPECT_GT(files.size(), 20U);
    if (!comma.installed()) {
        GTEST_SKIP() << test::kNoCommaLocale;
    }
}

TEST(CommaLocale, ChangesNoEmbeddingOfAnExportedModel) {
    const test::TemporaryFolder folder;
    test::trainSmall(test::smallOptions(folder.path()), folder / "run");
    RunControl control;
    ExportRequest request;
    request.model = folder / "run";
    request.format = ExportFormat::Folder;
    request.out = folder / "model";
    exportModel(request, control, nullptr);
    const auto embed = [&] {
        return FaceModel(folder / "model")
            .embed(openImages({"synthetic:identities=3,images=2,seed=9"}), control, nullptr);
    };
    const EmbeddingSet plain = embed();
    const test::CommaLocale comma;
    const EmbeddingSet there = embed();
    EXPECT_EQ(there.mu, plain.mu);
    EXPECT_EQ(there.sigmaSq, plain.sigmaSq);
    if (!comma.installed()) {
        GTEST_SKIP() << test::kNoCommaLocale;
    }
}

}  // namespace
}  // namespace pf
