#include "ui/kit/run_stop.h"

#include <QEvent>

namespace pf::ui {

RunStop::RunStop(const QString& name, const QString& runName, const QString& runText, QWidget* parent)
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

void RunStop::setBusy(bool busy) {
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

bool RunStop::eventFilter(QObject* watched, QEvent* event) {
    return event->type() == QEvent::MouseButtonDblClick || QWidget::eventFilter(watched, event);
}

}  // namespace pf::ui
