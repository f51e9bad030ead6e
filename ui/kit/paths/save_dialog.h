// Where a file is to be written.
#pragma once

#include <functional>

#include <QString>

class QWidget;

namespace pf::ui {

/// Asks for the place of a file, beginning with `fileName` in the last folder; its suffix is the only kind
/// that is offered. `chosen` gets the path unless the dialog is cancelled. objectName: "saveDialog".
void askWhereToSave(QWidget* parent, const QString& title, const QString& fileName,
                    std::function<void(const QString& path)> chosen);

}  // namespace pf::ui
