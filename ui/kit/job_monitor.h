// The rail's foot: the running job with its progress ring, time left and Stop.
#pragma once

#include <QList>
#include <QPointer>
#include <QWidget>

#include "core/session/control.h"

class QLabel;
class QToolButton;

namespace pf::ui {

class BackgroundTask;
class ProgressRing;

/// A property of a task that waits and continues by itself: what it waits for.
inline constexpr auto kWaitingProperty = "waitingFor";

/// Shows the newest task that runs; hidden while none does.
class JobMonitor : public QWidget {
    Q_OBJECT
  public:
    explicit JobMonitor(QWidget* parent = nullptr);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void add(BackgroundTask* task);
    void show(const pf::Progress& progress);
    void refresh();

    QList<QPointer<BackgroundTask>> tasks_;
    ProgressRing* ring_;
    QLabel* name_;
    QLabel* left_;
    QToolButton* stop_;
};

}  // namespace pf::ui
