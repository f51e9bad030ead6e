#include "ui/train/run_session.h"

#include <memory>

#include <QCoreApplication>
#include <QDir>
#include <QMetaObject>

#include "core/base/error.h"
#include "core/session/run/training.h"
#include "ui/kit/background_task.h"
#include "ui/kit/job_monitor.h"
#include "ui/kit/number_text.h"

namespace pf::ui {

// A step of a large network on a small machine may take a while; half a minute without a line is longer than
// any.
constexpr double kSilentAfterSeconds = 30;
// Stopping ends with writing a checkpoint; when the window goes away that must not be cut short.
constexpr int kStopWaitMs = 20000;

RunSession::RunSession(QObject* parent) : QObject(parent), follower_(new RunFollower(this)) {
    connect(follower_, &RunFollower::opened, this, [this] {
        refreshPhase();
        Q_EMIT opened();
    });
    connect(follower_, &RunFollower::startedAnew, this, [this] {
        failure_.clear();
        endedHere_ = false;
        Q_EMIT reset();
        Q_EMIT opened();
        Q_EMIT startedAnew();
    });
    connect(follower_, &RunFollower::updated, this, [this](const RunUpdate& update) {
        // Resumed after its end here: by another process.
        endedHere_ = endedHere_ && update.rewoundToStep < 0;
        Q_EMIT updated(update);
    });
    connect(follower_, &RunFollower::updated, this, &RunSession::refreshPhase);
    connect(follower_, &RunFollower::stateRefreshed, this, &RunSession::refreshPhase);
    connect(follower_, &RunFollower::failed, this, [this](const QString& message) {
        if (!isOwnAndBusy(phase_)) {
            setPhase(RunPhase::Idle);
        }
        Q_EMIT failed(message);
    });
}

void RunSession::start(const Options& options) {
    TrainRequest request;
    request.options = options;
    launch(std::move(request));
}

void RunSession::resume(const std::optional<EvaluationOptions>& evaluation, long long extraEpochs) {
    TrainRequest request;
    request.runDirectory = directory().toStdString();
    request.resume = true;
    request.evaluation = evaluation;
    request.extraEpochs = extraEpochs;
    launch(std::move(request));
}

void RunSession::launch(TrainRequest request) {
    if (!canStart(phase_)) {
        return;
    }
    failure_.clear();
    endedHere_ = false;
    // A run that goes on as it was is read on from where it is.
    const bool readFromStart = !request.resume || request.evaluation || request.extraEpochs > 0;
    std::shared_ptr<PreparedRun> run;  // shared because a task's work is copied
    try {
        run = std::make_shared<PreparedRun>(std::move(request));
    } catch (const std::exception& error) {
        Q_EMIT failed(QString::fromUtf8(error.what()));
        return;
    }
    run->useAbsolutePath();
    setWaitingFor({});
    run->setOnWaiting([session = QPointer<RunSession>(this)](const std::string& why) {
        QMetaObject::invokeMethod(
            qApp,
            [session, text = QString::fromStdString(why)] {
                if (session != nullptr) {
                    session->setWaitingFor(text);
                }
            },
            Qt::QueuedConnection);
    });
    const QString directory = QString::fromStdString(run->directory().string());
    const QString name = QString::fromStdString(run->directory().parent_path().filename().string());
    const auto work = [run](RunControl& control, const ProgressObserver& observer) {
        return trainHead(std::move(*run), control, observer);
    };
    const auto ended = [this](RunPhase phase) {
        task_ = nullptr;
        setWaitingFor({});
        endedHere_ = true;
        setPhase(phase);
        // An attempt that came to nothing leaves the run as it was.
        refreshPhase();
        Q_EMIT workerEnded();
    };
    task_ = runInBackground(
        this, {tr("Training %1").arg(name), true, kStopWaitMs}, work,
        [this, ended](const TrainOutcome& outcome) {
            ended(outcome.end == TrainEnd::Finished ? RunPhase::Finished : RunPhase::Interrupted);
            if (!outcome.notSaved.empty()) {
                Q_EMIT failed(tr("The steps after %1 could not be saved: %2")
                                  .arg(countText(outcome.step), QString::fromStdString(outcome.notSaved)));
            }
        },
        [this, ended](const QString& message) {
            failure_ = message;
            ended(RunPhase::Failed);
            Q_EMIT failed(message);
        });
    connect(task_, &BackgroundTask::progressChanged, this, &RunSession::takeProgress);
    connect(task_, &BackgroundTask::stopping, this, [this] { setPhase(RunPhase::Stopping); });
    if (readFromStart || follower_->directory() != directory) {
        Q_EMIT reset();
        follower_->follow(directory, true);
    }
    setPhase(RunPhase::Preparing);
}

void RunSession::attach(const QString& directory) {
    if (isOwnAndBusy(phase_)) {
        Q_EMIT failed(
            tr("A run is being trained in this window. Stop it before opening another one here; the Runs "
               "page shows several runs side by side."));
        return;
    }
    failure_.clear();
    endedHere_ = false;
    Q_EMIT reset();
    follower_->follow(directory, false);
    setPhase(RunPhase::Watching);
}

void RunSession::setPaused(bool paused) {
    if (task_ != nullptr && (paused ? canPause(phase_) : canUnpause(phase_))) {
        task_->setPaused(paused);
        // The worker confirms within a step; until then the button already says what will be.
        setPhase(paused ? RunPhase::Paused : RunPhase::Training);
    }
}

void RunSession::stop() {
    if (task_ != nullptr && canStop(phase_)) {
        task_->requestStop();
    }
}

void RunSession::close() {
    if (!isOwnAndBusy(phase_)) {
        follower_->stop();
        failure_.clear();
        endedHere_ = false;
        setPhase(RunPhase::Idle);
        Q_EMIT reset();
    }
}

void RunSession::setPhase(RunPhase phase) {
    if (phase != phase_) {
        phase_ = phase;
        Q_EMIT phaseChanged();
    }
}

void RunSession::setWaitingFor(const QString& why) {
    if (why == waitingFor_) {
        return;
    }
    waitingFor_ = why;
    if (task_ != nullptr) {
        task_->setProperty(kWaitingProperty, why);  // the rail says it too
    }
    if (task_ != nullptr && !why.isEmpty() && canStop(phase_)) {
        setPhase(RunPhase::Waiting);
    } else if (task_ != nullptr && phase_ == RunPhase::Waiting) {
        setPhase(RunPhase::Training);  // the next progress says it exactly
    }
    Q_EMIT waitingChanged(waitingFor_);
}

void RunSession::takeProgress(const Progress& progress) {
    if (phase_ == RunPhase::Stopping) {
        // Nothing that it still does changes that.
    } else if (task_ != nullptr && task_->isPaused()) {
        setPhase(RunPhase::Paused);
    } else if (!waitingFor_.isEmpty()) {
        setPhase(RunPhase::Waiting);
    } else if (isOwnAndBusy(phase_)) {
        switch (progress.phase) {
            case Phase::Opening:
            case Phase::Checking:
            case Phase::Extracting:
            case Phase::Embedding:
                setPhase(RunPhase::Preparing);
                break;
            case Phase::Evaluating:
                setPhase(RunPhase::Evaluating);
                break;
            case Phase::Training:
            case Phase::Saving:
            case Phase::Done:
                setPhase(RunPhase::Training);
                break;
        }
    }
    Q_EMIT progressed(progress);
}

QString RunSession::phaseWords() const {
    if (phase_ == RunPhase::Waiting && !waitingFor_.isEmpty()) {
        return tr("waiting: %1").arg(waitingFor_);
    }
    if (phase_ == RunPhase::Watching && follower_->status().state == RunState::Paused) {
        const QString& why = follower_->status().detail;
        return why.isEmpty() ? tr("paused in another process") : tr("paused: %1").arg(why);
    }
    return phaseName(phase_);
}

bool RunSession::hasCheckpoint() const {
    const QDir folder(directory() + QStringLiteral("/checkpoints"));
    return !directory().isEmpty() &&
           !folder.entryList({QStringLiteral("*.safetensors")}, QDir::Files | QDir::System).isEmpty();
}

void RunSession::refreshPhase() {
    const QString before = phaseWords_;
    refreshForeignPhase();
    if (phaseWords() != before) {
        phaseWords_ = phaseWords();
        Q_EMIT phaseChanged();
    }
}

void RunSession::refreshForeignPhase() {
    const RunState recorded = follower_->status().state;
    const bool hasEnd =
        recorded == RunState::Finished || recorded == RunState::Interrupted || recorded == RunState::Failed;
    if (task_ != nullptr || phase_ == RunPhase::Idle || (endedHere_ && !hasEnd)) {
        return;
    }
    if (recorded == RunState::Failed) {
        failure_ = follower_->status().detail;
    }
    const bool silent =
        recorded != RunState::Paused && follower_->status().silentSeconds > kSilentAfterSeconds;
    setPhase(recorded == RunState::Finished      ? RunPhase::Finished
             : recorded == RunState::Interrupted ? RunPhase::Interrupted
             : recorded == RunState::Failed      ? RunPhase::Failed
             : silent                            ? RunPhase::Silent
                                                 : RunPhase::Watching);
}

}  // namespace pf::ui
