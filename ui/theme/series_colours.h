// How many series have a colour of their own.
#pragma once

namespace pf::ui {

/// Theme::seriesColour begins again after these.
inline constexpr int kSeriesColours = 8;

}  // namespace pf::ui
