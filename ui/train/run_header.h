// The line above a run: its name, its state, how far it is, and the actions that are possible now.
#pragma once

#include <QWidget>

#include "core/session/control.h"
#include "ui/train/run_phase.h"

class QLabel;
class QProgressBar;
class QPushButton;
class QSpinBox;
class QToolButton;

namespace pf::ui {

class ElidedLabel;

class RunHeader : public QWidget {
    Q_OBJECT
  public:
    explicit RunHeader(QWidget* parent = nullptr);

    void setName(const QString& name, const QString& toolTip);
    /// `words` say more than the phase's name does; empty: the name. `toolTip`: the whole reason; empty:
    /// `words`.
    void setPhase(RunPhase phase, const QString& words = {}, const QString& toolTip = {});
    /// Whether there is a checkpoint that other pages can use; without one Resume is the main action.
    void setModelReady(bool ready);
    /// Units: seconds; negative: not known. `imagesPerSecond` 0: not shown. Moves the bar of a run that is
    /// not trained here.
    void setSteps(long long step, long long total, double secondsLeft, double imagesPerSecond);
    /// Progress of the run that is trained here; the bar is of all of it, from its first image to its last
    /// evaluation.
    void setProgress(const Progress& progress);

  Q_SIGNALS:
    void backRequested();
    void pauseRequested(bool pause);
    void stopRequested();
    void resumeRequested();
    void extendRequested(int epochs);
    void galleryRequested();
    void evaluateRequested();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    void paintIcons();
    void showSteps();
    void setNumbers(const QString& text);
    void showPathMenu(const QPoint& position);

    RunPhase phase_ = RunPhase::Idle;
    bool modelReady_ = true;
    long long step_ = -1;
    long long total_ = 0;
    double secondsLeft_ = -1;
    double imagesPerSecond_ = 0;
    ElidedLabel* name_;
    ElidedLabel* state_;
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
