#include "ui/kit/paths/save_dialog.h"

#include <utility>

#include <QFileDialog>
#include <QFileInfo>

#include "ui/kit/paths/last_folder.h"

namespace pf::ui {

void askWhereToSave(QWidget* parent, const QString& title, const QString& fileName,
                    std::function<void(const QString&)> chosen) {
    const QString suffix = QFileInfo(fileName).suffix();
    auto* dialog = new QFileDialog(parent, title);
    dialog->setObjectName(QStringLiteral("saveDialog"));
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setAcceptMode(QFileDialog::AcceptSave);
    dialog->setDefaultSuffix(suffix);
    dialog->setNameFilter(QStringLiteral("%1 (*.%2)").arg(suffix.toUpper(), suffix));
    beginInLastFolder(dialog);
    dialog->selectFile(fileName);
    QObject::connect(dialog, &QFileDialog::fileSelected, parent, std::move(chosen));
    dialog->open();
}

}  // namespace pf::ui
