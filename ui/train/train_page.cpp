#include "ui/train/train_page.h"

#include <QDir>
#include <QFileInfo>
#include <QFrame>
#include <QHBoxLayout>
#include <QScrollArea>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QVBoxLayout>
#include <QVariant>

#include "ui/chart/chart.h"
#include "ui/kit/paths/last_folder.h"
#include "ui/kit/paths/model_selector.h"
#include "ui/theme/theme.h"
#include "ui/train/hint_bar.h"
#include "ui/train/live_charts.h"
#include "ui/train/log_panel.h"
#include "ui/train/recipe_form.h"
#include "ui/train/recipe_panel.h"
#include "ui/train/run_header.h"
#include "ui/train/run_session.h"
#include "ui/train/start_view.h"

namespace pf::ui {

namespace {

/// Where the run and its like are listed from now on: its root as its config.yaml has it, or the run alone.
/// What else lies two folders above it may be anything, a home folder for example.
QString rootOf(const QFileInfo& run, const Options& options) {
    const QString above = QDir::cleanPath(run.absoluteFilePath() + QStringLiteral("/../.."));
    const QString root = QDir::cleanPath(QString::fromStdString(options.run.root));
    const bool isRoot = QDir::isAbsolutePath(root) ? above == root : above.endsWith(QLatin1Char('/') + root);
    return isRoot && run.dir().dirName() == QString::fromStdString(options.run.name) ? above
                                                                                     : run.absoluteFilePath();
}

}  // namespace

TrainPage::TrainPage(QWidget* parent)
    : Page(tr("Train"), QStringLiteral("train"), parent),
      stack_(new QStackedWidget(this)),
      start_(new StartView(this)),
      session_(new RunSession(this)) {
    setObjectName(QStringLiteral("trainPage"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(stack_);
    stack_->addWidget(start_);

    auto* work = new QWidget(this);
    work->setObjectName(QStringLiteral("runView"));
    work->setFocusPolicy(Qt::StrongFocus);
    auto* workColumn = new QVBoxLayout(work);
    workColumn->setContentsMargins(Theme::spacing(), Theme::spacing(), Theme::spacing(), Theme::spacing());
    workColumn->setSpacing(Theme::spacing());
    header_ = new RunHeader(work);
    workColumn->addWidget(header_);
    columns_ = new QSplitter(Qt::Horizontal, work);
    columns_->setChildrenCollapsible(false);
    columns_->setHandleWidth(Theme::spacing());
    makeRecipePanel();
    columns_->addWidget(recipe_);
    columns_->addWidget(makeRunPanel());
    columns_->setStretchFactor(0, 0);
    columns_->setStretchFactor(1, 1);
    columns_->setSizes({380, 900});
    workColumn->addWidget(columns_, 1);
    stack_->addWidget(work);

    connectSession();
    connectHeader();
    connect(start_, &StartView::demoRequested, this, &TrainPage::startDemo);
    connect(start_, &StartView::ownRequested, this, [this] { openPreset(QStringLiteral("own_backbone")); });
    connect(start_, &StartView::configRequested, this, &TrainPage::askForConfig);
    connect(start_, &StartView::recipeChosen, this, &TrainPage::openConfig);
    connect(start_, &StartView::runChosen, this, &TrainPage::openRun);
    connect(start_, &StartView::resumeRequested, this,
            [this](const QString& directory) { resumeRun(directory); });
    connect(start_, &StartView::galleryRequested, this,
            [this](const QString& directory) { Q_EMIT openGalleryRequested(directory, {}); });
    connect(start_, &StartView::evaluateRequested, this, &Page::evaluateRequested);
    connect(&form(), &RecipeForm::validityChanged, this, &TrainPage::refreshActions);
    refreshActions();
}

TrainPage::~TrainPage() = default;

void TrainPage::makeRecipePanel() {
    recipe_ = new RecipePanel(this);
    connect(recipe_, &RecipePanel::startRequested, this, &TrainPage::start);
    connect(recipe_, &RecipePanel::newRunRequested, this, &TrainPage::newRun);
    connect(recipe_, &RecipePanel::copyRequested, this, &TrainPage::copyCommand);
    connect(recipe_, &RecipePanel::messageRequested, this, &Page::messageRequested);
    connect(recipe_, &RecipePanel::saveRequested, this, [this] {
        const QString name = QString::fromStdString(form().options().run.name) + QStringLiteral(".yaml");
        recipe_->save(QDir(lastFolder().isEmpty() ? QDir::homePath() : lastFolder()).filePath(name));
    });
    connect(recipe_, &RecipePanel::saved, this, [this](const QString& file) {
        setLastFolder(QFileInfo(file).absolutePath());
        if (session_->phase() == RunPhase::Idle) {
            configFile_ = file;
            refreshActions();
        }
        Q_EMIT pathOpened(file);
    });
}

RecipeForm& TrainPage::form() {
    return recipe_->form();
}

QWidget* TrainPage::makeRunPanel() {
    auto* panel = new QWidget(this);
    auto* column = new QVBoxLayout(panel);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::spacing());
    hints_ = new HintBar(panel);
    column->addWidget(hints_);
    rows_ = new QSplitter(Qt::Vertical, panel);
    rows_->setHandleWidth(Theme::spacing());
    rows_->setChildrenCollapsible(false);
    // On a low window the charts keep a height at which they can be read, and scroll.
    auto* chartScroll = new QScrollArea(rows_);
    chartScroll->setObjectName(QStringLiteral("chartScroll"));
    chartScroll->setWidgetResizable(true);
    chartScroll->setFrameShape(QFrame::NoFrame);
    charts_ = new LiveCharts(chartScroll);
    chartScroll->setWidget(charts_);
    chartScroll->viewport()->setAutoFillBackground(false);
    charts_->setAutoFillBackground(false);
    chartScroll->setMinimumWidth(300);
    auto* logCard = new QFrame(rows_);
    logCard->setProperty("card", true);
    auto* logColumn = new QVBoxLayout(logCard);
    logColumn->setContentsMargins(0, 0, 0, 0);
    log_ = new LogPanel(logCard);
    logColumn->addWidget(log_);
    logCard->setMinimumHeight(70);
    rows_->addWidget(chartScroll);
    rows_->addWidget(logCard);
    rows_->setStretchFactor(0, 1);
    rows_->setStretchFactor(1, 0);
    rows_->setSizes({520, 110});
    column->addWidget(rows_, 1);
    for (Chart* chart : {charts_->lossChart(), charts_->fanChart(), charts_->riskChart(),
                         charts_->speedChart(), charts_->evaluationChart()}) {
        connect(chart, &Chart::exported, this,
                [this](const QString& path) { Q_EMIT messageRequested(tr("Exported %1").arg(path)); });
        connect(chart, &Chart::exportFailed, this, &Page::messageRequested);
    }
    return panel;
}

void TrainPage::connectHeader() {
    connect(header_, &RunHeader::backRequested, this, [this] {
        session_->close();
        stack_->setCurrentIndex(0);
        start_->refresh(runRoots());
    });
    connect(header_, &RunHeader::pauseRequested, session_, &RunSession::setPaused);
    connect(header_, &RunHeader::stopRequested, session_, &RunSession::stop);
    connect(header_, &RunHeader::resumeRequested, this, qOverload<>(&TrainPage::resumeRun));
    connect(header_, &RunHeader::extendRequested, session_, &RunSession::extend);
    connect(header_, &RunHeader::galleryRequested, this, &TrainPage::openGallery);
    connect(header_, &RunHeader::evaluateRequested, this, [this] { evaluateCurrent(); });
}

void TrainPage::connectSession() {
    connect(session_, &RunSession::phaseChanged, this, [this] {
        refreshActions();
        const bool wanted =
            !resumeWhenRead_.isEmpty() && QDir::cleanPath(session_->directory()) == resumeWhenRead_;
        if (wanted && canResume(session_->phase())) {
            resumeWhenRead_.clear();
            resumeRun();
        }
    });
    connect(session_, &RunSession::reset, this, [this] {
        charts_->clear();
        log_->clear();
        hints_->clear();
        lastStep_ = 0;
        lastSpeed_ = 0;
        secondsLeft_ = -1;
        firstStepHere_ = -1;
    });
    connect(session_, &RunSession::opened, this, &TrainPage::showOpened);
    connect(session_, &RunSession::waitingChanged, this, [this](const QString& why) {
        refreshActions();
        if (why.isEmpty()) {
            hints_->remove(QStringLiteral("waiting"));
        } else {
            hints_->add(QStringLiteral("waiting"), HintBar::Level::Waiting, why);
        }
    });
    connect(session_, &RunSession::startedAnew, this, [this] {
        hints_->add(QStringLiteral("anew"), HintBar::Level::Info,
                    tr("The files of this run were replaced while it was shown: it started anew, and what "
                       "was read before is gone."));
    });
    connect(session_, &RunSession::updated, this, &TrainPage::takeUpdate);
    connect(session_, &RunSession::progressed, this, &TrainPage::takeProgress);
    connect(session_, &RunSession::workerEnded, this, [this] {
        header_->setSteps(lastStep_, session_->totalSteps(), -1, 0);
        Q_EMIT runsChanged();
    });
    connect(session_, &RunSession::failed, this, [this](const QString& message) {
        stack_->setCurrentIndex(1);
        hints_->add(QStringLiteral("failure"), HintBar::Level::Error, message);
        log_->addError(message);
    });
}

void TrainPage::refreshActions() {
    const RunPhase phase = session_->phase();
    // Why it waits is in the banner: the line has no room for it beside the name.
    header_->setPhase(phase, phase == RunPhase::Waiting ? phaseName(phase) : session_->phaseWords(),
                      session_->phaseWords());
    header_->setModelReady(session_->hasCheckpoint());
    recipe_->setPhase(phase);
    if (phase == RunPhase::Idle) {
        header_->setName(QString::fromStdString(form().options().run.name), configFile_);
    }
    if (phase == RunPhase::Failed && !session_->failure().isEmpty()) {
        hints_->add(QStringLiteral("failure"), HintBar::Level::Error, session_->failure());
    }
    if (phase == RunPhase::Silent) {
        hints_->add(QStringLiteral("silent"), HintBar::Level::Warning,
                    tr("The run has written nothing for a while. If its process is gone, Resume continues "
                       "from its last "
                       "checkpoint."));
    } else {
        hints_->remove(QStringLiteral("silent"));
    }
}

bool TrainPage::isTraining() const {
    return isOwnAndBusy(session_->phase());
}

void TrainPage::togglePause() {
    session_->setPaused(canPause(session_->phase()));
}

void TrainPage::showOpened() {
    const QFileInfo info(session_->directory());
    const QString problem = session_->configProblem();
    header_->setName(problem.isEmpty() ? QStringLiteral("%1 · seed %2")
                                             .arg(QString::fromStdString(session_->options().run.name))
                                             .arg(session_->options().train.seed)
                                       : info.dir().dirName() + QLatin1Char('/') + info.fileName(),
                     info.absoluteFilePath());
    if (!problem.isEmpty()) {
        hints_->add(QStringLiteral("config"), HintBar::Level::Error,
                    tr("The curves are shown, but the run's recipe cannot be read, and it cannot be resumed "
                       "until that is mended: %1")
                        .arg(problem));
    } else if (!isTraining()) {
        form().setOptions(session_->options());
        configFile_ = info.absoluteFilePath() + QStringLiteral("/config.yaml");
    }
    Q_EMIT pathOpened(info.absoluteFilePath());
    charts_->setBestBy(QString::fromStdString(session_->options().evaluation.bestBy));
    hints_->add(QStringLiteral("fan"), HintBar::Level::Info,
                tr("The fan of σ² should open while training: clear faces sink, poor ones rise. A fan that "
                   "stays a thin line has learned nothing."));
    rememberRoot(rootOf(info, session_->options()));
    Q_EMIT runsChanged();
}

void TrainPage::takeUpdate(const RunUpdate& update) {
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
    const StepRecord& last = update.steps.back();
    if (firstStepHere_ < 0 || update.rewoundToStep >= 0) {
        firstStepHere_ = update.steps.front().step;
        firstElapsedHere_ = update.steps.front().elapsedSeconds;
    }
    lastStep_ = last.step;
    lastSpeed_ = last.imagesPerSecond;
    lastElapsed_ = last.elapsedSeconds;
    const auto mls = last.terms.find("mls");
    if (mls != last.terms.end() && mls->second < 0) {
        hints_->add(QStringLiteral("mls"), HintBar::Level::Info,
                    tr("A negative MLS is normal: it is a log likelihood of a density, and falls as σ² gets "
                       "small for "
                       "pairs that match well."));
    }
    double left = isTraining() ? secondsLeft_ : -1;
    if (left < 0 && lastStep_ > firstStepHere_ && canStop(session_->phase())) {
        left = (lastElapsed_ - firstElapsedHere_) / static_cast<double>(lastStep_ - firstStepHere_) *
               static_cast<double>(session_->totalSteps() - lastStep_);
    }
    header_->setSteps(lastStep_, session_->totalSteps(), left, isTraining() ? lastSpeed_ : 0);
}

void TrainPage::takeProgress(const Progress& progress) {
    secondsLeft_ = progress.secondsLeft;
    header_->setProgress(progress);
}

void TrainPage::activated() {
    if (stack_->currentIndex() == 0) {
        start_->refresh(runRoots());
    }
}

void TrainPage::rememberRoot(const QString& directory) {
    const QString path = QDir::cleanPath(QFileInfo(directory).absoluteFilePath());
    roots_.removeAll(path);
    roots_.prepend(path);
    roots_ = roots_.mid(0, 8);
    ModelSelector::addRunsRoot(path);
}

QStringList TrainPage::runRoots() const {
    QStringList roots = roots_;
    const QString own =
        QDir::cleanPath(QFileInfo(QString::fromStdString(Options().run.root)).absoluteFilePath());
    if (!roots.contains(own)) {
        roots.append(own);
    }
    return roots;
}

void TrainPage::saveState(QSettings& settings) const {
    settings.setValue(QStringLiteral("columns"), columns_->saveState());
    settings.setValue(QStringLiteral("rows"), rows_->saveState());
    settings.setValue(QStringLiteral("roots"), roots_);
    settings.setValue(QStringLiteral("lastFolder"), lastFolder());
    recipe_->saveState(settings);
    charts_->saveState(settings);
    saveOpened(settings);
}

void TrainPage::restoreState(QSettings& settings) {
    columns_->restoreState(settings.value(QStringLiteral("columns")).toByteArray());
    rows_->restoreState(settings.value(QStringLiteral("rows")).toByteArray());
    roots_ = settings.value(QStringLiteral("roots")).toStringList();
    for (const QString& root : roots_) {
        ModelSelector::addRunsRoot(root);
    }
    setLastFolder(settings.value(QStringLiteral("lastFolder")).toString());
    recipe_->restoreState(settings);
    charts_->restoreState(settings);
    restoreOpened(settings);
}

}  // namespace pf::ui
