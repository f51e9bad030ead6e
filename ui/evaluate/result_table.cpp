#include "ui/evaluate/result_table.h"

#include <cmath>
#include <optional>
#include <utility>

#include <QBuffer>
#include <QFileInfo>
#include <QFont>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <QTextDocument>

#include "core/base/atomic_file.h"
#include "core/base/csv.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "ui/gallery/face_grid_model.h"
#include "ui/kit/number_text.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

QString percent(double fraction) {
    return QString::fromStdString(formatPercent(fraction));
}
QString exactNumber(double value) {
    return QString::fromStdString(formatNumber(value));
}

const RiskPoint* riskAt(const std::vector<RiskPoint>& points, double factor) {
    for (const RiskPoint& point : points) {
        if (std::abs(point.riskFactor - factor) < 1e-9) {
            return &point;
        }
    }
    return nullptr;
}

const TarPoint* tarAt(const EvaluationResult& result, double target) {
    const auto score = result.record.scores.find("mls");
    if (score != result.record.scores.end()) {
        for (const TarPoint& point : score->second.tarAtFar) {
            if (std::abs(point.farTarget - target) < 1e-12) {
                return &point;
            }
        }
    }
    return nullptr;
}

/// " (98.90 to 99.38)", in per cent; nothing without an interval.
QString intervalText(const std::optional<Interval>& interval) {
    return !interval || !std::isfinite(interval->low)
               ? QString()
               : QStringLiteral(" (%1 to %2)")
                     .arg(QString::number(100 * interval->low, 'f', 2),
                          QString::number(100 * interval->high, 'f', 2));
}

/// Of the 10-fold accuracy with a score.
std::optional<Interval> accuracyInterval(const EvaluationResult& result, const std::string& score) {
    const ScoreReport* report =
        result.evaluation == nullptr ? nullptr : result.evaluation->report.find(score, {});
    return report == nullptr || !report->verification ? std::nullopt : report->verification->interval;
}

/// Of the cosine's accuracy after a discard.
std::optional<Interval> riskInterval(const EvaluationResult& result, double factor) {
    const ScoreReport* report =
        result.evaluation == nullptr ? nullptr : result.evaluation->report.find("cosine", "sigma_sq max");
    if (report != nullptr && report->risk && !report->risk->intervals.empty()) {
        for (std::size_t i = 0; i < report->risk->rows.size(); ++i) {
            if (std::abs(report->risk->rows[i].riskFactor - factor) < 1e-9) {
                return report->risk->intervals[i];
            }
        }
    }
    return std::nullopt;
}

/// The ROC of a score, nullptr without one.
const RocReport* rocOf(const EvaluationResult& result, const std::string& score) {
    const ScoreReport* report =
        result.evaluation == nullptr ? nullptr : result.evaluation->report.find(score, {});
    return report == nullptr || !report->roc ? nullptr : &*report->roc;
}

}  // namespace

