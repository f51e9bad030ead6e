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
void add(QMenu* menu, const char* name, const char* text, bool enabled, Handler handler) {
    addEntry(menu, name, QCoreApplication::translate("pathMenu", text), menu, std::move(handler))
        ->setEnabled(enabled);
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

void addOpenAction(QMenu* menu, const QString& path) {
    add(menu, "openPathAction", "Open", isThere(path), [path] { openOutside(path); });
}

void addPathActions(QMenu* menu, const QString& path) {
    add(menu, "revealAction", "Show in the file manager", isThere(path), [path] { showInFileManager(path); });
    add(menu, "copyPathAction", "Copy path", !path.isEmpty(),
        [path] { QGuiApplication::clipboard()->setText(absolutePath(path)); });
}

}  // namespace pf::ui
