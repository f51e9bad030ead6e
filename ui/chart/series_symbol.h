// The symbols that tell curves of one colour apart, for the legend and the read-out of the window.
#pragma once

#include <QPainter>
#include <QPolygonF>

namespace pf::ui {

/// SeriesStyle::symbol, in the painter's pen, as the plot draws it; nothing for 0.
inline void drawSeriesSymbol(QPainter& painter, int symbol, const QPointF& centre) {
    constexpr double kHalf = 3.5;  // px
    if (symbol <= 0) {
        return;
    }
    const auto corner = [&](double x, double y) { return centre + QPointF(x, y) * kHalf; };
    switch ((symbol - 1) % 4) {
        case 0:
            painter.drawEllipse(centre, kHalf, kHalf);
            break;
        case 1:
            painter.drawRect(QRectF(corner(-1, -1), corner(1, 1)));
            break;
        case 2:
            painter.drawPolygon(QPolygonF({corner(-1, 1), corner(1, 1), corner(0, -1)}));
            break;
        default:
            painter.drawPolygon(QPolygonF({corner(-1, 0), corner(0, -1), corner(1, 0), corner(0, 1)}));
    }
}

}  // namespace pf::ui
