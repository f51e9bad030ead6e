// Small widgets in the window's look, made the same way on every page.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <QAction>
#include <QAnyStringView>
#include <QString>
#include <QStringList>

class QComboBox;
class QFormLayout;
class QFrame;
class QLabel;
class QMenu;
class QPushButton;
class QScrollArea;
class QSplitter;
class QTableView;
class QToolButton;
class QWidget;

namespace pf::ui {

/// Gives a widget the name that it is found by, and the words that are not empty.
template <class Widget>
Widget* named(Widget* widget, QAnyStringView name, const QString& accessible = {},
              const QString& toolTip = {}) {
    widget->setObjectName(name);
    if (!accessible.isEmpty()) {
        widget->setAccessibleName(accessible);
    }
    if (!toolTip.isEmpty()) {
        widget->setToolTip(toolTip);
    }
    return widget;
}
/// Engine texts as the window's lists take them.
QStringList textList(const std::vector<std::string>& texts);

/// A card with `inner` in it.
QFrame* makeCard(QWidget* inner, QWidget* parent);
/// Plain words that wrap and can be selected.
QLabel* makeText(const QString& name, QWidget* parent);
QComboBox* makeCombo(const QString& name, const QString& accessible, const QStringList& items,
                     QWidget* parent, const QString& toolTip = {});
/// Fields with their labels above.
QFormLayout* makeForm(QWidget* parent = nullptr);
/// Shows or hides a field with its label.
void showRow(QFormLayout* form, QWidget* field, bool shown);
/// Scrolls up and down what does not fit, on the ground of what is around it.
QScrollArea* makeScroll(QWidget* inner, QWidget* parent);
/// Its parts can be dragged apart with the window's usual gap, and none of them away.
QSplitter* makeSplitter(Qt::Orientation orientation, QWidget* parent);
/// A read-only table: rows are selected whole, columns can be dragged, the last one takes the space that is
/// left.
QTableView* makeTableView(const QString& name, const QString& accessible, QWidget* parent);

/// Bold, above a part of a form.
QLabel* makeHeading(const QString& text, QWidget* parent);
/// In the muted colour; the text's mnemonic leads to `buddy`.
QLabel* makeMuted(const QString& text, QWidget* parent, QWidget* buddy = nullptr);
/// A number: digits of one width, selectable with the mouse.
QLabel* makeNumber(const QString& name, QWidget* parent);
/// In the colours of an error, selectable with the mouse; hidden until showText() fills it.
QLabel* makeErrorText(const QString& name, QWidget* parent);
/// Shows the text; hides the label when it is empty.
void showText(QLabel* label, const QString& text);

/// A button that is found by its name.
QPushButton* makeButton(const QString& name, const QString& text, QWidget* parent,
                        const QString& toolTip = {});
/// A tool button with an icon before its text.
QToolButton* makeToolButton(const QString& name, const QString& icon, const QString& text, QWidget* parent);

/// A flat tool button of an icon alone; `what` it does is its tool tip and its accessible name.
QToolButton* makeFlatButton(const QString& name, const QString& icon, const QString& what, QWidget* parent);

/// A menu that goes away with its closing.
QMenu* makePopup(const char* name, QWidget* parent);
/// Adds an entry that is found by its name; what it does is connected to its triggered().
QAction* addEntry(QMenu* menu, const char* name, const QString& text, bool possible = true);
/// The same with what it does.
template <class Receiver, class Handler>
QAction* addEntry(QMenu* menu, const char* name, const QString& text, const Receiver* receiver,
                  Handler handler) {
    QAction* entry = addEntry(menu, name, text);
    QObject::connect(entry, &QAction::triggered, receiver, std::move(handler));
    return entry;
}

}  // namespace pf::ui
