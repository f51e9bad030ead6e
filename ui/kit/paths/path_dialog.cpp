#include "ui/kit/paths/path_dialog.h"

#include <utility>

#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QSettings>
#include <QStandardPaths>

namespace pf::ui {

const QString kLastFolderKey = QStringLiteral("lastFolder");

void askForPath(QWidget* owner, const PathQuestion& question, std::function<void(const QString&)> chosen) {
    auto* dialog = new QFileDialog(owner, question.title);
    dialog->setObjectName(question.name);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    const bool writes = question.mode == PathMode::SaveFile;
    if (question.mode == PathMode::OpenFolder || question.mode == PathMode::SaveFolder) {
        dialog->setFileMode(QFileDialog::Directory);
        dialog->setOption(QFileDialog::ShowDirsOnly);
    } else {
        dialog->setFileMode(writes ? QFileDialog::AnyFile : QFileDialog::ExistingFile);
        dialog->setAcceptMode(writes ? QFileDialog::AcceptSave : QFileDialog::AcceptOpen);
        dialog->setOption(QFileDialog::DontConfirmOverwrite, !question.mayReplace);
        dialog->setDefaultSuffix(question.suffix);
        if (!question.filters.isEmpty()) {
            dialog->setNameFilters(question.filters);
        }
    }
    const QFileInfo present(question.present);
    const bool isPath =
        !question.present.isEmpty() && !question.present.startsWith(QLatin1String("synthetic:"));
    if (isPath && QFileInfo(present.absolutePath()).isDir()) {
        dialog->setDirectory(present.absolutePath());
    } else {
        dialog->setDirectory(lastFolder());
    }
    if (writes && isPath) {
        dialog->selectFile(present.fileName());
    }
    QObject::connect(dialog, &QFileDialog::fileSelected, owner,
                     [chosen = std::move(chosen)](const QString& path) {
                         setLastFolder(QFileInfo(path).absolutePath());
                         chosen(path);
                     });
    dialog->open();
}

void askWhereToSave(QWidget* parent, const QString& title, const QString& fileName,
                    std::function<void(const QString&)> chosen) {
    const QString suffix = QFileInfo(fileName).suffix();
    PathQuestion question;
    question.name = QStringLiteral("saveDialog");
    question.title = title;
    question.mode = PathMode::SaveFile;
    question.filters = QStringList{QStringLiteral("%1 (*.%2)").arg(suffix.toUpper(), suffix)};
    question.present = QDir(lastFolder()).filePath(fileName);
    question.suffix = suffix;
    askForPath(parent, question, std::move(chosen));
}

QString lastFolder() {
    const QString last = QSettings().value(kLastFolderKey).toString();
    const QString documents = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    return QFileInfo(last).isDir() ? last : QFileInfo(documents).isDir() ? documents : QDir::homePath();
}

void setLastFolder(const QString& folder) {
    QSettings().setValue(kLastFolderKey, folder);
}

}  // namespace pf::ui
