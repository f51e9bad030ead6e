// F1: every key and mouse gesture, those of the page in front first.
#pragma once

#include <utility>
#include <vector>

#include <QDialog>

namespace pf::ui {

/// Keys and gestures of one place.
struct ShortcutGroup {
    QString place;  ///< a page's title, "Charts" or "Everywhere"
    std::vector<std::pair<QString, QString>> keys;
};

const std::vector<ShortcutGroup>& shortcutGroups();

class ShortcutsDialog : public QDialog {
    Q_OBJECT
  public:
    /// `place` is the title of the page in front.
    ShortcutsDialog(const QString& place, QWidget* parent);
};

}  // namespace pf::ui
