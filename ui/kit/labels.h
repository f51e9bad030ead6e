// Labels, buttons and menu entries as every page has them.
#pragma once

#include <QString>

class QAction;
class QLabel;
class QMenu;
class QToolButton;
class QWidget;

namespace pf::ui {

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

/// A tool button with an icon before its text.
QToolButton* makeToolButton(const QString& name, const QString& icon, const QString& text, QWidget* parent);

/// Adds an entry that is found by its name; what it does is connected to its triggered().
QAction* addEntry(QMenu* menu, const char* name, const QString& text, bool possible = true);

}  // namespace pf::ui
