#include <algorithm>

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>

#include "core/base/config/config_file.h"
#include "core/base/error.h"
#include "core/session/run/run_reader.h"
#include "ui/chart/chart.h"
#include "ui/kit/paths/absolute_path.h"
#include "ui/kit/paths/last_folder.h"
#include "ui/train/hint_bar.h"
#include "ui/train/live_charts.h"
#include "ui/train/recipe_form.h"
#include "ui/train/recipe_panel.h"
#include "ui/train/run_session.h"
#include "ui/train/train_page.h"

namespace pf::ui {

bool TrainPage::openPreset(const QString& name) {
    const auto all = presets();
    const auto wanted = std::find_if(
        all.begin(), all.end(), [&name](const Preset& preset) { return preset.name == name.toStdString(); });
    if (wanted == all.end()) {
        hints_->add(
            QStringLiteral("failure"), HintBar::Level::Error,
            tr("This recipe is not there. Set PROBFACE_HOME to the folder that holds configs/%1.yaml.")
                .arg(name));
        stack_->setCurrentIndex(1);
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

bool TrainPage::openConfig(const QString& file) {
    if (isTraining()) {
        Q_EMIT messageRequested(tr("A run is being trained: stop it before opening another recipe."));
        return false;
    }
    try {
        const Options options = loadConfig(file.toStdString());
        session_->close();
        configFile_ = QFileInfo(file).absoluteFilePath();
        form().setOptions(options);
    } catch (const Error& error) {
        stack_->setCurrentIndex(1);
        hints_->add(QStringLiteral("config"), HintBar::Level::Error, QString::fromUtf8(error.what()));
        return false;
    }
    hints_->remove(QStringLiteral("config"));
    stack_->setCurrentIndex(1);
    refreshActions();
    recipe_->scrollToTop();
    recipe_->startButton()->setFocus();
    form().goToFirstProblemWhenChecked();
    Q_EMIT pathOpened(configFile_);
    return true;
}

bool TrainPage::changeRecipe(const std::function<void(Options&)>& change) {
    if (isTraining()) {
        Q_EMIT messageRequested(tr("A run is being trained: stop it before changing the recipe."));
        return false;
    }
    Options options = form().options();
    change(options);
    if (session_->phase() != RunPhase::Idle) {
        newRun();
    }
    form().setOptions(options);
    stack_->setCurrentIndex(1);
    refreshActions();
    recipe_->startButton()->setFocus();
    form().goToFirstProblemWhenChecked();
    return true;
}

void TrainPage::openRun(const QString& directory) {
    if (QDir::cleanPath(directory) == QDir::cleanPath(session_->directory()) &&
        !session_->directory().isEmpty()) {
        stack_->setCurrentIndex(1);
        return;
    }
    stack_->setCurrentIndex(1);
    session_->attach(directory);
}

bool TrainPage::openPath(const QString& path) {
    const QFileInfo info(path);
    if (isRunDirectory(info.absoluteFilePath().toStdString())) {
        openRun(info.absoluteFilePath());
        return true;
    }
    const QString suffix = info.suffix().toLower();
    if (info.isFile() && (suffix == "yaml" || suffix == "yml")) {
        openConfig(info.absoluteFilePath());
        return true;
    }
    return false;
}

void TrainPage::askForConfig() {
    auto* dialog = new QFileDialog(this, tr("Open a config"), lastFolder(), tr("Configs (*.yaml *.yml)"));
    dialog->setObjectName(QStringLiteral("openConfigDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        setLastFolder(QFileInfo(file).absolutePath());
        openConfig(file);
    });
    dialog->open();
}

void TrainPage::start() {
    if (!canStart(session_->phase()) || !form().isValid()) {
        return;
    }
    session_->start(form().options());
    // Space then pauses, whatever was clicked last.
    stack_->currentWidget()->setFocus();
    rememberRoot(QString::fromStdString(form().options().run.root));
}

void TrainPage::newRun() {
    const Options recipe = form().options();
    session_->close();
    form().setOptions(recipe);
    refreshActions();
    recipe_->startButton()->setFocus();
    form().goToFirstProblemWhenChecked();
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
        goOn();
        return;
    }
    auto* question =
        new QMessageBox(QMessageBox::Question, tr("Resume this run?"),
                        tr("The run's files have not grown for a while, but its process may still be alive. "
                           "Two processes writing one run would spoil it."),
                        QMessageBox::Cancel, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* resume = question->addButton(tr("Resume here"), QMessageBox::AcceptRole);
    connect(resume, &QPushButton::clicked, this, &TrainPage::goOn);
    question->open();
}

/// With the evaluation as the form has it now; the run's log says what is changed.
void TrainPage::goOn() {
    if (form().evaluationChanges(session_->options()).isEmpty()) {
        session_->resumeFromCheckpoint();
    } else {
        session_->resumeWithEvaluation(form().options().evaluation);
    }
}

void TrainPage::copyCommand() {
    try {
        const Options base = configFile_.isEmpty() ? Options() : loadConfig(configFile_.toStdString());
        const std::string command = commandText(form().options(), base, configFile_.toStdString());
        QApplication::clipboard()->setText(QString::fromStdString(command));
        Q_EMIT messageRequested(tr("Copied: %1").arg(QString::fromStdString(command)));
    } catch (const Error& error) {
        Q_EMIT messageRequested(QString::fromUtf8(error.what()));
    }
}

void TrainPage::openGallery() {
    QStringList sources;
    for (const auto& [name, source] : session_->options().evaluation.sets) {
        sources << QString::fromStdString(source);
        break;  // one set at a time: the gallery opens others
    }
    if (sources.isEmpty()) {
        for (const std::string& source : session_->options().data.train) {
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

void TrainPage::saveOpened(QSettings& settings) const {
    const bool working = stack_->currentIndex() == 1;
    const bool run = working && session_->phase() != RunPhase::Idle;
    settings.setValue(QStringLiteral("openRun"), run ? session_->directory() : QString());
    settings.setValue(QStringLiteral("openConfig"), working && !run ? configFile_ : QString());
    // What was changed in the form and not saved to a file is not lost either.
    settings.setValue(QStringLiteral("openRecipe"),
                      working && !run
                          ? QString::fromStdString(configText(withAbsolutePaths(recipe_->form().options())))
                          : QString());
}

void TrainPage::restoreOpened(QSettings& settings) {
    const QString run = settings.value(QStringLiteral("openRun")).toString();
    const QString recipe = settings.value(QStringLiteral("openRecipe")).toString();
    if (!run.isEmpty() && isRunDirectory(run.toStdString())) {
        openRun(run);
        stack_->currentWidget()->setFocus();  // not the first legend entry of its charts
    } else if (!recipe.isEmpty()) {
        try {
            form().setOptions(parseConfig(recipe.toStdString(), "the recipe that was open"));
        } catch (const Error&) {
            return;  // of another version of the program: the start page has all there is
        }
        configFile_ = settings.value(QStringLiteral("openConfig")).toString();
        stack_->setCurrentIndex(1);
        refreshActions();
    }
}

void TrainPage::exportCurrent() {
    if (stack_->currentIndex() == 1) {
        charts_->currentChart()->showExportMenu();
    }
}

}  // namespace pf::ui
