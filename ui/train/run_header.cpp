#include "ui/train/run_header.h"

#include <algorithm>
#include <cmath>

#include <QEvent>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>

#include "core/base/text.h"
#include "ui/kit/box.h"
#include "ui/kit/elided_label.h"
#include "ui/kit/number_text.h"
#include "ui/kit/paths/path_actions.h"
#include "ui/kit/progress_text.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

RunHeader::RunHeader(QWidget* parent)
    : QWidget(parent),
      name_(named(new ElidedLabel(Qt::ElideMiddle, this), "runName")),
      state_(named(new ElidedLabel(Qt::ElideRight, this), "runState")),
      numbers_(named(new QLabel(this), "runNumbers")),
      bar_(named(new QProgressBar(this), "runProgress", tr("Progress of the run"))),
      back_(makeFlatButton(QStringLiteral("backButton"), QStringLiteral("back"),
                           tr("Back to recipes and recent runs"), this)),
      epochs_(named(new QSpinBox(this), "extendEpochs", tr("Number of epochs to add"))) {
    pause_ = makeButton(QStringLiteral("pauseButton"), tr("Pause"), this, tr("Pause or resume (Space)"));
    stop_ = makeButton(QStringLiteral("stopButton"), tr("Stop"), this,
                       tr("Stop and keep a checkpoint to resume from"));
    resume_ = makeButton(QStringLiteral("resumeButton"), tr("Resume"), this,
                         tr("Continue from the last checkpoint"));
    extend_ = makeButton(QStringLiteral("extendButton"), tr("Train on"), this,
                         tr("Continue the finished run for more epochs"));
    gallery_ = makeButton(QStringLiteral("galleryButton"), tr("Gallery by σ²"), this,
                          tr("Sort faces by this model's uncertainty"));
    evaluate_ = makeButton(QStringLiteral("evaluateButton"), tr("Evaluate"), this,
                           tr("Evaluate this model on pair sets (F5)"));
    // One takes another's place as a run changes: the second press of a double click must not go to the next.
    for (QPushButton* button : {pause_, stop_, resume_, extend_, gallery_, evaluate_}) {
        button->installEventFilter(this);
    }
    gallery_->setProperty("primary", true);
    epochs_->setRange(1, 1000);
    epochs_->setValue(1);
    epochs_->setPrefix(QStringLiteral("+ "));
    epochs_->setSuffix(tr(" epoch"));
    connect(epochs_, &QSpinBox::valueChanged, this,
            [this](int count) { epochs_->setSuffix(count == 1 ? tr(" epoch") : tr(" epochs")); });

    name_->setFont(Theme::instance().titleFont());
    name_->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(name_, &QWidget::customContextMenuRequested, this, &RunHeader::showPathMenu);
    state_->setProperty("muted", true);
    numbers_->setFont(Theme::instance().tabularFont());
    bar_->setRange(0, 1000);
    bar_->setTextVisible(false);
    bar_->setFixedHeight(6);

    const int gap = Theme::spacing();
    makeColumn(this, 4,
               {makeRow(nullptr, gap,
                        {back_, name_, state_, Spring{}, pause_, stop_, resume_, epochs_, extend_, evaluate_,
                         gallery_}),
                makeRow(nullptr, gap, {{bar_, 1}, numbers_})});

    connect(back_, &QToolButton::clicked, this, &RunHeader::backRequested);
    connect(pause_, &QPushButton::clicked, this, [this] { Q_EMIT pauseRequested(canPause(phase_)); });
    connect(stop_, &QPushButton::clicked, this, &RunHeader::stopRequested);
    connect(resume_, &QPushButton::clicked, this, &RunHeader::resumeRequested);
    connect(extend_, &QPushButton::clicked, this, [this] { Q_EMIT extendRequested(epochs_->value()); });
    connect(gallery_, &QPushButton::clicked, this, &RunHeader::galleryRequested);
    connect(evaluate_, &QPushButton::clicked, this, &RunHeader::evaluateRequested);
    connect(&Theme::instance(), &Theme::changed, this, &RunHeader::paintIcons);
    paintIcons();
    setPhase(RunPhase::Idle);
}

void RunHeader::paintIcons() {
    const Theme& theme = Theme::instance();
    pause_->setIcon(theme.icon(canUnpause(phase_) ? QStringLiteral("play") : QStringLiteral("pause")));
    stop_->setIcon(theme.icon(QStringLiteral("stop")));
    resume_->setIcon(
        theme.icon(QStringLiteral("resume"), modelReady_ ? Theme::Role::Text : Theme::Role::AccentText));
    extend_->setIcon(theme.icon(QStringLiteral("plus")));
    evaluate_->setIcon(theme.icon(QStringLiteral("evaluate")));
    gallery_->setIcon(
        theme.icon(QStringLiteral("gallery"), modelReady_ ? Theme::Role::AccentText : Theme::Role::Text));
}

