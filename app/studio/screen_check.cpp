#include "app/studio/screen_check.h"

#include <QMessageLogContext>
#include <QString>

#include <cstdio>
#include <cstdlib>

namespace pf::app {
namespace {

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

}  // namespace

ScreenCheck::ScreenCheck() {
    usual = qInstallMessageHandler(explainFatal);
}

ScreenCheck::~ScreenCheck() {
    qInstallMessageHandler(usual);
    if (!reasons().isEmpty()) {
        std::fprintf(stderr, "%s\n", qPrintable(reasons()));
    }
}

}  // namespace pf::app
