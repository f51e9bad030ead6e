#include "ui/train/run_follower.h"

#include <algorithm>
#include <chrono>
#include <deque>
#include <filesystem>
#include <mutex>
#include <optional>
#include <thread>

#include <QTimer>

#include "ui/background_task.h"

namespace pf::ui {

namespace {

constexpr int kPullIntervalMs = 33;
// A portion of records costs the window well under a frame.
constexpr std::size_t kPortion = 1500;
constexpr std::size_t kPortionsPerPull = 2;
constexpr std::size_t kMaxQueued = 64;

double secondsSinceGrowth(const std::filesystem::path& directory) {
    std::error_code status;
    const auto written = std::filesystem::last_write_time(directory / "metrics.jsonl", status);
    if (status) {
        return -1;
    }
    return std::chrono::duration<double>(std::filesystem::file_time_type::clock::now() - written).count();
}

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
    std::optional<Options> options;  // set once, on opening
    std::string configProblem;       // likewise
    RunState state = RunState::Unknown;
    std::string detail;
    std::int64_t totalSteps = 0;
    double silentSeconds = -1;
    bool caughtUp = false;
};

namespace {

struct Nothing {};

}  // namespace

RunFollower::RunFollower(QObject* parent) : QObject(parent), timer_(new QTimer(this)) {
    timer_->setInterval(kPullIntervalMs);
    connect(timer_, &QTimer::timeout, this, &RunFollower::pull);
}

RunFollower::~RunFollower() = default;

void RunFollower::stop() {
    timer_->stop();
    delete task_;
    task_ = nullptr;
    shared_.reset();
    open_ = false;
    caughtUp_ = false;
}

void RunFollower::follow(const QString& directory, bool waitForIt) {
    stop();
    directory_ = directory;
    state_ = RunState::Unknown;
    stateDetail_.clear();
    totalSteps_ = 0;
    silentSeconds_ = -1;
    shared_ = std::make_shared<Shared>();
    auto work = [shared = shared_, path = std::filesystem::path(directory.toStdString()), waitForIt](
                    RunControl& control, const ProgressObserver&) {
        while (waitForIt && !std::filesystem::exists(path / "config.yaml")) {
            if (!napUnlessStopped(control, 50)) {
                return Nothing{};
            }
        }
        RunReader reader(path);
        {
            const std::lock_guard lock(shared->mutex);
            shared->options = reader.options();
            shared->configProblem = reader.configProblem();
            shared->totalSteps = reader.totalSteps();
        }
        int pause = 50;
        while (!control.stopRequested()) {
            RunUpdate update = reader.poll(kPortion);
            const bool nothing = update.empty();
            const double silent = nothing ? secondsSinceGrowth(path) : 0;
            std::size_t queued = 0;
            {
                const std::lock_guard lock(shared->mutex);
                shared->state = reader.state();
                shared->detail = reader.stateDetail();
                shared->totalSteps = reader.totalSteps();
                shared->silentSeconds = silent;
                if (nothing) {
                    shared->caughtUp = true;
                } else {
                    shared->updates.push_back(std::move(update));
                }
                queued = shared->updates.size();
            }
            if (nothing) {
                pause = std::min(pause + 25, 400);
                napUnlessStopped(control, pause);
            } else if (queued > kMaxQueued || shared->caughtUp) {
                pause = 50;
                napUnlessStopped(control, pause);
            }
        }
        return Nothing{};
    };
    task_ = runInBackground(
        this, {tr("Reading a run"), false, 500}, work, [](Nothing) {},
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
    bool nowCaughtUp = false;
    bool moved = false;
    {
        const std::lock_guard lock(shared_->mutex);
        if (!shared_->options) {
            return;
        }
        if (!open_) {
            options_ = *shared_->options;
            configProblem_ = QString::fromStdString(shared_->configProblem);
            nowOpen = true;
        }
        while (!shared_->updates.empty() && updates.size() < kPortionsPerPull) {
            updates.push_back(std::move(shared_->updates.front()));
            shared_->updates.pop_front();
        }
        // The state belongs to the newest record: it waits until the records before it have been shown.
        if (shared_->updates.empty()) {
            moved = state_ != shared_->state ||
                    static_cast<int>(silentSeconds_) != static_cast<int>(shared_->silentSeconds);
            state_ = shared_->state;
            stateDetail_ = QString::fromStdString(shared_->detail);
            silentSeconds_ = shared_->silentSeconds;
            nowCaughtUp = shared_->caughtUp && !caughtUp_;
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
        Q_EMIT updated(update);
    }
    if (moved && shared_ == mine) {
        Q_EMIT stateRefreshed();
    }
    if (nowCaughtUp && shared_ == mine) {
        caughtUp_ = true;
        Q_EMIT caughtUp();
    }
}

}  // namespace pf::ui