ResultTableModel::ResultTableModel(QObject* parent) : QAbstractTableModel(parent) {
    const auto plain = [this](const QString& title, const QString& help, auto text) {
        columns_.push_back({title, help, text, text});
    };
    plain(tr("Model"), {}, [](const EvaluationResult& r) { return r.model; });
    plain(tr("Set"), {}, [](const EvaluationResult& r) { return r.set; });
    columns_.push_back(
        {tr("Pairs"),
         {},
         [](const EvaluationResult& r) { return QString::fromStdString(formatCount(r.record.pairs)); },
         [](const EvaluationResult& r) { return QString::number(r.record.pairs); }});
    for (const auto& [key, title] :
         {std::pair{"cosine", tr("Cosine")}, {"mls", tr("MLS")}, {"attention", tr("Attention")}}) {
        const auto value = [key = std::string(key)](const EvaluationResult& r, bool exact) {
            const auto score = r.record.scores.find(key);
            if (score == r.record.scores.end()) {
                return QString();
            }
            return exact ? exactNumber(score->second.accuracy)
                         : percent(score->second.accuracy) + intervalText(accuracyInterval(r, key));
        };
        columns_.push_back({title, tr("10-fold verification accuracy with this score"),
                            [value](const EvaluationResult& r) { return value(r, false); },
                            [value](const EvaluationResult& r) { return value(r, true); }, 1});
    }
    for (const double factor : {0.0, 0.1, 0.2, 0.3}) {
        const auto value = [factor](const EvaluationResult& r, bool exact) {
            const RiskPoint* point = riskAt(r.record.riskMax, factor);
            return point == nullptr ? QString()
                   : exact          ? exactNumber(point->accuracy)
                                    : percent(point->accuracy) + intervalText(riskInterval(r, factor));
        };
        columns_.push_back(
            {tr("At %1 %").arg(100 * factor),
             tr("Cosine accuracy, threshold re-fitted, after discarding the %1 % of pairs of highest risk "
                "(the larger σ² of the two)")
                 .arg(100 * factor),
             [value](const EvaluationResult& r) { return value(r, false); },
             [value](const EvaluationResult& r) { return value(r, true); }, 1});
    }
    for (const double target : {1e-1, 1e-2, 1e-3}) {
        const auto value = [target](const EvaluationResult& r, bool exact) {
            const TarPoint* point = tarAt(r, target);
            const bool there = point != nullptr && point->reachable;
            return !there  ? (exact ? QString() : QStringLiteral("–"))
                   : exact ? exactNumber(point->tar)
                           : percent(point->tar);
        };
        columns_.push_back(
            {tr("TAR@%1 (MLS)").arg(QString::number(target)),
             tr("True accept rate of the MLS at a false accept rate of %1; – when the set has too few "
                "different-person pairs to tell")
                 .arg(QString::number(target)),
             [value](const EvaluationResult& r) { return value(r, false); },
             [value](const EvaluationResult& r) { return value(r, true); }, 1});
    }
    for (const auto& [key, word] : {std::pair{"cosine", tr("cosine")}, {"mls", tr("MLS")}}) {
        const auto equalError = [score = std::string(key)](const EvaluationResult& r, bool exact) {
            const RocReport* roc = rocOf(r, score);
            return roc == nullptr ? QString()
                   : exact        ? exactNumber(roc->equalError.rate)
                                  : percent(roc->equalError.rate);
        };
        columns_.push_back({tr("EER (%1)").arg(word), tr("Equal error rate with the score %1").arg(word),
                            [equalError](const EvaluationResult& r) { return equalError(r, false); },
                            [equalError](const EvaluationResult& r) { return equalError(r, true); }, -1});
    }
    for (const auto& [index, part] : {std::pair{0, 20}, {1, 30}}) {
        const auto area = [index = static_cast<std::size_t>(index)](const EvaluationResult& r, bool exact) {
            const double value = r.record.fnmrAreas[index];
            return !std::isfinite(value) ? QString()
                   : exact               ? exactNumber(value)
                                         : QString::number(value, 'g', 4);
        };
        columns_.push_back(
            {tr("EDC to %1 % (cosine)").arg(part),
             tr("Area under the FNMR of the cosine's EDC up to discarding %1 %; lower is better").arg(part),
             [area](const EvaluationResult& r) { return area(r, false); },
             [area](const EvaluationResult& r) { return area(r, true); }, -1});
    }
    for (std::size_t i = 0; i < kSigmaPercentiles.size(); ++i) {
        const auto value = [i](const EvaluationResult& r, bool exact) {
            const bool hasSigma = r.record.sigmaSq.back() > 0;
            return !hasSigma ? QString()
                   : exact   ? exactNumber(r.record.sigmaSq[i])
                             : sigmaText(r.record.sigmaSq[i]);
        };
        columns_.push_back({tr("σ² p%1").arg(kSigmaPercentiles[i]), tr("Percentile of the set's σ²"),
                            [value](const EvaluationResult& r) { return value(r, false); },
                            [value](const EvaluationResult& r) { return value(r, true); }});
    }
}

