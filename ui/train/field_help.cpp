#include "ui/train/field_help.h"

#include "ui/train/field_editor.h"

namespace pf::ui {

constexpr int kLines = 4;

FieldHelp::FieldHelp(QWidget* parent) : QLabel(parent) {
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

void FieldHelp::clearHelp() {
    setText(tr("Choose an option to read what it means."));
    setToolTip({});
}

void FieldHelp::follow(FieldEditor* editor) {
    connect(editor, &FieldEditor::entered, this, [this, editor] {
        setText(editor->help());
        setToolTip(editor->help());
    });
}

}  // namespace pf::ui
