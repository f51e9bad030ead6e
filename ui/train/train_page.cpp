#include "ui/train/train_page.h"

#include <algorithm>

#include <QDir>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>

#include "core/base/config/config_file.h"
#include "core/base/error.h"
#include "ui/chart/chart.h"
#include "ui/kit/box.h"
#include "ui/kit/paths/absolute_path.h"
#include "ui/kit/paths/path_dialog.h"
#include "ui/kit/paths/run_lister.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"
#include "ui/train/live_charts.h"
#include "ui/train/recipe_form.h"
#include "ui/train/run_header.h"
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
      work_(named(new QWidget(this), "runView")),
      session_(new RunSession(this)),
      header_(new RunHeader(work_)),
      recipe_(new RecipePanel(work_)),
      view_(new RunView(session_, work_)),
      columns_(makeSplitter(Qt::Horizontal, work_)) {
    setObjectName(QStringLiteral("trainPage"));
    makeColumn(this, kUsualGap, {stack_});
    stack_->addWidget(start_);
    stack_->addWidget(work_);

    work_->setFocusPolicy(Qt::StrongFocus);
    const int gap = Theme::spacing();
    makeColumn(work_, gap, {header_, {columns_, 1}})->setContentsMargins(gap, gap, gap, gap);
    columns_->addWidget(recipe_);
    columns_->addWidget(view_);
    columns_->setStretchFactor(0, 0);
    columns_->setStretchFactor(1, 1);
    columns_->setSizes({380, 900});

    connectParts();
    refreshActions();
}

void TrainPage::connectParts() {
    connect(view_, &RunView::messageRequested, this, &Page::messageRequested);
    connect(start_, &StartView::demoRequested, this, &TrainPage::startDemo);
    connect(start_, &StartView::ownRequested, this, [this] { openPreset(QStringLiteral("own_backbone")); });
    connect(start_, &StartView::configRequested, this, &TrainPage::askForConfig);
    connect(start_, &StartView::recipeChosen, this, &TrainPage::openConfig);
    connect(start_, &StartView::runChosen, this, &TrainPage::openRun);
    connect(start_, &StartView::resumeRequested, this, qOverload<const QString&>(&TrainPage::resumeRun));
    connect(start_, &StartView::galleryRequested, this,
            [this](const QString& directory) { Q_EMIT openGalleryRequested(directory, {}); });
    connect(start_, &StartView::evaluateRequested, this, &Page::evaluateRequested);

    connect(recipe_, &RecipePanel::startRequested, this, &TrainPage::start);
    connect(recipe_, &RecipePanel::newRunRequested, this, [this] { changeRecipe([](Options&) {}); });
    connect(recipe_, &RecipePanel::messageRequested, this, &Page::messageRequested);
    connect(recipe_, &RecipePanel::saved, this, [this](const QString& file) {
        refreshActions();
        Q_EMIT pathOpened(file);
    });
    connect(&form(), &RecipeForm::validityChanged, this, &TrainPage::refreshActions);

    connect(header_, &RunHeader::backRequested, this, [this] {
        session_->close();
        stack_->setCurrentWidget(start_);
        start_->refresh();
    });
    connect(header_, &RunHeader::pauseRequested, session_, &RunSession::setPaused);
    connect(header_, &RunHeader::stopRequested, session_, &RunSession::stop);
    connect(header_, &RunHeader::resumeRequested, this, qOverload<>(&TrainPage::resumeRun));
    connect(header_, &RunHeader::extendRequested, this,
            [this](int epochs) { session_->resume(std::nullopt, epochs); });
    connect(header_, &RunHeader::galleryRequested, this, &TrainPage::openGallery);
    connect(header_, &RunHeader::evaluateRequested, this, [this] { evaluateCurrent(); });

    connect(session_, &RunSession::phaseChanged, this, [this] {
        refreshActions();
        const bool wanted =
            !resumeWhenRead_.isEmpty() && QDir::cleanPath(session_->directory()) == resumeWhenRead_;
        if (wanted && canResume(session_->phase())) {
            resumeWhenRead_.clear();
            resumeRun();
        }
    });
    connect(session_, &RunSession::waitingChanged, this, &TrainPage::refreshActions);
    connect(session_, &RunSession::reset, this, [this] { pace_.restart(); });
    connect(session_, &RunSession::opened, this, &TrainPage::showOpened);
    connect(session_, &RunSession::updated, this, [this](const RunUpdate& update) {
        pace_.add(update);
        if (!update.steps.empty()) {
            showSteps();
        }
    });
    connect(session_, &RunSession::progressed, this, [this](const Progress& progress) {
        pace_.add(progress);
        header_->setProgress(progress);
    });
    connect(session_, &RunSession::workerEnded, this, [this] {
        showSteps();
        Q_EMIT runsChanged();
    });
    connect(session_, &RunSession::failed, this, [this] { stack_->setCurrentWidget(work_); });
}

