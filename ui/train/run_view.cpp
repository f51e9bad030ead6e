#include "ui/train/run_view.h"

#include <QFrame>
#include <QScrollArea>
#include <QSettings>
#include <QSplitter>

#include "ui/chart/chart.h"
#include "ui/kit/box.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"
#include "ui/train/hint_bar.h"
#include "ui/train/live_charts.h"
#include "ui/train/log_panel.h"
#include "ui/train/run_session.h"

namespace pf::ui {

const QString kFailure = QStringLiteral("failure");

RunView::RunView(RunSession* session, QWidget* parent)
    : QWidget(parent),
      session_(session),
      hints_(new HintBar(this)),
      charts_(new LiveCharts(this)),
      log_(new LogPanel(this)),
      rows_(makeSplitter(Qt::Vertical, this)) {
    makeColumn(this, Theme::spacing(), {hints_, {rows_, 1}});
    // In a low window the charts keep a height at which they can be read, and scroll.
    QScrollArea* scroll = makeScroll(charts_, rows_);
    scroll->setObjectName(QStringLiteral("chartScroll"));
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAsNeeded);
    scroll->setMinimumWidth(300);
    QFrame* logCard = makeCard(log_, rows_);
    logCard->layout()->setContentsMargins(0, 0, 0, 0);
    logCard->setMinimumHeight(70);
    rows_->addWidget(scroll);
    rows_->addWidget(logCard);
    rows_->setStretchFactor(0, 1);
    rows_->setStretchFactor(1, 0);
    rows_->setSizes({520, 110});
    for (const Chart* chart : charts_->all()) {
        connect(chart, &Chart::exported, this,
                [this](const QString& path) { Q_EMIT messageRequested(tr("Exported %1").arg(path)); });
        connect(chart, &Chart::exportFailed, this, &RunView::messageRequested);
    }
    connect(session_, &RunSession::reset, this, [this] {
        charts_->clear();
        log_->clear();
        hints_->clear();
    });
    connect(session_, &RunSession::opened, this, &RunView::showOpened);
    connect(session_, &RunSession::phaseChanged, this, &RunView::showPhase);
    connect(session_, &RunSession::updated, this, &RunView::add);
    connect(session_, &RunSession::waitingChanged, this, [this](const QString& why) {
        hints_->add(QStringLiteral("waiting"), HintBar::Level::Waiting, why);
    });
    connect(session_, &RunSession::startedAnew, this, [this] {
        hints_->add(QStringLiteral("again"), HintBar::Level::Info,
                    tr("The files of this run were replaced while it was shown: it has started again, and "
                       "what was read before is gone."));
    });
    connect(session_, &RunSession::failed, this, [this](const QString& message) {
        hints_->add(kFailure, HintBar::Level::Error, message);
        log_->addError(message);
    });
}

void RunView::sayRecipeError(const QString& text) {
    hints_->add(QStringLiteral("config"), HintBar::Level::Error, text);
}

void RunView::showOpened() {
    if (const QString problem = session_->configProblem(); !problem.isEmpty()) {
        sayRecipeError(tr("The curves are shown, but the run's recipe cannot be read, and the run cannot be "
                          "resumed until that is fixed: %1")
                           .arg(problem));
    }
    charts_->setBestBy(QString::fromStdString(session_->options().evaluation.bestBy));
    hints_->add(QStringLiteral("fan"), HintBar::Level::Info,
                tr("The fan of σ² should open while training: clear faces sink, poor ones rise. A fan that "
                   "stays a thin line has learned nothing."));
}

void RunView::showPhase() {
    const RunPhase phase = session_->phase();
    if (phase == RunPhase::Failed && !session_->failure().isEmpty()) {
        hints_->add(kFailure, HintBar::Level::Error, session_->failure());
    }
    hints_->add(QStringLiteral("silent"), HintBar::Level::Warning,
                phase != RunPhase::Silent ? QString()
                                          : tr("The run has written nothing for a while. If its process is "
                                               "gone, Resume continues from its last checkpoint."));
}

void RunView::add(const RunUpdate& update) {
    charts_->add(update);
    log_->add(update.logLines, update.notes, session_->options().train.stepsPerEpoch);
    for (const NoteRecord& note : update.notes) {
        if (note.level != NoteRecord::Level::Info) {
            const bool error = note.level == NoteRecord::Level::Error;
            const QString text = QString::fromStdString(note.text);
            hints_->add(QStringLiteral("note:") + text,
                        error ? HintBar::Level::Error : HintBar::Level::Warning, text);
        }
    }
    if (update.steps.empty()) {
        return;
    }
    const auto& terms = update.steps.back().terms;
    if (const auto mls = terms.find("mls"); mls != terms.end() && mls->second < 0) {
        hints_->add(QStringLiteral("mls"), HintBar::Level::Info,
                    tr("A negative MLS is normal: it is a log likelihood of a density, and falls as σ² gets "
                       "small for pairs that match well."));
    }
}

void RunView::saveState(QSettings& settings) const {
    settings.setValue(QStringLiteral("rows"), rows_->saveState());
    charts_->saveState(settings);
}

void RunView::restoreState(QSettings& settings) {
    rows_->restoreState(settings.value(QStringLiteral("rows")).toByteArray());
    charts_->restoreState(settings);
}

}  // namespace pf::ui
