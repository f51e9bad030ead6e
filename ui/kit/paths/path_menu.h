// What one does with a path: look at it in the file manager, copy it.
#pragma once

#include <QString>

class QLineEdit;
class QMenu;

namespace pf::ui {

/// "Show in the file manager" and "Copy path"; both disabled without a path, the first also when there is
/// nothing at it.
void addPathActions(QMenu* menu, const QString& path);

/// The usual menu of a line edit, with these actions for the path that stands in it.
void givePathMenu(QLineEdit* edit);

}  // namespace pf::ui