void TrainPage::showSteps() {
    const bool own = isTraining();
    header_->setSteps(pace_.step(), session_->totalSteps(),
                      own ? pace_.secondsLeft(session_->totalSteps()) : -1,
                      own ? pace_.imagesPerSecond() : 0);
}

void TrainPage::refreshActions() {
    const RunPhase phase = session_->phase();
    // Why it waits is in the banner: the line has no room for it beside the name.
    header_->setPhase(phase, phase == RunPhase::Waiting ? phaseName(phase) : session_->phaseWords(),
                      session_->phaseWords());
    header_->setModelReady(session_->hasCheckpoint());
    recipe_->setPhase(phase);
    if (phase == RunPhase::Idle) {
        header_->setName(QString::fromStdString(form().options().run.name), recipe_->file());
    }
}

void TrainPage::showOpened() {
    const QFileInfo info(session_->directory());
    const bool readable = session_->configProblem().isEmpty();
    header_->setName(readable ? QStringLiteral("%1 · seed %2")
                                    .arg(QString::fromStdString(session_->options().run.name))
                                    .arg(session_->options().train.seed)
                              : info.dir().dirName() + QLatin1Char('/') + info.fileName(),
                     info.absoluteFilePath());
    if (readable && !isTraining()) {
        form().setOptions(session_->options());
        recipe_->setFile(info.absoluteFilePath() + QStringLiteral("/config.yaml"));
    }
    Q_EMIT pathOpened(info.absoluteFilePath());
    addRunRoot(rootOf(info, session_->options()));
    Q_EMIT runsChanged();
}

void TrainPage::activated() {
    if (stack_->currentWidget() == start_) {
        start_->refresh();
    }
}

bool TrainPage::openPreset(const QString& name) {
    const auto all = presets();
    const auto wanted = std::find_if(
        all.begin(), all.end(), [&name](const Preset& preset) { return preset.name == name.toStdString(); });
    if (wanted == all.end()) {
        view_->sayRecipeError(
            tr("This recipe is missing. Set PROBFACE_HOME to the folder that holds configs/%1.yaml.")
                .arg(name));
        stack_->setCurrentWidget(work_);
        return false;
    }
    return openConfig(QString::fromStdString(wanted->file.string()));
}

void TrainPage::selectDemo() {
    if (openPreset(QStringLiteral("demo"))) {
        recipe_->startButton()->setFocus();
    }
}

void TrainPage::startDemo() {
    selectDemo();
    if (recipe_->startButton()->isEnabled()) {
        start();
    }
}

/// The recipe in the form is about to be changed or started.
void TrainPage::showRecipe() {
    stack_->setCurrentWidget(work_);
    refreshActions();
    recipe_->startButton()->setFocus();
    form().goToFirstProblemWhenChecked();
}

bool TrainPage::openConfig(const QString& file) {
    if (isTraining()) {
        Q_EMIT messageRequested(tr("A run is being trained: stop it before opening another recipe."));
        return false;
    }
    try {
        recipe_->load(file);
    } catch (const Error& error) {
        stack_->setCurrentWidget(work_);
        view_->sayRecipeError(QString::fromUtf8(error.what()));
        return false;
    }
    session_->close();
    view_->sayRecipeError({});
    recipe_->scrollToTop();
    showRecipe();
    Q_EMIT pathOpened(recipe_->file());
    return true;
}

bool TrainPage::changeRecipe(const std::function<void(Options&)>& change) {
    if (isTraining()) {
        Q_EMIT messageRequested(tr("A run is being trained: stop it before changing the recipe."));
        return false;
    }
    Options options = form().options();
    change(options);
    session_->close();
    form().setOptions(options);
    showRecipe();
    return true;
}

void TrainPage::openRun(const QString& directory) {
    stack_->setCurrentWidget(work_);
    const QString open = session_->directory();
    if (open.isEmpty() || QDir::cleanPath(directory) != QDir::cleanPath(open)) {
        session_->attach(directory);
    }
}

bool TrainPage::openPath(const QString& path) {
    const QFileInfo info(path);
    if (isRunDirectory(info.absoluteFilePath().toStdString())) {
        openRun(info.absoluteFilePath());
        return true;
    }
    const QString suffix = info.suffix().toLower();
    if (info.isFile() && (suffix == QLatin1String("yaml") || suffix == QLatin1String("yml"))) {
        openConfig(info.absoluteFilePath());
        return true;
    }
    return false;
}

