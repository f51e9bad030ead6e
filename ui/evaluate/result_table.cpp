#include "ui/evaluate/result_table.h"

#include <cmath>
#include <utility>

#include <QBuffer>
#include <QFileInfo>
#include <QFont>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <QTextDocument>

#include "core/base/atomic_file.h"
#include "core/base/csv.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "ui/kit/faces/paper_sheet.h"
#include "ui/kit/number_text.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

constexpr int kNameColumns = 2;
constexpr int kPixelsPerInch = 96;

QString percent(double fraction) {
    return QString::fromStdString(formatPercent(fraction));
}

/// " (98.90 to 99.38)", in per cent; nothing without an interval.
QString intervalText(const std::optional<Interval>& interval) {
    return !interval || !std::isfinite(interval->low)
               ? QString()
               : QStringLiteral(" (%1 to %2)")
                     .arg(QString::number(100 * interval->low, 'f', 2),
                          QString::number(100 * interval->high, 'f', 2));
}

const ScoreReport* reportOf(const EvaluationResult& result, const std::string& score,
                            const std::string& risk = {}) {
    return result.evaluation == nullptr ? nullptr : result.evaluation->report.find(score, risk);
}

/// Of the cosine's accuracy after a discard.
std::optional<Interval> riskInterval(const EvaluationResult& result, double factor) {
    const ScoreReport* report = reportOf(result, "cosine", "sigma_sq max");
    if (report != nullptr && report->risk && !report->risk->intervals.empty()) {
        for (std::size_t i = 0; i < report->risk->rows.size(); ++i) {
            if (std::abs(report->risk->rows[i].discard - factor) < 1e-9) {
                return report->risk->intervals[i];
            }
        }
    }
    return std::nullopt;
}

QVariant alignment(int column) {
    return QVariant::fromValue((column < kNameColumns ? Qt::AlignLeft : Qt::AlignRight) | Qt::AlignVCenter);
}

}  // namespace

