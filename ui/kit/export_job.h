// Writing a file in a worker, one at a time; what offers files to write is a job itself.
#pragma once

#include <functional>
#include <utility>

#include <QObject>
#include <QPointer>

#include "ui/kit/background_task.h"

namespace pf::ui {

class ExportJob : public QObject {
    Q_OBJECT
  public:
    /// Writes the file; false when it was stopped before the end and nothing is written.
    using Write = std::function<bool(RunControl&, const ProgressObserver&)>;

    using QObject::QObject;

    bool isBusy() const { return task_ != nullptr; }
    /// Starts the work and says `done` when the file is there. Nothing while another one is being written.
    void start(const TaskOptions& options, const QString& done, Write write) {
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

  Q_SIGNALS:
    void busyChanged();
    /// For the status line: where an export went or that it was stopped, or why there is nothing to do.
    void messageRequested(const QString& text);
    void failed(const QString& error);

  private:
    void ended() {
        task_.clear();
        Q_EMIT busyChanged();
    }

    QPointer<BackgroundTask> task_;
};

}  // namespace pf::ui
