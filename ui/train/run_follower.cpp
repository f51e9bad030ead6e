#include "ui/train/run_follower.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>

#include <QTimer>

#include "ui/kit/background_task.h"

namespace pf::ui {

namespace {

constexpr int kPullIntervalMs = 33;
// A portion of records costs the window well under a frame.
constexpr std::size_t kPortion = 1500;
constexpr std::size_t kPortionsPerPull = 2;
constexpr std::size_t kMaxQueued = 64;

/// How long a run has been silent. Before it was looked at the file's time must do; from then on what is seen
/// counts, for wall clocks jump and a server's may differ from this machine's.
class Silence {
  public:
    explicit Silence(const std::filesystem::path& directory) {
        std::error_code status;
        const auto written = std::filesystem::last_write_time(directory / "metrics.jsonl", status);
        if (!status) {
            const auto age = std::filesystem::file_time_type::clock::now() - written;
            before_ = std::max(0.0, std::chrono::duration<double>(age).count());
        }
    }
    void end() {
        before_ = 0;
        since_ = Clock::now();
    }
    /// Units: seconds; negative when it is not known.
    double seconds() const {
        return before_ < 0 ? -1 : before_ + std::chrono::duration<double>(Clock::now() - since_).count();
    }

  private:
    using Clock = std::chrono::steady_clock;
    double before_ = -1;
    Clock::time_point since_ = Clock::now();
};

bool napUnlessStopped(const RunControl& control, int milliseconds) {
    for (int slept = 0; slept < milliseconds && !control.stopRequested(); slept += 25) {
        std::this_thread::sleep_for(std::chrono::milliseconds(25));
    }
    return !control.stopRequested();
}

}  // namespace

struct RunFollower::Shared {
    std::mutex mutex;
    std::deque<RunUpdate> updates;
    std::optional<Options> options;  // set on opening, and when the run starts again
    QString configProblem;           // likewise
    bool reloaded = false;
    RunStatus status;
    std::int64_t totalSteps = 0;
};

RunFollower::RunFollower(QObject* parent) : QObject(parent), timer_(new QTimer(this)) {
    timer_->setInterval(kPullIntervalMs);
    connect(timer_, &QTimer::timeout, this, &RunFollower::pull);
}

void RunFollower::stop() {
    timer_->stop();
    delete task_;
    task_ = nullptr;
    shared_.reset();
    open_ = false;
}

void RunFollower::follow(const QString& directory, bool waitForIt) {
    stop();
    directory_ = directory;
    status_ = {};
    totalSteps_ = 0;
    shared_ = std::make_shared<Shared>();
    auto work = [shared = shared_, path = std::filesystem::path(directory.toStdString()), waitForIt](
                    RunControl& control, const ProgressObserver&) {
        while (waitForIt && !std::filesystem::exists(path / "config.yaml")) {
            if (!napUnlessStopped(control, 50)) {
                return;
            }
        }
        RunReader reader(path);
        Silence silence(path);
        bool caughtUp = false;
        const auto shareConfig = [&] {
            shared->options = reader.options();
            shared->configProblem = QString::fromStdString(reader.configProblem());
        };
        {
            const std::lock_guard lock(shared->mutex);
            shareConfig();
            shared->totalSteps = reader.totalSteps();
        }
        int pause = 50;
        while (!control.stopRequested()) {
            RunUpdate update = reader.poll(kPortion);
            const bool nothing = update.empty();
            if (!nothing && caughtUp) {
                silence.end();
            }
            caughtUp = caughtUp || nothing;
            std::size_t queued = 0;
            {
                const std::lock_guard lock(shared->mutex);
                shared->status = {reader.state(), QString::fromStdString(reader.stateDetail()),
                                  silence.seconds()};
                shared->totalSteps = reader.totalSteps();
                if (update.startedAnew) {
                    shareConfig();
                    shared->reloaded = true;
                }
                if (!nothing) {
                    shared->updates.push_back(std::move(update));
                }
                queued = shared->updates.size();
            }
            if (nothing) {
                pause = std::min(pause + 25, 400);
                napUnlessStopped(control, pause);
            } else if (queued > kMaxQueued || caughtUp) {
                pause = 50;
                napUnlessStopped(control, pause);
            }
        }
    };
    task_ = runInBackground(
        this, {tr("Reading a run"), false, 500}, work, [] {},
        [this](const QString& message) {
            task_ = nullptr;
            timer_->stop();
            Q_EMIT failed(message);
        });
    timer_->start();
}

void RunFollower::pull() {
    if (shared_ == nullptr) {
        return;
    }
    std::vector<RunUpdate> updates;
    bool nowOpen = false;
    bool moved = false;
    {
        const std::lock_guard lock(shared_->mutex);
        if (!shared_->options) {
            return;
        }
        nowOpen = !open_;
        if (nowOpen || std::exchange(shared_->reloaded, false)) {
            options_ = *shared_->options;
            configProblem_ = shared_->configProblem;
        }
        while (!shared_->updates.empty() && updates.size() < kPortionsPerPull) {
            updates.push_back(std::move(shared_->updates.front()));
            shared_->updates.pop_front();
        }
        // The state belongs to the newest record: it waits until the records before it have been shown.
        if (shared_->updates.empty()) {
            const RunStatus before = std::exchange(status_, shared_->status);
            moved = before.state != status_.state ||
                    static_cast<int>(before.silentSeconds) != static_cast<int>(status_.silentSeconds);
        }
        totalSteps_ = shared_->totalSteps;
    }
    // A receiver may follow another run or stop this one.
    const std::shared_ptr<Shared> mine = shared_;
    if (nowOpen) {
        open_ = true;
        Q_EMIT opened();
    }
    for (const RunUpdate& update : updates) {
        if (shared_ != mine) {
            return;
        }
        if (update.startedAnew) {
            Q_EMIT startedAnew();
            if (shared_ != mine) {
                return;
            }
        }
        Q_EMIT updated(update);
    }
    if (moved && shared_ == mine) {
        Q_EMIT stateRefreshed();
    }
}

}  // namespace pf::ui
