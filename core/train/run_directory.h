// Writes a run directory: config.yaml, metrics.jsonl, training-log.txt, TensorBoard events.
#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>

#include "core/base/records.h"
#include "core/base/records_json.h"
#include "core/train/event_file.h"

namespace pf {

/// Before the notes among the reference's lines of training-log.txt.
inline constexpr const char* kLogNotePrefix = "# ";

/// Appends to the files of a run; every line is complete and flushed when a call returns.
class RunWriter {
  public:
    /// Creates what is missing. A last line that a killed process left half-written is ended first.
    /// Throws: Error(Io).
    RunWriter(std::filesystem::path directory, std::int64_t logEvery, std::int64_t stepsPerEpoch);

    /// Writes config.yaml: `header` lines as comments-free YAML, then the options. Throws: Error(Io).
    void writeConfig(const std::string& text);

    void state(const std::string& state, const std::string& detail = {});
    void resumed(std::int64_t step);
    void step(const StepRecord& record);
    void evaluation(const EvaluationRecord& record);
    void checkpoint(const CheckpointRecord& record);
    void note(NoteRecord::Level level, std::int64_t step, const std::string& text);

    const std::filesystem::path& directory() const { return directory_; }

  private:
    void append(const Record& record);
    void log(const std::string& line);

    std::filesystem::path directory_;
    std::int64_t logEvery_;
    std::int64_t stepsPerEpoch_;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> metrics_;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> log_;
    EventFile events_;
    double secondsAtLastLog_ = -1;
};

/// A step as a line of the reference's training-log.txt; `step` counts within the epoch.
/// Example: "[1][1] time: 4.19 a 0.8130 att_neg 2.7123 ... s_max 0.4467 s_min 0.2813".
std::string trainingLogLine(const StepRecord& record, std::int64_t stepInEpoch, double secondsSinceLast);

/// An evaluation as the lines of the reference's log.
std::string evaluationLogText(const EvaluationRecord& record);

}  // namespace pf
