// The foot of a form: start, stop, the same as a command, how far it is and what went wrong.
#pragma once

#include <QWidget>

#include "core/session/control.h"
#include "ui/kit/widgets.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace pf::ui {

class RunStop;

class ActionBar : public QWidget {
    Q_OBJECT
  public:
    /// Object names: `name` + "Run", "Stop", "Copy", "State" and "Error". `copies`: with a button for the
    /// command.
    ActionBar(const QString& name, const QString& runText, QWidget* parent = nullptr, bool copies = true);

    /// `missing` says what the form still needs; empty: it can start.
    void setMissing(const QString& missing);
    void setBusy(bool busy);
    void showProgress(const Progress& progress);
    /// A word beside the buttons while nothing runs ("stopped").
    void showState(const QString& text);
    /// Empty: none.
    void showError(const QString& message) { showText(error_, message); }

  Q_SIGNALS:
    void runRequested();
    void stopRequested();
    void copyRequested();

  private:
    void refresh();

    RunStop* buttons_ = nullptr;
    QPushButton* copy_ = nullptr;
    QProgressBar* progress_ = nullptr;
    QLabel* state_ = nullptr;
    QLabel* error_ = nullptr;
    QString missing_;
    QString word_;
};

}  // namespace pf::ui