void TrainPage::askForConfig() {
    PathQuestion question;
    question.name = QStringLiteral("openConfigDialog");
    question.title = tr("Open a recipe");
    question.filters = QStringList{tr("Recipes (*.yaml *.yml)")};
    askForPath(this, question, [this](const QString& file) { openConfig(file); });
}

void TrainPage::start() {
    if (!canStart(session_->phase()) || !form().isValid()) {
        return;
    }
    session_->start(form().options());
    // Space then pauses, whatever was clicked last.
    stack_->currentWidget()->setFocus();
    addRunRoot(QString::fromStdString(form().options().run.root));
}

void TrainPage::resumeRun(const QString& directory) {
    openRun(directory);
    if (canResume(session_->phase())) {
        resumeRun();
    } else {
        resumeWhenRead_ = QDir::cleanPath(directory);
    }
}

void TrainPage::resumeRun() {
    if (form().hasUnreadable() && session_->configProblem().isEmpty()) {
        form().goTo(form().firstProblemKey());
        Q_EMIT messageRequested(form().firstProblem());
        return;
    }
    if (session_->phase() != RunPhase::Silent) {
        resumeNow();
        return;
    }
    auto* question = new QMessageBox(QMessageBox::Question, tr("Resume this run?"),
                                     tr("The run's files have not grown for a while, but its process may "
                                        "still be alive. Two processes writing one run would spoil it."),
                                     QMessageBox::Cancel, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* resume = question->addButton(tr("Resume here"), QMessageBox::AcceptRole);
    connect(resume, &QPushButton::clicked, this, &TrainPage::resumeNow);
    question->open();
}

/// With the evaluation as the form has it now; the run's log says what has changed.
void TrainPage::resumeNow() {
    const bool changed = !form().evaluationChanges(session_->options()).isEmpty();
    session_->resume(changed ? std::optional(form().options().evaluation) : std::nullopt);
}

void TrainPage::openGallery() {
    const Options& options = session_->options();
    QStringList sources;
    if (!options.evaluation.sets.empty()) {
        // One set at a time: the gallery opens others.
        sources << QString::fromStdString(options.evaluation.sets.begin()->second);
    } else {
        for (const std::string& source : options.data.train) {
            sources << QString::fromStdString(source);
        }
    }
    Q_EMIT openGalleryRequested(session_->directory(), sources);
}

bool TrainPage::evaluateCurrent() {
    if (!canUseModel(session_->phase()) || !session_->hasCheckpoint()) {
        return false;
    }
    Q_EMIT evaluateRequested(session_->directory());
    return true;
}

void TrainPage::exportCurrent() {
    if (stack_->currentWidget() == work_) {
        charts().currentChart()->showExportMenu();
    }
}

void TrainPage::saveState(QSettings& settings) const {
    settings.setValue(QStringLiteral("columns"), columns_->saveState());
    view_->saveState(settings);
    recipe_->saveState(settings);
    const bool working = stack_->currentWidget() == work_;
    const bool run = working && session_->phase() != RunPhase::Idle;
    settings.setValue(QStringLiteral("openRun"), run ? session_->directory() : QString());
    settings.setValue(QStringLiteral("openConfig"), working && !run ? recipe_->file() : QString());
    // What was changed in the form and not saved to a file is not lost either.
    settings.setValue(QStringLiteral("openRecipe"),
                      working && !run
                          ? QString::fromStdString(configText(withAbsolutePaths(form().options())))
                          : QString());
}

void TrainPage::restoreState(QSettings& settings) {
    columns_->restoreState(settings.value(QStringLiteral("columns")).toByteArray());
    view_->restoreState(settings);
    recipe_->restoreState(settings);
    const QString run = settings.value(QStringLiteral("openRun")).toString();
    const QString recipe = settings.value(QStringLiteral("openRecipe")).toString();
    if (!run.isEmpty() && isRunDirectory(run.toStdString())) {
        openRun(run);
        work_->setFocus();  // not the first legend entry of its charts
    } else if (!recipe.isEmpty()) {
        try {
            form().setOptions(parseConfig(recipe.toStdString(), "the recipe that was open"));
        } catch (const Error&) {
            return;  // of another version of the program: the start page has all there is
        }
        recipe_->setFile(settings.value(QStringLiteral("openConfig")).toString());
        stack_->setCurrentWidget(work_);
        refreshActions();
    }
}

}  // namespace pf::ui
