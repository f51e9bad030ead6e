#include "ui/chart/line_graph.h"

#include <algorithm>
#include <cmath>

namespace pf::ui {

QVector<int> LineGraph::lonePoints() const {
    const auto data = mDataContainer;
    const QCPGraph* other = mChannelFillGraph.data();
    const int count = data->size();
    const auto hasPlace = [](const QCPAxis* axis, double value) {
        return std::isfinite(value) && (axis->scaleType() == QCPAxis::stLinear || value > 0);
    };
    const auto isDrawn = [&](int i) {
        return i >= 0 && i < count && hasPlace(mKeyAxis, data->at(i)->key) &&
               hasPlace(mValueAxis, data->at(i)->value) &&
               (other == nullptr ||
                (i < other->data()->size() && hasPlace(mValueAxis, other->data()->at(i)->value)));
    };
    QVector<int> lone;
    if (count == 0 || mKeyAxis.isNull() || mValueAxis.isNull()) {
        return lone;
    }
    QCPGraphDataContainer::const_iterator begin;
    QCPGraphDataContainer::const_iterator end;
    getVisibleDataBounds(begin, end, QCPDataRange(0, count));
    const int last = static_cast<int>(end - data->constBegin());
    for (int i = static_cast<int>(begin - data->constBegin()); i < last; ++i) {
        if (isDrawn(i) && !isDrawn(i - 1) && !isDrawn(i + 1)) {
            lone.append(i);
        }
    }
    return lone;
}

void LineGraph::draw(QCPPainter* painter) {
    QCPGraph::draw(painter);
    if (const QCPGraph* other = mChannelFillGraph.data()) {
        constexpr double kBandPx = 4;
        painter->setPen(Qt::NoPen);
        painter->setBrush(mBrush);
        for (const int i : lonePoints()) {
            const auto point = mDataContainer->at(i);
            const QPointF high = coordsToPixels(point->key, point->value);
            const QPointF low = coordsToPixels(point->key, other->data()->at(i)->value);
            painter->drawRect(QRectF(high - QPointF(kBandPx / 2, 0), low + QPointF(kBandPx / 2, 0)));
        }
        return;
    }
    if (mLineStyle == lsNone || !mScatterStyle.isNone() || mPen.style() == Qt::NoPen) {
        return;
    }
    applyScattersAntialiasingHint(painter);
    painter->setPen(Qt::NoPen);
    painter->setBrush(mPen.color());
    const double radius = std::max(2.2, 1.3 * mPen.widthF());
    for (const int i : lonePoints()) {
        const auto point = mDataContainer->at(i);
        painter->drawEllipse(coordsToPixels(point->key, point->value), radius, radius);
    }
}

}  // namespace pf::ui
