// How the progress of a job is said and drawn, the same on every page.
#pragma once

#include <QString>

#include "core/session/control.h"

class QProgressBar;

namespace pf::ui {

/// What is being done and how much of that is done: "extracting features · 1,200 of 4,000 · 35 images/s".
QString workText(const Progress& progress);
/// "2 min 10 s left", of the whole job; empty while it is not known.
QString timeLeftText(const Progress& progress);
/// Both.
QString progressText(const Progress& progress);
/// Fills a bar by the fraction of the whole job; it moves to and fro while that is not known.
void showOnBar(QProgressBar* bar, const Progress& progress);

}  // namespace pf::ui
