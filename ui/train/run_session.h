// The run of the Train page: started here or attached to; always read through its directory.
#pragma once

#include <optional>

#include <QObject>
#include <QPointer>

#include "core/base/config/options.h"
#include "core/session/control.h"
#include "core/session/run/run_reader.h"
#include "ui/train/run_follower.h"
#include "ui/train/run_phase.h"

namespace pf {
struct TrainRequest;
}

namespace pf::ui {

class BackgroundTask;

class RunSession : public QObject {
    Q_OBJECT
  public:
    explicit RunSession(QObject* parent = nullptr);

    RunPhase phase() const { return phase_; }
    QString directory() const { return phase_ == RunPhase::Idle ? QString() : follower_->directory(); }
    /// Options of the open run; meaningful once opened() was emitted.
    const Options& options() const { return follower_->options(); }
    /// What is wrong with the open run's config.yaml, or empty.
    QString configProblem() const { return follower_->configProblem(); }
    std::int64_t totalSteps() const { return follower_->totalSteps(); }
    /// Why it failed.
    const QString& failure() const { return failure_; }

    /// Trains these options in a new run directory. Reports a refusal by failed().
    void start(const Options& options);
    /// Continues the open run from its last checkpoint, with other evaluation options from here on if any; a
    /// finished one for more epochs.
    void resume(const std::optional<EvaluationOptions>& evaluation, long long extraEpochs = 0);
    /// The phase in words, with the reason of a run that its own process paused.
    QString phaseWords() const;
    /// The run has a model that other pages can use. Cost: lists a folder.
    bool hasCheckpoint() const;
    /// Looks at a run directory, whoever writes it.
    void attach(const QString& directory);
    void setPaused(bool paused);
    void stop();
    /// Forgets the open run (not possible while it is trained here).
    void close();

  Q_SIGNALS:
    void phaseChanged();
    /// Another run is being read from its beginning: drop what is shown.
    void reset();
    /// Its options are known.
    void opened();
    /// After reset() and opened(): the run's files were replaced by others while it was watched.
    void startedAnew();
    void updated(const pf::RunUpdate& update);
    void progressed(const pf::Progress& progress);
    /// Why this window's run waits (a full disk, data that are away); empty: it does not.
    void waitingChanged(const QString& why);
    /// The worker of this window ended, with whatever result.
    void workerEnded();
    void failed(const QString& message);

  private:
    void launch(TrainRequest request);
    void setPhase(RunPhase phase);
    void setWaitingFor(const QString& why);
    void takeProgress(const Progress& progress);
    void refreshPhase();
    void refreshForeignPhase();

    RunFollower* follower_;
    QPointer<BackgroundTask> task_;
    RunPhase phase_ = RunPhase::Idle;
    QString waitingFor_;
    QString failure_;
    QString phaseWords_;  ///< as last announced
    /// The worker of this window ended: what its files say may be older (the disk was full).
    bool endedHere_ = false;
};

}  // namespace pf::ui
