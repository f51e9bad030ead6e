#include "ui/kit/paths/last_folder.h"

#include <QFileInfo>

namespace pf::ui {

namespace {

QString& remembered() {
    static QString folder;
    return folder;
}

}  // namespace

QString lastFolder() {
    return remembered();
}

void setLastFolder(const QString& folder) {
    remembered() = folder;
}

void beginInLastFolder(QFileDialog* dialog, const QString& present) {
    if (const QFileInfo info(present); !present.isEmpty() && info.exists()) {
        dialog->setDirectory(info.absolutePath());
    } else if (QFileInfo(lastFolder()).isDir()) {
        dialog->setDirectory(lastFolder());
    }
    QObject::connect(dialog, &QFileDialog::fileSelected, dialog,
                     [](const QString& path) { setLastFolder(QFileInfo(path).absolutePath()); });
}

}  // namespace pf::ui
