// The one dialog that asks for a file or a folder.
#pragma once

#include <functional>

#include <QString>
#include <QStringList>

class QWidget;

namespace pf::ui {

/// Any: a file or a folder, as is chosen before the dialog opens.
enum class PathMode { OpenFile, OpenFolder, OpenAny, SaveFile, SaveFolder };

struct PathQuestion {
    QString name = QStringLiteral("pathDialog");  ///< the dialog's objectName
    QString title;
    PathMode mode = PathMode::OpenFile;
    QStringList filters;  ///< of files
    /// The present answer; the dialog begins beside it, and a file to write has its name at first.
    QString present;
    QString suffix;          ///< given to a written file that has none
    bool mayReplace = true;  ///< the dialog asks before a file is replaced; false: whoever asked does
};

/// Opens the dialog, which does not block; `chosen` hears of an answer. It begins beside the present answer,
/// else where the last one of any dialog was.
void askForPath(QWidget* owner, const PathQuestion& question, std::function<void(const QString&)> chosen);

/// Asks for the place of a file, beginning with `fileName` in the last folder; its suffix is the only kind
/// that is offered. `chosen` gets the path unless the dialog is cancelled. objectName: "saveDialog".
void askWhereToSave(QWidget* parent, const QString& title, const QString& fileName,
                    std::function<void(const QString& path)> chosen);

/// The folder of the last file or folder that was chosen in any dialog; before, or if it has gone, the
/// documents.
QString lastFolder();
void setLastFolder(const QString& folder);

}  // namespace pf::ui
