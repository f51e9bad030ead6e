#include "ui/gallery/identity_figure.h"

#include <algorithm>
#include <array>

#include <QCoreApplication>
#include <QFontMetricsF>
#include <QPainter>

#include "ui/chart/text_fitting.h"
#include "ui/kit/number_text.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("IdentityFigure", text);
}

}  // namespace

double FigureLayout::headerHeight(const FaceInk& ink) const {
    return QFontMetricsF(ink.textFont).height() + 2 * gap;
}

std::optional<FaceIndex> FigureLayout::faceAt(const IdentityRow& row, QPointF point) const {
    if (point.y() < gap) {
        return std::nullopt;
    }
    for (int group = 0; group < 3; ++group) {
        const FaceIndices& faces = row.groups[static_cast<std::size_t>(group)];
        for (std::size_t i = 0; i < faces.size(); ++i) {
            const double left = groupLeft(group) + static_cast<double>(i) * (faceSide + gap);
            if (point.x() >= left && point.x() < left + faceSide) {
                return faces[i];
            }
        }
    }
    return std::nullopt;
}

void paintFigureHeader(QPainter& painter, const QPointF& topLeft, const FigureLayout& layout,
                       const FaceInk& ink) {
    const std::array<QString, 3> words = {tr("Low σ²"), tr("Medium σ²"), tr("High σ²")};
    QFont font = ink.textFont;
    font.setBold(true);
    painter.setFont(font);
    painter.setPen(ink.text);
    for (int group = 0; group < 3; ++group) {
        const QRectF box(topLeft.x() + layout.groupLeft(group), topLeft.y(), layout.groupWidth(),
                         layout.headerHeight(ink));
        const QString& word = words[static_cast<std::size_t>(group)];
        painter.drawText(box, Qt::AlignCenter | Qt::TextSingleLine, word);
        const double half = QFontMetricsF(font).horizontalAdvance(word) / 2 + 8;
        const QRectF key(box.center().x() - half - 10, box.center().y() - 4, 8, 8);
        painter.fillRect(key, Theme::viridis(0.15 + 0.35 * group));
    }
}

void addNumbers(FaceTile& tile, const GalleryData& data, FaceIndex face) {
    tile.caption = sigmaText(data.sigmaOf(face));
    tile.percentile = data.percentileOf(face);
}

void paintFigureRow(QPainter& painter, const QPointF& topLeft, const GalleryData& data,
                    const IdentityRow& row, const FigureLayout& layout, const FaceInk& ink,
                    const FaceTileSource& tiles, int selected) {
    const double height = layout.rowHeight(ink);
    painter.setFont(ink.textFont);
    painter.setPen(ink.text);
    const QFontMetricsF metrics(ink.textFont);
    const QString name = QString::fromStdString(data.identities[static_cast<std::size_t>(row.label)]);
    const QRectF nameBox(topLeft.x() + 8, topLeft.y() + layout.gap, layout.nameWidth - 16, layout.faceSide);
    QStringList lines = wrappedText(name, metrics, nameBox.width());
    const auto most = std::max<qsizetype>(1, static_cast<qsizetype>(nameBox.height() / metrics.height()) - 1);
    if (lines.size() > most) {
        lines = QStringList(metrics.elidedText(name, Qt::ElideMiddle, nameBox.width()));
    }
    double top = nameBox.center().y() - metrics.height() * static_cast<double>(lines.size() + 1) / 2;
    for (const QString& line : lines) {
        painter.drawText(QPointF(nameBox.left(), top + metrics.ascent()), line);
        top += metrics.height();
    }
    painter.setPen(ink.muted);
    const QString count = row.shown < row.total
                              ? tr("%1 of %2 faces").arg(countText(row.shown), countText(row.total))
                          : row.total == 1 ? tr("1 face")
                                           : tr("%1 faces").arg(countText(row.total));
    painter.drawText(QPointF(nameBox.left(), top + metrics.ascent()), count);
    for (int group = 0; group < 3; ++group) {
        const FaceIndices& faces = row.groups[static_cast<std::size_t>(group)];
        for (std::size_t i = 0; i < faces.size(); ++i) {
            const QPointF corner(topLeft.x() + layout.groupLeft(group) +
                                     static_cast<double>(i) * (layout.faceSide + layout.gap),
                                 topLeft.y() + layout.gap);
            if (static_cast<int>(faces[i]) == selected) {
                painter.setPen(QPen(Theme::instance().colour(Theme::Role::Accent), 2));
                painter.setBrush(Qt::NoBrush);
                painter.drawRect(
                    QRectF(corner, QSizeF(layout.faceSide, layout.faceSide)).adjusted(-2, -2, 2, 2));
            }
            paintFaceTile(painter, corner, layout.faceSide, tiles(faces[i]), ink);
        }
    }
    painter.setPen(ink.border);
    const double bottom = topLeft.y() + height - 0.5;
    painter.drawLine(QPointF(topLeft.x(), bottom), QPointF(topLeft.x() + layout.width(), bottom));
}

}  // namespace pf::ui
