#include "core/session/run/run_progress.h"

#include <utility>

#include "core/base/text.h"

namespace pf {
namespace {

constexpr std::chrono::milliseconds kRetryAfter{1000};

}  // namespace

RunProgress::RunProgress(RunControl& control, ProgressObserver observer, Waiting onWaiting)
    : control_(control), observer_(std::move(observer)), onWaiting_(std::move(onWaiting)) {}

void RunProgress::report(Progress progress) {
    progress.paused = control_.isPaused();
    const std::lock_guard lock(mutex_);
    if (observer_) {
        observer_(progress);
    }
}

bool RunProgress::wait(const std::string& why) {
    std::unique_lock lock(mutex_);
    if (control_.stopRequested()) {
        return false;
    }
    // Said once: the threads of a loader miss different images, in turn.
    if (waitingFor_.empty()) {
        waitingSince_ = Clock::now();
        waitingFor_ = why;
        if (onWaiting_) {
            onWaiting_(why + ". The run waits with its state in memory and continues by itself");
        }
    }
    ++waiters_;
    stopped_.wait_for(lock, control_.token(), kRetryAfter, [] { return false; });
    --waiters_;
    return !control_.stopRequested();
}

bool RunProgress::goOn() {
    const std::lock_guard lock(mutex_);
    if (waitingFor_.empty()) {
        return true;
    }
    if (waiters_ > 0) {
        return false;
    }
    const double seconds = std::chrono::duration<double>(Clock::now() - waitingSince_).count();
    const std::string what = control_.stopRequested() ? "stopped after waiting " : "continued after waiting ";
    waits_.push_back(what + formatDuration(seconds) + ": " + std::exchange(waitingFor_, ""));
    if (onWaiting_) {
        onWaiting_("");
    }
    return true;
}

std::vector<std::string> RunProgress::takeWaits() {
    const std::lock_guard lock(mutex_);
    return std::exchange(waits_, {});
}

}  // namespace pf
