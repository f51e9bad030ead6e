// The course of a run, the same for heads and backbones: resume, steps, checkpoints, evaluations, end.
#pragma once

#include <atomic>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "core/base/error.h"
#include "core/data/read_retry.h"
#include "core/nn/weights/safetensors.h"
#include "core/session/control.h"
#include "core/session/run/prepared_run.h"
#include "core/session/run/run_progress.h"
#include "core/session/run/run_reader.h"
#include "core/session/run/training.h"
#include "core/train/checkpoint_store.h"
#include "core/train/feature_store.h"
#include "core/train/run_directory.h"
#include "core/train/stepped_training.h"

namespace pf {

/// What a run's records say of an attempt before.
struct RecordedRun {
    RunState state = RunState::Unknown;
    std::int64_t checkpoint = -1;  ///< the step of the last one that counts; -1: none
};

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
    /// Throws: Error when the records or checkpoints cannot be opened; of a new run nothing stays then.
    TrainingRun(PreparedRun prepared, RunControl& control, const ProgressObserver& observer);

    Options& options() { return options_; }
    const Options& options() const { return options_; }
    bool isResumed() const { return prepared_.request().resume; }
    RunWriter& writer() { return *writer_; }
    /// Records what the run is doing. An attempt to continue a run that had ended is silent until its first
    /// step: the end stays what it was.
    void state(const std::string& state, const std::string& detail = {});
    /// Writes config.yaml, of a resumed run with its first step.
    void recordConfig(const std::string& text);
    RunControl& control() { return control_; }
    FeatureCache* sharedFeatures() const { return prepared_.request().features.get(); }
    const std::filesystem::path& directory() const { return prepared_.directory(); }

    void report(const Progress& progress) { progress_.report(progress); }
    /// Progress of counted work with its own estimate of the time left.
    CountProgress counter(Phase phase, const std::string& detail);
    void note(NoteRecord::Level level, const std::string& text);
    void info(const std::string& text) { note(NoteRecord::Level::Info, text); }
    void warn(const std::string& text) { note(NoteRecord::Level::Warning, text); }

    /// Does `write`; while the disk refuses it (Error(Io)), waits with everything in memory and tries again.
    /// False when a stop ended the waiting.
    bool persist(const std::function<void()>& write);
    /// Does `read`; while the machine refuses it (Error(Io)), waits and tries again. Throws: what `read`
    /// throws, also once a stop was asked for.
    template <typename Read>
    auto patiently(const Read& read) {
        for (;;) {
            try {
                auto result = read();
                goOn();
                return result;
            } catch (const Error& error) {
                if (error.code() != ErrorCode::Io || !awaitData(error.what())) {
                    throw;
                }
            }
        }
    }
    /// Waits where images are away for a while, for the loaders of this run.
    ReadRetry readRetry();

    /// Runs to the end or to a stop. Throws: Error; the run directory then says why.
    TrainOutcome conduct(const RunParts& parts);

    /// Finds where a resumed run continues, then runs `work`; an error is written to the run directory before
    /// it goes on. Throws: Error(Data), with nothing written, when a run that has trained has no checkpoint
    /// that can be used.
    TrainOutcome guarded(const std::function<TrainOutcome()>& work);

  private:
    void begin();
    bool awaitData(const std::string& why);
    void goOn();
    bool isSilent() const { return hadEnded_ && !begun_; }
    void judgeAnew();
    void noteWaits();
    void findCheckpoint();
    void restore(const RunParts& parts);
    bool saveCheckpoint(const RunParts& parts, bool evaluated);
    void evaluateIfDue(const RunParts& parts, std::int64_t epoch);
    bool mayContinue(const RunParts& parts);
    TrainOutcome outcome(const RunParts& parts, TrainEnd end) const;

    PreparedRun prepared_;
    RunControl& control_;
    RunProgress progress_;
    Options options_;
    std::unique_ptr<RunWriter> writer_;
    std::unique_ptr<CheckpointStore> store_;
    RecordedRun recorded_;  ///< before this attempt
    bool hadEnded_ = false;
    std::optional<CheckpointStore::Found> found_;  ///< of a resumed run, until it is restored
    bool located_ = false;                         ///< it is known where the run continues
    bool begun_ = false;                           ///< the attempt has changed the run
    bool ended_ = false;
    std::string current_;              ///< the state that was recorded last
    std::atomic<bool> waits_ = false;  ///< for data, and the records say so
    std::string configText_;           ///< waiting for the first step
    std::int64_t savedStep_ = -1;
    std::int64_t step_ = 0;
    double bestValue_ = kNoBestValue;
    std::optional<std::int64_t> bestStep_;
    std::string refusal_;  ///< what the disk said last
};

}  // namespace pf
