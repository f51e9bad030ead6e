#include "ui/kit/paths/path_actions.h"

#include <QAction>
#include <QCoreApplication>
#include <QDesktopServices>
#include <QDir>
#include <QFileInfo>
#include <QMenu>
#include <QUrl>

namespace pf::ui {

QString typedPath(const QString& text) {
    const QString path = text.trimmed();
    if (path.startsWith(QLatin1String("~/"))) {
        return QDir::home().filePath(path.mid(2));
    }
    return path.startsWith(QLatin1String("file://")) ? QUrl(path).toLocalFile() : path;
}

bool openOutside(const QString& path) {
    const QFileInfo file(path);
    return file.exists() && QDesktopServices::openUrl(QUrl::fromLocalFile(file.absoluteFilePath()));
}

QAction* addOpenAction(QMenu* menu, const QString& path) {
    QAction* open = menu->addAction(QCoreApplication::translate("pathMenu", "Open"));
    open->setObjectName(QStringLiteral("openPathAction"));
    open->setEnabled(!path.isEmpty() && QFileInfo::exists(path));
    QObject::connect(open, &QAction::triggered, open, [path] { openOutside(path); });
    return open;
}

}  // namespace pf::ui
