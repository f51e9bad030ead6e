// The few rules that Fusion's palette cannot express.
#pragma once

#include <QString>

namespace pf::ui {

class Theme;

/// Style sheet of the whole window in the theme's present colours.
QString styleSheet(const Theme& theme);

}  // namespace pf::ui
