#include <QApplication>
#include <QCommandLineParser>
#include <QMessageLogContext>
#include <QSettings>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "core/session/version.h"
#include "ui/shell/main_window.h"
#include "ui/shell/plain_locale.h"
#include "ui/theme/theme.h"
#include "ui/train/train_page.h"

namespace {

/// The command line of the window.
class Arguments {
  public:
    Arguments() {
        parser_.setApplicationDescription(QStringLiteral(
            "Trains, evaluates and shows uncertainty for face embeddings.\n\n"
            "  probface-studio --demo               the built-in demo, ready to start with one click\n"
            "  probface-studio runs/demo/20260101-120000   look at a run, live or finished\n"
            "  probface-studio configs/demo.yaml    a recipe in the form\n"
            "  probface-studio FOLDER               a folder of faces in the gallery"));
        parser_.addHelpOption();
        parser_.addVersionOption();
        parser_.addOption(demo_);
        parser_.addOption(theme_);
        parser_.addPositionalArgument(QStringLiteral("path"),
                                      QStringLiteral("Config, run directory, folder or image to open."),
                                      QStringLiteral("[path]"));
    }

    /// Answers --help and --version, and refuses what is not an option; otherwise returns.
    void process(const QCoreApplication& application) { parser_.process(application); }
    bool demo() const { return parser_.isSet(demo_); }
    QString theme() const { return parser_.value(theme_); }
    QStringList paths() const { return parser_.positionalArguments(); }

  private:
    QCommandLineParser parser_;
    QCommandLineOption demo_{QStringLiteral("demo"),
                             QStringLiteral("Select the demo's recipe, ready to start.")};
    QCommandLineOption theme_{QStringLiteral("theme"), QStringLiteral("system, light or dark."),
                              QStringLiteral("theme")};
};

void nameApplication() {
    QCoreApplication::setOrganizationName(QStringLiteral("ProbFace Studio"));
    QCoreApplication::setApplicationName(QStringLiteral("probface-studio"));
    QCoreApplication::setApplicationVersion(QString::fromStdString(pf::programVersion()));
}

/// Questions that are answered in the terminal: they need no screen.
bool asksInTerminal(int argc, char** argv) {
    return std::any_of(argv + 1, argv + argc, [](std::string_view word) {
        return word == "-h" || word == "--help" || word == "--help-all" || word == "-v" ||
               word == "--version";
    });
}

QtMessageHandler usual = nullptr;

/// What Qt said on the way, in one line: the reason is in its warnings, the fatal message names none.
QString& reasons() {
    static QString text;
    return text;
}

void explainFatal(QtMsgType type, const QMessageLogContext& context, const QString& message) {
    if (type == QtWarningMsg || type == QtInfoMsg || type == QtCriticalMsg) {
        const QString line = message.simplified();
        if (!line.isEmpty()) {
            reasons() += (reasons().isEmpty() ? QString() : QStringLiteral("; ")) + line;
        }
        return;
    }
    if (type != QtFatalMsg) {
        usual(type, context, message);
        return;
    }
    if (reasons().isEmpty()) {
        reasons() = message.simplified();
    }
    std::fprintf(
        stderr,
        "probface-studio: no screen was found to open the window on (%s). Start it on a desktop, or over the "
        "network with ssh -X; without a screen, probface does the same work (probface --help).\n",
        qPrintable(reasons()));
    std::fflush(stderr);
    std::_Exit(1);
}

/// The application object. A Qt that finds no screen to open its windows on ends the program with one
/// sentence and exit status 1, instead of aborting.
std::unique_ptr<QApplication> openApplication(int& argc, char** argv) {
    usual = qInstallMessageHandler(explainFatal);
    QApplication::setHighDpiScaleFactorRoundingPolicy(Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    auto application = std::make_unique<QApplication>(argc, argv);
    qInstallMessageHandler(usual);
    if (!reasons().isEmpty()) {
        std::fprintf(stderr, "%s\n", qPrintable(reasons()));
    }
    return application;
}

}  // namespace

int main(int argc, char** argv) {
    nameApplication();
    Arguments arguments;
    if (asksInTerminal(argc, argv)) {
        const QCoreApplication terminal(argc, argv);
        arguments.process(terminal);
    }
    const auto application = openApplication(argc, argv);
    pf::ui::usePlainNumbers();
    QApplication::setApplicationDisplayName(QStringLiteral("ProbFace Studio"));
    arguments.process(*application);
    const QString wanted = arguments.theme();
    if (!wanted.isEmpty() && wanted != QLatin1String("system") && wanted != QLatin1String("light") &&
        wanted != QLatin1String("dark")) {
        qCritical("--theme: '%s' is not possible; expected system, light or dark", qPrintable(wanted));
        return 2;
    }

    using pf::ui::MainWindow;
    using pf::ui::Theme;
    Theme::instance().apply(*application);
    MainWindow window;
    QSettings settings;
    window.restore(settings);
    if (!wanted.isEmpty()) {
        Theme::instance().setMode(wanted == QLatin1String("dark")    ? Theme::Mode::Dark
                                  : wanted == QLatin1String("light") ? Theme::Mode::Light
                                                                     : Theme::Mode::System);
    }
    window.show();
    // After the first paint, so that the window is there at once.
    QTimer::singleShot(0, &window, [&] {
        if (arguments.demo()) {
            window.showPlace(MainWindow::Train);
            window.train().selectDemo();
        }
        for (const QString& path : arguments.paths()) {
            window.openPath(path, MainWindow::Opening::ByKind);
        }
    });
    return QApplication::exec();
}
