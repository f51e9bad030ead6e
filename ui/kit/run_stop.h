// A job's two buttons, Run and Stop, in one place: whichever can be pressed now stands there.
#pragma once

#include <QEvent>
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
    RunStop(const QString& name, const QString& runName, const QString& runText, QWidget* parent = nullptr)
        : QWidget(parent),
          place_(new QStackedLayout(this)),
          run_(new QPushButton(runText, this)),
          stop_(new QPushButton(tr("Stop"), this)) {
        run_->setObjectName(name + runName);
        run_->setProperty("primary", true);
        stop_->setObjectName(name + QStringLiteral("Stop"));
        for (QPushButton* button : {run_, stop_}) {
            place_->addWidget(button);
            button->installEventFilter(this);
        }
        setSizePolicy(run_->sizePolicy());
        connect(run_, &QPushButton::clicked, this, &RunStop::runRequested);
        connect(stop_, &QPushButton::clicked, this, [this] {
            stop_->setEnabled(false);
            Q_EMIT stopRequested();
        });
    }

    void setBusy(bool busy) {
        if (busy == isBusy()) {
            return;
        }
        QPushButton* shown = busy ? stop_ : run_;
        const bool focused = (busy ? run_ : stop_)->hasFocus();
        stop_->setEnabled(true);
        place_->setCurrentWidget(shown);
        if (focused) {
            shown->setFocus();
        }
    }
    bool isBusy() const { return place_->currentWidget() == stop_; }
    /// Whether Run can be pressed; Stop always can, once.
    void setRunEnabled(bool enabled) { run_->setEnabled(enabled); }

  Q_SIGNALS:
    void runRequested();
    void stopRequested();

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override {
        return event->type() == QEvent::MouseButtonDblClick || QWidget::eventFilter(watched, event);
    }

  private:
    QStackedLayout* place_ = nullptr;
    QPushButton* run_ = nullptr;
    QPushButton* stop_ = nullptr;
};

}  // namespace pf::ui
