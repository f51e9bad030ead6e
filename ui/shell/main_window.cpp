#include "ui/shell/main_window.h"

#include <QActionGroup>
#include <QCloseEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QMessageBox>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QStatusBar>

#include "ui/data/data_page.h"
#include "ui/evaluate/evaluate_page.h"
#include "ui/gallery/gallery_page.h"
#include "ui/kit/background_task.h"
#include "ui/kit/job_monitor.h"
#include "ui/pairs/pairs_page.h"
#include "ui/runs/runs_page.h"
#include "ui/shell/backbone_finder.h"
#include "ui/shell/program_gate.h"
#include "ui/shell/rail.h"
#include "ui/theme/theme.h"
#include "ui/train/run_session.h"
#include "ui/train/train_page.h"

namespace pf::ui {

namespace {

constexpr int kMessageMs = 8000;

}  // namespace

MainWindow::MainWindow(QWidget* parent)
    : QMainWindow(parent),
      rail_(new Rail(this)),
      stack_(new QStackedWidget(this)),
      train_(new TrainPage(this)),
      gallery_(new GalleryPage(this)),
      evaluate_(new EvaluatePage(this)),
      pairs_(new PairsPage(this)),
      runs_(new RunsPage(this)),
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
    auto* row = new QHBoxLayout(centre);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(0);
    row->addWidget(rail_);
    row->addWidget(stack_, 1);
    setCentralWidget(centre);
    int number = 1;
    for (Page* page :
         {static_cast<Page*>(train_), static_cast<Page*>(gallery_), static_cast<Page*>(evaluate_),
          static_cast<Page*>(pairs_), static_cast<Page*>(runs_), static_cast<Page*>(data_)}) {
        addPage(page, number++);
    }
    connect(rail_, &Rail::placeChosen, this, &MainWindow::showPlace);
    connectPages();
    connectData();
    makeMenus();
    statusBar()->setSizeGripEnabled(false);
    showPlace(Train);
}

MainWindow::~MainWindow() = default;

void MainWindow::addPage(Page* page, int number) {
    pages_.push_back(page);
    stack_->addWidget(page);
    rail_->addPlace(page->title(), page->iconName(), tr("Ctrl+%1").arg(number));
    connect(page, &Page::messageRequested, this, &MainWindow::showMessage);
    connect(page, &Page::openGalleryRequested, this,
            [this](const QString& model, const QStringList& sources) {
                showPlace(Gallery);
                static_cast<Page*>(gallery_)->openModel(model, sources);
            });
    connect(page, &Page::evaluateRequested, this, [this](const QString& model) {
        showPlace(Evaluate);
        static_cast<Page*>(evaluate_)->openModel(model, {});
    });
    connect(page, &Page::openRunRequested, this, [this](const QString& directory) {
        showPlace(Train);
        train_->openRun(directory);
    });
}

void MainWindow::connectPages() {
    const auto compare = [this](const QString& model, const QString& left, const QString& right) {
        showPlace(Pairs);
        static_cast<Page*>(pairs_)->openModel(model, {left, right});
    };
    connect(gallery_, &GalleryPage::compareRequested, this, compare);
    connect(evaluate_, &EvaluatePage::compareRequested, this, compare);
    connect(runs_, &RunsPage::trainRequested, this, [this] { showPlace(Train); });
    connect(runs_, &RunsPage::resumeRunRequested, this, [this](const QString& directory) {
        showPlace(Train);
        train_->resumeRun(directory);
    });
    connect(train_, &TrainPage::runsChanged, this, [this] {
        runs_->setKnownRoots(train_->runRoots());
        if (place() == Runs) {
            runs_->refresh();
        }
    });
    connect(&train_->session(), &RunSession::workerEnded, this, [this] {
        if (closeQuestion_ != nullptr) {
            closeQuestion_->close();  // it asked about a run that has ended meanwhile
        }
        if (closeWhenStopped_) {
            close();
        }
    });
}

void MainWindow::showPlace(int place) {
    stack_->setCurrentIndex(place);
    rail_->setCurrent(place);
    if (place == Runs) {
        runs_->setKnownRoots(train_->runRoots());
    }
    current().activated();
}

int MainWindow::place() const {
    return stack_->currentIndex();
}

Page& MainWindow::current() const {
    return *pages_[static_cast<std::size_t>(place())];
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
    settings.setValue(QStringLiteral("lastFolder"), lastFolder_);
    settings.setValue(QStringLiteral("theme"), static_cast<int>(Theme::instance().mode()));
    for (const Page* page : pages_) {
        settings.beginGroup(page->objectName());
        page->saveState(settings);
        settings.endGroup();
    }
}

void MainWindow::restore(QSettings& settings) {
    restoreGeometry(settings.value(QStringLiteral("geometry")).toByteArray());
    lastFolder_ = settings.value(QStringLiteral("lastFolder")).toString();
    const int theme = settings.value(QStringLiteral("theme"), 0).toInt();
    for (QAction* action : themes_->actions()) {
        if (action->data().toInt() == theme) {
            action->trigger();
        }
    }
    for (Page* page : pages_) {
        settings.beginGroup(page->objectName());
        page->restoreState(settings);
        settings.endGroup();
    }
    const int place = settings.value(QStringLiteral("place"), 0).toInt();
    showPlace(place >= Train && place <= Data ? place : Train);
}

}  // namespace pf::ui
