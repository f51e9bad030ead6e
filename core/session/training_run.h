// The course of a run, the same for heads and backbones: resume, steps, checkpoints, evaluations, end.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/nn/safetensors.h"
#include "core/session/control.h"
#include "core/session/run_files.h"
#include "core/session/training.h"
#include "core/train/checkpoint_store.h"
#include "core/train/feature_store.h"
#include "core/train/run_directory.h"
#include "core/train/stepped_training.h"

namespace pf {

/// What differs between training a head and a backbone.
struct RunParts {
    SteppedTraining& training;
    /// Metadata of the next checkpoint.
    std::function<Metadata()> metadata;
    /// Evaluates after `epoch` and records what it finds; the value to maximise, or nothing without sets or
    /// when stopped.
    std::function<std::optional<double>(std::int64_t epoch)> evaluate;
    /// Tensors whose SHA-256 the outcome reports.
    std::function<NamedTensors()> result;
    /// sigma² of the untrained head, watched for its collapse; 0: there is none to watch.
    double startSigmaSq = 0;
};

/// A run directory being written. Owns its lock, its files and its checkpoints.
class TrainingRun {
  public:
    /// Throws: Error when the directory cannot be prepared or another process trains in it.
    TrainingRun(const TrainRequest& request, RunControl& control, const ProgressObserver& observer);

    Options& options() { return options_; }
    RunWriter& writer() { return *writer_; }
    RunControl& control() { return control_; }
    FeatureCache* sharedFeatures() const { return sharedFeatures_.get(); }
    const std::filesystem::path& directory() const { return directory_; }

    void report(Progress progress) const;
    /// Progress of counted work with its own estimate of the time left.
    CountProgress counter(Phase phase, const std::string& detail) const;
    void note(NoteRecord::Level level, const std::string& text);

    /// Runs to the end or to a stop. Throws: Error; the run directory then says why.
    TrainOutcome conduct(const RunParts& parts);

    /// Runs `work`; an error is written to the run directory before it goes on.
    TrainOutcome guarded(const std::function<TrainOutcome()>& work);

  private:
    /// Below every accuracy and every negated area.
    static constexpr double kNothingYet = -2;

    void restore(const RunParts& parts);
    void saveCheckpoint(const RunParts& parts, bool evaluated);
    void evaluateIfDue(const RunParts& parts, std::int64_t epoch);
    bool mayContinue(const RunParts& parts);
    bool evaluationDue(std::int64_t epoch) const;
    TrainOutcome outcome(const RunParts& parts, TrainEnd end) const;

    RunControl& control_;
    ProgressObserver observer_;
    std::shared_ptr<FeatureCache> sharedFeatures_;
    bool resume_;
    Options options_;
    std::filesystem::path directory_;
    std::unique_ptr<RunLock> lock_;
    std::unique_ptr<RunWriter> writer_;
    std::unique_ptr<CheckpointStore> store_;
    std::int64_t savedStep_ = -1;
    std::int64_t step_ = 0;
    double bestValue_ = kNothingYet;
};

}  // namespace pf
