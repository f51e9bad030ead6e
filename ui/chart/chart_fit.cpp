#include "ui/chart/chart_fit.h"

#include <algorithm>
#include <cmath>

namespace pf::ui {

void fitTicks(QCustomPlot& plot, QSize room) {
    // As many labels as fit: a low chart would print them over each other.
    for (const QCPAxis* axis : {plot.xAxis, plot.yAxis, plot.yAxis2}) {
        const int fitting = axis == plot.xAxis ? room.width() / 80 : room.height() / 26;
        axis->ticker()->setTickCount(std::clamp(fitting, 2, 8));
    }
}

void fitAxes(QCustomPlot& plot, QSize room) {
    fitTicks(plot, room);
    // QCustomPlot cuts a label that is longer than its axis: then smaller letters, though not tiny ones.
    for (QCPAxis* axis : {plot.xAxis, plot.yAxis, plot.yAxis2}) {
        const int pixels = axis == plot.xAxis ? room.width() : room.height();
        QFont font = plot.font();
        const int length = QFontMetrics(font).horizontalAdvance(axis->label());
        if (length > pixels && font.pointSizeF() > 0.0) {
            font.setPointSizeF(std::max(6.0, font.pointSizeF() * pixels / length));
        }
        axis->setLabelFont(font);
    }
}

bool fitMargins(QCustomPlot& plot, double width) {
    // QCustomPlot gives no room to the half of a label that stands out at the end of its axis.
    constexpr double kSlack = 1.06;
    QMargins margins = plot.axisRect()->minimumMargins();
    const QMargins before = margins;
    const QRect rect = plot.axisRect()->rect();
    const QFontMetricsF metrics(plot.xAxis->tickLabelFont());
    const QVector<double> ticks = plot.xAxis->tickVector();
    const QVector<QString> labels = plot.xAxis->tickVectorLabels();
    for (qsizetype i = 0; i < std::min(ticks.size(), labels.size()); ++i) {
        if (!plot.xAxis->range().contains(ticks[i])) {
            continue;
        }
        const double half = 0.5 * kSlack * metrics.horizontalAdvance(labels[i]) + 2;
        const double at = plot.xAxis->coordToPixel(ticks[i]);
        const double right = half - (rect.right() - at);
        const double left = half - (at - rect.left());
        margins.setRight(std::max(margins.right(), static_cast<int>(std::ceil(std::min(right, width / 4)))));
        margins.setLeft(std::max(margins.left(), static_cast<int>(std::ceil(std::min(left, width / 4)))));
    }
    plot.axisRect()->setMinimumMargins(margins);
    return margins != before;
}

}  // namespace pf::ui
