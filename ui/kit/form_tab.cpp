#include "ui/kit/form_tab.h"

#include <algorithm>

#include <QClipboard>
#include <QFormLayout>
#include <QFrame>
#include <QGuiApplication>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>
#include <QShowEvent>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <QVariant>

#include "ui/kit/action_bar.h"
#include "ui/kit/empty_state.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {
constexpr int kFormWidth = 400;
}

FormTab::FormTab(const QString& name, const QString& runText, QWidget* parent) : QWidget(parent) {
    const int gap = Theme::spacing();
    setObjectName(name + QStringLiteral("Tab"));
    auto* card = new QFrame(this);
    card->setProperty("card", true);
    auto* scroll = new QScrollArea(card);
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setFocusPolicy(Qt::NoFocus);
    auto* inside = new QWidget(scroll);
    auto* insideColumn = new QVBoxLayout(inside);
    insideColumn->setContentsMargins(gap, gap, gap, gap);
    formColumn_ = new QVBoxLayout;
    formColumn_->setSpacing(gap);
    insideColumn->addLayout(formColumn_);
    insideColumn->addStretch(1);
    scroll->setWidget(inside);
    scroll->viewport()->setAutoFillBackground(false);
    inside->setAutoFillBackground(false);
    bar_ = new ActionBar(name, runText, card);
    auto* cardColumn = new QVBoxLayout(card);
    cardColumn->setContentsMargins(1, 1, 1, 1);
    cardColumn->setSpacing(0);
    cardColumn->addWidget(scroll, 1);
    auto* foot = new QVBoxLayout;
    foot->setContentsMargins(gap, gap, gap, gap);
    foot->addWidget(bar_);
    cardColumn->addLayout(foot);
    card_ = card;
    scroll_ = scroll;

    right_ = new QStackedWidget(this);
    splitter_ = new QSplitter(Qt::Horizontal, this);
    splitter_->setChildrenCollapsible(false);
    splitter_->setHandleWidth(gap);
    splitter_->addWidget(card);
    splitter_->addWidget(right_);
    splitter_->setStretchFactor(1, 1);
    splitter_->setSizes({kFormWidth, 880});
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, gap, 0, 0);
    outer->addWidget(splitter_);

    connect(bar_, &ActionBar::runRequested, this, &FormTab::run);
    connect(bar_, &ActionBar::stopRequested, this, [this] {
        if (task_) {
            task_->requestStop();
        }
    });
    connect(bar_, &ActionBar::copyRequested, this, [this] {
        const QString text = command();
        QGuiApplication::clipboard()->setText(text);
        Q_EMIT messageRequested(tr("Copied: %1").arg(text));
    });
}

QFormLayout* FormTab::addForm() {
    auto* form = new QFormLayout;
    form->setContentsMargins(0, 0, 0, 0);
    form->setSpacing(Theme::spacing() / 2);
    form->setRowWrapPolicy(QFormLayout::WrapAllRows);
    form->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
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

void FormTab::showResult(bool shown) {
    right_->setCurrentWidget(shown ? result_ : empty_);
}

void FormTab::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    const int bar = scroll_->verticalScrollBar()->sizeHint().width();
    card_->setMinimumWidth(std::max(kFormWidth - 40, scroll_->widget()->minimumSizeHint().width() + bar + 4));
    activated();
}

void FormTab::refresh() {
    bar_->setMissing(missing());
}

void FormTab::run() {
    if (!task_ && missing().isEmpty()) {
        start();
    }
}

void FormTab::follow(BackgroundTask* task) {
    task_ = task;
    stopAsked_ = false;
    bar_->setBusy(true);
    connect(task, &BackgroundTask::progressChanged, bar_, &ActionBar::showProgress);
    // Emitted before the result is delivered, while it can still be asked.
    connect(task, &BackgroundTask::finished, this, [this, task] { stopAsked_ = task->isStopping(); });
}

void FormTab::ended(const QString& error) {
    task_.clear();
    bar_->setBusy(false);
    bar_->showError(error);
    refresh();
}

}  // namespace pf::ui
