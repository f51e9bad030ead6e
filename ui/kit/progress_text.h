// How the progress of a job is said and drawn, the same on every page.
#pragma once

#include <cmath>

#include <QCoreApplication>
#include <QProgressBar>
#include <QStringList>

#include "core/base/text.h"
#include "core/session/control.h"
#include "core/session/job_meter.h"
#include "ui/kit/number_text.h"

namespace pf::ui {

/// What is being done and how much of that is done: "extracting features · 1,200 of 4,000 · 35 images/s".
inline QString workText(const Progress& progress) {
    QString what = QString::fromStdString(phaseText(progress.phase));
    if (!progress.detail.empty()) {
        what += QStringLiteral(": ") + QString::fromStdString(progress.detail);
    }
    QStringList parts{what};
    if (progress.total > 0) {
        parts << QCoreApplication::translate("progress", "%1 of %2")
                     .arg(countText(progress.done), countText(progress.total));
    }
    if (progress.imagesPerSecond > 0) {
        parts << QCoreApplication::translate("progress", "%1 images/s")
                     .arg(countText(std::llround(progress.imagesPerSecond)));
    }
    return parts.join(QStringLiteral(" · "));
}
/// "2 min 10 s left", of the whole job; empty while it is not known.
inline QString timeLeftText(const Progress& progress) {
    return progress.secondsLeft < 0 ? QString()
                                    : QCoreApplication::translate("progress", "%1 left")
                                          .arg(QString::fromStdString(formatDuration(progress.secondsLeft)));
}
/// Both.
inline QString progressText(const Progress& progress) {
    const QString left = timeLeftText(progress);
    return left.isEmpty() ? workText(progress) : workText(progress) + QStringLiteral(" · ") + left;
}
/// Fills a bar by the fraction of the whole job; it moves to and fro while that is not known.
inline void showOnBar(QProgressBar* bar, const Progress& progress) {
    constexpr int kBarSteps = 1000;
    const double fraction = jobFraction(progress);
    bar->setRange(0, fraction < 0 ? 0 : kBarSteps);
    bar->setValue(fraction < 0 ? 0 : static_cast<int>(kBarSteps * fraction));
}

}  // namespace pf::ui
