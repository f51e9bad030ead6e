#include "ui/kit/progress_text.h"

#include <cmath>

#include <QCoreApplication>
#include <QProgressBar>
#include <QStringList>

#include "core/base/text.h"
#include "core/session/job_meter.h"
#include "ui/kit/number_text.h"

namespace pf::ui {

namespace {

constexpr int kBarSteps = 1000;

QString tr(const char* text) {
    return QCoreApplication::translate("progress", text);
}

}  // namespace

QString workText(const Progress& progress) {
    QString what = QString::fromStdString(phaseText(progress.phase));
    if (!progress.detail.empty()) {
        what += QStringLiteral(": ") + QString::fromStdString(progress.detail);
    }
    QStringList parts{what};
    if (progress.total > 0) {
        parts << tr("%1 of %2").arg(countText(progress.done), countText(progress.total));
    }
    if (progress.imagesPerSecond > 0) {
        parts << tr("%1 images/s").arg(countText(std::llround(progress.imagesPerSecond)));
    }
    return parts.join(QStringLiteral(" · "));
}

QString timeLeftText(const Progress& progress) {
    return progress.secondsLeft < 0
               ? QString()
               : tr("%1 left").arg(QString::fromStdString(formatDuration(progress.secondsLeft)));
}

QString progressText(const Progress& progress) {
    const QString left = timeLeftText(progress);
    return left.isEmpty() ? workText(progress) : workText(progress) + QStringLiteral(" · ") + left;
}

void showOnBar(QProgressBar* bar, const Progress& progress) {
    const double fraction = jobFraction(progress);
    bar->setRange(0, fraction < 0 ? 0 : kBarSteps);
    bar->setValue(fraction < 0 ? 0 : static_cast<int>(kBarSteps * fraction));
}

}  // namespace pf::ui
