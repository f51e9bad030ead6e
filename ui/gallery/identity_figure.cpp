#include "ui/gallery/identity_figure.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include <QCoreApplication>
#include <QFileInfo>
#include <QFontMetricsF>
#include <QPageLayout>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>

#include "core/base/error.h"
#include "core/base/text.h"
#include "ui/chart/text_fitting.h"
#include "ui/kit/faces/paper_sheet.h"
#include "ui/kit/number_text.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

constexpr int kPrintSide = 224;
constexpr double kMargin = 12;

/// Rows that one PNG of this layout can hold.
std::size_t maximumPngRows(const FigureLayout& layout, const FaceInk& ink) {
    const double usable = PaperSheet::kMaximumSide - layout.headerHeight(ink) - 2 * kMargin;
    return static_cast<std::size_t>(usable / layout.rowHeight(ink));
}

void paintRow(QPainter& painter, const QPointF& corner, const IdentityFigure& figure, std::size_t row) {
    const GalleryData& data = *figure.data;
    paintFigureRow(painter, corner, data, figure.rows[row], figure.layout, figure.ink,
                   [&data](FaceIndex face) {
                       FaceTile tile;
                       addNumbers(tile, data, face);
                       addPrintedImage(tile, data.catalog, face, kPrintSide);
                       return tile;
                   });
}

bool writePng(const QString& path, const IdentityFigure& figure, RunControl& control,
              const ProgressObserver& observer) {
    const auto& [data, rows, layout, ink] = figure;
    const std::size_t most = maximumPngRows(layout, ink);
    if (rows.size() > most) {
        throw Error(ErrorCode::Config, "One PNG holds at most " +
                                           formatCount(static_cast<std::int64_t>(most)) +
                                           " identities, but the figure has " +
                                           formatCount(static_cast<std::int64_t>(rows.size())) +
                                           ". Export fewer identities, or a PDF.");
    }
    const double header = layout.headerHeight(ink);
    const double height = header + static_cast<double>(rows.size()) * layout.rowHeight(ink);
    PaperSheet sheet({layout.width() + 2 * kMargin, height + 2 * kMargin},
                     QStringLiteral("Export fewer identities, or a PDF."));
    paintFigureHeader(sheet.painter(), {kMargin, kMargin}, layout, ink);
    double top = kMargin + header;
    const auto paint = [&](std::size_t row) {
        paintRow(sheet.painter(), {kMargin, top}, figure, row);
        top += figure.layout.rowHeight(figure.ink);
    };
    if (!inParts(rows.size(), control, observer, paint)) {
        return false;
    }
    sheet.write(path);
    return true;
}

bool writePdf(const QString& path, const IdentityFigure& figure, RunControl& control,
              const ProgressObserver& observer) {
    const FigureLayout& layout = figure.layout;
    const FaceInk& ink = figure.ink;
    const auto refuse = [&path](const QString& reason) {
        throw Error(ErrorCode::Io, path.toStdString() + " could not be written: " + reason.toStdString() +
                                       ". Choose another place or free some space.");
    };
    // Thousands of pages do not fit in memory: streamed, and renamed into place at the end.
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) {
        refuse(file.errorString());
    }
    {
        QPdfWriter writer(&file);
        writer.setCreator(QStringLiteral("ProbFace Studio"));
        writer.setTitle(QStringLiteral("Faces by σ²"));
        writer.setPageLayout(QPageLayout(QPageSize(QPageSize::A4), QPageLayout::Portrait,
                                         QMarginsF(12, 12, 12, 12), QPageLayout::Millimeter));
        writer.setResolution(96);  // fonts and layout are in screen px
        QPainter painter(&writer);
        const double scale = writer.width() / layout.width();
        const double pageHeight = writer.height() / scale;
        painter.scale(scale, scale);
        double y = pageHeight;  // the first row opens the first page
        const auto paint = [&](std::size_t row) {
            if (y + layout.rowHeight(ink) > pageHeight) {
                if (row > 0) {
                    writer.newPage();
                }
                paintFigureHeader(painter, QPointF(0, 0), layout, ink);
                y = layout.headerHeight(ink);
            }
            paintRow(painter, QPointF(0, y), figure, row);
            y += layout.rowHeight(ink);
        };
        if (!inParts(figure.rows.size(), control, observer, paint)) {
            painter.end();
            file.cancelWriting();
            return false;
        }
    }
    if (!file.commit()) {
        refuse(file.errorString());
    }
    return true;
}

}  // namespace

bool exportFigure(const QString& path, const IdentityFigure& figure, RunControl& control,
                  const ProgressObserver& observer) {
    if (figure.rows.empty()) {
        throw Error(
            ErrorCode::Config,
            "The figure has no identities. Load images whose identities are known, with a model, first.");
    }
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QLatin1String("png")) {
        return writePng(path, figure, control, observer);
    }
    if (suffix == QLatin1String("pdf")) {
        return writePdf(path, figure, control, observer);
    }
    throw Error(ErrorCode::Config,
                "The figure is written as .png or .pdf, not as \"" + path.toStdString() + "\".");
}

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
