// What to train and where: a request, and the run directory that is made ready for it.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/config/options.h"
#include "core/base/folder_lock.h"
#include "core/session/model/feature_cache.h"

namespace pf {

struct TrainRequest {
    Options options;
    std::filesystem::path runDirectory;  ///< empty: options.run.root/name/yyyymmdd-HHMMSS
    bool resume = false;                 ///< continue runDirectory's last checkpoint; its config.yaml decides
    std::shared_ptr<FeatureCache> features = nullptr;  ///< of several trainings on one backbone; may be null
    long long extraEpochs = 0;  ///< with resume: adds epochs to the stored configuration
    /// With resume: takes the place of the stored evaluation options (what changes is said in the run's log).
    std::optional<EvaluationOptions> evaluation = std::nullopt;
    /// Told, on a working thread, why the run waits (a full disk, data that are away) and with an empty text
    /// that it continues; must return at once.
    std::function<void(const std::string& why)> onWaiting = nullptr;
};

/// A run directory that no other process can train in, with what is to be trained there. A new run that
/// recorded nothing is removed again when this goes, so that a start that is refused leaves no run that seems
/// to be preparing.
class PreparedRun {
  public:
    /// Chooses the directory, creates and locks it, and writes a new run's config.yaml, so that a caller can
    /// watch it from the first line on. Throws: Error(Config) when it holds a run already and `resume` is
    /// false, or none and it is true; Error(Io) when another process trains there.
    explicit PreparedRun(TrainRequest request);
    ~PreparedRun();
    PreparedRun(PreparedRun&&) = default;
    PreparedRun& operator=(PreparedRun&&) = delete;

    const std::filesystem::path& directory() const { return request_.runDirectory; }
    /// Makes directory() a path that another working directory finds too.
    void useAbsolutePath();
    /// The request, with the options that count: of a resumed run those of its config.yaml, with what the
    /// request changes of them.
    const TrainRequest& request() const { return request_; }
    /// See TrainRequest::onWaiting.
    void setOnWaiting(std::function<void(const std::string& why)> onWaiting);
    /// What the request changes of a resumed run's evaluation options ("evaluation.sets is {} (it was ...)").
    const std::string& changedEvaluation() const { return changedEvaluation_; }
    /// What the directory's file system cannot do, for people.
    std::vector<std::string> notes() const;
    /// A new run stays from now on, also without a record.
    void keep() { isKept_ = true; }

  private:
    void removeUnused();

    TrainRequest request_;
    std::unique_ptr<FolderLock> lock_;  ///< none when moved from
    std::string changedEvaluation_;
    bool hadConfig_ = false;  ///< a config.yaml was there before
    bool isKept_;
};

}  // namespace pf
