#include "ui/kit/paths/path_actions.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QDesktopServices>
#include <QFileInfo>
#include <QGuiApplication>
#include <QMenu>
#include <QUrl>

#include "ui/kit/paths/absolute_path.h"
#include "ui/kit/widgets.h"

namespace pf::ui {

namespace {

template <class Handler>
QAction* add(QMenu* menu, const char* name, const char* text, bool enabled, Handler handler) {
    QAction* action =
        addEntry(menu, name, QCoreApplication::translate("pathMenu", text), menu, std::move(handler));
    action->setEnabled(enabled);
    return action;
}

bool isThere(const QString& path) {
    return !path.isEmpty() && QFileInfo::exists(path);
}

}  // namespace

bool openOutside(const QString& path) {
    const QFileInfo file(path);
    return file.exists() && QDesktopServices::openUrl(QUrl::fromLocalFile(file.absoluteFilePath()));
}

void showInFileManager(const QString& path) {
    const QFileInfo info(path);
    QDesktopServices::openUrl(
        QUrl::fromLocalFile(info.isDir() ? info.absoluteFilePath() : info.absolutePath()));
}

QAction* addOpenAction(QMenu* menu, const QString& path) {
    return add(menu, "openPathAction", "Open", isThere(path), [path] { openOutside(path); });
}

void addPathActions(QMenu* menu, const QString& path) {
    add(menu, "revealAction", "Show in the file manager", isThere(path), [path] { showInFileManager(path); });
    add(menu, "copyPathAction", "Copy path", !path.isEmpty(),
        [path] { QGuiApplication::clipboard()->setText(absolutePath(path)); });
}

}  // namespace pf::ui
