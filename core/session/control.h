// How a caller steers long work, and what the work says while it runs.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <stop_token>
#include <string>

namespace pf {

/// What long work is doing at the moment.
enum class Phase { Opening, Checking, Extracting, Training, Evaluating, Saving, Embedding, Done };

/// A word for a phase, for people ("extracting features").
std::string phaseText(Phase phase);

/// A progress report. `total` is 0 while it is not known.
struct Progress {
    Phase phase = Phase::Opening;
    std::string detail = {};  ///< "faces324", "lfw" ...
    long long done = 0;
    long long total = 0;
    double imagesPerSecond = 0;
    double secondsLeft = -1;  ///< of the whole job where it is known, else of the phase; -1 unknown
    double fraction = -1;     ///< of the whole job, 0 to 1; -1 unknown
    bool paused = false;
};

/// Called on the working thread; must return at once (copy the values, never block).
using ProgressObserver = std::function<void(const Progress&)>;

/// Stop and pause, shared between the caller's thread and the worker. Thread-safe.
class RunControl {
  public:
    /// Asks the work to end within one step or batch; training saves a checkpoint first.
    void requestStop();
    void setPaused(bool paused);
    bool isPaused() const;
    bool stopRequested() const { return stop_.stop_requested(); }
    std::stop_token token() const { return stop_.get_token(); }
    /// Worker side: blocks while paused; false when a stop was asked for.
    bool waitWhilePaused();

  private:
    std::stop_source stop_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    bool paused_ = false;
};

}  // namespace pf
