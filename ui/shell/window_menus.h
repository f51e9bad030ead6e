// The window's menu bar with its shortcuts.
#pragma once

#include <QObject>

#include "ui/theme/theme.h"

class QActionGroup;

namespace pf::ui {

class MainWindow;

/// Fills the menu bar of a window whose pages are there.
class WindowMenus : public QObject {
    Q_OBJECT
  public:
    explicit WindowMenus(MainWindow* window);

    /// Chooses the light, the dark or the system's design, as the menu does.
    void setTheme(Theme::Mode mode);

  private:
    MainWindow* window_;
    QActionGroup* themes_;
};

}  // namespace pf::ui
