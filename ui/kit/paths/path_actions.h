// What is typed for a path, and how it is opened outside of the program.
#pragma once

#include <QString>

class QAction;
class QMenu;

namespace pf::ui {

/// What was typed or pasted as a path: without blanks around it, a file:// address or ~/ as a path.
QString typedPath(const QString& text);

/// Opens a file or folder with the desktop's program for it; false when it is not there.
bool openOutside(const QString& path);

/// Adds "Open"; grey when there is nothing at the path.
QAction* addOpenAction(QMenu* menu, const QString& path);

}  // namespace pf::ui
