#include "ui/shell/window_menus.h"

#include <QActionGroup>
#include <QMenu>
#include <QMenuBar>

#include "ui/kit/page.h"
#include "ui/kit/widgets.h"
#include "ui/shell/about_dialog.h"
#include "ui/shell/main_window.h"
#include "ui/shell/shortcuts_dialog.h"
#include "ui/train/run_session.h"
#include "ui/train/train_page.h"

namespace pf::ui {

namespace {

template <class Handler>
QAction* add(QMenu* menu, const char* name, const QString& text, const QString& keys, QObject* receiver,
             Handler handler) {
    QAction* action = addEntry(menu, name, text, receiver, handler);
    action->setShortcut(QKeySequence(keys));
    return action;
}

}  // namespace

WindowMenus::WindowMenus(MainWindow* window)
    : QObject(window), window_(window), themes_(new QActionGroup(this)) {
    QMenu* menu = window_->menuBar()->addMenu(tr("&File"));
    FileOpener& opener = window_->opener();
    add(menu, "openAction", tr("&Open a file…"), tr("Ctrl+O"), this, [&opener] { opener.ask(false); });
    add(menu, "openFolderAction", tr("Open a &folder…"), tr("Ctrl+Shift+O"), this,
        [&opener] { opener.ask(true); });
    QMenu* recent = menu->addMenu(tr("Open &recent"));
    recent->setObjectName(QStringLiteral("recentMenu"));
    recent->setToolTipsVisible(true);
    connect(recent, &QMenu::aboutToShow, this, [&opener, recent] { opener.fillRecent(recent); });
    menu->addSeparator();
    add(menu, "exportAction", tr("&Export…"), tr("Ctrl+E"), this,
        [this] { window_->current().exportCurrent(); });
    menu->addSeparator();
    add(menu, "quitAction", tr("&Quit"), tr("Ctrl+Q"), this, [this] { window_->close(); });

    menu = window_->menuBar()->addMenu(tr("&Run"));
    TrainPage& train = window_->train();
    add(menu, "demoAction", tr("Start the &demo"), {}, this, [this, &train] {
        window_->showPlace(MainWindow::Train);
        train.startDemo();
    });
    menu->addSeparator();
    // The window's key handler does the work, so that Space still presses a focused button; the menu only
    // tells.
    QAction* pause =
        add(menu, "pauseAction", tr("&Pause or resume\tSpace"), {}, this, [&train] { train.togglePause(); });
    QAction* stop = add(menu, "stopAction", tr("&Stop"), {}, this, [&train] { train.session().stop(); });
    menu->addSeparator();
    add(menu, "evaluateAction", tr("&Evaluate"), tr("F5"), this, [this] {
        if (!window_->current().evaluateCurrent()) {
            window_->showPlace(MainWindow::Evaluate);
        }
    });
    connect(menu, &QMenu::aboutToShow, this, [&train, pause, stop] {
        const RunPhase phase = train.session().phase();
        pause->setEnabled(canPause(phase) || canUnpause(phase));
        stop->setEnabled(canStop(phase));
    });

    menu = window_->menuBar()->addMenu(tr("&View"));
    for (int place = MainWindow::Train; place <= MainWindow::Data; ++place) {
        add(menu, "placeAction", window_->page(place).title(), tr("Ctrl+%1").arg(place + 1), this,
            [this, place] { window_->showPlace(place); });
    }
    menu->addSeparator();
    QMenu* theme = menu->addMenu(tr("&Theme"));
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

    menu = window_->menuBar()->addMenu(tr("&Help"));
    add(menu, "shortcutsAction", tr("&Keyboard and mouse"), tr("F1"), this,
        [this] { (new ShortcutsDialog(window_->current().title(), window_))->open(); });
    add(menu, "aboutAction", tr("&About ProbFace Studio"), {}, this,
        [this] { (new AboutDialog(window_))->open(); });
}

void WindowMenus::setTheme(Theme::Mode mode) {
    for (QAction* action : themes_->actions()) {
        if (action->data().toInt() == static_cast<int>(mode)) {
            action->trigger();
        }
    }
}

}  // namespace pf::ui
