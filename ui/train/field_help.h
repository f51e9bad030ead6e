// Explains the option that has the keyboard, in a place of its own: nothing in the form moves for it.
#pragma once

#include <QLabel>

namespace pf::ui {

class FieldEditor;

class FieldHelp : public QLabel {
    Q_OBJECT
  public:
    explicit FieldHelp(QWidget* parent = nullptr);
    void follow(FieldEditor* editor);
    /// No option has been chosen yet.
    void clearHelp();
};

}  // namespace pf::ui
