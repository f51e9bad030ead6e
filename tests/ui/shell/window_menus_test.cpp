#include <gtest/gtest.h>

#include <QAction>
#include <QMenu>
#include <QMenuBar>
#include <QSettings>
#include <QTemporaryDir>

#include "ui/kit/page.h"
#include "ui/shell/main_window.h"
#include "ui/theme/theme.h"

namespace pf::ui {
namespace {

QAction* action(const MainWindow& window, const char* name) {
    return window.findChild<QAction*>(QString::fromLatin1(name));
}

TEST(WindowMenus, ThePlacesStandInTheViewMenuWithTheirDigits) {
    MainWindow window;
    const auto places = window.findChildren<QAction*>(QStringLiteral("placeAction"));
    ASSERT_EQ(places.size(), 6);
    for (int place = MainWindow::Data; place >= MainWindow::Train; --place) {
        EXPECT_EQ(places[place]->text(), window.page(place).title());
        EXPECT_EQ(places[place]->shortcut(), QKeySequence(QStringLiteral("Ctrl+%1").arg(place + 1)));
        places[place]->trigger();
        EXPECT_EQ(window.place(), place);
    }
}

TEST(WindowMenus, NothingToPauseOrToStopWithoutARun) {
    MainWindow window;
    for (QAction* menu : window.menuBar()->actions()) {
        Q_EMIT menu->menu()->aboutToShow();
    }
    EXPECT_FALSE(action(window, "pauseAction")->isEnabled());
    EXPECT_FALSE(action(window, "stopAction")->isEnabled());
    EXPECT_TRUE(action(window, "pauseAction")->shortcut().isEmpty())
        << "Space must still press the button that has the keyboard";
    window.showPlace(MainWindow::Runs);
    action(window, "evaluateAction")->trigger();
    EXPECT_EQ(window.place(), MainWindow::Evaluate) << "no run is chosen";
}

TEST(WindowMenus, TheThemeThatIsRestoredIsTicked) {
    const QTemporaryDir folder;
    QSettings settings(folder.filePath(QStringLiteral("settings.ini")), QSettings::IniFormat);
    for (const Theme::Mode mode : {Theme::Mode::Dark, Theme::Mode::Light}) {
        settings.setValue(QStringLiteral("theme"), static_cast<int>(mode));
        MainWindow window;
        window.restore(settings);
        EXPECT_EQ(Theme::instance().mode(), mode);
        for (const QAction* theme : window.findChildren<QAction*>(QStringLiteral("themeAction"))) {
            EXPECT_EQ(theme->isChecked(), theme->data().toInt() == static_cast<int>(mode));
        }
    }
}

}  // namespace
}  // namespace pf::ui
