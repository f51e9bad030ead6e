// F1: every key and mouse gesture, those of the page in front first.
#pragma once

#include <QDialog>

namespace pf::ui {

class ShortcutsDialog : public QDialog {
    Q_OBJECT
  public:
    /// `place` is the title of the page in front.
    ShortcutsDialog(const QString& place, QWidget* parent);
};

}  // namespace pf::ui
