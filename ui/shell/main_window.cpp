#include "ui/shell/main_window.h"

#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QKeyEvent>
#include <QMessageBox>
#include <QMimeData>
#include <QPushButton>
#include <QSettings>
#include <QStatusBar>

#include "ui/data/data_page.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/evaluate/plan/plan_panel.h"
#include "ui/gallery/gallery_page.h"
#include "ui/kit/box.h"
#include "ui/kit/model_service.h"
#include "ui/kit/paths/absolute_path.h"
#include "ui/pairs/pairs_page.h"
#include "ui/runs/runs_page.h"
#include "ui/shell/backbone_finder.h"
#include "ui/shell/program_gate.h"
#include "ui/shell/rail.h"
#include "ui/shell/window_menus.h"
#include "ui/train/run_session.h"
#include "ui/train/train_page.h"

namespace pf::ui {

namespace {

constexpr int kMessageMs = 8000;

/// The run that a checkpoint lies in, or the folder itself.
QString runOf(const QString& model) {
    const QFileInfo info(model);
    if (info.isDir()) {
        return info.absoluteFilePath();
    }
    const QFileInfo folder(info.absolutePath());
    return folder.fileName() == QLatin1String("checkpoints") ? folder.absolutePath()
                                                             : folder.absoluteFilePath();
}

}  // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent),
      models_(std::make_shared<ModelService>()),
      rail_(new Rail(this)),
      stack_(new QStackedWidget(this)),
      train_(new TrainPage(this)),
      evaluate_(new EvaluatePage(models_, this)),
      data_(new DataPage(this)),
      programGate_(std::make_unique<WindowProgramGate>(this)),
      backboneFinder_(std::make_unique<WindowBackboneFinder>(this)) {
    setObjectName(QStringLiteral("mainWindow"));
    setWindowTitle(tr("ProbFace Studio"));
    setWindowIcon(QIcon(QStringLiteral(":/icons/app.svg")));
    setAcceptDrops(true);
    setMinimumSize(960, 600);
    resize(1280, 760);
    auto* centre = new QWidget(this);
    makeRow(centre, 0, {rail_, {stack_, 1}});
    setCentralWidget(centre);
    auto* gallery = new GalleryPage(models_, this);
    auto* runs = new RunsPage(this);
    for (Page* page : std::initializer_list<Page*>{train_, gallery, evaluate_, new PairsPage(models_, this),
                                                   runs, data_}) {
        addPage(page);
    }
    connect(rail_, &Rail::placeChosen, this, &MainWindow::showPlace);
    const auto compare = [this](const QString& model, const QString& left, const QString& right) {
        openModel(Pairs, model, {left, right});
    };
    connect(gallery, &GalleryPage::compareRequested, this, compare);
    connect(evaluate_, &EvaluatePage::compareRequested, this, compare);
    connect(runs, &RunsPage::trainRequested, this, [this] { showPlace(Train); });
    connect(runs, &RunsPage::resumeRunRequested, this, [this](const QString& directory) {
        showPlace(Train);
        train_->resumeRun(directory);
    });
    connect(train_, &TrainPage::runsChanged, this, [this, runs] {
        if (place() == Runs) {
            runs->refresh();
        }
    });
    connect(train_, &TrainPage::pathOpened, this, &FileOpener::remember);
    connect(data_, &DataPage::useRequested, this, &MainWindow::useSource);
    connect(data_, &DataPage::recipeRequested, this, &MainWindow::useBackbone);
    connect(programGate_.get(), &WindowProgramGate::refused, this, &MainWindow::showMessage);
    connect(&train_->session(), &RunSession::workerEnded, this, [this] {
        if (closeQuestion_ != nullptr) {
            closeQuestion_->close();  // it asked about a run that has ended meanwhile
        }
        if (closeWhenStopped_) {
            close();
        }
    });
    opener_ = new FileOpener(
        pages_, [this] { return place(); }, this);
    connect(opener_, &FileOpener::placeChosen, this, &MainWindow::showPlace);
    connect(opener_, &FileOpener::messageRequested, this, &MainWindow::showMessage);
    menus_ = new WindowMenus(this);
    statusBar()->setSizeGripEnabled(false);
    showPlace(Train);
}

MainWindow::~MainWindow() = default;

void MainWindow::addPage(Page* page) {
    pages_.push_back(page);
    stack_->addWidget(page);
    rail_->addPlace(page->title(), page->iconName(), tr("Ctrl+%1").arg(pages_.size()));
    connect(page, &Page::messageRequested, this, &MainWindow::showMessage);
    connect(page, &Page::openGalleryRequested, this,
            [this](const QString& model, const QStringList& sources) { openModel(Gallery, model, sources); });
    connect(page, &Page::evaluateRequested, this,
            [this](const QString& model) { openModel(Evaluate, model, {}); });
    connect(page, &Page::openRunRequested, this, [this](const QString& directory) {
        showPlace(Train);
        train_->openRun(directory);
    });
}

void MainWindow::showPlace(int place) {
    stack_->setCurrentIndex(place);
    rail_->setCurrent(place);
    current().activated();
}

void MainWindow::openModel(Place place, const QString& model, const QStringList& sources) {
    showPlace(place);
    page(place).openModel(model, sources);
}

void MainWindow::useBackbone(const Options& tried) {
    const auto change = [&tried](Options& recipe) {
        recipe.model.backbone = tried.model.backbone;
        recipe.model.input = tried.model.input;
    };
    if (train_->changeRecipe(change)) {
        showPlace(Train);
        showMessage(tr("The recipe now uses this backbone. Choose the faces to train with."));
    }
}

void MainWindow::useSource(SourceUse use, SourceKind kind, const QString& path) {
    const auto open = [&](Place place) {
        showPlace(place);
        page(place).openPath(path);
    };
    const auto openAsKind = [&](Place place) {
        const bool isModel = kind == SourceKind::Model;
        openModel(place, isModel ? path : QString(), isModel ? QStringList() : QStringList{path});
    };
    switch (use) {
        case SourceUse::Train:
            if (kind == SourceKind::Config) {
                return open(Train);
            }
            if (train_->changeRecipe(
                    [&path](Options& recipe) { recipe.data.train = {path.toStdString()}; })) {
                showPlace(Train);
            }
            return;
        case SourceUse::Gallery:
            return openAsKind(Gallery);
        case SourceUse::Evaluate:
            if (kind == SourceKind::Embeddings) {
                return open(Evaluate);
            }
            if (kind == SourceKind::PairList) {
                showPlace(Evaluate);
                evaluate_->plan()->setPairList(path);
                return showMessage(tr("The next evaluation compares these pairs instead of the sets' own."));
            }
            return openAsKind(Evaluate);
        case SourceUse::Compare:
            return kind == SourceKind::Model ? openAsKind(Pairs) : open(Pairs);
        case SourceUse::OpenRun:
            if (kind == SourceKind::Runs) {
                return open(Runs);
            }
            showPlace(Train);
            return train_->openRun(runOf(path));
        case SourceUse::UseAsBackbone:
        case SourceUse::Import:
        case SourceUse::Align:
        case SourceUse::Convert:
        case SourceUse::Export:
            return;  // the Data page's own
    }
}

void MainWindow::dragEnterEvent(QDragEnterEvent* event) {
    if (!localPaths(*event->mimeData()).isEmpty()) {
        event->acceptProposedAction();
    }
}

void MainWindow::dropEvent(QDropEvent* event) {
    for (const QString& path : localPaths(*event->mimeData())) {
        openPath(path);
    }
    event->acceptProposedAction();
}

void MainWindow::showMessage(const QString& text) {
    statusBar()->showMessage(text, kMessageMs);
}

void MainWindow::keyPressEvent(QKeyEvent* event) {
    // Reached only when the focused control has no use for the key: Space on a button still presses it.
    if (event->key() == Qt::Key_Space && event->modifiers() == Qt::NoModifier && train_->isTraining()) {
        if (!event->isAutoRepeat()) {
            train_->togglePause();
        }
    } else if (event->key() == Qt::Key_Escape) {
        current().clearSelection();
    } else {
        QMainWindow::keyPressEvent(event);
    }
}

void MainWindow::closeEvent(QCloseEvent* event) {
    if (!train_->isTraining()) {
        QSettings settings;
        save(settings);
        event->accept();
        return;
    }
    event->ignore();
    if (!closeWhenStopped_) {
        askWhetherToStop();
    }
}

void MainWindow::askWhetherToStop() {
    if (closeQuestion_ != nullptr) {
        closeQuestion_->raise();
        return;
    }
    closeQuestion_ =
        new QMessageBox(QMessageBox::Question, tr("A run is being trained"),
                        tr("Stop it and close? It saves a checkpoint first and can be resumed from there."),
                        QMessageBox::NoButton, this);
    closeQuestion_->setObjectName(QStringLiteral("closeQuestion"));
    closeQuestion_->setAttribute(Qt::WA_DeleteOnClose);
    QPushButton* stop = closeQuestion_->addButton(tr("Stop and close"), QMessageBox::AcceptRole);
    stop->setObjectName(QStringLiteral("stopAndCloseButton"));
    QPushButton* keep = closeQuestion_->addButton(tr("Keep training"), QMessageBox::RejectRole);
    closeQuestion_->setDefaultButton(keep);
    closeQuestion_->setEscapeButton(keep);
    connect(stop, &QPushButton::clicked, this, [this] {
        closeWhenStopped_ = true;
        showMessage(tr("Stopping; the window closes when the checkpoint is written."));
        backboneFinder_->refuseWaiting();
        programGate_->refuseWaiting();  // a run that waits for it could not stop
        train_->session().stop();
    });
    closeQuestion_->open();
}

void MainWindow::save(QSettings& settings) const {
    settings.setValue(QStringLiteral("geometry"), saveGeometry());
    settings.setValue(QStringLiteral("place"), place());
    settings.setValue(QStringLiteral("theme"), static_cast<int>(Theme::instance().mode()));
    for (const Page* page : pages_) {
        settings.beginGroup(page->objectName());
        page->saveState(settings);
        settings.endGroup();
    }
}

void MainWindow::restore(QSettings& settings) {
    restoreGeometry(settings.value(QStringLiteral("geometry")).toByteArray());
    menus_->setTheme(static_cast<Theme::Mode>(settings.value(QStringLiteral("theme"), 0).toInt()));
    for (Page* page : pages_) {
        settings.beginGroup(page->objectName());
        page->restoreState(settings);
        settings.endGroup();
    }
    const int place = settings.value(QStringLiteral("place"), 0).toInt();
    showPlace(place >= Train && place <= Data ? place : Train);
}

}  // namespace pf::ui
