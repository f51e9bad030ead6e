#include "ui/kit/paths/save_dialog.h"

#include <utility>

#include <QDir>
#include <QFileInfo>

#include "ui/kit/paths/path_dialog.h"

namespace pf::ui {

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

}  // namespace pf::ui
