// Reads a run directory, live or finished, of this process or another: the window's and the CLI's only
// source.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "core/base/config/options.h"
#include "core/base/records.h"
#include "core/session/run/line_follower.h"

namespace pf {

enum class RunState { Preparing, Training, Evaluating, Paused, Finished, Interrupted, Failed, Unknown };
std::string runStateText(RunState state);

/// Whether a folder holds a run: its configuration, or at least its records.
bool isRunDirectory(const std::filesystem::path& directory);

/// Records that arrived since the last poll.
struct RunUpdate {
    std::vector<StepRecord> steps;
    std::vector<EvaluationRecord> evaluations;
    std::vector<NoteRecord> notes;
    std::vector<CheckpointRecord> checkpoints;
    std::vector<std::string> logLines;  ///< of training-log.txt
    bool stateChanged = false;
    /// The run's files are no longer those read before (the folder was made again, the log replaced): drop
    /// everything that you hold; options() may be others, too.
    bool startedAnew = false;
    /// The run was resumed from an earlier step: drop what you hold beyond this step. -1: no.
    std::int64_t rewoundToStep = -1;
    bool empty() const;
};

/// Follows metrics.jsonl and training-log.txt as they grow; a half-written last line waits for the next poll,
/// a damaged line is skipped and counted. Files that took the place of others are read from their beginning.
class RunReader {
  public:
    /// A config.yaml that is missing or cannot be read hides nothing: the defaults stand in and
    /// configProblem() says so. Throws: Error(Data) when `directory` is not a run directory, saying what it
    /// is.
    explicit RunReader(std::filesystem::path directory);

    /// What is new. Cheap when nothing is (two stat calls). At most `maxRecords` a call, so a long run loads
    /// in slices.
    RunUpdate poll(std::size_t maxRecords = 20000);

    const std::filesystem::path& directory() const { return directory_; }
    const Options& options() const { return options_; }
    RunState state() const { return state_; }
    const std::string& stateDetail() const { return stateDetail_; }  ///< reason of a failure
    /// What is wrong with config.yaml, or empty.
    const std::string& configProblem() const { return configProblem_; }
    /// 0 when the configuration is not known.
    std::int64_t totalSteps() const;
    std::size_t damagedLines() const { return damagedLines_; }

  private:
    void loadOptions();
    void parseMetrics(const std::string& line, RunUpdate& update);

    std::filesystem::path directory_;
    Options options_;
    std::string configProblem_;
    RunState state_ = RunState::Preparing;
    std::string stateDetail_;
    LineFollower metrics_;
    LineFollower log_;
    std::size_t damagedLines_ = 0;
};

/// A run directory found below a root.
struct RunListing {
    std::filesystem::path directory;
    std::string name;     ///< "demo/20260101-120000"
    std::string started;  ///< ISO 8601, local time
    RunState state = RunState::Unknown;
    std::string detail;  ///< why it waits or failed, or what is wrong with its config.yaml
    std::int64_t step = 0;
    std::int64_t totalSteps = 0;
    double bestAccuracy = 0;  ///< highest MLS accuracy of any evaluation, 0 when there was none
};

/// Runs below `root` (two levels), newest first, or `root` alone if it is one; what cannot be read is left
/// out. Cost: reads a run's records again only when its files have changed.
std::vector<RunListing> listRuns(const std::filesystem::path& root);

}  // namespace pf