ResultTableModel::ResultTableModel(QObject* parent) : QAbstractTableModel(parent) {
    const auto plain = [](const EvaluationResult&, double value) { return percent(value); };
    columns_ = {{tr("Model"), {}, {}, {}}, {tr("Set"), {}, {}, {}}};
    columns_.push_back({tr("Pairs"),
                        {},
                        [](const EvaluationResult& r) { return static_cast<double>(r.record.pairs); },
                        [](const EvaluationResult& r, double) { return countText(r.record.pairs); }});
    for (const auto& [key, title] :
         {std::pair{"cosine", tr("Cosine")}, {"mls", tr("MLS")}, {"attention", tr("Distance term")}}) {
        columns_.push_back({title, tr("10-fold verification accuracy with this score"),
                            [key = std::string(key)](const EvaluationResult& r) -> std::optional<double> {
                                const auto score = r.record.scores.find(key);
                                return score == r.record.scores.end() ? std::nullopt
                                                                      : std::optional(score->second.accuracy);
                            },
                            [key = std::string(key)](const EvaluationResult& r, double value) {
                                const ScoreReport* report = reportOf(r, key);
                                return report == nullptr || !report->verification
                                           ? percent(value)
                                           : percent(value) + intervalText(report->verification->interval);
                            },
                            1});
    }
    for (const double factor : {0.0, 0.1, 0.2, 0.3}) {
        columns_.push_back({tr("At %1 %").arg(100 * factor),
                            tr("Cosine accuracy, threshold re-fitted, after discarding the %1 % of pairs of "
                               "highest risk (the larger σ² of the two)")
                                .arg(100 * factor),
                            [factor](const EvaluationResult& r) -> std::optional<double> {
                                for (const RiskPoint& point : r.record.riskMax) {
                                    if (std::abs(point.discard - factor) < 1e-9) {
                                        return point.accuracy;
                                    }
                                }
                                return std::nullopt;
                            },
                            [factor](const EvaluationResult& r, double value) {
                                return percent(value) + intervalText(riskInterval(r, factor));
                            },
                            1});
    }
    for (const double target : {1e-1, 1e-2, 1e-3}) {
        columns_.push_back({tr("TMR@%1 (MLS)").arg(QString::number(target)),
                            tr("True match rate of the MLS at a false match rate of %1; – where the set has "
                               "too few different-person pairs to tell")
                                .arg(QString::number(target)),
                            [target](const EvaluationResult& r) -> std::optional<double> {
                                const auto score = r.record.scores.find("mls");
                                if (score != r.record.scores.end()) {
                                    for (const TmrPoint& point : score->second.tmrAtFmr) {
                                        if (std::abs(point.fmrTarget - target) < 1e-12 && point.reachable) {
                                            return point.tmr;
                                        }
                                    }
                                }
                                return std::nullopt;
                            },
                            plain, 1, QStringLiteral("–")});
    }
    for (const auto& [key, word] : {std::pair{"cosine", tr("cosine")}, {"mls", tr("MLS")}}) {
        columns_.push_back({tr("EER (%1)").arg(word), tr("Equal error rate with the score %1").arg(word),
                            [key = std::string(key)](const EvaluationResult& r) -> std::optional<double> {
                                const ScoreReport* report = reportOf(r, key);
                                return report == nullptr || !report->roc
                                           ? std::nullopt
                                           : std::optional(report->roc->equalError.rate);
                            },
                            plain, -1});
    }
    for (const auto& [index, part] : {std::pair{0, 20}, {1, 30}}) {
        columns_.push_back(
            {tr("EDC to %1 % (cosine)").arg(part),
             tr("Area under the FNMR of the cosine's EDC up to discarding %1 %; lower is better").arg(part),
             [index = static_cast<std::size_t>(index)](const EvaluationResult& r) -> std::optional<double> {
                 const double value = r.record.fnmrAreas[index];
                 return std::isfinite(value) ? std::optional(value) : std::nullopt;
             },
             [](const EvaluationResult&, double value) { return QString::number(value, 'g', 4); }, -1});
    }
    for (std::size_t i = 0; i < kSigmaPercentiles.size(); ++i) {
        columns_.push_back({tr("σ² p%1").arg(kSigmaPercentiles[i]), tr("Percentile of the set's σ²"),
                            [i](const EvaluationResult& r) -> std::optional<double> {
                                const bool hasSigma = r.record.sigmaSq.back() > 0;
                                return hasSigma ? std::optional(r.record.sigmaSq[i]) : std::nullopt;
                            },
                            [](const EvaluationResult&, double value) { return sigmaText(value); }});
    }
}

QString ResultTableModel::text(const Column& column, const EvaluationResult& result) const {
    if (!column.number) {
        return &column == &columns_.front() ? result.model : result.set;
    }
    const std::optional<double> number = column.number(result);
    return number ? column.show(result, *number) : column.missing;
}

QString ResultTableModel::exact(const Column& column, const EvaluationResult& result) const {
    if (!column.number) {
        return text(column, result);
    }
    const std::optional<double> number = column.number(result);
    if (!number) {
        return {};
    }
    // A count of a million is not to become 1e+06.
    return *number == std::floor(*number) ? QString::number(static_cast<qlonglong>(*number))
                                          : QString::fromStdString(formatNumber(*number));
}

void ResultTableModel::setResults(std::vector<EvaluationResult> results) {
    beginResetModel();
    results_ = std::move(results);
    std::erase_if(results_, [](const EvaluationResult& result) { return !result.error.isEmpty(); });
    endResetModel();
}

QVariant ResultTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const Column& column = columns_[static_cast<std::size_t>(index.column())];
    const EvaluationResult& result = results_[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return text(column, result);
        case Qt::ToolTipRole:
            return index.column() == 0   ? result.modelPath
                   : index.column() == 1 ? result.setPath
                                         : exact(column, result);
        case Qt::TextAlignmentRole:
            return alignment(index.column());
        case Qt::FontRole: {
            if (index.column() < kNameColumns) {
                return {};
            }
            QFont font = Theme::instance().tabularFont();
            font.setBold(isBest(column, result));
            return font;
        }
        default:
            return {};
    }
}

