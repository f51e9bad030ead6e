// Run directories written by hand, as another process would.
#pragma once

#include <filesystem>
#include <fstream>
#include <string>

#include "core/base/config/config_file.h"
#include "core/base/config/options.h"
#include "core/base/records_json.h"

namespace pf::ui {

inline StepRecord stepRecord(std::int64_t step) {
    StepRecord record;
    record.epoch = 1;
    record.step = step;
    record.elapsedSeconds = 0.1 * static_cast<double>(step);
    record.imagesPerSecond = 100;
    record.learningRate = 0.01;
    record.terms = {{"a", 5.0 / static_cast<double>(step)}, {"mls", -2.0}};
    record.sigmaSq = {0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7};
    return record;
}

inline void appendRecord(const std::filesystem::path& run, const Record& record) {
    std::ofstream(run / "metrics.jsonl", std::ios::app) << recordLine(record) << '\n';
}

/// A run of `steps` steps in `state`.
inline void writeRun(const std::filesystem::path& run, const Options& options, std::int64_t steps,
                     const std::string& state) {
    std::filesystem::create_directories(run);
    appendRecord(run, StateRecord{"training", ""});
    for (std::int64_t step = 1; step <= steps; ++step) {
        appendRecord(run, stepRecord(step));
        std::ofstream(run / "training-log.txt", std::ios::app) << "[1][" << step << "] time: 0.1\n";
    }
    EvaluationRecord evaluation;
    evaluation.set = "demo";
    evaluation.step = steps;
    evaluation.scores["mls"].accuracy = 0.9;
    appendRecord(run, evaluation);
    appendRecord(run, StateRecord{state, state == "failed" ? "the disk is full" : ""});
    std::ofstream(run / "config.yaml") << configText(options);
}

}  // namespace pf::ui
