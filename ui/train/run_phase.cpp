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

QString phaseName(RunPhase phase) {
    return QCoreApplication::translate("RunPhase", kNames[static_cast<std::size_t>(phase)]);
}

}  // namespace pf::ui
