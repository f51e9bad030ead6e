#include "core/session/control.h"

#include <array>

namespace pf {

std::string phaseText(Phase phase) {
    constexpr auto kTexts =
        std::to_array<const char*>({"opening", "checking images", "extracting features", "training",
                                    "evaluating", "saving", "embedding", "done"});
    return kTexts.at(static_cast<std::size_t>(phase));
}

void RunControl::requestStop() {
    stop_.request_stop();
    // Taking the lock before waking makes sure that a worker between its test and its wait is not missed.
    const std::lock_guard lock(mutex_);
    changed_.notify_all();
}

void RunControl::setPaused(bool paused) {
    const std::lock_guard lock(mutex_);
    paused_ = paused;
    changed_.notify_all();
}

bool RunControl::isPaused() const {
    const std::lock_guard lock(mutex_);
    return paused_;
}

bool RunControl::waitWhilePaused() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !paused_ || stop_.stop_requested(); });
    return !stop_.stop_requested();
}

}  // namespace pf
