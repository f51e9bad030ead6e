// The symbols that tell curves of one colour apart, for the legend and the read-out of the window.
#pragma once

#include <QPointF>

class QPainter;

namespace pf::ui {

/// SeriesStyle::symbol, in the painter's pen, as the plot draws it; nothing for 0.
void drawSeriesSymbol(QPainter& painter, int symbol, const QPointF& centre);

}  // namespace pf::ui
