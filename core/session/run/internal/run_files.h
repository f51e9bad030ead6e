// Places and names inside a run directory, and the right to write there.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

#include "core/base/config/options.h"
#include "core/session/model/internal/training_pictures.h"
#include "core/session/run/training.h"

namespace pf {

/// Holds the lock of a run directory, so that two processes never train in one. Where the file system has no
/// locks the run goes on without.
class RunLock {
  public:
    /// Throws: Error(Io) naming the directory when another process trains there.
    explicit RunLock(const std::filesystem::path& directory);
    ~RunLock();
    RunLock(const RunLock&) = delete;
    RunLock& operator=(const RunLock&) = delete;

    /// What the directory's file system cannot do, for people.
    const std::vector<std::string>& notes() const { return notes_; }

  private:
    int descriptor_ = -1;
    std::vector<std::string> notes_;
};

/// Removes the files of a new run that has not recorded anything, unless it is told to keep them: a start
/// that is refused leaves no run that seems to be preparing. A directory in which another process trains
/// stays.
class NewRunFiles {
  public:
    NewRunFiles(std::filesystem::path directory, bool isNew)
        : directory_(std::move(directory)), goes_(isNew) {}
    ~NewRunFiles();
    NewRunFiles(const NewRunFiles&) = delete;
    NewRunFiles& operator=(const NewRunFiles&) = delete;

    void keep() { goes_ = false; }

  private:
    std::filesystem::path directory_;
    bool goes_;
};

/// The request's options: with `resume` those that the run directory's config.yaml holds, plus the extra
/// epochs.
Options effectiveOptions(const TrainRequest& request);

/// What the options of a request change of the stored evaluation options ("evaluation.sets {} (it was ...)");
/// empty: nothing.
std::string changedEvaluation(const Options& stored, const Options& now);

/// config.yaml's text: the options with a `written_by` section (version, hashes of the data).
std::string runConfigText(const Options& options, const DataRecord& data);

}  // namespace pf
