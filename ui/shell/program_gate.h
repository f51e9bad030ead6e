// Asks the user before a file that is a program is opened, and lets the work wait for the answer.
#pragma once

#include <memory>

#include <QObject>
#include <QPointer>

#include "core/session/programs.h"
#include "ui/shell/worker_questions.h"

class QWidget;

namespace pf::ui {

class ProgramCard;

/// Installs itself as the process's gate (setProgramGate) and asks on top of `window` while that is shown.
/// The newest window asks; while none is shown the answer is no, also after the last one is gone: a worker
/// that outlives the window must not open what nobody allowed.
class WindowProgramGate : public QObject {
    Q_OBJECT
  public:
    explicit WindowProgramGate(QWidget* window);
    /// Answers what still waits with no.
    ~WindowProgramGate() override;

    /// Answers every waiting question with no and closes the card.
    void refuseWaiting();

  Q_SIGNALS:
    /// A program was kept closed without asking; the sentence says why.
    void refused(const QString& sentence);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    using Questions = WorkerQuestions<ForeignProgram, bool, WindowProgramGate>;
    friend Questions;
    struct Registry;

    void showNext();
    void answered(bool open);
    void setAccepting(bool accepting);

    QWidget* window_;
    std::shared_ptr<Questions> questions_;
    QPointer<ProgramCard> card_;
};

}  // namespace pf::ui
