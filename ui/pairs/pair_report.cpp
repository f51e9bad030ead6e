#include "ui/pairs/pair_report.h"

#include <exception>
#include <utility>
#include <vector>

#include "core/base/markup.h"
#include "core/session/commands/model_commands.h"
#include "core/session/images.h"
#include "ui/kit/faces/paper_sheet.h"
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
                 {QStringLiteral("distance term"), number(pair.distanceTerm)},
                 {QStringLiteral("log-variance term"), number(pair.logVarianceTerm)},
                 {QStringLiteral("sigma² A"), sigma(pair.sigmaSqA, pair.percentileA)},
                 {QStringLiteral("sigma² B"), sigma(pair.sigmaSqB, pair.percentileB)}};
    if (pair.same) {
        rows.emplace_back(QStringLiteral("threshold"), number(pair.threshold));
    }
    rows.emplace_back(QStringLiteral("verdict"), QString::fromStdString(pair.verdict));
    return rows;
}

QString latex(const QString& text) {
    return QString::fromStdString(latexText(text.toStdString()))
        .replace(QStringLiteral("sigma²"), QStringLiteral("$\\sigma^2$"));
}

QString picture(const QString& path) {
    try {
        return embeddedPicture(toQImage(openImages({path.toStdString()}).image(0, kPictureSide)));
    } catch (const std::exception&) {
        return {};
    }
}

}  // namespace

QString compareCommand(const PairReport& report) {
    CompareCommand command{.left = report.left.toStdString(),
                           .right = report.right.toStdString(),
                           .model = {.file = report.model.toStdString()}};
    if (report.isAligned()) {
        command.detector = "";
    }
    return QString::fromStdString(commandOf(command));
}

QString pairMarkdown(const PairReport& report) {
    QString text = QStringLiteral("| | |\n| --- | --- |\n");
    for (const auto& [name, value] : rowsOf(report)) {
        text += QStringLiteral("| %1 | %2 |\n")
                    .arg(name, QString::fromStdString(markdownText(value.toStdString())));
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
        "<!DOCTYPE html>\n<html><head><meta charset=\"utf-8\"><title>Comparison of two "
        "faces</title><style>body{font:14px/1.4 "
        "system-ui,sans-serif;margin:24px;color:#222;background:#fff}table{border-collapse:collapse}th,td{"
        "padding:4px 10px;border-bottom:1px solid "
        "#ddd;text-align:left;overflow-wrap:anywhere}img{max-width:224px;max-height:224px;margin-right:16px}@"
        "media(prefers-color-scheme:dark){body{color:#ddd;background:#1b1b1b}}</style></head><body>\n<p>");
    html += picture(report.leftCrop.isEmpty() ? report.left : report.leftCrop) +
            picture(report.rightCrop.isEmpty() ? report.right : report.rightCrop) +
            QStringLiteral("</p>\n<table>\n");
    for (const auto& [name, value] : rowsOf(report)) {
        html += QStringLiteral("<tr><th>%1</th><td>%2</td></tr>\n")
                    .arg(name.toHtmlEscaped(), value.toHtmlEscaped());
    }
    return html + QStringLiteral("</table>\n<p><code>") + compareCommand(report).toHtmlEscaped() +
           QStringLiteral("</code></p>\n</body></html>\n");
}

}  // namespace pf::ui
