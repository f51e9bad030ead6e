#include "ui/train/run_phase.h"

#include <QCoreApplication>

namespace pf::ui {

bool isOwnAndBusy(RunPhase phase) {
    switch (phase) {
        case RunPhase::Preparing:
        case RunPhase::Training:
        case RunPhase::Evaluating:
        case RunPhase::Paused:
        case RunPhase::Waiting:
        case RunPhase::Stopping:
            return true;
        case RunPhase::Idle:
        case RunPhase::Watching:
        case RunPhase::Silent:
        case RunPhase::Finished:
        case RunPhase::Interrupted:
        case RunPhase::Failed:
            return false;
    }
    return false;
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
    const auto tr = [](const char* text) { return QCoreApplication::translate("RunPhase", text); };
    switch (phase) {
        case RunPhase::Idle:
            return tr("not started");
        case RunPhase::Preparing:
            return tr("preparing");
        case RunPhase::Training:
            return tr("training");
        case RunPhase::Evaluating:
            return tr("evaluating");
        case RunPhase::Paused:
            return tr("paused");
        case RunPhase::Waiting:
            return tr("waiting, continues by itself");
        case RunPhase::Stopping:
            return tr("stopping, saving a checkpoint");
        case RunPhase::Watching:
            return tr("running in another process");
        case RunPhase::Silent:
            return tr("no news from its process");
        case RunPhase::Finished:
            return tr("finished");
        case RunPhase::Interrupted:
            return tr("stopped, can be resumed");
        case RunPhase::Failed:
            return tr("failed");
    }
    return {};
}

}  // namespace pf::ui
