#include "ui/evaluate/pairs/pair_export.h"

#include <algorithm>
#include <array>
#include <exception>

#include <QCoreApplication>
#include <QFileInfo>

#include "core/base/atomic_file.h"
#include "core/base/csv.h"
#include "core/base/error.h"
#include "core/base/markup.h"
#include "core/base/numbers.h"
#include "ui/evaluate/pairs/pair_tile.h"
#include "ui/kit/faces/paper_sheet.h"
#include "ui/kit/number_text.h"
#include "ui/kit/thumbnail_loader.h"

namespace pf::ui {

namespace {

constexpr std::array kTableColumns = {"A", "B", "same", "cosine", "MLS", "sigma² A", "sigma² B"};

std::array<std::string, kTableColumns.size()> cells(const PairFacts& facts) {
    const auto number = [](double value) {
        return value == value ? formatted("%.4f", value) : std::string("–");
    };
    return {facts.nameA.toStdString(), facts.nameB.toStdString(), facts.same ? "yes" : "no",
            number(facts.cosine),      number(facts.mls),         number(facts.sigmaSqA),
            number(facts.sigmaSqB)};
}

}  // namespace

std::string pairTableCsv(const ScoredPairs& scored, const PairIndices& pairs) {
    CsvWriter csv;
    csv.columns("name_a,name_b,same,cosine,mls,distance_term,log_variance_term,sigma_sq_a,sigma_sq_b");
    for (const PairRisks& risk : scored.risks) {
        std::string name = "risk_" + risk.name;
        std::replace(name.begin(), name.end(), ' ', '_');
        csv.add(name);
    }
    csv.endLine();
    for (const std::uint32_t pair : pairs) {
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

std::string pairTableMarkdown(const ScoredPairs& scored, const PairIndices& pairs) {
    std::string text = "|";
    std::string rule = "|";
    for (std::size_t column = 0; column < kTableColumns.size(); ++column) {
        text += " " + std::string(kTableColumns[column]) + " |";
        rule += column < 3 ? " --- |" : " ---: |";
    }
    text += "\n" + rule + "\n";
    for (const std::uint32_t pair : pairs) {
        text += "|";
        for (const std::string& cell : cells(pairFacts(scored, pair))) {
            text += " " + markdownText(cell) + " |";
        }
        text += "\n";
    }
    return text;
}

std::string pairTableLatex(const ScoredPairs& scored, const PairIndices& pairs) {
    std::string text =
        "\\begin{tabular}{lllrrrr}\n\\toprule\nA & B & same & cosine & MLS & $\\sigma^2_A$ & $\\sigma^2_B$ "
        "\\\\\n\\midrule\n";
    for (const std::uint32_t pair : pairs) {
        std::string line;
        for (const std::string& cell : cells(pairFacts(scored, pair))) {
            line += (line.empty() ? "" : " & ") + (cell == "–" ? std::string("--") : latexText(cell));
        }
        text += line + " \\\\\n";
    }
    return text + "\\bottomrule\n\\end{tabular}\n";
}

namespace {

constexpr int kColumns = 3;
constexpr double kTileWidth = 340;
constexpr double kMargin = 12;
constexpr int kPrintSide = 160;
constexpr int kThumbnail = 112;
constexpr auto kStyle =
    "body{font:14px/1.4 "
    "system-ui,sans-serif;margin:24px;color:#222;background:#fff}h1{font-size:20px}table{border-collapse:"
    "collapse}th,td{padding:4px 10px;border-bottom:1px solid "
    "#ddd;text-align:right;vertical-align:middle}td.face{text-align:center;max-width:180px;overflow-wrap:"
    "anywhere;font-size:12px}img{max-width:112px;max-height:112px;display:block;margin:auto}@media(prefers-"
    "color-scheme:dark){body{color:#ddd;background:#1b1b1b}}";

class Words {
    Q_DECLARE_TR_FUNCTIONS(PairExport)
};

std::size_t printed(const PairExport& list) {
    return std::min(kPrintedPairs, list.pairs.size());
}

QString sizeText(const PairExport& list) {
    return printed(list) < list.pairs.size()
               ? Words::tr("first %1 of %2 pairs").arg(countText(printed(list)), countText(list.pairs.size()))
               : Words::tr("%1 pairs").arg(countText(list.pairs.size()));
}

FaceTile printedFace(const PairImages& images, std::optional<std::size_t> image, double sigmaSq,
                     std::optional<double> percentile) {
    FaceTile tile;
    tile.caption = sigmaText(sigmaSq);
    tile.percentile = percentile;
    if (image) {
        addPrintedImage(tile, images.catalog, *image, kPrintSide);
    }
    return tile;
}

bool writeSheet(const QString& path, const PairExport& list, RunControl& control,
                const ProgressObserver& observer) {
    const auto shown = static_cast<std::ptrdiff_t>(printed(list));
    PairListModel model;
    model.setPairs(list.evaluation, {list.pairs.begin(), list.pairs.begin() + shown});
    model.setImages(list.images);
    const double tileHeight = pairTileHeight(kTileWidth, list.images.pictures, list.ink) + 6;
    const QFontMetricsF metrics(list.ink.textFont);
    const double top = kMargin + metrics.height() + kMargin;
    const double width =
        2 * kMargin + std::clamp(static_cast<double>(shown), 2.0, 1.0 * kColumns) * kTileWidth;
    const auto rows = static_cast<double>((shown + kColumns - 1) / kColumns);
    PaperSheet sheet({width, top + rows * tileHeight + kMargin}, QStringLiteral("Export a shorter list."));
    QStringList title{QString::fromStdString(list.evaluation->pairs.name), list.caption, sizeText(list)};
    title.removeAll(QString());
    sheet.painter().setFont(list.ink.textFont);
    sheet.painter().setPen(list.ink.text);
    sheet.painter().drawText(
        QRectF(kMargin, kMargin, width - 2 * kMargin, metrics.height()), Qt::AlignVCenter,
        metrics.elidedText(title.join(QStringLiteral(" · ")), Qt::ElideMiddle, width - 2 * kMargin));
    const auto paint = [&](std::size_t i) {
        const int place = static_cast<int>(i);
        PairTile tile;
        tile.facts = model.facts(place);
        tile.pictures = list.images.pictures;
        if (tile.pictures) {
            tile.a = printedFace(list.images, tile.facts.imageA, tile.facts.sigmaSqA, tile.facts.percentileA);
            tile.b = printedFace(list.images, tile.facts.imageB, tile.facts.sigmaSqB, tile.facts.percentileB);
        }
        const QPointF corner(kMargin + (place % kColumns) * kTileWidth,
                             top + (place / kColumns) * tileHeight);
        paintPairTile(sheet.painter(), QRectF(corner, QSizeF(kTileWidth, tileHeight)), tile, list.ink);
    };
    if (!inParts(printed(list), control, observer, paint)) {
        return false;
    }
    sheet.write(path);
    return true;
}

QString faceCell(const PairImages& images, const std::optional<std::size_t>& image, const QString& name,
                 double sigmaSq) {
    QString picture;
    if (image && images.pictures) {
        try {
            picture = embeddedPicture(toQImage(images.catalog.image(*image, kThumbnail)));
        } catch (const std::exception&) {
            picture = Words::tr("unreadable") + QStringLiteral("<br>");
        }
    }
    return QStringLiteral("<td class=\"face\" title=\"%1\">%2%3<br>σ² %4</td>")
        .arg(name.toHtmlEscaped(), picture, name.section(QLatin1Char('/'), -1).toHtmlEscaped(),
             sigmaText(sigmaSq));
}

bool writePage(const QString& path, const PairExport& list, RunControl& control,
               const ProgressObserver& observer) {
    const ScoredPairs& scored = list.evaluation->pairs;
    QString html =
        QStringLiteral(
            "<!DOCTYPE html>\n<html><head><meta "
            "charset=\"utf-8\"><title>%1</title><style>%2</style></head><body>\n<h1>%1</h1>\n<p>%3<br>%4</"
            "p>\n<table><tr><th>A</th><th>B</th><th></th><th>cosine</th><th>MLS</th></tr>\n")
            .arg(QString::fromStdString(scored.name).toHtmlEscaped(), QString::fromLatin1(kStyle),
                 list.caption.toHtmlEscaped(), sizeText(list));
    const auto add = [&](std::size_t i) {
        const PairFacts facts = pairFacts(scored, list.pairs[i]);
        html += QStringLiteral("<tr>") + faceCell(list.images, facts.imageA, facts.nameA, facts.sigmaSqA) +
                faceCell(list.images, facts.imageB, facts.nameB, facts.sigmaSqB) +
                QStringLiteral("<td>%1</td><td>%2</td><td>%3</td></tr>\n")
                    .arg(pairKindText(facts.same), scoreText(facts.cosine), scoreText(facts.mls));
    };
    if (!inParts(printed(list), control, observer, add)) {
        return false;
    }
    html += QStringLiteral("</table></body></html>\n");
    writeTextAtomically(path.toStdString(), html.toStdString());
    return true;
}

}  // namespace

bool exportPairs(const QString& path, const PairExport& list, RunControl& control,
                 const ProgressObserver& observer) {
    if (!list.evaluation || list.pairs.empty()) {
        throw Error(ErrorCode::Config, "There are no pairs to export. Choose a place of a curve first.");
    }
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QLatin1String("html")) {
        return writePage(path, list, control, observer);
    }
    if (suffix == QLatin1String("png")) {
        return writeSheet(path, list, control, observer);
    }
    const auto table = suffix == QLatin1String("csv")   ? &pairTableCsv
                       : suffix == QLatin1String("md")  ? &pairTableMarkdown
                       : suffix == QLatin1String("tex") ? &pairTableLatex
                                                        : nullptr;
    if (table == nullptr) {
        throw Error(ErrorCode::Config,
                    "A list of pairs is written as .csv, .md, .tex, .html or .png, not as \"" +
                        path.toStdString() + "\".");
    }
    writeTextAtomically(path.toStdString(), table(list.evaluation->pairs, list.pairs));
    return true;
}

}  // namespace pf::ui
