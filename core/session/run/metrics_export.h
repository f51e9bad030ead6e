// A run's numbers in the files that other programs draw: CSV, JSON lines, TensorBoard events.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/records.h"

namespace pf {

/// What counts of a run's records: nothing that a resume made void.
struct RunHistory {
    std::vector<StepRecord> steps;
    std::vector<EvaluationRecord> evaluations;
    std::vector<NoteRecord> notes;
    std::vector<CheckpointRecord> checkpoints;
    std::string state;             ///< runStateText
    std::string stateDetail;       ///< reason of a failure
    std::size_t damagedLines = 0;  ///< of metrics.jsonl, left out
    std::int64_t stepsPerEpoch = 0;
};

/// Throws: Error(Data) when `run` is not a run directory, or holds no step and no evaluation yet.
RunHistory readRunHistory(const std::filesystem::path& run);

/// One line a logged step: step, epoch, seconds, images_per_second, lr, every term by its name, sigma_sq_p0
/// ... sigma_sq_p100. A number that does not exist is an empty field.
std::string stepsCsv(const RunHistory& history);

/// One line an evaluation: step, epoch, set, pairs, seconds, sigma_sq_p0 ..., and of every score and discard
/// that any of them has: accuracy_S, threshold_S, tar_S_at_far_F, risk_max_D, risk_add_D (accuracies), fmr,
/// pauc_D.
std::string evaluationsCsv(const RunHistory& history);

struct MetricsExport {
    std::vector<std::filesystem::path> files;
    std::size_t steps = 0;
    std::size_t evaluations = 0;
    std::size_t damagedLines = 0;
};

/// Writes a run's numbers, by what `out` is:
/// - NAME.csv: stepsCsv, and evaluationsCsv as NAME.evaluations.csv when there are evaluations;
/// - NAME.jsonl: the records as metrics.jsonl has them, without those that a resume made void;
/// - NAME.tfevents: the scalars for TensorBoard, in one file whose steps never fall. Their wall time is
///   that of the writing: the records do not know it;
/// - a name without extension: a new folder with all of them.
/// Files are replaced, a folder with something in it is refused. A run under way is written as far as it is.
/// Throws: Error(Config) for another extension or a folder that is not empty; Error(Data), Error(Io).
MetricsExport exportMetrics(const std::filesystem::path& run, const std::filesystem::path& out);

}  // namespace pf