void ResultTableModel::setResults(std::vector<EvaluationResult> results) {
    beginResetModel();
    results_ = std::move(results);
    std::erase_if(results_, [](const EvaluationResult& result) { return !result.error.isEmpty(); });
    endResetModel();
}

int ResultTableModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(results_.size());
}

int ResultTableModel::columnCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(columns_.size());
}

QVariant ResultTableModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const Column& column = columns_[static_cast<std::size_t>(index.column())];
    const EvaluationResult& result = results_[static_cast<std::size_t>(index.row())];
    switch (role) {
        case Qt::DisplayRole:
            return column.text(result);
        case Qt::ToolTipRole:
            return index.column() == 0   ? result.modelPath
                   : index.column() == 1 ? result.setPath
                                         : column.exact(result);
        case Qt::TextAlignmentRole:
            return QVariant::fromValue(index.column() < 2 ? Qt::AlignLeft | Qt::AlignVCenter
                                                          : Qt::AlignRight | Qt::AlignVCenter);
        case Qt::FontRole: {
            if (index.column() < 2) {
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
    bool isNumber = false;
    const double own = column.exact(result).toDouble(&isNumber);
    if (column.better == 0 || !isNumber) {
        return false;
    }
    bool alone = true;
    for (const EvaluationResult& other : results_) {
        if (&other == &result || other.set != result.set) {
            continue;
        }
        const double theirs = column.exact(other).toDouble(&isNumber);
        // Two that agree as printed are equally good to a reader.
        if (isNumber && (theirs - own) * column.better > 0 && column.text(other) != column.text(result)) {
            return false;
        }
        alone = alone && !isNumber;
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
            return QVariant::fromValue(section < 2 ? Qt::AlignLeft | Qt::AlignVCenter
                                                   : Qt::AlignRight | Qt::AlignVCenter);
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
            csv.add(column.exact(result).toStdString());
        }
        csv.endLine();
    }
    return QString::fromStdString(csv.take());
}

QString ResultTableModel::html() const {
    QString text = QStringLiteral("<table border='0' cellspacing='0' cellpadding='5'><tr>");
    for (const Column& column : columns_) {
        text += QStringLiteral("<th align='left' style='white-space:nowrap'>%1</th>")
                    .arg(column.title.toHtmlEscaped());
    }
    text += QStringLiteral("</tr>");
    for (const EvaluationResult& result : results_) {
        text += QStringLiteral("<tr>");
        for (std::size_t i = 0; i < columns_.size(); ++i) {
            const QString cell = columns_[i].text(result).toHtmlEscaped();
            text += QStringLiteral("<td align='%1' style='white-space:nowrap'>%2</td>")
                        .arg(i < 2 ? QStringLiteral("left") : QStringLiteral("right"),
                             isBest(columns_[i], result) ? QStringLiteral("<b>%1</b>").arg(cell) : cell);
        }
        text += QStringLiteral("</tr>");
    }
    return text + QStringLiteral("</table>");
}

namespace {
constexpr int kPixelsPerInch = 96;
}

void exportTable(const ResultTableModel& table, const QString& path) {
    const QString suffix = QFileInfo(path).suffix().toLower();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QTextDocument page;
    page.setDefaultStyleSheet(QStringLiteral("* { color: black; }"));
    page.setDefaultFont(Theme::instance().textFont());
    page.setHtml(table.html());
    page.setTextWidth(page.idealWidth());
    const QSizeF size = page.size();
    if (suffix == QLatin1String("csv")) {
        bytes = table.csv().toUtf8();
    } else if (suffix == QLatin1String("png")) {
        constexpr double kScale = 2;
        QImage image((size * kScale).toSize(), QImage::Format_RGB32);
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.scale(kScale, kScale);
        page.drawContents(&painter);
        painter.end();
        image.save(&buffer, "PNG");
    } else if (suffix == QLatin1String("svg")) {
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
