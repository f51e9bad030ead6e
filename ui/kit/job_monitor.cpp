#include "ui/kit/job_monitor.h"

#include <algorithm>
#include <cmath>

#include <QEvent>
#include <QLabel>
#include <QPainter>
#include <QToolButton>

#include "core/session/job_meter.h"
#include "ui/kit/background_task.h"
#include "ui/kit/box.h"
#include "ui/kit/progress_text.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

constexpr int kMargin = 4;

/// A ring that fills clockwise; without a known fraction it shows a quarter that moves with each report.
class ProgressRing : public QWidget {
  public:
    explicit ProgressRing(QWidget* parent) : QWidget(parent) { setFixedSize(44, 44); }
    /// Range: 0 to 1, or negative when it is not known.
    void setFraction(double fraction) {
        turn_ = (turn_ + 15) % 360;
        fraction_ = fraction;
        update();
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        const QRectF circle = QRectF(rect()).adjusted(4, 4, -4, -4);
        const Theme& theme = Theme::instance();
        painter.setPen(QPen(theme.colour(Theme::Role::Border), 4));
        painter.drawEllipse(circle);
        painter.setPen(QPen(theme.colour(Theme::Role::Accent), 4, Qt::SolidLine, Qt::RoundCap));
        if (fraction_ < 0) {
            painter.drawArc(circle, (90 - turn_) * 16, -90 * 16);
            return;
        }
        const double part = std::clamp(fraction_, 0.0, 1.0);
        painter.drawArc(circle, 90 * 16, -static_cast<int>(std::lround(part * 360 * 16)));
        painter.setPen(theme.colour(Theme::Role::Text));
        QFont font = theme.tabularFont();
        font.setPointSizeF(font.pointSizeF() * 0.8);
        painter.setFont(font);
        // Whole per cent, rounded down: 100 % only when it is done.
        painter.drawText(rect(), Qt::AlignCenter, QStringLiteral("%1%").arg(static_cast<int>(part * 100)));
    }

  private:
    double fraction_ = -1;
    int turn_ = 0;
};

JobMonitor::JobMonitor(QWidget* parent)
    : QWidget(parent),
      ring_(new ProgressRing(this)),
      name_(new QLabel(this)),
      left_(new QLabel(this)),
      stop_(named(new QToolButton(this), "jobStop", tr("Stop the running job"))) {
    setObjectName(QStringLiteral("jobMonitor"));
    left_->setProperty("muted", true);
    QFont font = Theme::instance().tabularFont();
    font.setPointSizeF(font.pointSizeF() * 0.85);
    for (QLabel* label : {name_, left_}) {
        label->setAlignment(Qt::AlignCenter);
        label->setWordWrap(true);
        label->setFont(font);
    }
    stop_->setText(tr("Stop"));
    stop_->setProperty("flat", true);
    makeColumn(this, 4, {{ring_, 0, Qt::AlignHCenter}, name_, left_, {stop_, 0, Qt::AlignHCenter}})
        ->setContentsMargins(kMargin, 8, kMargin, 8);
    connect(stop_, &QToolButton::clicked, this, [this] {
        if (!tasks_.isEmpty() && tasks_.last() != nullptr) {
            tasks_.last()->requestStop();
        }
    });
    connect(&JobBoard::instance(), &JobBoard::started, this, &JobMonitor::add);
    refresh();
}

void JobMonitor::add(BackgroundTask* task) {
    tasks_.append(task);
    task->installEventFilter(this);
    connect(task, &BackgroundTask::progressChanged, this, [this, task](const Progress& progress) {
        if (!tasks_.isEmpty() && tasks_.last() == task) {
            show(progress);
        }
    });
    connect(task, &BackgroundTask::stopping, this, &JobMonitor::refresh);
    connect(task, &BackgroundTask::finished, this, [this, task = QPointer<BackgroundTask>(task)] {
        tasks_.removeAll(task);
        refresh();
    });
    connect(task, &QObject::destroyed, this, [this] {
        tasks_.removeAll(nullptr);
        refresh();
    });
    refresh();
}

bool JobMonitor::eventFilter(QObject* watched, QEvent* event) {
    if (event->type() == QEvent::DynamicPropertyChange) {
        refresh();
    }
    return QWidget::eventFilter(watched, event);
}

void JobMonitor::refresh() {
    setVisible(!tasks_.isEmpty());
    if (!tasks_.isEmpty()) {
        const BackgroundTask& task = *tasks_.last();
        // A file's name breaks nowhere: its middle goes, and the tool tip has it whole.
        const int room = (parentWidget() != nullptr ? parentWidget() : this)->width() - 2 * kMargin;
        QStringList words = task.name().split(QLatin1Char(' '));
        for (QString& word : words) {
            word = name_->fontMetrics().elidedText(word, Qt::ElideMiddle, room);
        }
        name_->setText(words.join(QLatin1Char(' ')));
        const QString waiting = task.property(kWaitingProperty).toString();
        setToolTip(waiting.isEmpty() ? task.name() : task.name() + QLatin1Char('\n') + waiting);
        stop_->setEnabled(!task.isStopping());
        show(task.progress());
    }
}

void JobMonitor::show(const Progress& progress) {
    ring_->setFraction(jobFraction(progress));
    QString text = QString::fromStdString(phaseText(progress.phase));
    if (tasks_.last() != nullptr && tasks_.last()->isStopping()) {
        text = tr("stopping…");
    } else if (tasks_.last() != nullptr && !tasks_.last()->property(kWaitingProperty).toString().isEmpty()) {
        text = tr("waiting");
    } else if (progress.paused) {
        text = tr("paused");
    } else if (const QString left = timeLeftText(progress); !left.isEmpty()) {
        text = left;
    }
    left_->setText(text);
}

}  // namespace pf::ui
