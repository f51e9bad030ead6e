#include <algorithm>

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QMessageBox>
#include <QPushButton>
#include <QStackedWidget>

#include "core/base/config_file.h"
#include "core/base/error.h"
#include "ui/chart/chart.h"
#include "ui/train/hint_bar.h"
#include "ui/train/live_charts.h"
#include "ui/train/recipe_form.h"
#include "ui/train/run_session.h"
#include "ui/train/train_page.h"

namespace pf::ui {

void TrainPage::selectDemo() {
    const auto all = presets();
    const auto demo =
        std::find_if(all.begin(), all.end(), [](const Preset& preset) { return preset.name == "demo"; });
    if (demo == all.end()) {
        hints_->add(QStringLiteral("failure"), HintBar::Level::Error,
                    tr("The demo's recipe is not there. Set PROBFACE_HOME to the folder that holds "
                       "configs/demo.yaml."));
        stack_->setCurrentIndex(1);
    } else if (openConfig(QString::fromStdString(demo->file.string()))) {
        startButton_->setFocus();
    }
}

void TrainPage::startDemo() {
    selectDemo();
    if (startButton_->isEnabled()) {
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
        configFile_ = file;
        form_->setOptions(options);
    } catch (const Error& error) {
        stack_->setCurrentIndex(1);
        hints_->add(QStringLiteral("config"), HintBar::Level::Error, QString::fromUtf8(error.what()));
        return false;
    }
    hints_->remove(QStringLiteral("config"));
    stack_->setCurrentIndex(1);
    refreshActions();
    startButton_->setFocus();
    return true;
}

bool TrainPage::changeRecipe(const std::function<void(Options&)>& change) {
    if (isTraining()) {
        Q_EMIT messageRequested(tr("A run is being trained: stop it before changing the recipe."));
        return false;
    }
    Options options = form_->options();
    change(options);
    form_->setOptions(options);
    stack_->setCurrentIndex(1);
    refreshActions();
    startButton_->setFocus();
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
    if (info.isDir() && QFileInfo::exists(path + QStringLiteral("/config.yaml"))) {
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
    auto* dialog = new QFileDialog(this, tr("Open a config"), lastFolder_, tr("Configs (*.yaml *.yml)"));
    dialog->setObjectName(QStringLiteral("openConfigDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(QFileDialog::ExistingFile);
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& file) {
        lastFolder_ = QFileInfo(file).absolutePath();
        openConfig(file);
    });
    dialog->open();
}

void TrainPage::start() {
    if (!canStart(session_->phase()) || !form_->isValid()) {
        return;
    }
    session_->start(form_->options());
    // Space then pauses, whatever was clicked last.
    stack_->currentWidget()->setFocus();
    rememberRoot(QString::fromStdString(form_->options().run.root));
}

void TrainPage::resumeRun() {
    if (session_->phase() != RunPhase::Silent) {
        session_->resumeFromCheckpoint();
        return;
    }
    auto* question =
        new QMessageBox(QMessageBox::Question, tr("Resume this run?"),
                        tr("The run's files have not grown for a while, but its process may still be alive. "
                           "Two processes writing one run would spoil it."),
                        QMessageBox::Cancel, this);
    question->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* resume = question->addButton(tr("Resume here"), QMessageBox::AcceptRole);
    connect(resume, &QPushButton::clicked, session_, &RunSession::resumeFromCheckpoint);
    question->open();
}

void TrainPage::copyCommand() {
    try {
        const Options base = configFile_.isEmpty() ? Options() : loadConfig(configFile_.toStdString());
        const std::string command = commandText(form_->options(), base, configFile_.toStdString());
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
    if (!canUseModel(session_->phase())) {
        return false;
    }
    Q_EMIT evaluateRequested(session_->directory());
    return true;
}

void TrainPage::exportCurrent() {
    if (stack_->currentIndex() == 1) {
        charts_->currentChart()->showExportMenu();
    }
}

}  // namespace pf::ui
