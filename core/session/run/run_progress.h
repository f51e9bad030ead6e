// What a run says while it works, and how it waits for a disk or a share that is away.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

#include "core/session/control.h"

namespace pf {

/// Tells an observer, one call at a time. Thread-safe: loaders' threads wait and report too.
class RunProgress {
  public:
    using Waiting = std::function<void(const std::string& why)>;

    /// `onWaiting` hears why the work waits, and an empty text when it continues.
    RunProgress(RunControl& control, ProgressObserver observer, Waiting onWaiting);

    void report(Progress progress);

    /// Says why the work cannot continue at the moment and sleeps a little. False when a stop was asked for.
    bool wait(const std::string& why);
    /// Work has been done. Ends the waiting, unless a thread still waits: others may have had their images
    /// before it. Returns: whether nothing is waited for any more.
    bool goOn();
    /// What has been waited for since the last call, for the run's notes.
    std::vector<std::string> takeWaits();

  private:
    using Clock = std::chrono::steady_clock;

    RunControl& control_;
    ProgressObserver observer_;
    Waiting onWaiting_;
    std::mutex mutex_;
    std::condition_variable_any stopped_;
    std::string waitingFor_;
    int waiters_ = 0;  ///< threads inside wait()
    Clock::time_point waitingSince_;
    std::vector<std::string> waits_;
};

}  // namespace pf
