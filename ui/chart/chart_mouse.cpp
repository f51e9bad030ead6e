#include <algorithm>
#include <cmath>

#include <QHBoxLayout>
#include <QLocale>
#include <QToolButton>

#include "ui/chart/chart_impl.h"
#include "ui/chart/chart_readout.h"
#include "ui/chart/probit.h"
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

QString Chart::Impl::valueText(double value, AxisFormat format) const {
    if (!std::isfinite(value)) {
        return QStringLiteral("–");
    }
    switch (format) {
        case AxisFormat::Deviate:
            return valueText(normalFraction(value), AxisFormat::Percent);
        case AxisFormat::Percent:
            return (value != 0 && std::abs(value) < 1e-3 ? QString::number(value * 100, 'g', 2)
                                                         : QString::number(value * 100, 'f', 2)) +
                   QStringLiteral(" %");
        case AxisFormat::Count:
        case AxisFormat::Grouped:
            if (std::abs(value - std::round(value)) < 1e-9) {
                return QLocale(QLocale::English).toString(static_cast<qlonglong>(std::llround(value)));
            }
            [[fallthrough]];
        case AxisFormat::Plain:
            break;
    }
    const double size = std::abs(value);
    return size != 0 && (size < 1e-3 || size >= 1e6) ? QString::number(value, 'g', 5)
                                                     : QString::number(value, 'f', size >= 1000 ? 1 : 4);
}

void Chart::Impl::fillReadout(double x) {
    std::vector<ChartReadout::Entry> entries;
    std::optional<double> shownX;  // of the point that is nearest on any curve
    for (const ChartSeries* one : ordered()) {
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
        QString value = valueText(point->y(), one->style.rightAxis ? rightFormat : yFormat);
        if (one->low != nullptr) {
            const auto low = pointAt(*one->low, x);
            value = Chart::tr("%1 to %2").arg(valueText(low ? low->y() : NAN, yFormat), value);
        }
        QColor colour = Theme::adapted(one->style.colour, Theme::instance().isDark());
        colour.setAlpha(255);
        // Beside its curve, a baseline is known by its line.
        const bool known = !one->style.inLegend && !one->style.meaning.isEmpty();
        entries.push_back(
            {colour, penStyle(one->style), one->style.symbol, known ? QString() : one->name, value});
    }
    if (entries.empty()) {
        readout->hide();
        return;
    }
    QString label = plot->xAxis->label();
    label.remove(QStringLiteral(" (%)"));
    const QString where =
        valueText(*shownX, xFormat == AxisFormat::Plain && *shownX == std::round(*shownX) ? AxisFormat::Count
                                                                                          : xFormat);
    const int right = extras->isEmpty() ? exportButton->x() : extras->geometry().left();
    readout->setGeometry(0, 0, std::max(40, right - 4), header->height());
    readout->showValues(label + QLatin1Char(' ') + where, std::move(entries));
}

void Chart::Impl::showHover(const QPoint& position) {
    if (!plot->axisRect()->rect().contains(position)) {
        hideHover();
        return;
    }
    const double x = plot->xAxis->pixelToCoord(position.x());
    owner->setCursorLine(x);
    Q_EMIT owner->cursorMoved(x);
    fillReadout(x);
}

void Chart::Impl::hideHover() {
    readout->hide();
    if (cursorX) {
        owner->setCursorLine(std::nullopt);
    }
}

void Chart::Impl::connectMouse() {
    QObject::connect(plot, &QCustomPlot::mousePress, owner, [this](QMouseEvent* event) {
        pressedAt = event->pos();
        pressed = event->button() == Qt::LeftButton;
        pressOnPlot(*event);
    });
    QObject::connect(plot, &QCustomPlot::mouseMove, owner, [this](QMouseEvent* event) {
        if (dragOnPlot(*event)) {
            hideHover();
            return;
        }
        if (event->buttons() & Qt::LeftButton) {
            if ((event->pos() - pressedAt).manhattanLength() > 4) {
                userZoomed = true;
                hideHover();
            }
            return;
        }
        showHover(event->pos());
    });
    QObject::connect(plot, &QCustomPlot::mouseRelease, owner, [this](QMouseEvent* event) {
        if (!releaseOnPlot(*event) && pressed && (event->pos() - pressedAt).manhattanLength() <= 4 &&
            plot->axisRect()->rect().contains(event->pos())) {
            const double x = plot->xAxis->pixelToCoord(event->pos().x());
            if (pinX) {
                movePinTo(x);
            }
            Q_EMIT owner->clicked(pinX.value_or(x));
        }
        pressed = false;
    });
    plot->setContextMenuPolicy(Qt::CustomContextMenu);
    QObject::connect(plot, &QWidget::customContextMenuRequested, owner, [this](const QPoint& position) {
        hideHover();
        owner->showContextMenu(plot->mapToGlobal(position));
    });
    QObject::connect(plot, &QCustomPlot::mouseDoubleClick, owner,
                     [this](QMouseEvent*) { owner->resetView(); });
    QObject::connect(plot, &QCustomPlot::mouseWheel, owner, [this](QWheelEvent* event) {
        // Ctrl: only along x; Shift: only along y.
        Qt::Orientations directions = Qt::Horizontal | Qt::Vertical;
        if (event->modifiers() & Qt::ControlModifier) {
            directions = Qt::Horizontal;
        } else if (event->modifiers() & Qt::ShiftModifier) {
            directions = Qt::Vertical;
        }
        // Some systems turn a wheel with Shift into a sideways one.
        const QPoint turned = event->angleDelta();
        zoomAt(event->position(), (turned.y() != 0 ? turned.y() : turned.x()) / 120.0, directions);
    });
}

}  // namespace pf::ui
