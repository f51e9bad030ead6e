#include "ui/chart/plotted_series.h"

#include <algorithm>
#include <array>

#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

/// Enough to follow a curve by, few enough to see the curve.
constexpr int kSymbolsPerCurve = 12;

QCPScatterStyle::ScatterShape symbolShape(int symbol) {
    constexpr std::array kShapes = {QCPScatterStyle::ssCircle, QCPScatterStyle::ssSquare,
                                    QCPScatterStyle::ssTriangle, QCPScatterStyle::ssDiamond};
    return kShapes[static_cast<std::size_t>(symbol - 1) % kShapes.size()];
}

QColor colourOf(int colour) {
    switch (colour) {
        case kBaselineColour:
            return QColor(0x7a, 0x83, 0x8e);
        case kGenuineColour:
            return QColor(0x5f, 0x68, 0x74, 190);
        case kImpostorColour:
            return QColor(0x9a, 0xa3, 0xaf, 120);
        default:
            return Theme::instance().seriesColour(colour);
    }
}

}  // namespace

SeriesStyle styleOf(const ChartSeries& series) {
    static_assert(kSeriesColours == kChartColours);
    SeriesStyle style;
    style.colour = colourOf(series.colour);
    style.width = series.width;
    style.markers = series.dots;
    style.dotted = series.dash == ChartDash::Dotted;
    style.dashed = series.dash == ChartDash::Dashed || series.dash == ChartDash::DashDotted;
    style.faint = series.colour == kBaselineColour && !series.inLegend;
    style.stepped = series.mark == ChartMark::Step;
    style.inLegend = series.inLegend;
    style.rightAxis = series.rightAxis;
    style.group = QString::fromStdString(series.group);
    style.meaning = QString::fromStdString(series.meaning);
    style.symbol = std::max(series.colour, 0) / kSeriesColours;
    return style;
}

void PlottedSeries::applyStyle(bool dark) {
    QColor colour = Theme::adapted(style.colour, dark);
    for (QCPAbstractPlottable* part : parts()) {
        part->setVisible(visible);
    }
    if (bars != nullptr) {
        bars->setPen(Qt::NoPen);
        bars->setBrush(colour);
        bars->setName(name);
        return;
    }
    graph->setName(name);
    if (low != nullptr) {
        low->setPen(Qt::NoPen);
        graph->setPen(Qt::NoPen);
        graph->setBrush(colour);
        return;
    }
    if (style.faint) {
        colour.setAlphaF(0.28F);
    }
    QPen pen(colour, style.width);
    pen.setStyle(penStyle(style));
    graph->setPen(pen);
    graph->setAntialiased(!style.faint);
    graph->setLineStyle(!style.line     ? QCPGraph::lsNone
                        : style.stepped ? QCPGraph::lsStepLeft
                                        : QCPGraph::lsLine);
    const QCPScatterStyle::ScatterShape shape = style.symbol > 0 ? symbolShape(style.symbol)
                                                : style.markers  ? QCPScatterStyle::ssDisc
                                                                 : QCPScatterStyle::ssNone;
    graph->setScatterStyle(shape == QCPScatterStyle::ssDisc
                               ? QCPScatterStyle(shape, colour, colour, 5)
                               : QCPScatterStyle(shape, QPen(colour, 1.4), Qt::NoBrush, 8));
    graph->setScatterSkip(style.symbol > 0 && !style.markers ? points() / kSymbolsPerCurve : 0);
    QCustomPlot* plot = graph->parentPlot();
    graph->setValueAxis(style.rightAxis ? plot->yAxis2 : plot->yAxis);
}

}  // namespace pf::ui
