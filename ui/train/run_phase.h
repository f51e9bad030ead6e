// What the run in front is doing; the one answer to which actions are possible.
#pragma once

#include <QString>

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
bool isOwnAndBusy(RunPhase phase);
bool canStart(RunPhase phase);
bool canPause(RunPhase phase);
bool canUnpause(RunPhase phase);
bool canStop(RunPhase phase);
/// Continue from the last checkpoint.
bool canResume(RunPhase phase);
bool canExtend(RunPhase phase);
/// "Gallery by sigma²" and "Evaluate" make sense: there is, or may be, a checkpoint that no longer changes.
bool canUseModel(RunPhase phase);

/// In words, for the window.
QString phaseName(RunPhase phase);

}  // namespace pf::ui
