#include "ui/gallery/figure_export.h"

#include <cstddef>

#include <QFileInfo>
#include <QPageLayout>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>

#include "core/base/error.h"
#include "core/base/text.h"
#include "ui/kit/faces/paper_sheet.h"

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

}  // namespace pf::ui
