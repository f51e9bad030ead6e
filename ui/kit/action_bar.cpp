#include "ui/kit/action_bar.h"

#include <QLabel>
#include <QProgressBar>
#include <QPushButton>

#include "ui/kit/box.h"
#include "ui/kit/progress_text.h"
#include "ui/kit/run_stop.h"
#include "ui/theme/theme.h"

namespace pf::ui {

ActionBar::ActionBar(const QString& name, const QString& runText, QWidget* parent, bool copies)
    : QWidget(parent) {
    buttons_ = new RunStop(name, QStringLiteral("Run"), runText, this);
    copy_ = makeButton(name + QStringLiteral("Copy"), tr("Copy as command"), this,
                       tr("The probface command that does the same without the window"));
    copy_->setVisible(copies);
    progress_ = named(new QProgressBar(this), {}, tr("Progress"));
    progress_->setTextVisible(false);
    progress_->setFixedHeight(8);
    QSizePolicy kept = progress_->sizePolicy();
    kept.setRetainSizeWhenHidden(true);  // the form above must not move when work begins
    progress_->setSizePolicy(kept);
    state_ = named(makeMuted({}, this), name + QStringLiteral("State"));
    state_->setWordWrap(true);
    error_ = makeErrorText(name + QStringLiteral("Error"), this);
    error_->setContentsMargins(8, 4, 4, 4);

    // The buttons stand lowest: what is said above them comes and goes, and must not move them.
    QBoxLayout* row = copies ? makeRow(nullptr, Theme::spacing(), {buttons_, Spring{}, copy_})
                             : makeRow(nullptr, Theme::spacing(), {buttons_});
    makeColumn(this, Theme::spacing() / 2, {error_, state_, progress_, row});
    connect(buttons_, &RunStop::runRequested, this, &ActionBar::runRequested);
    connect(buttons_, &RunStop::stopRequested, this, [this] {
        state_->setText(tr("Stopping"));
        Q_EMIT stopRequested();
    });
    connect(copy_, &QPushButton::clicked, this, &ActionBar::copyRequested);
    refresh();
}

void ActionBar::setMissing(const QString& missing) {
    missing_ = missing;
    refresh();
}

void ActionBar::setBusy(bool busy) {
    buttons_->setBusy(busy);
    if (busy) {
        word_.clear();
        showError({});
        progress_->setRange(0, 0);
        state_->setText(tr("Starting"));
    }
    refresh();
}

void ActionBar::refresh() {
    const bool busy = buttons_->isBusy();
    buttons_->setRunEnabled(missing_.isEmpty());
    copy_->setEnabled(missing_.isEmpty());
    progress_->setVisible(busy);
    if (!busy) {
        state_->setText(missing_.isEmpty() ? word_ : missing_);
    }
    state_->setVisible(busy || !state_->text().isEmpty());
}

void ActionBar::showProgress(const Progress& progress) {
    showOnBar(progress_, progress);
    state_->setText(progressText(progress));
}

void ActionBar::showState(const QString& text) {
    word_ = text;
    refresh();
}

}  // namespace pf::ui
