#include "ui/evaluate/result_table.h"

#include <cmath>
#include <utility>

#include <QBuffer>
#include <QFileInfo>
#include <QImage>
#include <QPageLayout>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgGenerator>
#include <QTextDocument>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "ui/gallery/face_grid_model.h"
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

QString quoted(const QString& text) {
    if (!text.contains(QLatin1Char(',')) && !text.contains(QLatin1Char('"')) &&
        !text.contains(QLatin1Char('\n'))) {
        return text;
    }
    return QLatin1Char('"') + QString(text).replace(QLatin1Char('"'), QLatin1String("\"\"")) +
           QLatin1Char('"');
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
            return exact ? exactNumber(score->second.accuracy) : percent(score->second.accuracy);
        };
        columns_.push_back({title, tr("10-fold verification accuracy with this score"),
                            [value](const EvaluationResult& r) { return value(r, false); },
                            [value](const EvaluationResult& r) { return value(r, true); }});
    }
    for (const double factor : {0.0, 0.1, 0.2, 0.3}) {
        const auto value = [factor](const EvaluationResult& r, bool exact) {
            const RiskPoint* point = riskAt(r.record.riskMax, factor);
            return point == nullptr ? QString()
                   : exact          ? exactNumber(point->accuracy)
                                    : percent(point->accuracy);
        };
        columns_.push_back(
            {tr("At %1 %").arg(100 * factor),
             tr("Cosine accuracy, threshold re-fitted, after discarding the %1 % of pairs of highest risk "
                "(the larger σ² of the two)")
                 .arg(100 * factor),
             [value](const EvaluationResult& r) { return value(r, false); },
             [value](const EvaluationResult& r) { return value(r, true); }});
    }
    for (const double target : {1e-1, 1e-2, 1e-3}) {
        const auto value = [target](const EvaluationResult& r, bool exact) {
            const TarPoint* point = tarAt(r, target);
            return point == nullptr ? (exact ? QString() : QStringLiteral("–"))
                   : exact          ? exactNumber(point->tar)
                                    : percent(point->tar);
        };
        columns_.push_back(
            {tr("TAR@%1").arg(QString::number(target)),
             tr("True accept rate of the MLS at a false accept rate of %1; – when the set has too few "
                "different-person pairs to tell")
                 .arg(QString::number(target)),
             [value](const EvaluationResult& r) { return value(r, false); },
             [value](const EvaluationResult& r) { return value(r, true); }});
    }
    for (std::size_t i = 0; i < kSigmaPercentiles.size(); ++i) {
        columns_.push_back({tr("σ² p%1").arg(kSigmaPercentiles[i]), tr("Percentile of the set's σ²"),
                            [i](const EvaluationResult& r) { return sigmaText(r.record.sigmaSq[i]); },
                            [i](const EvaluationResult& r) { return exactNumber(r.record.sigmaSq[i]); }});
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
        case Qt::FontRole:
            return index.column() < 2 ? QVariant() : Theme::instance().tabularFont();
        default:
            return {};
    }
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
    QStringList lines;
    QStringList cells;
    for (const Column& column : columns_) {
        cells << quoted(column.title);
    }
    lines << cells.join(QLatin1Char(','));
    for (const EvaluationResult& result : results_) {
        cells.clear();
        for (const Column& column : columns_) {
            cells << quoted(column.exact(result));
        }
        lines << cells.join(QLatin1Char(','));
    }
    return lines.join(QLatin1String("\r\n")) + QLatin1String("\r\n");
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
            text += QStringLiteral("<td align='%1' style='white-space:nowrap'>%2</td>")
                        .arg(i < 2 ? QStringLiteral("left") : QStringLiteral("right"),
                             columns_[i].text(result).toHtmlEscaped());
        }
        text += QStringLiteral("</tr>");
    }
    return text + QStringLiteral("</table>");
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
        generator.setSize(size.toSize());
        generator.setViewBox(QRectF(QPointF(), size));
        QPainter painter(&generator);
        page.drawContents(&painter);
    } else if (suffix == QLatin1String("pdf")) {
        QPdfWriter writer(&buffer);
        writer.setCreator(QStringLiteral("ProbFace Studio"));
        writer.setResolution(96);
        writer.setPageLayout(QPageLayout(QPageSize(QPageSize::A4), QPageLayout::Landscape,
                                         QMarginsF(12, 12, 12, 12), QPageLayout::Millimeter));
        QPainter painter(&writer);
        const double scale = std::min(1.0, writer.width() / size.width());
        painter.scale(scale, scale);
        page.drawContents(&painter);
    } else {
        throw Error(ErrorCode::Config, "The table is written as .png, .pdf, .svg or .csv, not as \"" +
                                           path.toStdString() + "\".");
    }
    writeTextAtomically(path.toStdString(),
                        std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

}  // namespace pf::ui
