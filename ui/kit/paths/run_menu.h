// What can be done with a run that is listed, the same wherever runs are listed.
#pragma once

#include <functional>

#include <QString>

#include "core/session/run/run_reader.h"

class QPoint;
class QWidget;

namespace pf::ui {

struct RunActions {
    std::function<void()> open;
    std::function<void()> resume;
    std::function<void()> gallery;
    std::function<void()> evaluate;
};

/// A word for its state, with the reason of one that waits.
QString stateOfRun(const RunListing& run);

/// Whether a listed run stopped before its end.
bool isStopped(const RunListing& run);

/// Pops the menu up; it goes away by itself. objectName: "runMenu".
void showMenuOfRun(QWidget* owner, const RunListing& run, const QPoint& globalPosition,
                   const RunActions& actions);

}  // namespace pf::ui
