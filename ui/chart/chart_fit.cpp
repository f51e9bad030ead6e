// Fitting the axes, their names and the words at markers into the room there is.
#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "ui/chart/chart_impl.h"
#include "ui/chart/text_fitting.h"

namespace pf::ui {

QCPRange Chart::Impl::homeRange(const QCPAxis* axis) const {
    const bool keys = axis == plot->xAxis;
    const bool logarithmic = keys ? logX : logY && axis == plot->yAxis;
    const QCP::SignDomain domain = logarithmic ? QCP::sdPositive : QCP::sdBoth;
    std::optional<QCPRange> data;
    for (const auto& [id, one] : series) {
        for (QCPAbstractPlottable* plottable :
             {static_cast<QCPAbstractPlottable*>(one->graph), static_cast<QCPAbstractPlottable*>(one->low),
              static_cast<QCPAbstractPlottable*>(one->bars)}) {
            if (plottable == nullptr || !one->visible || (!keys && plottable->valueAxis() != axis)) {
                continue;
            }
            bool found = false;
            const QCPRange range =
                keys ? plottable->getKeyRange(found, domain) : plottable->getValueRange(found, domain);
            if (found && std::isfinite(range.lower) && std::isfinite(range.upper)) {
                data = data ? data->expanded(range) : range;
            }
        }
    }
    const bool right = axis == plot->yAxis2;
    const std::optional<double> low = keys ? homeLowX : right ? std::nullopt : homeLowY;
    const std::optional<double> high = keys ? homeHighX : right ? std::nullopt : homeHighY;
    double padding = keys ? 0.0 : 0.05;
    QCPRange range = data.value_or(logarithmic ? QCPRange(0.1, 10) : QCPRange(0, 1));
    if (range.size() <= std::abs(range.upper) * 1e-12) {
        const double half = range.upper == 0 ? 0.5 : std::abs(range.upper) * 0.05;
        range = QCPRange(range.lower - half, range.upper + half);
        padding = 0;
    }
    const double room = range.size() * padding;
    const double factor = std::pow(10.0, padding);
    range.lower = low.value_or(logarithmic ? range.lower / factor : range.lower - room);
    range.upper = high.value_or(logarithmic ? range.upper * factor : range.upper + room);
    if (right && data && data->lower >= 0) {
        range.lower = std::max(range.lower, 0.0);  // no room for what cannot be
    }
    return range.upper > range.lower ? range : axis->range();
}

void Chart::Impl::rescale() {
    if (userZoomed) {
        return;
    }
    for (QCPAxis* axis : {plot->xAxis, plot->yAxis, plot->yAxis2}) {
        axis->setRange(homeRange(axis));
    }
}

void Chart::Impl::zoomAt(const QPointF& position, double steps, Qt::Orientations directions) {
    bool whole = true;
    for (QCPAxis* axis : {plot->xAxis, plot->yAxis}) {
        const QCPRange home = homeRange(axis);
        if (directions & axis->orientation()) {
            const double centre =
                axis->pixelToCoord(axis->orientation() == Qt::Horizontal ? position.x() : position.y());
            axis->scaleRange(std::pow(0.85, steps), centre);
            // There is nothing to be seen beyond the data.
            axis->setRange(axis->range().bounded(home.lower, home.upper));
        }
        whole = whole && axis->range().lower <= home.lower && axis->range().upper >= home.upper;
    }
    userZoomed = !whole;
    requestReplot();
}

bool Chart::Impl::placeMarkers() {
    constexpr int kTop = 8;
    constexpr double kAbove = 2;
    bool changed = false;
    const QRect room = plot->axisRect()->rect();
    std::map<int, double> heights;  // by row
    for (const auto& [id, marker] : markers) {
        // The words stand on the side where they have room; in a narrow plot in several lines.
        const double at = plot->xAxis->coordToPixel(marker.line->point1->key());
        const QFontMetricsF metrics(marker.text->font());
        const double padding = marker.text->padding().left() + marker.text->padding().right();
        const double wide = metrics.horizontalAdvance(marker.words) + padding;
        const double right = room.right() - at;
        const double left = at - room.left();
        const bool toRight = wide <= right || right >= left;
        const Qt::Alignment side = toRight ? Qt::AlignLeft : Qt::AlignRight;
        const QString text =
            wrappedText(marker.words, metrics, std::max(40.0, std::max(left, right) - padding))
                .join(QLatin1Char('\n'));
        changed = changed || marker.text->textAlignment() != side || marker.text->text() != text;
        marker.text->setPositionAlignment(Qt::AlignTop | side);
        marker.text->setTextAlignment(side);
        marker.text->setText(text);
        marker.text->setVisible(!text.isEmpty() && plot->xAxis->range().contains(marker.line->point1->key()));
        if (!text.isEmpty()) {
            const double lines = static_cast<double>(text.count(QLatin1Char('\n')) + 1);
            heights[marker.row] = std::max(heights[marker.row], lines * metrics.height() + 2);
        }
    }
    double top = kAbove;
    for (auto& [row, height] : heights) {
        top += std::exchange(height, top);  // from now on where the row begins
    }
    for (const auto& [id, marker] : markers) {
        marker.text->position->setCoords(marker.line->point1->key(), heights[marker.row]);
    }
    QMargins margins = plot->axisRect()->minimumMargins();
    if (const int wanted = heights.empty() ? kTop : static_cast<int>(std::ceil(top));
        margins.top() != wanted) {
        margins.setTop(std::max(kTop, wanted));
        changed = changed || margins != plot->axisRect()->minimumMargins();
        plot->axisRect()->setMinimumMargins(margins);
    }
    return changed;
}

void Chart::Impl::fitTicks(QSize room) {
    // As many labels as fit: a low chart would print them over each other.
    const auto fit = [](QCPAxis* axis, int pixels, int each) {
        axis->ticker()->setTickCount(std::clamp(pixels / each, 2, 8));
    };
    fit(plot->xAxis, room.width(), 80);
    fit(plot->yAxis, room.height(), 26);
    fit(plot->yAxis2, room.height(), 26);
}

void Chart::Impl::fitAxes(QSize room) {
    fitTicks(room);
    // QCustomPlot cuts a label that is longer than its axis: then smaller letters, though not tiny ones.
    const auto fit = [this](QCPAxis* axis, int pixels) {
        QFont font = plot->font();
        const int length = QFontMetrics(font).horizontalAdvance(axis->label());
        if (length > pixels && font.pointSizeF() > 0.0) {
            font.setPointSizeF(std::max(6.0, font.pointSizeF() * pixels / length));
        }
        axis->setLabelFont(font);
    };
    fit(plot->xAxis, room.width());
    fit(plot->yAxis, room.height());
    fit(plot->yAxis2, room.height());
}

bool Chart::Impl::fitMargins(double width) {
    // QCustomPlot gives no room to the half of a label that stands out at the end of its axis.
    constexpr double kSlack = 1.06;
    QMargins margins = plot->axisRect()->minimumMargins();
    const QMargins before = margins;
    const QRect rect = plot->axisRect()->rect();
    const QFontMetricsF metrics(plot->xAxis->tickLabelFont());
    const QVector<double> ticks = plot->xAxis->tickVector();
    const QVector<QString> labels = plot->xAxis->tickVectorLabels();
    for (qsizetype i = 0; i < std::min(ticks.size(), labels.size()); ++i) {
        if (!plot->xAxis->range().contains(ticks[i])) {
            continue;
        }
        const double half = 0.5 * kSlack * metrics.horizontalAdvance(labels[i]) + 2;
        const double at = plot->xAxis->coordToPixel(ticks[i]);
        const double right = half - (rect.right() - at);
        const double left = half - (at - rect.left());
        margins.setRight(std::max(margins.right(), static_cast<int>(std::ceil(std::min(right, width / 4)))));
        margins.setLeft(std::max(margins.left(), static_cast<int>(std::ceil(std::min(left, width / 4)))));
    }
    plot->axisRect()->setMinimumMargins(margins);
    return margins != before;
}

}  // namespace pf::ui
