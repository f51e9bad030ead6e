#include "core/session/control.h"

namespace pf {

std::string phaseText(Phase phase) {
    switch (phase) {
        case Phase::Opening:
            return "opening";
        case Phase::Checking:
            return "checking images";
        case Phase::Extracting:
            return "extracting features";
        case Phase::Training:
            return "training";
        case Phase::Evaluating:
            return "evaluating";
        case Phase::Saving:
            return "saving";
        case Phase::Embedding:
            return "embedding";
        case Phase::Done:
            return "done";
    }
    return "";
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
