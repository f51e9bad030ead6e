#include "ui/evaluate/pairs/pair_browser_page.h"

#include <algorithm>
#include <exception>

#include <QBuffer>
#include <QCoreApplication>
#include <QImage>

#include "core/base/atomic_file.h"
#include "core/base/text.h"
#include "ui/kit/number_text.h"
#include "ui/kit/thumbnail_loader.h"

namespace pf::ui {

namespace {

constexpr int kThumbnail = 112;
constexpr auto kStyle =
    "body{font:14px/1.4 system-ui,sans-serif;margin:24px;color:#222;background:#fff}"
    "h1{font-size:20px}table{border-collapse:collapse}th,td{padding:4px 10px;border-bottom:1px solid #ddd;"
    "text-align:right;vertical-align:middle}td.face{text-align:center;max-width:180px;overflow-wrap:anywhere;"
    "font-size:12px}img{max-width:112px;max-height:112px;display:block;margin:auto}"
    "@media(prefers-color-scheme:dark){body{color:#ddd;background:#1b1b1b}}";

class Words {
    Q_DECLARE_TR_FUNCTIONS(PairPage)
};

QString countText(std::size_t count) {
    return QString::fromStdString(formatCount(static_cast<std::int64_t>(count)));
}

QString faceCell(const PairImages& images, const std::optional<std::size_t>& image, const QString& name,
                 double sigmaSq) {
    QString picture;
    if (image && images.pictures) {
        try {
            QByteArray bytes;
            QBuffer buffer(&bytes);
            buffer.open(QIODevice::WriteOnly);
            toQImage(images.catalog.image(*image, kThumbnail)).save(&buffer, "JPEG", 88);
            picture = QStringLiteral("<img alt=\"\" src=\"data:image/jpeg;base64,%1\">")
                          .arg(QString::fromLatin1(bytes.toBase64()));
        } catch (const std::exception&) {
            picture = Words::tr("unreadable") + QStringLiteral("<br>");
        }
    }
    return QStringLiteral("<td class=\"face\" title=\"%1\">%2%3<br>σ² %4</td>")
        .arg(name.toHtmlEscaped(), picture, name.section(QLatin1Char('/'), -1).toHtmlEscaped(),
             sigmaText(sigmaSq));
}

}  // namespace

bool writePairPage(const QString& path, const PairExport& list, RunControl& control,
                   const ProgressObserver& observer) {
    const std::size_t shown = std::min(kContactSheetPairs, list.pairs.size());
    const ScoredPairs& scored = list.evaluation->pairs;
    const QString title = QString::fromStdString(scored.name).toHtmlEscaped();
    QString html =
        QStringLiteral(
            "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>%1</title><style>%2"
            "</style></head><body>\n<h1>%1</h1>\n<p>%3<br>%4</p>\n<table><tr><th>A</th><th>B</th>"
            "<th></th><th>cosine</th><th>MLS</th></tr>\n")
            .arg(title, QString::fromLatin1(kStyle), list.caption.toHtmlEscaped(),
                 shown < list.pairs.size()
                     ? Words::tr("first %1 of %2 pairs").arg(countText(shown), countText(list.pairs.size()))
                     : Words::tr("%1 pairs").arg(countText(shown)));
    for (std::size_t i = 0; i < shown; ++i) {
        if (control.stopRequested()) {
            return false;
        }
        const PairFacts facts = pairFacts(scored, list.pairs[i]);
        html += QStringLiteral("<tr>") + faceCell(list.images, facts.imageA, facts.nameA, facts.sigmaSqA) +
                faceCell(list.images, facts.imageB, facts.nameB, facts.sigmaSqB) +
                QStringLiteral("<td>%1</td><td>%2</td><td>%3</td></tr>\n")
                    .arg(pairKindText(facts.same), scoreText(facts.cosine), scoreText(facts.mls));
        if (observer) {
            Progress progress;
            progress.phase = Phase::Saving;
            progress.done = static_cast<long long>(i) + 1;
            progress.total = static_cast<long long>(shown);
            progress.fraction = static_cast<double>(i + 1) / static_cast<double>(shown);
            observer(progress);
        }
    }
    writeTextAtomically(path.toStdString(),
                        (html + QStringLiteral("</table></body></html>\n")).toStdString());
    return true;
}

}  // namespace pf::ui
