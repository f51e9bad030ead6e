// What the run in front is doing; the one answer to which actions are possible.
#pragma once

#include <QCoreApplication>

namespace pf::ui {

enum class RunPhase {
    Idle,        ///< no run is open
    Preparing,   ///< own: opening data, extracting features
    Training,    ///< own
    Evaluating,  ///< own
    Paused,      ///< own
    Waiting,     ///< own: the disk is full or the data are away; it continues by itself
    Stopping,    ///< own: a stop was asked for, the checkpoint is being written
    Watching,    ///< a run of another process, alive as far as its files tell
    Silent,      ///< a run of another process that says it trains but has written nothing for a while
    Finished,
    Interrupted,  ///< stopped with a checkpoint
    Failed,
};

/// The worker of this window is busy with the run.
inline bool isOwnAndBusy(RunPhase phase) {
    return phase >= RunPhase::Preparing && phase <= RunPhase::Stopping;
}
inline bool canStart(RunPhase phase) {
    return !isOwnAndBusy(phase);
}
inline bool canPause(RunPhase phase) {
    return phase == RunPhase::Preparing || phase == RunPhase::Training || phase == RunPhase::Evaluating;
}
inline bool canUnpause(RunPhase phase) {
    return phase == RunPhase::Paused;
}
inline bool canStop(RunPhase phase) {
    return canPause(phase) || phase == RunPhase::Paused || phase == RunPhase::Waiting;
}
/// Continue from the last checkpoint.
inline bool canResume(RunPhase phase) {
    return phase == RunPhase::Interrupted || phase == RunPhase::Failed || phase == RunPhase::Silent;
}
inline bool canExtend(RunPhase phase) {
    return phase == RunPhase::Finished;
}
/// "Gallery by sigma²" and "Evaluate" make sense: there is, or may be, a checkpoint that no longer changes.
inline bool canUseModel(RunPhase phase) {
    return phase == RunPhase::Finished || phase == RunPhase::Interrupted || phase == RunPhase::Silent;
}

/// In words, for the window.
inline QString phaseName(RunPhase phase) {
    /// In the order of RunPhase.
    static constexpr const char* kNames[] = {
        "not started",
        "preparing",
        "training",
        "evaluating",
        "paused",
        "waiting, continues by itself",
        "stopping, saving a checkpoint",
        "running in another process",
        "no news from its process",
        "finished",
        "stopped, can be resumed",
        "failed",
    };
    static_assert(std::size(kNames) == static_cast<std::size_t>(RunPhase::Failed) + 1);
    return QCoreApplication::translate("RunPhase", kNames[static_cast<std::size_t>(phase)]);
}

}  // namespace pf::ui
