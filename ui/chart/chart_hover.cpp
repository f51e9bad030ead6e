#include "ui/chart/chart_hover.h"

#include <algorithm>
#include <cmath>

#include <QBoxLayout>
#include <QToolButton>

#include "ui/chart/axis_numbers.h"
#include "ui/chart/chart_readout.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

/// What the eye sees of a line at x: the nearest point or, where points are far apart, the place on the line
/// between two; nothing when there is no point.
std::optional<QPointF> pointAt(const QCPGraph& graph, double x) {
    constexpr double kNearby = 4;  // pixels
    const auto data = graph.data();
    if (data->isEmpty()) {
        return std::nullopt;
    }
    auto at = data->findBegin(x, true);
    if (at == data->constEnd()) {
        --at;
    }
    const auto next = at + 1;
    const bool isLast = next == data->constEnd();
    const auto nearest = !isLast && std::abs(next->key - x) < std::abs(at->key - x) ? next : at;
    const QCPAxis& keys = *graph.keyAxis();
    const double pixel = keys.coordToPixel(x);
    const double away = std::abs(keys.coordToPixel(nearest->key) - pixel);
    const bool isBetween = !isLast && at->key <= x && x <= next->key;
    if (away <= kNearby || !isBetween || !std::isfinite(at->value) || !std::isfinite(next->value)) {
        return QPointF(nearest->key, nearest->value);
    }
    if (graph.lineStyle() == QCPGraph::lsStepLeft) {
        return QPointF(x, at->value);
    }
    const QCPAxis& values = *graph.valueAxis();
    const double from = keys.coordToPixel(at->key);
    const double part = (pixel - from) / (keys.coordToPixel(next->key) - from);
    const double low = values.coordToPixel(at->value);
    return QPointF(x, values.pixelToCoord(low + part * (values.coordToPixel(next->value) - low)));
}

}  // namespace

ChartHover::ChartHover(Chart::Impl& chart)
    : chart_(chart), line_(new QCPItemStraightLine(chart.plot)), readout_(new ChartReadout(chart.header)) {
    line_->setLayer(QStringLiteral("overlay"));
    line_->setVisible(false);
}

void ChartHover::setLine(std::optional<double> x) {
    x_ = x;
    line_->setVisible(x.has_value());
    if (x) {
        line_->point1->setCoords(*x, 0);
        line_->point2->setCoords(*x, 1);
    }
    // The overlay layer has a buffer of its own: moving the line does not draw the curves again.
    line_->layer()->replot();
}

void ChartHover::showAt(const QPoint& position) {
    if (!chart_.plot->axisRect()->rect().contains(position)) {
        hide();
        return;
    }
    const double x = chart_.plot->xAxis->pixelToCoord(position.x());
    setLine(x);
    fillReadout(x);
}

void ChartHover::hide() {
    readout_->hide();
    if (x_) {
        setLine(std::nullopt);
    }
}

void ChartHover::fillReadout(double x) {
    std::vector<ChartReadout::Entry> entries;
    std::optional<double> shownX;  // of the point that is nearest on any curve
    for (const PlottedSeries* one : chart_.ordered()) {
        if (!one->visible || one->style.faint || one->graph == nullptr) {
            continue;
        }
        const auto point = pointAt(*one->graph, x);
        if (!point) {
            continue;
        }
        if (!shownX || std::abs(point->x() - x) < std::abs(*shownX - x)) {
            shownX = point->x();
        }
        const ChartAxis& axis = one->style.rightAxis ? chart_.right : chart_.y;
        QString value = axisText(axis, point->y());
        if (one->low != nullptr) {
            const auto low = pointAt(*one->low, x);
            value = Chart::tr("%1 to %2").arg(axisText(axis, low ? low->y() : NAN), value);
        }
        QColor colour = Theme::adapted(one->style.colour, Theme::instance().isDark());
        colour.setAlpha(255);
        // Beside its curve, a baseline is known by its line.
        const bool known = !one->style.inLegend && !one->style.meaning.isEmpty();
        entries.push_back(
            {colour, penStyle(one->style), one->style.symbol, known ? QString() : one->name, value});
    }
    if (entries.empty()) {
        readout_->hide();
        return;
    }
    QString label = QString::fromStdString(chart_.x.name);
    label.remove(QStringLiteral(" (%)")).remove(QStringLiteral(" (no unit)"));
    ChartAxis whole = chart_.x;
    if (whole.format == AxisFormat::Plain && *shownX == std::round(*shownX)) {
        whole.format = AxisFormat::Count;
    }
    const int right = chart_.extras->isEmpty() ? chart_.exportButton->x() : chart_.extras->geometry().left();
    readout_->setGeometry(0, 0, std::max(40, right - 4), chart_.header->height());
    readout_->showValues(label + QLatin1Char(' ') + axisText(whole, *shownX), std::move(entries));
}

}  // namespace pf::ui
