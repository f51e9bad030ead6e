// Progress of counted work, with its pace and the time left by it.
#pragma once

#include <chrono>
#include <string>
#include <utility>

#include "core/session/control.h"

namespace pf {

/// Measures from its making on. What an earlier attempt has done counts as done, and not for the pace.
class CountMeter {
  public:
    explicit CountMeter(Phase phase, std::string detail = {}, long long doneBefore = 0)
        : phase_(phase), detail_(std::move(detail)), before_(doneBefore) {}

    /// One more of those done was done by an earlier attempt.
    void addEarlier() { ++before_; }
    /// The report of `done` of `total`: rate, time left and fraction are unknown until there is something to
    /// know them by.
    Progress at(long long done, long long total) const {
        const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
        const auto worked = static_cast<double>(done - before_);
        const auto left = static_cast<double>(total - done);
        Progress progress{phase_, detail_, done, total};
        progress.imagesPerSecond = seconds > 0 ? worked / seconds : 0;
        progress.secondsLeft = worked > 0 ? seconds * left / worked : left > 0 ? -1 : 0;
        progress.fraction = total > 0 ? static_cast<double>(done) / static_cast<double>(total) : -1;
        return progress;
    }

  private:
    using Clock = std::chrono::steady_clock;

    Phase phase_;
    std::string detail_;
    long long before_;
    Clock::time_point start_ = Clock::now();
};

}  // namespace pf
