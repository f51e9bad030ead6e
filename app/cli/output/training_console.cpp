#include "app/cli/output/training_console.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <map>

#include "app/cli/output/console.h"
#include "core/base/numbers.h"
#include "core/base/text.h"
#include "core/session/run/run_reader.h"

namespace pf::cli {

int runTraining(PreparedRun run, const TrainFunction& train) {
    RunControl control;
    const InterruptGuard interrupts(control);
    ProgressLine line;
    line.print("run directory: " + run.directory().string());
    RunReader reader(run.directory());
    while (!reader.poll().empty()) {
        // Of an earlier attempt.
    }
    std::map<std::string, EvaluationRecord> latest;  // by set
    const auto printNews = [&] {
        const RunUpdate update = reader.poll();
        for (const auto& note : update.notes) {
            constexpr const char* kLevels[] = {"", "warning: ", "error: "};
            line.print(kLevels[static_cast<int>(note.level)] + note.text);
        }
        for (const auto& text : update.logLines) {
            line.print(text);
        }
        for (const auto& evaluation : update.evaluations) {
            latest[evaluation.set] = evaluation;
        }
    };
    TrainOutcome outcome;
    try {
        run.setOnWaiting(
            [&](const std::string& why) { line.print(why.empty() ? "continuing" : "waiting: " + why); });
        outcome = train(std::move(run), control, [&](const Progress& progress) {
            printNews();
            line.show(progress);
        });
    } catch (...) {
        printNews();
        throw;
    }
    printNews();
    for (const auto& [name, record] : latest) {
        printEvaluation(record);
    }
    if (!outcome.notSaved.empty()) {
        line.print("the steps after " + formatCount(outcome.step) +
                   " could not be saved: " + outcome.notSaved);
    }
    if (outcome.end == TrainEnd::Interrupted) {
        line.print("stopped at step " + formatCount(outcome.step) +
                   "; continue with: probface train --resume --run-dir " + outcome.runDirectory.string());
        return kInterrupted;
    }
    std::printf("run directory: %s\nweights sha256: %s\n", outcome.runDirectory.c_str(),
                outcome.weightsHash.c_str());
    return kOk;
}

std::string scoreWord(const std::string& nameInFiles) {
    return nameInFiles == "attention" ? "distance_term" : nameInFiles;
}

void printEvaluation(const EvaluationRecord& record) {
    // Ready embeddings have no step.
    std::printf("\n%s: %s pairs%s\n", record.set.c_str(), formatCount(record.pairs).c_str(),
                record.step > 0 ? (", step " + formatCount(record.step)).c_str() : "");
    const bool hasSigma = record.sigmaSq.back() > 0;
    if (hasSigma) {
        std::printf("  sigma² percentiles 0 10 30 50 70 90 100:");
        for (const double value : record.sigmaSq) {
            printFormatted(" %.4f", value);
        }
        std::printf("\n");
    }
    const bool hasFolds = std::any_of(record.scores.begin(), record.scores.end(),
                                      [](const auto& score) { return std::isfinite(score.second.accuracy); });
    if (!hasFolds) {
        std::printf(
            "  10-fold and risk-controlled accuracy: not measured, these pairs do not fill ten folds\n");
        return;
    }
    std::printf("  10-fold accuracy:");
    for (const auto& [name, summary] : record.scores) {
        printFormatted("  %s %s (threshold %.4f)", scoreWord(name).c_str(),
                       formatPercent(summary.accuracy).c_str(), summary.threshold);
    }
    std::printf("\n");
    if (hasSigma) {
        std::printf("  risk-controlled (discard the highest max sigma², threshold re-fitted, cosine):\n");
    }
    for (const auto& point : record.riskMax) {
        if (!std::isfinite(point.accuracy)) {
            printFormatted(
                "    discard %4.0f %%  not measured: the %s pairs kept are too few or of one kind\n",
                point.discard * 100, formatCount(point.kept).c_str());
            continue;
        }
        printFormatted("    discard %4.0f %%  kept %s  accuracy %s  threshold %.4f\n", point.discard * 100,
                       formatCount(point.kept).c_str(), formatPercent(point.accuracy).c_str(),
                       point.threshold);
    }
    for (const auto& point : record.randomCurve) {
        if (!record.riskMax.empty() && std::abs(point.discard - record.riskMax.back().discard) < 1e-9) {
            printFormatted("    discard %4.0f %% at random: accuracy %s\n", point.discard * 100,
                           formatPercent(point.accuracy).c_str());
        }
    }
}

}  // namespace pf::cli
