// What one does with a path outside of the program: open it, look at it in the file manager, copy it.
#pragma once

#include <QString>

class QMenu;

namespace pf::ui {

/// Opens a file or folder with the desktop's program for it; false when it is not there.
bool openOutside(const QString& path);
/// Opens the folder of a file, or the folder itself, in the file manager.
void showInFileManager(const QString& path);
/// Adds "Open"; grey when there is nothing at the path.
void addOpenAction(QMenu* menu, const QString& path);
/// Adds "Show in the file manager" and "Copy path"; both grey without a path, the first also when there is
/// nothing at it.
void addPathActions(QMenu* menu, const QString& path);

}  // namespace pf::ui
