// The line above a run: its name, its state, how far it is, and the actions that are possible now.
#pragma once

#include <QString>
#include <QWidget>

#include "core/session/control.h"
#include "ui/train/run_phase.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QToolButton;

namespace pf::ui {

class RunHeader : public QWidget {
    Q_OBJECT
  public:
    explicit RunHeader(QWidget* parent = nullptr);

    void setName(const QString& name, const QString& toolTip);
    void setPhase(RunPhase phase);
    /// Units: seconds; negative: not known. `imagesPerSecond` 0: not shown.
    void setSteps(long long step, long long total, double secondsLeft, double imagesPerSecond);
    /// Progress of what comes before and between the steps ("extracting features: faces324").
    void setProgress(const Progress& progress);

  Q_SIGNALS:
    void backRequested();
    void pauseRequested(bool pause);
    void stopRequested();
    void resumeRequested();
    void extendRequested(int epochs);
    void galleryRequested();
    void evaluateRequested();

  private:
    void paintIcons();

    RunPhase phase_ = RunPhase::Idle;
    QLabel* name_;
    QLabel* state_;
    QLabel* numbers_;
    QProgressBar* bar_;
    QToolButton* back_;
    QPushButton* pause_;
    QPushButton* stop_;
    QPushButton* resume_;
    QPushButton* extend_;
    QSpinBox* epochs_;
    QPushButton* gallery_;
    QPushButton* evaluate_;
};

}  // namespace pf::ui
