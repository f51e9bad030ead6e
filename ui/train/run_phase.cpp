#include "ui/train/run_phase.h"

#include <array>

#include <QCoreApplication>

namespace pf::ui {

namespace {

/// In the order of RunPhase.
constexpr std::array<const char*, static_cast<std::size_t>(RunPhase::Failed) + 1> kNames = {
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

}  // namespace

bool isOwnAndBusy(RunPhase phase) {
    return phase >= RunPhase::Preparing && phase <= RunPhase::Stopping;
}

bool canStart(RunPhase phase) {
    return !isOwnAndBusy(phase);
}

bool canPause(RunPhase phase) {
    return phase == RunPhase::Preparing || phase == RunPhase::Training || phase == RunPhase::Evaluating;
}

bool canUnpause(RunPhase phase) {
    return phase == RunPhase::Paused;
}

bool canStop(RunPhase phase) {
    return canPause(phase) || phase == RunPhase::Paused || phase == RunPhase::Waiting;
}

bool canResume(RunPhase phase) {
    return phase == RunPhase::Interrupted || phase == RunPhase::Failed || phase == RunPhase::Silent;
}

bool canExtend(RunPhase phase) {
    return phase == RunPhase::Finished;
}

bool canUseModel(RunPhase phase) {
    return phase == RunPhase::Finished || phase == RunPhase::Interrupted || phase == RunPhase::Silent;
}

QString phaseName(RunPhase phase) {
    return QCoreApplication::translate("RunPhase", kNames[static_cast<std::size_t>(phase)]);
}

}  // namespace pf::ui
