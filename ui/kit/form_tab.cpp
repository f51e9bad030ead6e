#include "ui/kit/form_tab.h"

#include <algorithm>

#include <QClipboard>
#include <QFormLayout>
#include <QFrame>
#include <QGuiApplication>
#include <QScrollArea>
#include <QScrollBar>
#include <QShowEvent>
#include <QSplitter>

#include "ui/kit/box.h"
#include "ui/kit/empty_state.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

constexpr int kFormWidth = 400;

FormTab::FormTab(const QString& name, const QString& runText, QWidget* parent) : QWidget(parent) {
    const int gap = Theme::spacing();
    setObjectName(name + QStringLiteral("Tab"));
    auto* inside = new QWidget(this);
    formColumn_ = makeColumn(nullptr, gap, {});
    makeColumn(inside, kUsualGap, {formColumn_, Spring{}})->setContentsMargins(gap, gap, gap, gap);
    scroll_ = makeScroll(inside, this);
    scroll_->setFocusPolicy(Qt::NoFocus);
    card_ = makeCard(scroll_, this);
    bar_ = new ActionBar(name, runText, card_);
    QBoxLayout* foot = makeColumn(nullptr, kUsualGap, {bar_});
    foot->setContentsMargins(gap, gap, gap, gap);
    auto* cardColumn = static_cast<QVBoxLayout*>(card_->layout());
    cardColumn->setSpacing(0);
    cardColumn->setStretch(0, 1);
    cardColumn->addLayout(foot);
    right_ = new QStackedWidget(this);
    QSplitter* splitter = makeSplitter(Qt::Horizontal, this);
    splitter->addWidget(card_);
    splitter->addWidget(right_);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({kFormWidth, 880});
    makeColumn(this, kUsualGap, {splitter})->setContentsMargins(0, gap, 0, 0);

    connect(bar_, &ActionBar::runRequested, this, [this] {
        if (!task_ && missing().isEmpty()) {
            start();
        }
    });
    connect(bar_, &ActionBar::copyRequested, this, [this] {
        const QString text = command();
        QGuiApplication::clipboard()->setText(text);
        Q_EMIT messageRequested(tr("Copied: %1").arg(text));
    });
}

QFormLayout* FormTab::addForm() {
    QFormLayout* form = makeForm();
    formColumn_->addLayout(form);
    return form;
}

void FormTab::setResult(QWidget* result, const QString& icon, const QString& title, const QString& text) {
    empty_ = new EmptyState(icon, title, text, {}, right_);
    result_ = result;
    right_->addWidget(empty_);
    right_->addWidget(result);
    showResult(false);
}

void FormTab::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    const int bar = scroll_->verticalScrollBar()->sizeHint().width();
    card_->setMinimumWidth(std::max(kFormWidth - 40, scroll_->widget()->minimumSizeHint().width() + bar + 4));
    activated();
}

void FormTab::follow(BackgroundTask* task) {
    task_ = task;
    bar_->setBusy(true);
    connect(bar_, &ActionBar::stopRequested, task, &BackgroundTask::requestStop);
    connect(task, &BackgroundTask::progressChanged, bar_, &ActionBar::showProgress);
}

void FormTab::ended(const QString& error) {
    task_.clear();
    bar_->setBusy(false);
    bar_->showError(error);
    refresh();
}

}  // namespace pf::ui
