// Where dialogs begin: in the folder of the last file or folder that was chosen in any of them.
#pragma once

#include <QFileDialog>
#include <QString>

namespace pf::ui {

/// Empty before anything was chosen.
QString lastFolder();
void setLastFolder(const QString& folder);

/// Lets the dialog begin beside `present` if that exists, else in the last folder, and remember what is
/// chosen.
void beginInLastFolder(QFileDialog* dialog, const QString& present = {});

}  // namespace pf::ui
