#include "core/session/training_run.h"

#include <algorithm>
#include <chrono>
#include <exception>

#include "core/base/atomic_file.h"
#include "core/base/config_file.h"
#include "core/base/error.h"
#include "core/base/numbers.h"
#include "core/base/text.h"
#include "core/nn/pch.h"

namespace pf {
namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double numberOf(const Metadata& metadata, const std::string& key, double fallback) {
    const auto found = metadata.find(key);
    if (found == metadata.end()) {
        return fallback;
    }
    const auto value = readNumber(found->second);
    if (!value) {
        throw Error(ErrorCode::Data,
                    "a checkpoint's " + key + " is '" + found->second + "', which is no number");
    }
    return *value;
}

}  // namespace

TrainingRun::TrainingRun(const TrainRequest& request, RunControl& control, const ProgressObserver& observer)
    : control_(control),
      observer_(observer),
      sharedFeatures_(request.features),
      resume_(request.resume),
      options_(effectiveOptions(request)),
      directory_(prepareRunDirectory(request)),
      lock_(std::make_unique<RunLock>(directory_)),
      writer_(std::make_unique<RunWriter>(directory_, options_.train.logEvery, options_.train.stepsPerEpoch)),
      store_(std::make_unique<CheckpointStore>(directory_ / "checkpoints")) {}

void TrainingRun::report(Progress progress) const {
    progress.paused = control_.isPaused();
    if (observer_) {
        observer_(progress);
    }
}

CountProgress TrainingRun::counter(Phase phase, const std::string& detail) const {
    return [this, phase, detail, start = Clock::now()](std::int64_t done, std::int64_t total) {
        Progress progress{phase, detail, done, total};
        const double seconds = secondsSince(start);
        progress.imagesPerSecond = seconds > 0 ? static_cast<double>(done) / seconds : 0;
        progress.fraction = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : -1;
        progress.secondsLeft =
            done > 0 ? seconds * static_cast<double>(total - done) / static_cast<double>(done) : -1;
        report(progress);
    };
}

void TrainingRun::note(NoteRecord::Level level, const std::string& text) {
    writer_->note(level, step_, text);
}

TrainOutcome TrainingRun::guarded(const std::function<TrainOutcome()>& work) {
    try {
        return work();
    } catch (const std::exception& error) {
        writer_->note(NoteRecord::Level::Error, step_, error.what());
        writer_->state("failed", error.what());
        throw;
    }
}

void TrainingRun::restore(const RunParts& parts) {
    const auto found = store_->latest();
    for (const auto& warning : found.warnings) {
        note(NoteRecord::Level::Warning, warning);
    }
    if (found.checkpoint) {
        const auto& checkpoint = *found.checkpoint;
        parts.training.restore(checkpoint.tensors, checkpoint.step,
                               numberOf(checkpoint.metadata, "elapsed_seconds", 0));
        bestValue_ = numberOf(checkpoint.metadata, "best_value", kNothingYet);
        savedStep_ = step_ = checkpoint.step;
    }
    // What an interrupted attempt recorded beyond its last checkpoint is void, also when there is none.
    writer_->resumed(step_);
    note(NoteRecord::Level::Info, "resumed from step " + formatCount(step_));
    const std::int64_t stepsPerEpoch = options_.train.stepsPerEpoch;
    const bool evaluated = found.checkpoint && numberOf(found.checkpoint->metadata, "evaluated", 0) > 0;
    if (step_ > 0 && step_ % stepsPerEpoch == 0 && !evaluated) {
        evaluateIfDue(parts, step_ / stepsPerEpoch);
    }
}

void TrainingRun::saveCheckpoint(const RunParts& parts, bool evaluated) {
    report({.phase = Phase::Saving, .detail = "checkpoint"});
    Metadata metadata = parts.metadata();
    metadata["elapsed_seconds"] = formatNumber(parts.training.elapsedSeconds());
    metadata["best_value"] = formatNumber(bestValue_);
    metadata["evaluated"] = evaluated ? "1" : "0";
    metadata["random_state"] =
        "batches are functions of seed " + std::to_string(options_.train.seed) + " and the step";
    const auto file = store_->save(step_, parts.training.state(), metadata);
    if (savedStep_ != step_) {
        writer_->checkpoint({step_, file.lexically_relative(directory_).string(), false});
    }
    savedStep_ = step_;
}