void RunHeader::showPathMenu(const QPoint& position) {
    QMenu* menu = makePopup("pathMenu", this);
    addPathActions(menu, name_->toolTip());
    menu->popup(name_->mapToGlobal(position));
}

void RunHeader::setName(const QString& name, const QString& toolTip) {
    constexpr int kLeastCharacters = 18;
    name_->setText(name);
    name_->setToolTip(toolTip);
    name_->setMinimumWidth(std::min(name_->fontMetrics().horizontalAdvance(name) + 1,
                                    kLeastCharacters * name_->fontMetrics().averageCharWidth()));
}

void RunHeader::setPhase(RunPhase phase, const QString& words, const QString& toolTip) {
    const bool own = isOwnAndBusy(phase);
    if (phase == RunPhase::Idle || (own && !isOwnAndBusy(phase_))) {
        bar_->setRange(0, 1000);
        bar_->setValue(0);
        step_ = -1;
        setNumbers({});
    }
    phase_ = phase;
    pause_->setVisible(own);
    stop_->setVisible(own);
    pause_->setEnabled(canPause(phase) || canUnpause(phase));
    pause_->setText(canUnpause(phase) ? tr("Resume") : tr("Pause"));
    stop_->setEnabled(canStop(phase));
    resume_->setVisible(canResume(phase));
    extend_->setVisible(canExtend(phase));
    epochs_->setVisible(canExtend(phase));
    gallery_->setVisible(canUseModel(phase));
    evaluate_->setVisible(canUseModel(phase));
    back_->setEnabled(!own);
    bar_->setVisible(phase != RunPhase::Idle);
    numbers_->setVisible(phase != RunPhase::Idle);
    state_->setText(words.isEmpty() ? phaseName(phase) : words);
    state_->setToolTip(toolTip.isEmpty() ? state_->text() : toolTip);
    if (step_ >= 0) {
        showSteps();
    } else if (phase == RunPhase::Waiting) {
        setNumbers({});  // nobody knows how long
    }
    paintIcons();
}

void RunHeader::setModelReady(bool ready) {
    if (ready == modelReady_) {
        return;
    }
    modelReady_ = ready;
    const QString why = tr("There is no checkpoint yet: resume the run until its first epoch ends");
    gallery_->setToolTip(ready ? tr("Sort faces by this model's uncertainty") : why);
    evaluate_->setToolTip(ready ? tr("Evaluate this model on pair sets (F5)") : why);
    gallery_->setEnabled(ready);
    evaluate_->setEnabled(ready);
    gallery_->setProperty("primary", ready);
    resume_->setProperty("primary", !ready);
    for (QPushButton* button : {gallery_, resume_}) {
        Theme::restyle(button);
    }
    paintIcons();
}

void RunHeader::setNumbers(const QString& text) {
    numbers_->setText(text);
    // As wide as it once had to be: the bar beside it would run backwards when the words get longer.
    numbers_->setMinimumWidth(
        text.isEmpty() ? 0 : std::max(numbers_->minimumWidth(), numbers_->sizeHint().width()));
}

void RunHeader::showSteps() {
    QStringList parts;
    const QString at = countText(step_);
    parts << (total_ > 0 ? tr("step %1/%2").arg(at, countText(total_)) : tr("step %1").arg(at));
    const bool works = phase_ != RunPhase::Waiting;
    if (works && imagesPerSecond_ > 0) {
        parts << tr("%1 images/s").arg(countText(std::llround(imagesPerSecond_)));
    }
    if (works && secondsLeft_ >= 0) {
        parts << tr("%1 left").arg(QString::fromStdString(formatDuration(secondsLeft_)));
    }
    setNumbers(parts.join(QStringLiteral("  ·  ")));
}

void RunHeader::setSteps(long long step, long long total, double secondsLeft, double imagesPerSecond) {
    step_ = step;
    total_ = total;
    secondsLeft_ = secondsLeft;
    imagesPerSecond_ = imagesPerSecond;
    showSteps();
    if (isOwnAndBusy(phase_)) {
        return;
    }
    bar_->setRange(0, 1000);
    bar_->setValue(total > 0
                       ? static_cast<int>(std::clamp(
                             1000.0 * static_cast<double>(step) / static_cast<double>(total), 0.0, 1000.0))
                       : 0);
}

void RunHeader::setProgress(const Progress& progress) {
    if (!isOwnAndBusy(phase_)) {
        return;
    }
    showOnBar(bar_, progress);
    if (phase_ == RunPhase::Preparing || phase_ == RunPhase::Evaluating) {
        state_->setText(workText(progress));
        state_->setToolTip(state_->text());
        step_ = -1;
        setNumbers(timeLeftText(progress));
    }
}

bool RunHeader::eventFilter(QObject* watched, QEvent* event) {
    return event->type() == QEvent::MouseButtonDblClick || QWidget::eventFilter(watched, event);
}

}  // namespace pf::ui
