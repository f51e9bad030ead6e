// Fitting the numbers and names of a plot's axes into the room there is. Private to ui/chart.
#pragma once

#include "ui/chart/plot_library.h"

namespace pf::ui {

/// As many numbers as fit on axes of the size.
void fitTicks(QCustomPlot& plot, QSize room);
/// The same, and letters with which the axes' names fit too.
void fitAxes(QCustomPlot& plot, QSize room);
/// Gives numbers at the ends of the x axis their room; `width` of the whole plot. True: the plot has become
/// narrower.
bool fitMargins(QCustomPlot& plot, double width);

}  // namespace pf::ui
