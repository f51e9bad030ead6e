#include "ui/kit/face_painter.h"

#include <algorithm>

#include <QFontMetricsF>
#include <QPainter>

#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

constexpr double kBarHeight = 3;
constexpr double kGap = 3;

void paintBroken(QPainter& painter, const QRectF& box, const FaceInk& ink) {
    const double arm = std::min(box.width(), box.height()) * 0.14;
    const QPointF centre = box.center();
    painter.setPen(QPen(ink.error, 2));
    painter.drawLine(centre - QPointF(arm, arm), centre + QPointF(arm, arm));
    painter.drawLine(centre - QPointF(arm, -arm), centre + QPointF(arm, -arm));
}

}  // namespace

FaceInk FaceInk::ofTheme() {
    const Theme& theme = Theme::instance();
    FaceInk ink;
    ink.text = theme.colour(Theme::Role::Text);
    ink.muted = theme.colour(Theme::Role::MutedText);
    ink.border = theme.colour(Theme::Role::Border);
    ink.well = theme.colour(Theme::Role::Grid);
    ink.error = theme.colour(Theme::Role::Error);
    ink.textFont = theme.textFont();
    ink.numberFont = theme.tabularFont();
    return ink;
}

FaceInk FaceInk::onPaper() {
    FaceInk ink = ofTheme();
    ink.text = Qt::black;
    ink.muted = QColor(0x55, 0x55, 0x55);
    ink.border = QColor(0xc8, 0xc8, 0xc8);
    ink.well = QColor(0xf0, 0xf0, 0xf0);
    ink.error = QColor(0xb0, 0x20, 0x20);
    return ink;
}

double faceTileHeight(double side, const FaceInk& ink) {
    return side + kGap + kBarHeight + kGap + QFontMetricsF(ink.numberFont).height();
}

void paintFaceTile(QPainter& painter, const QPointF& topLeft, double side, const FaceTile& tile,
                   const FaceInk& ink) {
    const QRectF box(topLeft, QSizeF(side, side));
    painter.fillRect(box, ink.well);
    if (tile.broken) {
        paintBroken(painter, box, ink);
    } else if (!tile.image.isNull()) {
        QSizeF size = tile.image.size();
        size.scale(box.size(), Qt::KeepAspectRatio);
        const QRectF target(box.center() - QPointF(size.width() / 2, size.height() / 2), size);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        painter.drawImage(target, tile.image);
    }
    if (tile.percentile) {
        // At least a fifth of the width, so that the lowest faces' colour is seen too.
        const double share = std::clamp(*tile.percentile, 0.0, 1.0);
        const QRectF track(box.left(), box.bottom() + kGap, side, kBarHeight);
        painter.fillRect(track, ink.well);
        painter.fillRect(QRectF(track.topLeft(), QSizeF(side * (0.2 + 0.8 * share), kBarHeight)),
                         Theme::viridis(share));
    }
    const QRectF text(box.left(), box.bottom() + 2 * kGap + kBarHeight, side,
                      QFontMetricsF(ink.numberFont).height());
    painter.setPen(tile.broken ? ink.error : ink.text);
    painter.setFont(ink.numberFont);
    painter.drawText(text, Qt::AlignHCenter | Qt::AlignVCenter | Qt::TextSingleLine, tile.caption);
}

}  // namespace pf::ui
