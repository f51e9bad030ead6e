// A read-only table in the window's look.
#pragma once

#include <QString>

class QTableView;
class QWidget;

namespace pf::ui {

/// Rows are selected whole, columns can be dragged, the last one takes the space that is left.
QTableView* makeTableView(const QString& name, const QString& accessible, QWidget* parent);

}  // namespace pf::ui
