// Writes a run directory: config.yaml, metrics.jsonl, training-log.txt, TensorBoard events.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "core/base/error.h"
#include "core/base/records.h"
#include "core/base/records_json.h"
#include "core/train/event_file.h"
#include "core/train/growing_file.h"

namespace pf {

/// Before the notes among the reference's lines of training-log.txt.
inline constexpr const char* kLogNotePrefix = "# ";

/// Asked when a record cannot be written: true to try again (after waiting), false to give it up.
using WriteRetry = std::function<bool(const Error& error)>;

/// Appends to the files of a run; every line is complete and with the system when a call returns.
///
/// metrics.jsonl decides: what it refuses is tried again as `onRefusal` says, without it thrown as Error(Io).
/// training-log.txt and the events can be done without: what they refuse is left out with a note.
class RunWriter {
  public:
    /// Creates what is missing. A last line that a killed process left half-written is ended first.
    /// Throws: Error(Io) when metrics.jsonl cannot be written.
    RunWriter(std::filesystem::path directory, std::int64_t logEvery, std::int64_t stepsPerEpoch);

    void onRefusal(WriteRetry retry) { retry_ = std::move(retry); }

    /// Throws: Error(Io).
    void writeConfig(const std::string& text);

    /// Thread-safe: the threads that read images say that the run waits for them.
    void state(const std::string& state, const std::string& detail = {}) {
        append(StateRecord{state, detail});
    }
    void resumed(std::int64_t step);
    void step(const StepRecord& record);
    void evaluation(const EvaluationRecord& record);
    void checkpoint(const CheckpointRecord& record) { append(record); }
    void note(NoteRecord::Level level, std::int64_t step, const std::string& text);

    const std::filesystem::path& directory() const { return directory_; }

  private:
    /// A file that the run can do without.
    struct Dispensable {
        std::string name;
        bool refused = false;
        std::int64_t leftOut = 0;
        int timesSaid = 0;
    };

    void append(const Record& record);
    void log(std::int64_t step, const std::string& line);
    void writeEvents(std::int64_t step, const std::function<void(EventFile&)>& write);
    void tryToWrite(Dispensable& file, std::int64_t step, const std::function<void()>& write);

    std::filesystem::path directory_;
    std::int64_t logEvery_;
    std::int64_t stepsPerEpoch_;
    WriteRetry retry_;
    std::mutex mutex_;  ///< of metrics_
    GrowingFile metrics_;
    std::optional<GrowingFile> log_;
    std::optional<EventFile> events_;
    Dispensable logState_{"training-log.txt"};
    Dispensable eventState_{"the TensorBoard file"};
    double secondsAtLastLog_ = -1;
};

/// A step as a line of the reference's training-log.txt; `step` counts within the epoch.
/// Example: "[1][1] time: 4.19 a 0.8130 att_neg 2.7123 ... s_max 0.4467 s_min 0.2813".
std::string trainingLogLine(const StepRecord& record, std::int64_t stepInEpoch, double secondsSinceLast);

/// An evaluation as the lines of the reference's log.
std::string evaluationLogText(const EvaluationRecord& record);

}  // namespace pf