bool ResultTableModel::isBest(const Column& column, const EvaluationResult& result) const {
    if (column.better == 0) {
        return false;
    }
    const std::optional<double> own = column.number(result);
    if (!own) {
        return false;
    }
    bool alone = true;
    for (const EvaluationResult& other : results_) {
        if (&other == &result || other.set != result.set) {
            continue;
        }
        const std::optional<double> theirs = column.number(other);
        // Two that agree as printed are equally good to a reader.
        if (theirs && (*theirs - *own) * column.better > 0 && text(column, other) != text(column, result)) {
            return false;
        }
        alone = alone && !theirs;
    }
    return !alone;  // of one model nothing is best
}

QVariant ResultTableModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= columnCount()) {
        return {};
    }
    const Column& column = columns_[static_cast<std::size_t>(section)];
    switch (role) {
        case Qt::DisplayRole:
            return column.title;
        case Qt::ToolTipRole:
            return column.help;
        case Qt::TextAlignmentRole:
            return alignment(section);
        default:
            return {};
    }
}

QString ResultTableModel::csv() const {
    CsvWriter csv("\r\n");
    for (const Column& column : columns_) {
        csv.add(column.title.toStdString());
    }
    csv.endLine();
    for (const EvaluationResult& result : results_) {
        for (const Column& column : columns_) {
            csv.add(exact(column, result).toStdString());
        }
        csv.endLine();
    }
    return QString::fromStdString(csv.take());
}

QString ResultTableModel::html() const {
    QString page = QStringLiteral("<table border='0' cellspacing='0' cellpadding='5'><tr>");
    for (const Column& column : columns_) {
        page += QStringLiteral("<th align='left' style='white-space:nowrap'>%1</th>")
                    .arg(column.title.toHtmlEscaped());
    }
    page += QStringLiteral("</tr>");
    for (const EvaluationResult& result : results_) {
        page += QStringLiteral("<tr>");
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const QString cell = text(columns_[i], result).toHtmlEscaped();
            page += QStringLiteral("<td align='%1' style='white-space:nowrap'>%2</td>")
                        .arg(i < kNameColumns ? QStringLiteral("left") : QStringLiteral("right"),
                             isBest(columns_[i], result) ? QStringLiteral("<b>%1</b>").arg(cell) : cell);
        }
        page += QStringLiteral("</tr>");
    }
    return page + QStringLiteral("</table>");
}

void exportTable(const ResultTableModel& table, const QString& path) {
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QLatin1String("csv")) {
        writeTextAtomically(path.toStdString(), table.csv().toStdString());
        return;
    }
    QTextDocument page;
    page.setDefaultStyleSheet(QStringLiteral("* { color: black; }"));
    page.setDefaultFont(Theme::instance().textFont());
    page.setHtml(table.html());
    page.setTextWidth(page.idealWidth());
    const QSizeF size = page.size();
    if (suffix == QLatin1String("png")) {
        PaperSheet sheet(size, QStringLiteral("Export the table as PDF or CSV."));
        page.drawContents(&sheet.painter());
        sheet.write(path);
        return;
    }
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (suffix == QLatin1String("svg")) {
        QSvgGenerator generator;
        generator.setOutputDevice(&buffer);
        generator.setResolution(kPixelsPerInch);
        generator.setSize(size.toSize());
        generator.setViewBox(QRectF(QPointF(), size));
        QPainter painter(&generator);
        page.drawContents(&painter);
    } else if (suffix == QLatin1String("pdf")) {
        QPdfWriter writer(&buffer);
        writer.setCreator(QStringLiteral("ProbFace Studio"));
        writer.setResolution(kPixelsPerInch);
        // As large as the table: on a sheet of A4 its columns would be too small to read, its last rows gone.
        writer.setPageMargins(QMarginsF());
        writer.setPageSize(
            QPageSize(size * 72.0 / kPixelsPerInch, QPageSize::Point, {}, QPageSize::ExactMatch));
        QPainter painter(&writer);
        page.drawContents(&painter);
    } else {
        throw Error(ErrorCode::Config, "The table is written as .png, .pdf, .svg or .csv, not as \"" +
                                           path.toStdString() + "\".");
    }
    writeTextAtomically(path.toStdString(),
                        std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

}  // namespace pf::ui
