// Explains the option that has the keyboard, in a place of its own: nothing in the form moves for it.
#pragma once

#include <QLabel>

#include "ui/train/field_editor.h"

namespace pf::ui {

class FieldHelp : public QLabel {
    Q_OBJECT
  public:
    explicit FieldHelp(QWidget* parent = nullptr) : QLabel(parent) {
        constexpr int kLines = 4;
        setObjectName(QStringLiteral("fieldHelp"));
        setAccessibleName(tr("What the chosen option means"));
        setWordWrap(true);
        setProperty("muted", true);
        setAlignment(Qt::AlignTop | Qt::AlignLeft);
        QFont small = font();
        small.setPointSizeF(small.pointSizeF() * 0.9);
        setFont(small);
        setFixedHeight(kLines * fontMetrics().lineSpacing() + 2);
        clearHelp();
    }
    void follow(FieldEditor* editor) {
        connect(editor, &FieldEditor::entered, this, [this, editor] {
            setText(editor->help());
            setToolTip(editor->help());
        });
    }
    /// No option has been chosen yet.
    void clearHelp() {
        setText(tr("Choose an option to read what it means."));
        setToolTip({});
    }
};

}  // namespace pf::ui