bool TrainingRun::evaluationDue(std::int64_t epoch) const {
    const std::int64_t every = options_.evaluation.everyEpochs;
    return epoch == options_.train.epochs || (every > 0 && epoch % every == 0);
}

void TrainingRun::evaluateIfDue(const RunParts& parts, std::int64_t epoch) {
    if (!evaluationDue(epoch)) {
        return;
    }
    writer_->state("evaluating");
    const auto value = parts.evaluate(epoch);
    if (control_.stopRequested()) {
        return;
    }
    const bool best = value && *value > bestValue_;
    if (best) {
        bestValue_ = *value;
    }
    // Written again with what the evaluation found: the checkpoint carries its own calibration.
    saveCheckpoint(parts, true);
    if (best) {
        store_->markBest(step_);
        writer_->checkpoint({step_, "checkpoints/step-" + std::to_string(step_) + ".safetensors", true});
    }
    writer_->state("training");
}

bool TrainingRun::mayContinue(const RunParts& parts) {
    if (control_.isPaused() && !control_.stopRequested()) {
        saveCheckpoint(parts, false);
        writer_->state("paused");
        report({.phase = Phase::Training, .done = step_, .total = parts.training.length().totalSteps()});
        control_.waitWhilePaused();
        if (!control_.stopRequested()) {
            writer_->state("training");
        }
    }
    return !control_.stopRequested();
}

TrainOutcome TrainingRun::outcome(const RunParts& parts, TrainEnd end) const {
    return {end, directory_, tensorsSha256(parts.result()), parts.training.completedSteps()};
}

TrainOutcome TrainingRun::conduct(const RunParts& parts) {
    if (resume_) {
        restore(parts);
    }
    writer_->state("training");
    CollapseWatch collapse;
    LoopHooks hooks;
    hooks.mayContinue = [&] { return mayContinue(parts); };
    hooks.onStep = [&](const StepRecord& record) {
        step_ = record.step;
        writer_->step(record);
        if (const auto warning = parts.watchSigma ? collapse.add(record) : std::nullopt) {
            note(NoteRecord::Level::Warning, *warning);
        }
        const std::int64_t total = parts.training.length().totalSteps();
        Progress progress{Phase::Training, "", record.step, total};
        progress.imagesPerSecond = record.imagesPerSecond;
        progress.fraction = static_cast<double>(record.step) / static_cast<double>(total);
        const double meanStep = record.elapsedSeconds / static_cast<double>(record.step);
        progress.secondsLeft = meanStep * static_cast<double>(total - record.step);
        report(progress);
    };
    hooks.onEpochEnd = [&](std::int64_t epoch) {
        saveCheckpoint(parts, false);
        evaluateIfDue(parts, epoch);
    };
    LoopEnd end = LoopEnd::Interrupted;
    try {
        end = runTrainingLoop(parts.training, hooks);
    } catch (const Error& error) {
        if (error.code() == ErrorCode::Numeric && !parts.training.failedBatch().empty()) {
            writeTextAtomically(directory_ / "failed-batch.txt", parts.training.failedBatch());
            saveCheckpoint(parts, false);
        }
        throw;
    }
    if (end == LoopEnd::Interrupted) {
        if (savedStep_ != step_) {
            saveCheckpoint(parts, false);
        }
        writer_->state("interrupted", "stopped at step " + formatCount(step_) + "; --resume continues");
        return outcome(parts, TrainEnd::Interrupted);
    }
    if (control_.stopRequested()) {
        // Stopped inside the last evaluation: resuming makes up for it.
        writer_->state("interrupted", "stopped during an evaluation; --resume continues");
        return outcome(parts, TrainEnd::Interrupted);
    }
    writer_->state("finished");
    report({.phase = Phase::Done, .done = step_, .total = step_, .secondsLeft = 0, .fraction = 1});
    return outcome(parts, TrainEnd::Finished);
}

}  // namespace pf
