#include <QActionGroup>
#include <QApplication>
#include <QFileDialog>
#include <QMenu>
#include <QMenuBar>

#include "ui/kit/page.h"
#include "ui/kit/paths/path_kinds.h"
#include "ui/shell/about_dialog.h"
#include "ui/shell/main_window.h"
#include "ui/shell/shortcuts_dialog.h"
#include "ui/theme/theme.h"
#include "ui/train/run_session.h"
#include "ui/train/train_page.h"

namespace pf::ui {

namespace {

template <class Receiver, class Handler>
QAction* add(QMenu* menu, const char* name, const QString& text, const QKeySequence& keys, Receiver* receiver,
             Handler handler) {
    QAction* action = menu->addAction(text);
    action->setObjectName(QString::fromLatin1(name));
    action->setShortcut(keys);
    QObject::connect(action, &QAction::triggered, receiver, handler);
    return action;
}

}  // namespace

void MainWindow::makeMenus() {
    makeFileMenu();
    makeRunMenu();
    makeViewMenu();
    makeHelpMenu();
}

void MainWindow::makeFileMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&File"));
    add(menu, "openAction", tr("&Open a file…"), QKeySequence(tr("Ctrl+O")), this,
        [this] { askToOpen(false); });
    add(menu, "openFolderAction", tr("Open a &folder…"), QKeySequence(tr("Ctrl+Shift+O")), this,
        [this] { askToOpen(true); });
    QMenu* recent = menu->addMenu(tr("Open &recent"));
    recent->setObjectName(QStringLiteral("recentMenu"));
    recent->setToolTipsVisible(true);
    connect(recent, &QMenu::aboutToShow, this, [this, recent] { fillRecentMenu(recent); });
    menu->addSeparator();
    add(menu, "exportAction", tr("&Export…"), QKeySequence(tr("Ctrl+E")), this,
        [this] { current().exportCurrent(); });
    menu->addSeparator();
    add(menu, "quitAction", tr("&Quit"), QKeySequence(tr("Ctrl+Q")), this, &QWidget::close);
}

void MainWindow::makeRunMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&Run"));
    add(menu, "demoAction", tr("Start the &demo"), {}, this, [this] {
        showPlace(Train);
        train_->startDemo();
    });
    menu->addSeparator();
    // The window's key handler does the work, so that Space still presses a focused button; the menu only
    // tells.
    QAction* pause =
        add(menu, "pauseAction", tr("&Pause or resume\tSpace"), {}, this, [this] { train_->togglePause(); });
    QAction* stop = add(menu, "stopAction", tr("&Stop"), {}, this, [this] { train_->session().stop(); });
    menu->addSeparator();
    add(menu, "evaluateAction", tr("&Evaluate"), QKeySequence(tr("F5")), this, [this] {
        if (!current().evaluateCurrent()) {
            showPlace(Evaluate);
        }
    });
    connect(menu, &QMenu::aboutToShow, this, [this, pause, stop] {
        const RunPhase phase = train_->session().phase();
        pause->setEnabled(canPause(phase) || canUnpause(phase));
        stop->setEnabled(canStop(phase));
    });
}

void MainWindow::makeViewMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&View"));
    for (std::size_t i = 0; i < pages_.size(); ++i) {
        add(menu, "placeAction", pages_[i]->title(), QKeySequence(tr("Ctrl+%1").arg(i + 1)), this,
            [this, i] { showPlace(static_cast<int>(i)); });
    }
    menu->addSeparator();
    QMenu* theme = menu->addMenu(tr("&Theme"));
    themes_ = new QActionGroup(this);
    const auto choice = [&](const QString& text, Theme::Mode mode) {
        QAction* action =
            add(theme, "themeAction", text, {}, this, [mode] { Theme::instance().setMode(mode); });
        action->setCheckable(true);
        action->setData(static_cast<int>(mode));
        action->setChecked(mode == Theme::instance().mode());
        themes_->addAction(action);
    };
    choice(tr("As the &system"), Theme::Mode::System);
    choice(tr("&Light"), Theme::Mode::Light);
    choice(tr("&Dark"), Theme::Mode::Dark);
}

void MainWindow::makeHelpMenu() {
    QMenu* menu = menuBar()->addMenu(tr("&Help"));
    add(menu, "shortcutsAction", tr("&Keyboard and mouse"), QKeySequence(tr("F1")), this,
        [this] { (new ShortcutsDialog(current().title(), this))->open(); });
    add(menu, "aboutAction", tr("&About ProbFace Studio"), {}, this,
        [this] { (new AboutDialog(this))->open(); });
}

void MainWindow::askToOpen(bool folder) {
    auto* dialog = new QFileDialog(
        this, folder ? tr("Open a run, a folder of images or anything else") : tr("Open"), lastFolder_);
    dialog->setObjectName(QStringLiteral("openDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setFileMode(folder ? QFileDialog::Directory : QFileDialog::ExistingFile);
    if (!folder) {
        dialog->setNameFilters(openFilters());
    }
    connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) { openPath(path); });
    dialog->open();
}

}  // namespace pf::ui
