#include "ui/gallery/figure_export.h"

#include "ui/gallery/identity_figure.h"

#include <cmath>
#include <cstddef>
#include <exception>
#include <span>
#include <string>

#include <QBuffer>
#include <QFileInfo>
#include <QPageLayout>
#include <QPainter>
#include <QPdfWriter>
#include <QSaveFile>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "ui/kit/thumbnail_loader.h"

namespace pf::ui {

namespace {

/// QPainter's raster engine and most viewers stop at 32767 px.
constexpr double kMaximumPngSide = 32000;
constexpr double kPngScale = 2;  // sharp when printed
constexpr int kPrintSide = 224;
constexpr double kMargin = 12;

FaceTile printedTile(const GalleryData& data, FaceIndex face) {
    FaceTile tile = figureTile(data, face);
    try {
        tile.image = toQImage(data.catalog.image(face, kPrintSide));
    } catch (const std::exception&) {
        tile.broken = true;  // drawn as such; the gallery lists the reason
    }
    return tile;
}

void report(const ProgressObserver& observer, std::size_t done, std::size_t total) {
    if (observer) {
        Progress progress;
        progress.phase = Phase::Saving;
        progress.done = static_cast<long long>(done);
        progress.total = static_cast<long long>(total);
        progress.fraction = total == 0 ? 1.0 : static_cast<double>(done) / static_cast<double>(total);
        observer(progress);
    }
}

bool writePng(const QString& path, const GalleryData& data, const std::vector<IdentityRow>& rows,
              const FigureLayout& layout, const FaceInk& ink, RunControl& control,
              const ProgressObserver& observer) {
    if (rows.size() > maximumPngRows(layout, ink)) {
        throw Error(ErrorCode::Config,
                    "One PNG holds at most " +
                        formatCount(static_cast<std::int64_t>(maximumPngRows(layout, ink))) +
                        " people, but the figure has " + formatCount(static_cast<std::int64_t>(rows.size())) +
                        ". Export fewer people, or a PDF.");
    }
    const double height =
        layout.headerHeight(ink) + static_cast<double>(rows.size()) * layout.rowHeight(ink) + 2 * kMargin;
    const double width = layout.width() + 2 * kMargin;
    QImage image(static_cast<int>(std::ceil(width * kPngScale)),
                 static_cast<int>(std::ceil(height * kPngScale)), QImage::Format_RGB32);
    if (image.isNull()) {
        throw Error(ErrorCode::Io, "Not enough memory for the picture. Export fewer people, or a PDF.");
    }
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.scale(kPngScale, kPngScale);
    QPointF corner(kMargin, kMargin);
    paintFigureHeader(painter, corner, layout, ink);
    corner.ry() += layout.headerHeight(ink);
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (control.stopRequested()) {
            return false;
        }
        paintFigureRow(painter, corner, data, rows[i], layout, ink,
                       [&data](FaceIndex face) { return printedTile(data, face); });
        corner.ry() += layout.rowHeight(ink);
        report(observer, i + 1, rows.size());
    }
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, "PNG")) {
        throw Error(ErrorCode::Io, "The picture could not be encoded as PNG. Export fewer people, or a PDF.");
    }
    writeFileAtomically(path.toStdString(), [&bytes](const ByteSink& sink) {
        sink(std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
    });
    return true;
}

bool writePdf(const QString& path, const GalleryData& data, const std::vector<IdentityRow>& rows,
              const FigureLayout& layout, const FaceInk& ink, RunControl& control,
              const ProgressObserver& observer) {
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
        bool firstPage = true;
        for (std::size_t i = 0; i < rows.size(); ++i) {
            if (control.stopRequested()) {
                painter.end();
                file.cancelWriting();
                return false;
            }
            if (y + layout.rowHeight(ink) > pageHeight) {
                if (!firstPage) {
                    writer.newPage();
                }
                firstPage = false;
                paintFigureHeader(painter, QPointF(0, 0), layout, ink);
                y = layout.headerHeight(ink);
            }
            paintFigureRow(painter, QPointF(0, y), data, rows[i], layout, ink,
                           [&data](FaceIndex face) { return printedTile(data, face); });
            y += layout.rowHeight(ink);
            report(observer, i + 1, rows.size());
        }
    }
    if (!file.commit()) {
        refuse(file.errorString());
    }
    return true;
}

}  // namespace

std::size_t maximumPngRows(const FigureLayout& layout, const FaceInk& ink) {
    const double usable = kMaximumPngSide / kPngScale - layout.headerHeight(ink) - 2 * kMargin;
    return static_cast<std::size_t>(usable / layout.rowHeight(ink));
}

bool exportFigure(const QString& path, const GalleryData& data, const std::vector<IdentityRow>& rows,
                  const FigureLayout& layout, const FaceInk& ink, RunControl& control,
                  const ProgressObserver& observer) {
    if (rows.empty()) {
        throw Error(ErrorCode::Config,
                    "There is nobody in the figure. Load images of known people with a model first.");
    }
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QLatin1String("png")) {
        return writePng(path, data, rows, layout, ink, control, observer);
    }
    if (suffix == QLatin1String("pdf")) {
        return writePdf(path, data, rows, layout, ink, control, observer);
    }
    throw Error(ErrorCode::Config,
                "The figure is written as .png or .pdf, not as \"" + path.toStdString() + "\".");
}

}  // namespace pf::ui
