#include "ui/train/run_header.h"

#include <algorithm>
#include <cmath>

#include <QHBoxLayout>
#include <QLabel>
#include <QProgressBar>
#include <QPushButton>
#include <QSpinBox>
#include <QToolButton>
#include <QVBoxLayout>
#include <QVariant>

#include "core/base/text.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

QPushButton* makeButton(QWidget* parent, const char* name, const QString& text, const QString& toolTip) {
    auto* button = new QPushButton(text, parent);
    button->setObjectName(QString::fromLatin1(name));
    button->setToolTip(toolTip);
    return button;
}

}  // namespace

RunHeader::RunHeader(QWidget* parent)
    : QWidget(parent),
      name_(new QLabel(this)),
      state_(new QLabel(this)),
      numbers_(new QLabel(this)),
      bar_(new QProgressBar(this)),
      back_(new QToolButton(this)),
      epochs_(new QSpinBox(this)) {
    back_->setObjectName(QStringLiteral("backButton"));
    back_->setProperty("flat", true);
    back_->setToolTip(tr("Back to recipes and recent runs"));
    back_->setAccessibleName(back_->toolTip());
    pause_ = makeButton(this, "pauseButton", tr("Pause"), tr("Pause or resume (Space)"));
    stop_ = makeButton(this, "stopButton", tr("Stop"), tr("Stop and keep a checkpoint to resume from"));
    resume_ = makeButton(this, "resumeButton", tr("Resume"), tr("Continue from the last checkpoint"));
    extend_ =
        makeButton(this, "extendButton", tr("Train on"), tr("Continue the finished run for more epochs"));
    gallery_ =
        makeButton(this, "galleryButton", tr("Gallery by σ²"), tr("Sort faces by this model's uncertainty"));
    evaluate_ =
        makeButton(this, "evaluateButton", tr("Evaluate"), tr("Evaluate this model on pair sets (F5)"));
    gallery_->setProperty("primary", true);
    epochs_->setObjectName(QStringLiteral("extendEpochs"));
    epochs_->setRange(1, 1000);
    epochs_->setValue(1);
    epochs_->setPrefix(QStringLiteral("+ "));
    epochs_->setSuffix(tr(" epoch"));
    connect(epochs_, &QSpinBox::valueChanged, this,
            [this](int count) { epochs_->setSuffix(count == 1 ? tr(" epoch") : tr(" epochs")); });
    epochs_->setAccessibleName(tr("Number of epochs to add"));

    name_->setObjectName(QStringLiteral("runName"));
    name_->setFont(Theme::instance().titleFont());
    name_->setMinimumWidth(60);
    name_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    state_->setObjectName(QStringLiteral("runState"));
    state_->setProperty("muted", true);
    numbers_->setObjectName(QStringLiteral("runNumbers"));
    numbers_->setFont(Theme::instance().tabularFont());
    bar_->setObjectName(QStringLiteral("runProgress"));
    bar_->setRange(0, 1000);
    bar_->setTextVisible(false);
    bar_->setFixedHeight(6);
    bar_->setAccessibleName(tr("Progress of the run"));

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(4);
    auto* row = new QHBoxLayout;
    row->setSpacing(Theme::spacing());
    row->addWidget(back_);
    row->addWidget(name_);
    row->addWidget(state_);
    row->addStretch(1);
    row->addWidget(numbers_);
    for (QWidget* widget :
         {static_cast<QWidget*>(pause_), static_cast<QWidget*>(stop_), static_cast<QWidget*>(resume_),
          static_cast<QWidget*>(epochs_), static_cast<QWidget*>(extend_), static_cast<QWidget*>(evaluate_),
          static_cast<QWidget*>(gallery_)}) {
        row->addWidget(widget);
    }
    column->addLayout(row);
    column->addWidget(bar_);

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
    back_->setIcon(theme.icon(QStringLiteral("back")));
    pause_->setIcon(theme.icon(canUnpause(phase_) ? QStringLiteral("play") : QStringLiteral("pause")));
    stop_->setIcon(theme.icon(QStringLiteral("stop")));
    resume_->setIcon(theme.icon(QStringLiteral("resume")));
    extend_->setIcon(theme.icon(QStringLiteral("plus")));
    evaluate_->setIcon(theme.icon(QStringLiteral("evaluate")));
    gallery_->setIcon(theme.icon(QStringLiteral("gallery"), Theme::Role::AccentText));
}

void RunHeader::setName(const QString& name, const QString& toolTip) {
    name_->setText(name);
    name_->setToolTip(toolTip);
}

void RunHeader::setPhase(RunPhase phase) {
    phase_ = phase;
    const bool own = isOwnAndBusy(phase);
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
    state_->setText(phaseName(phase));
    if (phase == RunPhase::Idle) {
        numbers_->clear();
        bar_->setRange(0, 1000);
        bar_->setValue(0);
    }
    paintIcons();
}

void RunHeader::setSteps(long long step, long long total, double secondsLeft, double imagesPerSecond) {
    QStringList parts;
    parts << tr("step %1/%2")
                 .arg(QString::fromStdString(formatCount(step)), QString::fromStdString(formatCount(total)));
    if (imagesPerSecond > 0) {
        parts << tr("%1 images/s").arg(QString::fromStdString(formatCount(std::llround(imagesPerSecond))));
    }
    if (secondsLeft >= 0) {
        parts << tr("%1 left").arg(QString::fromStdString(formatDuration(secondsLeft)));
    }
    numbers_->setText(parts.join(QStringLiteral("  ·  ")));
    bar_->setRange(0, 1000);
    bar_->setValue(total > 0
                       ? static_cast<int>(std::clamp(
                             1000.0 * static_cast<double>(step) / static_cast<double>(total), 0.0, 1000.0))
                       : 0);
}

void RunHeader::setProgress(const Progress& progress) {
    if (phase_ != RunPhase::Preparing && phase_ != RunPhase::Evaluating) {
        return;
    }
    QString text = QString::fromStdString(phaseText(progress.phase));
    if (!progress.detail.empty()) {
        text += QStringLiteral(": ") + QString::fromStdString(progress.detail);
    }
    state_->setText(text);
    if (phase_ == RunPhase::Preparing) {
        QStringList parts;
        if (progress.total > 0) {
            parts << tr("%1/%2").arg(QString::fromStdString(formatCount(progress.done)),
                                     QString::fromStdString(formatCount(progress.total)));
        }
        if (progress.imagesPerSecond > 0) {
            parts << tr("%1 images/s")
                         .arg(QString::fromStdString(formatCount(std::llround(progress.imagesPerSecond))));
        }
        if (progress.secondsLeft >= 0) {
            parts << tr("%1 left").arg(QString::fromStdString(formatDuration(progress.secondsLeft)));
        }
        numbers_->setText(parts.join(QStringLiteral("  ·  ")));
        bar_->setRange(0, progress.total > 0 ? 1000 : 0);
        bar_->setValue(progress.total > 0 ? static_cast<int>(1000 * progress.done / progress.total) : 0);
    }
}

}  // namespace pf::ui
