#include "ui/kit/export_job.h"

#include <utility>

namespace pf::ui {

void ExportJob::start(const TaskOptions& options, const QString& done, Write write) {
    if (task_) {
        return;
    }
    task_ = runInBackground(
        this, options, std::move(write),
        [this, done](bool written) {
            ended();
            Q_EMIT messageRequested(written ? done : tr("Export stopped; nothing was written."));
        },
        [this](const QString& error) {
            ended();
            Q_EMIT failed(error);
        });
    Q_EMIT busyChanged();
}

void ExportJob::ended() {
    task_.clear();
    Q_EMIT busyChanged();
}

}  // namespace pf::ui
