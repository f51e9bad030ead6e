#include <QApplication>
#include <QCommandLineParser>
#include <QSettings>
#include <QTimer>

#include "core/session/version.h"
#include "ui/main_window.h"
#include "ui/theme/theme.h"
#include "ui/train/train_page.h"

int main(int argc, char** argv) {
    QApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    QApplication application(argc, argv);
    QApplication::setOrganizationName(QStringLiteral("ProbFace Studio"));
    QApplication::setApplicationName(QStringLiteral("probface-studio"));
    QApplication::setApplicationDisplayName(QStringLiteral("ProbFace Studio"));
    QApplication::setApplicationVersion(QString::fromStdString(pf::programVersion()));

    QCommandLineParser parser;
    parser.setApplicationDescription(QStringLiteral(
        "Trains, evaluates and shows uncertainty for face embeddings.\n\n"
        "  probface-studio --demo               the built-in demo, ready to start with one click\n"
        "  probface-studio runs/demo/20260101-120000   look at a run, live or finished\n"
        "  probface-studio configs/demo.yaml    a recipe in the form\n"
        "  probface-studio FOLDER               a folder of faces in the gallery"));
    parser.addHelpOption();
    parser.addVersionOption();
    const QCommandLineOption demo(QStringLiteral("demo"),
                                  QStringLiteral("Select the demo's recipe, ready to start."));
    const QCommandLineOption theme(QStringLiteral("theme"), QStringLiteral("system, light or dark."),
                                   QStringLiteral("theme"));
    parser.addOption(demo);
    parser.addOption(theme);
    parser.addPositionalArgument(QStringLiteral("path"),
                                 QStringLiteral("Config, run directory, folder or image to open."),
                                 QStringLiteral("[path]"));
    parser.process(application);
    const QString wanted = parser.value(theme);
    if (!wanted.isEmpty() && wanted != "system" && wanted != "light" && wanted != "dark") {
        qCritical("--theme: '%s' is not possible; expected system, light or dark", qPrintable(wanted));
        return 2;
    }

    using pf::ui::MainWindow;
    using pf::ui::Theme;
    Theme::instance().apply(application);
    MainWindow window;
    QSettings settings;
    window.restore(settings);
    if (!wanted.isEmpty()) {
        Theme::instance().setMode(wanted == "dark"    ? Theme::Mode::Dark
                                  : wanted == "light" ? Theme::Mode::Light
                                                      : Theme::Mode::System);
    }
    window.show();
    // After the first paint, so that the window is there at once.
    QTimer::singleShot(0, &window, [&] {
        if (parser.isSet(demo)) {
            window.showPlace(MainWindow::Train);
            window.train().selectDemo();
        }
        for (const QString& path : parser.positionalArguments()) {
            window.openPath(path, MainWindow::Opening::ByKind);
        }
    });
    return QApplication::exec();
}
