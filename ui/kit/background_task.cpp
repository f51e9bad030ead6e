#include "ui/kit/background_task.h"

#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

#include <QTimer>

namespace pf::ui {

/// What the worker and the window share; the worker holds it too, so a task that is gone leaves nothing
/// dangling.
struct BackgroundTask::Shared {
    RunControl control;
    std::mutex mutex;
    std::condition_variable ended;
    Progress progress;
    bool progressNew = false;
    bool finished = false;
    QString error;
};

namespace {

constexpr int kPullIntervalMs = 33;

/// On Linux a thread has a niceness of its own, which the mathematics' threads it starts inherit: the
/// window's thread then gets a core at once, however many of them calculate.
void yieldToTheWindow() {
    constexpr int kNice = 5;
    // Refused only where a sandbox forbids it; the work is then merely as greedy as before.
    (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::syscall(SYS_gettid)), kNice);
}

}  // namespace

BackgroundTask::BackgroundTask(QObject* owner, TaskOptions options, Work work,
                               std::function<void(const QString&)> delivered)
    : QObject(owner),
      options_(std::move(options)),
      shared_(std::make_shared<Shared>()),
      delivered_(std::move(delivered)) {
    // Detached: the destructor waits on `ended` with a bound, which a join does not have.
    std::thread([shared = shared_, run = std::move(work)]() mutable {
        yieldToTheWindow();
        QString error;
        try {
            run(shared->control, [&shared](const Progress& progress) {
                const std::lock_guard lock(shared->mutex);
                shared->progress = progress;
                shared->progressNew = true;
            });
        } catch (const std::exception& caught) {
            error = QString::fromUtf8(caught.what());
        } catch (...) {
            error = QStringLiteral("the work ended with an unknown error");
        }
        // What the work captured goes before `finished` is seen: nothing of it may outlive the wait in the
        // destructor.
        run = nullptr;
        const std::lock_guard lock(shared->mutex);
        shared->error = error;
        shared->finished = true;
        shared->ended.notify_all();
    }).detach();
    auto* timer = new QTimer(this);
    timer->setInterval(kPullIntervalMs);
    connect(timer, &QTimer::timeout, this, &BackgroundTask::pull);
    timer->start();
    if (options_.showInRail) {
        Q_EMIT JobBoard::instance().started(this);
    }
}

BackgroundTask::~BackgroundTask() {
    shared_->control.requestStop();
    std::unique_lock lock(shared_->mutex);
    shared_->ended.wait_for(lock, std::chrono::milliseconds(options_.shutdownWaitMs),
                            [this] { return shared_->finished; });
}

Progress BackgroundTask::progress() const {
    const std::lock_guard lock(shared_->mutex);
    return shared_->progress;
}

bool BackgroundTask::isPaused() const {
    return shared_->control.isPaused();
}

bool BackgroundTask::isStopping() const {
    return shared_->control.stopRequested();
}

void BackgroundTask::requestStop() {
    shared_->control.requestStop();
    Q_EMIT stopping();
}

void BackgroundTask::setPaused(bool paused) {
    shared_->control.setPaused(paused);
}

void BackgroundTask::pull() {
    Progress progress;
    bool isNew = false;
    bool ended = false;
    QString error;
    {
        const std::lock_guard lock(shared_->mutex);
        progress = shared_->progress;
        isNew = std::exchange(shared_->progressNew, false);
        ended = shared_->finished;
        error = shared_->error;
    }
    if (isNew) {
        Q_EMIT progressChanged(progress);
    }
    if (ended && delivered_) {
        // Moved out first: the receiver may spin an event loop or start the next task.
        const auto deliver = std::exchange(delivered_, nullptr);
        Q_EMIT finished();
        deleteLater();
        deliver(error);
    }
}

JobBoard& JobBoard::instance() {
    static JobBoard board;
    return board;
}

}  // namespace pf::ui
