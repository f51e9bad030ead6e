#include <algorithm>
#include <cmath>

#include <QLabel>
#include <QLocale>

#include "ui/chart/chart_impl.h"
#include "ui/chart/probit.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

/// The value of the point nearest to x, nothing when there is none.
std::optional<QPointF> nearestPoint(const QCPGraph& graph, double x) {
    const auto data = graph.data();
    if (data->isEmpty()) {
        return std::nullopt;
    }
    auto at = data->findBegin(x, true);
    if (at == data->constEnd()) {
        --at;
    }
    const auto next = at + 1;
    if (next != data->constEnd() && std::abs(next->key - x) < std::abs(at->key - x)) {
        at = next;
    }
    return QPointF(at->key, at->value);
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

QString Chart::Impl::hoverHtml(double x) const {
    QString rows;
    double shownX = x;
    for (const ChartSeries* one : ordered()) {
        if (!one->visible || one->style.faint || one->graph == nullptr) {
            continue;
        }
        const auto point = nearestPoint(*one->graph, x);
        if (!point) {
            continue;
        }
        shownX = point->x();
        QString value = valueText(point->y(), one->style.rightAxis ? rightFormat : yFormat);
        if (one->low != nullptr) {
            const auto low = nearestPoint(*one->low, x);
            value = valueText(low ? low->y() : NAN, yFormat) + QStringLiteral(" to ") + value;
        }
        QColor colour = Theme::adapted(one->style.colour, Theme::instance().isDark());
        colour.setAlpha(255);
        rows +=
            QStringLiteral(
                "<tr><td><span style='color:%1'>■</span> %2&nbsp;&nbsp;</td><td align='right'>%3</td></tr>")
                .arg(colour.name(), one->name.toHtmlEscaped(), value);
    }
    if (rows.isEmpty()) {
        return {};
    }
    QString label = plot->xAxis->label();
    label.remove(QStringLiteral(" (%)"));
    return QStringLiteral("<table cellspacing='0'><tr><td colspan='2'>%1 %2</td></tr>%3</table>")
        .arg(
            label.toHtmlEscaped(),
            valueText(shownX, xFormat == AxisFormat::Plain && shownX == std::round(shownX) ? AxisFormat::Count
                                                                                           : xFormat),
            rows);
}

void Chart::Impl::showHover(const QPoint& position) {
    if (!plot->axisRect()->rect().contains(position)) {
        hideHover();
        return;
    }
    const double x = plot->xAxis->pixelToCoord(position.x());
    owner->setCursorLine(x);
    Q_EMIT owner->cursorMoved(x);
    const QString html = hoverHtml(x);
    if (html.isEmpty()) {
        hover->hide();
        return;
    }
    hover->setText(html);
    hover->adjustSize();
    const int gap = 14;
    int left = position.x() + gap;
    if (left + hover->width() > plot->width()) {
        left = position.x() - gap - hover->width();
    }
    const int top =
        std::clamp(position.y() - hover->height() / 2, 0, std::max(0, plot->height() - hover->height()));
    hover->move(std::max(0, left), top);
    hover->show();
    hover->raise();
}

void Chart::Impl::hideHover() {
    hover->hide();
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
    QObject::connect(plot, &QCustomPlot::mouseDoubleClick, owner,
                     [this](QMouseEvent*) { owner->resetView(); });
    QObject::connect(plot, &QCustomPlot::mouseWheel, owner, [this](QWheelEvent* event) {
        userZoomed = true;
        // Ctrl: only along x; Shift: only along y.
        Qt::Orientations directions = Qt::Horizontal | Qt::Vertical;
        if (event->modifiers() & Qt::ControlModifier) {
            directions = Qt::Horizontal;
        } else if (event->modifiers() & Qt::ShiftModifier) {
            directions = Qt::Vertical;
        }
        plot->axisRect()->setRangeZoom(directions);
    });
}

}  // namespace pf::ui
