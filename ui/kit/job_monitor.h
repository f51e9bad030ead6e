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

/// A property of a task that waits and continues by itself: what it waits for.
inline constexpr auto kWaitingProperty = "waitingFor";

/// A ring that fills clockwise; without a known fraction it shows a quarter that moves with each report.
class ProgressRing : public QWidget {
    Q_OBJECT
  public:
    explicit ProgressRing(QWidget* parent = nullptr);
    /// Range: 0 to 1, or negative when it is not known.
    void setFraction(double fraction);
    QSize sizeHint() const override { return {44, 44}; }

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    double fraction_ = -1;
    int turn_ = 0;
};

/// Shows the newest task that runs; hidden while none does.
class JobMonitor : public QWidget {
    Q_OBJECT
  public:
    explicit JobMonitor(QWidget* parent = nullptr);
    bool isBusy() const { return !tasks_.isEmpty(); }

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
