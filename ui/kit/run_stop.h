// A job's two buttons, Run and Stop, in one place: whichever can be pressed now stands there.
#pragma once

#include <QPushButton>
#include <QStackedLayout>
#include <QWidget>

namespace pf::ui {

/// Neither the form around it nor the keyboard's focus moves when one takes the place of the other, and the
/// second press of a double click on Run is not taken for a Stop.
class RunStop : public QWidget {
    Q_OBJECT
  public:
    /// Object names of the buttons: `name` + `runName` and `name` + "Stop".
    RunStop(const QString& name, const QString& runName, const QString& runText, QWidget* parent = nullptr);

    void setBusy(bool busy);
    bool isBusy() const { return place_->currentWidget() == stop_; }
    /// Whether Run can be pressed; Stop always can, once.
    void setRunEnabled(bool enabled) { run_->setEnabled(enabled); }

  Q_SIGNALS:
    void runRequested();
    void stopRequested();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    QStackedLayout* place_ = nullptr;
    QPushButton* run_ = nullptr;
    QPushButton* stop_ = nullptr;
};

}  // namespace pf::ui
