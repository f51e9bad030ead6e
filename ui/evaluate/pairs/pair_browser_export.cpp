#include "ui/evaluate/pairs/pair_browser_export.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <span>

#include <QBuffer>
#include <QCoreApplication>
#include <QFileInfo>
#include <QImage>
#include <QPainter>

#include "core/base/atomic_file.h"
#include "core/base/csv.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "ui/evaluate/pairs/pair_browser_page.h"
#include "ui/evaluate/pairs/pair_browser_table.h"
#include "ui/kit/number_text.h"
#include "ui/kit/thumbnail_loader.h"

namespace pf::ui {

namespace {

constexpr int kColumns = 3;
constexpr double kTileWidth = 340;
constexpr double kMargin = 12;
constexpr double kSheetScale = 2;  // sharp when printed
constexpr int kPrintSide = 160;

class Words {
    Q_DECLARE_TR_FUNCTIONS(PairExport)
};

FaceTile printedFace(const PairImages& images, std::optional<std::size_t> image, double sigmaSq,
                     std::optional<double> percentile) {
    FaceTile tile;
    tile.caption = sigmaText(sigmaSq);
    tile.percentile = percentile;
    if (image) {
        try {
            tile.image = toQImage(images.catalog.image(*image, kPrintSide));
        } catch (const std::exception&) {
            tile.broken = true;  // drawn as such; the list of unreadable images has the reason
        }
    }
    return tile;
}

void report(const ProgressObserver& observer, std::size_t done, std::size_t total) {
    if (observer) {
        Progress progress;
        progress.phase = Phase::Saving;
        progress.done = static_cast<long long>(done);
        progress.total = static_cast<long long>(total);
        progress.fraction = static_cast<double>(done) / static_cast<double>(total);
        observer(progress);
    }
}

QString sheetTitle(const PairExport& list, std::size_t shown) {
    QString title = QString::fromStdString(list.evaluation->pairs.name);
    if (!list.caption.isEmpty()) {
        title += QStringLiteral(" · ") + list.caption;
    }
    const auto count = [](std::size_t value) {
        return QString::fromStdString(formatCount(static_cast<std::int64_t>(value)));
    };
    return title + QStringLiteral(" · ") +
           (shown < list.pairs.size()
                ? Words::tr("first %1 of %2 pairs").arg(count(shown), count(list.pairs.size()))
                : Words::tr("%1 pairs").arg(count(shown)));
}

bool writeSheet(const QString& path, const PairExport& list, const FaceInk& ink, RunControl& control,
                const ProgressObserver& observer) {
    const std::size_t shown = std::min(kContactSheetPairs, list.pairs.size());
    PairListModel model;
    model.setPairs(list.evaluation,
                   {list.pairs.begin(), list.pairs.begin() + static_cast<std::ptrdiff_t>(shown)});
    model.setImages(list.images);
    const double tileHeight = pairTileHeight(kTileWidth, list.images.pictures, ink) + 6;
    const QFontMetricsF metrics(ink.textFont);
    const double top = kMargin + metrics.height() + kMargin;
    const auto columns = static_cast<int>(std::min<std::size_t>(kColumns, shown));
    const auto rows = static_cast<int>((shown + kColumns - 1) / kColumns);
    const double width = 2 * kMargin + std::max(2, columns) * kTileWidth;
    QImage sheet(static_cast<int>(std::ceil(width * kSheetScale)),
                 static_cast<int>(std::ceil((top + rows * tileHeight + kMargin) * kSheetScale)),
                 QImage::Format_RGB32);
    if (sheet.isNull()) {
        throw Error(ErrorCode::Io, "Not enough memory for the contact sheet. Export a shorter list.");
    }
    sheet.fill(Qt::white);
    QPainter painter(&sheet);
    painter.scale(kSheetScale, kSheetScale);
    painter.setFont(ink.textFont);
    painter.setPen(ink.text);
    painter.drawText(QRectF(kMargin, kMargin, width - 2 * kMargin, metrics.height()), Qt::AlignVCenter,
                     metrics.elidedText(sheetTitle(list, shown), Qt::ElideMiddle, width - 2 * kMargin));
    for (int i = 0; i < static_cast<int>(shown); ++i) {
        if (control.stopRequested()) {
            return false;
        }
        PairTile tile;
        tile.facts = model.facts(i);
        tile.pictures = list.images.pictures;
        if (tile.pictures) {
            tile.a = printedFace(list.images, tile.facts.imageA, tile.facts.sigmaSqA, tile.facts.percentileA);
            tile.b = printedFace(list.images, tile.facts.imageB, tile.facts.sigmaSqB, tile.facts.percentileB);
        }
        const QPointF corner(kMargin + (i % kColumns) * kTileWidth, top + (i / kColumns) * tileHeight);
        paintPairTile(painter, QRectF(corner, QSizeF(kTileWidth, tileHeight)), tile, ink);
        report(observer, static_cast<std::size_t>(i) + 1, shown);
    }
    painter.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!sheet.save(&buffer, "PNG")) {
        throw Error(ErrorCode::Io, "The contact sheet could not be encoded as PNG. Export a shorter list.");
    }
    writeFileAtomically(path.toStdString(), [&bytes](const ByteSink& sink) {
        sink(std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
    });
    return true;
}

}  // namespace

std::string pairTableCsv(const PairExport& list) {
    const ScoredPairs& scored = list.evaluation->pairs;
    CsvWriter csv;
    csv.columns("name_a,name_b,same,cosine,mls,distance_term,log_variance_term,sigma_sq_a,sigma_sq_b");
    for (const PairRisks& risk : scored.risks) {
        std::string name = "risk_" + risk.name;
        std::replace(name.begin(), name.end(), ' ', '_');
        csv.add(name);
    }
    csv.endLine();
    for (const std::uint32_t pair : list.pairs) {
        const PairFacts facts = pairFacts(scored, pair);
        csv.add(facts.nameA.toStdString(), facts.nameB.toStdString(), facts.same ? 1 : 0, facts.cosine,
                facts.mls, facts.distanceTerm, facts.logVarianceTerm, facts.sigmaSqA, facts.sigmaSqB);
        for (const PairRisks& risk : scored.risks) {
            csv.add(double{risk.values.at(pair)});
        }
        csv.endLine();
    }
    return csv.take();
}

bool exportPairs(const QString& path, const PairExport& list, const FaceInk& ink, RunControl& control,
                 const ProgressObserver& observer) {
    if (!list.evaluation || list.pairs.empty()) {
        throw Error(ErrorCode::Config, "There are no pairs to export. Choose a place of a curve first.");
    }
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QLatin1String("csv")) {
        writeTextAtomically(path.toStdString(), pairTableCsv(list));
        return true;
    }
    if (suffix == QLatin1String("md")) {
        writeTextAtomically(path.toStdString(), pairTableMarkdown(list));
        return true;
    }
    if (suffix == QLatin1String("tex")) {
        writeTextAtomically(path.toStdString(), pairTableLatex(list));
        return true;
    }
    if (suffix == QLatin1String("html")) {
        return writePairPage(path, list, control, observer);
    }
    if (suffix == QLatin1String("png")) {
        return writeSheet(path, list, ink, control, observer);
    }
    throw Error(ErrorCode::Config, "A list of pairs is written as .csv, .md, .tex, .html or .png, not as \"" +
                                       path.toStdString() + "\".");
}

}  // namespace pf::ui
