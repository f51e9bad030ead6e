#include "ui/pairs/pair_report.h"

#include <cmath>
#include <exception>
#include <utility>
#include <vector>

#include <QBuffer>
#include <QByteArray>
#include <QImage>

#include "core/session/images.h"
#include "ui/kit/command_text.h"
#include "ui/kit/number_text.h"
#include "ui/kit/thumbnail_loader.h"

namespace pf::ui {

namespace {

constexpr int kPictureSide = 224;

using Rows = std::vector<std::pair<QString, QString>>;

QString number(double value) {
    return QString::number(value, 'f', 4);
}

QString sigma(double sigmaSq, const std::optional<double>& percentile) {
    return percentile ? QStringLiteral("%1 (percentile %2 of training)")
                            .arg(sigmaText(sigmaSq), QString::number(*percentile, 'f', 0))
                      : sigmaText(sigmaSq);
}

Rows rowsOf(const PairReport& report) {
    const PairComparison& pair = report.pair;
    Rows rows = {{QStringLiteral("A"), report.left},
                 {QStringLiteral("B"), report.right},
                 {QStringLiteral("model"), report.model},
                 {QStringLiteral("cosine"), number(pair.cosine)},
                 {QStringLiteral("MLS"), number(pair.mls)},
                 {QStringLiteral("distance term"), number(pair.attention)},
                 {QStringLiteral("log-variance term"), number(pair.logVariance)},
                 {QStringLiteral("sigma² A"), sigma(pair.sigmaSqA, pair.percentileA)},
                 {QStringLiteral("sigma² B"), sigma(pair.sigmaSqB, pair.percentileB)}};
    if (pair.same) {
        rows.emplace_back(QStringLiteral("threshold"), number(pair.threshold));
    }
    rows.emplace_back(QStringLiteral("verdict"), QString::fromStdString(pair.verdict));
    return rows;
}

template <class Escape>
QString escaped(const QString& text, const char* special, Escape escape) {
    QString result;
    for (const QChar c : text) {
        result += QString::fromLatin1(special).contains(c) ? escape(c) : QString(c);
    }
    return result;
}

QString latex(const QString& text) {
    QString line = escaped(text, "\\&%$#_{}~^", [](QChar c) {
        switch (c.unicode()) {
            case '\\':
                return QStringLiteral("\\textbackslash{}");
            case '~':
                return QStringLiteral("\\textasciitilde{}");
            case '^':
                return QStringLiteral("\\textasciicircum{}");
            default:
                return QStringLiteral("\\") + c;
        }
    });
    return line.replace(QStringLiteral("sigma²"), QStringLiteral("$\\sigma^2$"));
}

QString picture(const QString& path) {
    try {
        const ImageCatalog images = openImages({path.toStdString()});
        QByteArray bytes;
        QBuffer buffer(&bytes);
        buffer.open(QIODevice::WriteOnly);
        toQImage(images.image(0, kPictureSide)).save(&buffer, "JPEG", 90);
        return QStringLiteral("<img alt=\"\" src=\"data:image/jpeg;base64,%1\">")
            .arg(QString::fromLatin1(bytes.toBase64()));
    } catch (const std::exception&) {
        return {};
    }
}

}  // namespace

QString compareCommand(const QString& left, const QString& right, const QString& model, bool align) {
    std::vector<std::string> words = {"probface",          "compare", left.toStdString(),
                                      right.toStdString(), "--model", model.toStdString()};
    if (align) {
        words.emplace_back("--align");
    }
    return shellCommand(words);
}

QString pairMarkdown(const PairReport& report) {
    QString text = QStringLiteral("| | |\n| --- | --- |\n");
    for (const auto& [name, value] : rowsOf(report)) {
        text += QStringLiteral("| %1 | %2 |\n").arg(name, escaped(value, "|\\`*_<", [](QChar c) {
                                                        return QStringLiteral("\\") + c;
                                                    }));
    }
    return text;
}

QString pairLatex(const PairReport& report) {
    QString text = QStringLiteral("\\begin{tabular}{ll}\n\\toprule\n");
    for (const auto& [name, value] : rowsOf(report)) {
        text += latex(name) + QStringLiteral(" & ") + latex(value) + QStringLiteral(" \\\\\n");
    }
    return text + QStringLiteral("\\bottomrule\n\\end{tabular}\n");
}

QString pairHtml(const PairReport& report) {
    QString html = QStringLiteral(
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>Comparison of two faces</title><style>"
        "body{font:14px/1.4 system-ui,sans-serif;margin:24px;color:#222;background:#fff}"
        "table{border-collapse:collapse}th,td{padding:4px 10px;border-bottom:1px solid #ddd;"
        "text-align:left;overflow-wrap:anywhere}img{max-width:224px;max-height:224px;margin-right:16px}"
        "@media(prefers-color-scheme:dark){body{color:#ddd;background:#1b1b1b}}</style></head><body>\n<p>");
    html += picture(report.leftCrop.isEmpty() ? report.left : report.leftCrop) +
            picture(report.rightCrop.isEmpty() ? report.right : report.rightCrop) +
            QStringLiteral("</p>\n<table>\n");
    for (const auto& [name, value] : rowsOf(report)) {
        html += QStringLiteral("<tr><th>%1</th><td>%2</td></tr>\n")
                    .arg(name.toHtmlEscaped(), value.toHtmlEscaped());
    }
    return html + QStringLiteral("</table>\n<p><code>") +
           compareCommand(report.left, report.right, report.model,
                          !report.leftCrop.isEmpty() || !report.rightCrop.isEmpty())
               .toHtmlEscaped() +
           QStringLiteral("</code></p>\n</body></html>\n");
}

}  // namespace pf::ui
