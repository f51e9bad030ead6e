// Runs GoogleTest inside a QApplication, offscreen unless PF_TEST_PLATFORM names another Qt platform (xcb: a
// screen with a window manager, without one no window ever becomes active).
#include <gtest/gtest.h>

#include <QApplication>
#include <QStandardPaths>
#include <QTemporaryDir>

#include "ui/theme/theme.h"

int main(int argc, char** argv) {
    const QByteArray platform = qgetenv("PF_TEST_PLATFORM");
    qputenv("QT_QPA_PLATFORM", platform.isEmpty() ? QByteArray("offscreen") : platform);
    // Settings of the tests must neither read nor change the user's.
    const QTemporaryDir settings;
    qputenv("XDG_CONFIG_HOME", settings.path().toUtf8());
    testing::InitGoogleTest(&argc, argv);
    // Naming the tests needs no screen.
    if (GTEST_FLAG_GET(list_tests)) {
        return RUN_ALL_TESTS();
    }
    QApplication application(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("ProbFace Studio tests"));
    QApplication::setApplicationName(QStringLiteral("ui-tests"));
    pf::ui::Theme::instance().apply(application);
    return RUN_ALL_TESTS();
}
