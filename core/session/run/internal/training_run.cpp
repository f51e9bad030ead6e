#include "core/session/run/internal/training_run.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "core/base/atomic_file.h"
#include "core/base/numbers.h"
#include "core/base/text.h"
#include "core/nn/pch.h"
#include "core/session/count_meter.h"
#include "core/train/collapse_watch.h"

namespace pf {
namespace {

double numberOf(const Metadata& metadata, const std::string& key, double fallback) {
    const auto found = metadata.find(key);
    if (found == metadata.end()) {
        return fallback;
    }
    const auto value = readNumber(found->second);
    failDataIf(!value, "", "a checkpoint's ", key, " is '", found->second, "', which is not a number");
    return *value;
}

RecordedRun recordedRun(const std::filesystem::path& directory) {
    RunReader reader(directory);
    RecordedRun recorded;
    for (auto update = reader.poll(); !update.empty(); update = reader.poll()) {
        if (update.startedAnew || (update.rewoundToStep >= 0 && update.rewoundToStep < recorded.checkpoint)) {
            recorded.checkpoint = -1;
        }
        for (const CheckpointRecord& checkpoint : update.checkpoints) {
            recorded.checkpoint = std::max(recorded.checkpoint, checkpoint.step);
        }
    }
    recorded.state = reader.state();
    return recorded;
}

}  // namespace

TrainingRun::TrainingRun(PreparedRun prepared, RunControl& control, const ProgressObserver& observer)
    : prepared_(std::move(prepared)),
      control_(control),
      progress_(control, observer, prepared_.request().onWaiting),
      options_(prepared_.request().options),
      writer_(
          std::make_unique<RunWriter>(directory(), options_.train.logEvery, options_.train.stepsPerEpoch)) {
    if (isResumed()) {
        recorded_ = recordedRun(directory());
    } else {
        store_ = std::make_unique<CheckpointStore>(directory() / "checkpoints");
    }
    hadEnded_ = recorded_.state == RunState::Finished || recorded_.state == RunState::Interrupted ||
                recorded_.state == RunState::Failed;
    writer_->onRefusal([this](const Error& error) {
        refusal_ = error.what();
        return progress_.wait(error.what());
    });
    for (const auto& text : prepared_.notes()) {
        warn(text);
    }
    prepared_.keep();
}

void TrainingRun::noteWaits() {
    for (const auto& text : progress_.takeWaits()) {
        writer_->note(NoteRecord::Level::Info, step_, text);
    }
}

bool TrainingRun::persist(const std::function<void()>& write) {
    for (;;) {
        try {
            write();
            goOn();
            return true;
        } catch (const Error& error) {
            if (error.code() != ErrorCode::Io) {
                throw;
            }
            refusal_ = error.what();
            if (!progress_.wait(error.what())) {
                return false;
            }
        }
    }
}

ReadRetry TrainingRun::readRetry() {
    return [this](const FaceSet& faces, std::size_t index, const Error& error, int attempt) {
        const std::string why = whyAway(faces, index, error);
        // An image that cannot be used is read once more: its folder may have come back in between.
        return why.empty() ? attempt == 1 && !control_.stopRequested() : awaitData(why);
    };
}

void TrainingRun::state(const std::string& state, const std::string& detail) {
    if (!isSilent()) {
        current_ = state;
        writer_->state(state, detail);
    }
}

/// The records can still be written, so that whoever watches the run learns why it waits.
bool TrainingRun::awaitData(const std::string& why) {
    if (!isSilent() && !control_.stopRequested() && !waits_.exchange(true)) {
        writer_->state("paused", why);
    }
    return progress_.wait(why);
}

void TrainingRun::goOn() {
    if (progress_.goOn() && waits_.exchange(false)) {
        writer_->state(current_);
    }
}

void TrainingRun::recordConfig(const std::string& text) {
    if (isResumed() && !begun_) {
        configText_ = text;
    } else {
        persist([&] { writer_->writeConfig(text); });
    }
}

void TrainingRun::begin() {
    if (std::exchange(begun_, true)) {
        return;
    }
    if (isResumed()) {
        if (!configText_.empty()) {
            persist([&] { writer_->writeConfig(configText_); });
        }
        // What an interrupted attempt recorded beyond its last checkpoint is void, also when there is none.
        writer_->resumed(step_);
        info("resumed from step " + formatCount(step_));
        if (!prepared_.changedEvaluation().empty()) {
            judgeAnew();
        }
    }
    state("training");
}

void TrainingRun::judgeAnew() {
    std::string text = "from here on " + prepared_.changedEvaluation();
    if (bestStep_) {
        // By the new measure any checkpoint may come first; that must not cost the one that was best so far.
        const std::string kept = "best-until-step-" + std::to_string(step_) + ".safetensors";
        persist([&] { store_->keepBestAs(kept); });
        text += "; the best checkpoint so far is kept as checkpoints/" + kept;
    }
    bestValue_ = kNoBestValue;
    info(text);
}

CountProgress TrainingRun::counter(Phase phase, const std::string& detail) {
    return [this, meter = CountMeter(phase, detail)](std::int64_t done, std::int64_t total) {
        goOn();
        report(meter.at(done, total));
    };
}

void TrainingRun::note(NoteRecord::Level level, const std::string& text) {
    noteWaits();
    writer_->note(level, step_, text);
}

TrainOutcome TrainingRun::guarded(const std::function<TrainOutcome()>& work) {
    try {
        if (isResumed()) {
            findCheckpoint();
        }
        located_ = true;
        return work();
    } catch (const std::exception& error) {
        // The reason must get out: it does not wait for a disk.
        writer_->onRefusal([](const Error&) { return false; });
        const auto* refused = dynamic_cast<const Error*>(&error);
        if (refused != nullptr && refused->code() == ErrorCode::Io && control_.stopRequested() && !ended_) {
            state("interrupted", "stopped while it waited; --resume continues");
            return {TrainEnd::Interrupted, directory(), "", std::max<std::int64_t>(savedStep_, 0), ""};
        }
        if (!located_) {
            throw;
        }
        if (isSilent() || ended_) {
            warn(std::string(ended_ ? "after the run had finished: "
                                    : "this attempt to continue the run ended before its first step: ") +
                 error.what());
        } else {
            note(NoteRecord::Level::Error, error.what());
            writer_->state("failed", error.what());
        }
        throw;
    }
}

void TrainingRun::findCheckpoint() {
    const auto folder = directory() / "checkpoints";
    const bool isThere = patiently([&] {
        std::error_code failure;
        const auto type = std::filesystem::status(folder, failure).type();
        throwIf(failure && type != std::filesystem::file_type::not_found, ErrorCode::Io,
                "cannot look at the folder: " + failure.message(), folder.string());
        return type != std::filesystem::file_type::not_found;
    });
    std::vector<std::string> unusable;
    if (isThere || recorded_.checkpoint < 0) {
        found_ = patiently([&] {
            store_ = std::make_unique<CheckpointStore>(folder);
            return store_->latest();
        });
        if (found_->checkpoint || (recorded_.checkpoint < 0 && found_->unusable.empty())) {
            return;
        }
        unusable = found_->unusable;
    }
    std::string text = recorded_.checkpoint < 0 ? "has checkpoints"
                                                : "was trained to step " + formatCount(recorded_.checkpoint);
    text += unusable.empty() ? ", and its folder checkpoints holds none of its checkpoints"
                             : ", and none of its checkpoints can be used:";
    for (const std::string& problem : unusable) {
        text += "\n" + problem;
    }
    failData(directory().string(), text, unusable.empty() ? ". " : "\n",
             "Put them back (from a backup, or from the repository they were stored in), or start a new run "
             "in another folder; nothing was changed");
}

void TrainingRun::restore(const RunParts& parts) {
    const auto found = std::exchange(found_, std::nullopt).value_or(CheckpointStore::Found{});
    for (const auto& problem : found.unusable) {
        warn(problem + "; the checkpoint before it is used");
    }
    if (!found.checkpoint) {
        return;
    }
    const auto& checkpoint = *found.checkpoint;
    parts.training.restore(checkpoint.tensors, checkpoint.step,
                           numberOf(checkpoint.metadata, "elapsed_seconds", 0));
    savedStep_ = step_ = checkpoint.step;
    bestValue_ = numberOf(checkpoint.metadata, "best_value", kNoBestValue);
    if (const auto told = checkpoint.metadata.find(kBestStepKey); told != checkpoint.metadata.end()) {
        // As this checkpoint knows it: a damaged one after it may name itself.
        const auto step = readNumber(told->second);  // nothing where it says that there is none
        bestStep_ = step ? std::optional(static_cast<std::int64_t>(*step)) : std::nullopt;
    } else if (bestValue_ > kNoBestValue) {
        bestStep_ = store_->best();
    }
    const std::int64_t stepsPerEpoch = options_.train.stepsPerEpoch;
    const bool evaluated = numberOf(checkpoint.metadata, "evaluated", 0) > 0;
    if (step_ > 0 && step_ % stepsPerEpoch == 0 && !evaluated) {
        begin();
        evaluateIfDue(parts, step_ / stepsPerEpoch);
    }
}

bool TrainingRun::saveCheckpoint(const RunParts& parts, bool evaluated) {
    report({.phase = Phase::Saving, .detail = "checkpoint"});
    Metadata metadata = parts.metadata();
    metadata["elapsed_seconds"] = formatNumber(parts.training.elapsedSeconds());
    metadata["best_value"] = formatNumber(bestValue_);
    metadata[kBestStepKey] = bestStep_ ? std::to_string(*bestStep_) : kNoBestStep;
    metadata["evaluated"] = evaluated ? "1" : "0";
    metadata["random_state"] =
        "batches are functions of seed " + std::to_string(options_.train.seed) + " and the step";
    std::filesystem::path file;
    if (!persist([&] { file = store_->save(step_, parts.training.state(), metadata); })) {
        return false;
    }
    for (const auto& text : store_->takeNotes()) {
        warn(text);
    }
    if (savedStep_ != step_) {
        writer_->checkpoint({step_, file.lexically_relative(directory()).string(), false});
    }
    savedStep_ = step_;
    return true;
}

void TrainingRun::evaluateIfDue(const RunParts& parts, std::int64_t epoch) {
    const std::int64_t every = options_.evaluation.everyEpochs;
    if (epoch != options_.train.epochs && (every <= 0 || epoch % every != 0)) {
        return;
    }
    state("evaluating");
    const auto value = parts.evaluate(epoch);
    if (control_.stopRequested()) {
        return;
    }
    const bool best = value && *value > bestValue_;
    if (best) {
        bestValue_ = *value;
        bestStep_ = step_;
    }
    // Written again with what the evaluation found: the checkpoint carries its own calibration, and says
    // whether it is the best.
    if (!saveCheckpoint(parts, true)) {
        return;
    }
    if (best) {
        store_->markBest(step_);
        writer_->checkpoint({step_, "checkpoints/step-" + std::to_string(step_) + ".safetensors", true});
    }
    state("training");
}

bool TrainingRun::mayContinue(const RunParts& parts) {
    goOn();
    noteWaits();
    if (control_.isPaused() && !control_.stopRequested()) {
        if (savedStep_ != step_) {
            saveCheckpoint(parts, false);
        }
        state("paused");
        report({.phase = Phase::Training, .done = step_, .total = parts.training.length().totalSteps()});
        control_.waitWhilePaused();
        if (!control_.stopRequested()) {
            state("training");
        }
    }
    if (control_.stopRequested()) {
        return false;
    }
    begin();
    return true;
}

TrainOutcome TrainingRun::outcome(const RunParts& parts, TrainEnd end) const {
    TrainOutcome outcome{end, directory(), tensorsSha256(parts.result()), parts.training.completedSteps(),
                         ""};
    if (savedStep_ != step_) {
        outcome.step = std::max<std::int64_t>(savedStep_, 0);
        outcome.notSaved = refusal_;
    }
    return outcome;
}

TrainOutcome TrainingRun::conduct(const RunParts& parts) {
    if (isResumed()) {
        restore(parts);
    } else {
        begin();
    }
    CollapseWatch collapse(parts.startSigmaSq);
    LoopHooks hooks;
    hooks.mayContinue = [&] { return mayContinue(parts); };
    hooks.onStep = [&](const StepRecord& record) {
        step_ = record.step;
        writer_->step(record);
        if (const auto warning = parts.startSigmaSq > 0 ? collapse.add(record) : std::nullopt) {
            warn(*warning);
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
        if (saveCheckpoint(parts, false)) {
            evaluateIfDue(parts, epoch);
        }
    };
    LoopEnd end = LoopEnd::Interrupted;
    try {
        end = runTrainingLoop(parts.training, hooks);
    } catch (const Error& error) {
        if (error.code() == ErrorCode::Numeric && !parts.training.failedBatch().empty()) {
            persist(
                [&] { writeTextAtomically(directory() / "failed-batch.txt", parts.training.failedBatch()); });
            saveCheckpoint(parts, false);
        }
        throw;
    }
    const bool isCutShort = end == LoopEnd::Interrupted;
    if (isCutShort && savedStep_ != step_) {
        saveCheckpoint(parts, false);
    }
    if (isCutShort || control_.stopRequested()) {
        // Of a stop inside the last evaluation: resuming makes up for it.
        const std::string where = isCutShort ? "at step " + formatCount(step_) : "during an evaluation";
        state("interrupted", "stopped " + where + "; --resume continues");
        return outcome(parts, TrainEnd::Interrupted);
    }
    if (recorded_.state != RunState::Finished) {
        begin();
    }
    state("finished");
    ended_ = true;
    report({.phase = Phase::Done, .done = step_, .total = step_, .secondsLeft = 0, .fraction = 1});
    return outcome(parts, TrainEnd::Finished);
}

}  // namespace pf
