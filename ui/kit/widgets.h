// Small widgets in the window's look, made the same way on every page.
#pragma once

#include <QString>
#include <QStringList>

class QComboBox;
class QFormLayout;
class QFrame;
class QLabel;
class QScrollArea;
class QTableView;
class QWidget;

namespace pf::ui {

/// A card with `inner` in it.
QFrame* makeCard(QWidget* inner, QWidget* parent);
/// Plain words that wrap and can be selected.
QLabel* makeText(const QString& name, QWidget* parent);
QComboBox* makeCombo(const QString& name, const QString& accessible, const QStringList& items,
                     QWidget* parent);
/// Fields with their labels above.
QFormLayout* makeForm(QWidget* parent = nullptr);
/// Shows or hides a field with its label.
void showRow(QFormLayout* form, QWidget* field, bool shown);
/// Scrolls up and down what does not fit, on the ground of what is around it.
QScrollArea* makeScroll(QWidget* inner, QWidget* parent);
/// A read-only table: rows are selected whole, columns can be dragged, the last one takes the space that is
/// left.
QTableView* makeTableView(const QString& name, const QString& accessible, QWidget* parent);

}  // namespace pf::ui
