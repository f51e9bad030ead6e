#include "ui/kit/paths/path_menu.h"

#include <QClipboard>
#include <QCoreApplication>
#include <QDesktopServices>
#include <QFileInfo>
#include <QGuiApplication>
#include <QLineEdit>
#include <QMenu>
#include <QUrl>

#include "ui/kit/paths/absolute_path.h"

namespace pf::ui {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("pathMenu", text);
}

}  // namespace

void addPathActions(QMenu* menu, const QString& path) {
    const QFileInfo info(path);
    QAction* show = menu->addAction(tr("Show in the file manager"));
    show->setObjectName(QStringLiteral("revealAction"));
    show->setEnabled(!path.isEmpty() && info.exists());
    QObject::connect(show, &QAction::triggered, show, [info] {
        const QString folder = info.isDir() ? info.absoluteFilePath() : info.absolutePath();
        QDesktopServices::openUrl(QUrl::fromLocalFile(folder));
    });
    QAction* copy = menu->addAction(tr("Copy path"));
    copy->setObjectName(QStringLiteral("copyPathAction"));
    copy->setEnabled(!path.isEmpty());
    QObject::connect(copy, &QAction::triggered, copy,
                     [path] { QGuiApplication::clipboard()->setText(absolutePath(path)); });
}

void givePathMenu(QLineEdit* edit) {
    edit->setContextMenuPolicy(Qt::CustomContextMenu);
    QObject::connect(edit, &QLineEdit::customContextMenuRequested, edit, [edit](const QPoint& position) {
        QMenu* menu = edit->createStandardContextMenu();
        menu->setObjectName(QStringLiteral("pathMenu"));
        menu->setAttribute(Qt::WA_DeleteOnClose);
        menu->addSeparator();
        addPathActions(menu, edit->text().trimmed());
        menu->popup(edit->mapToGlobal(position));
    });
}

}  // namespace pf::ui
