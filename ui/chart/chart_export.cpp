// A chart as a file: PNG, PDF, SVG, CSV, or on the clipboard.
#include <algorithm>
#include <map>
#include <set>

#include <QApplication>
#include <QClipboard>
#include <QFileInfo>
#include <QImage>
#include <QPageSize>
#include <QPdfWriter>
#include <QSaveFile>
#include <QSvgGenerator>

#include "core/base/csv.h"
#include "core/base/error.h"
#include "ui/chart/chart_figure.h"
#include "ui/chart/chart_impl.h"
#include "ui/chart/clipped_svg.h"
#include "ui/chart/probit.h"

namespace pf::ui {

namespace {

constexpr double kPngScale = 2;
constexpr int kPixelsPerInch = 96;

/// The number that the axis shows, not its place on the paper: per cent where the axis says so.
double written(double value, AxisFormat format) {
    // As many digits as the value has: 7 of a hundred, never 7.000000000000001.
    const auto percent = [](double fraction, int digits) {
        return QString::number(fraction * 100, 'g', digits).toDouble();
    };
    return format == AxisFormat::Percent   ? percent(value, 15)
           : format == AxisFormat::Deviate ? percent(normalFraction(value), 9)
                                           : value;
}

/// "accuracy (%): demo", so that a column says of what it is, in which unit, and which curve.
QString columnName(const QString& quantity, const QString& series) {
    if (quantity.isEmpty() || series.isEmpty()) {
        return quantity + series;
    }
    return quantity == series || quantity.startsWith(series + QStringLiteral(" ("))
               ? quantity
               : quantity + QStringLiteral(": ") + series;
}

void paintFigure(ChartFigure& figure, QPaintDevice& device) {
    QCPPainter painter;
    if (!painter.begin(&device)) {
        throw Error(ErrorCode::Io, "cannot draw the chart into the file; check the disk's free space");
    }
    painter.setMode(QCPPainter::pmVectorized);
    painter.setMode(QCPPainter::pmNoCaching);
    figure.paint(painter);
    painter.end();
}

}  // namespace

void Chart::exportTo(const QString& path, QSize plotSize) const {
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix != "png" && suffix != "pdf" && suffix != "svg" && suffix != "csv") {
        throw Error(ErrorCode::Config,
                    "a chart is written as .png, .pdf, .svg or .csv, not ." + suffix.toStdString() +
                        "; choose one of these endings",
                    path.toStdString());
    }
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly)) {
        throw Error(ErrorCode::Io, "cannot write the chart: " + file.errorString().toStdString(),
                    path.toStdString());
    }
    if (suffix == "csv") {
        file.write(csv().toUtf8());
    } else {
        ChartFigure figure(*impl_, plotSize);
        const QSize size = figure.size();
        if (suffix == "png") {
            figure.image(kPngScale).save(&file, "PNG");
        } else if (suffix == "svg") {
            QSvgGenerator generator;
            generator.setOutputDevice(&file);
            generator.setResolution(kPixelsPerInch);
            generator.setSize(size);
            generator.setViewBox(QRect(QPoint(0, 0), size));
            generator.setTitle(title());
            generator.setDescription(tr("Chart of ProbFace Studio"));
            ClippedSvg clipped(generator);
            paintFigure(figure, clipped);
        } else {
            QPdfWriter writer(&file);
            writer.setResolution(kPixelsPerInch);
            writer.setTitle(title());
            writer.setCreator(QStringLiteral("ProbFace Studio"));
            writer.setPageMargins(QMarginsF());
            writer.setPageSize(
                QPageSize(QSizeF(size) * 72.0 / kPixelsPerInch, QPageSize::Point, {}, QPageSize::ExactMatch));
            paintFigure(figure, writer);
        }
    }
    if (!file.commit()) {
        throw Error(ErrorCode::Io, "cannot write the chart: " + file.errorString().toStdString(),
                    path.toStdString());
    }
}

QString Chart::csv() const {
    struct Column {
        QString name;
        std::multimap<double, double> values;
    };
    std::vector<Column> columns;
    const auto add = [&](const QString& name, const ChartSeries& one, auto& data) {
        const bool right = one.style.rightAxis;
        Column column{columnName(right ? impl_->rightLabel : impl_->yLabel, name), {}};
        for (const auto& point : data) {
            column.values.emplace(written(point.key, impl_->xFormat),
                                  written(point.value, right ? impl_->rightFormat : impl_->yFormat));
        }
        columns.push_back(std::move(column));
    };
    for (const ChartSeries* one : impl_->ordered()) {
        if (!one->visible) {
            continue;
        }
        if (one->bars != nullptr) {
            add(one->name, *one, *one->bars->data());
        } else if (one->low != nullptr) {
            add(one->name + tr(" (low)"), *one, *one->low->data());
            add(one->name + tr(" (high)"), *one, *one->graph->data());
        } else {
            add(one->style.faint && !one->style.group.isEmpty() ? one->name + tr(" (raw)") : one->name, *one,
                *one->graph->data());
        }
    }
    CsvWriter csv;
    csv.add(impl_->xLabel.isEmpty() ? "x" : impl_->xLabel.toStdString());
    std::set<double> keys;
    for (const Column& column : columns) {
        csv.add(column.name.toStdString());
        for (const auto& [key, value] : column.values) {
            keys.insert(key);
        }
    }
    csv.endLine();
    for (const double key : keys) {
        // A curve may have several values at one x (a vertical step): then it takes several rows.
        std::size_t rows = 1;
        for (const Column& column : columns) {
            rows = std::max(rows, column.values.count(key));
        }
        for (std::size_t row = 0; row < rows; ++row) {
            csv.add(key);
            for (const Column& column : columns) {
                const auto first = column.values.lower_bound(key);
                csv.add(row < column.values.count(key)
                            ? std::optional(std::next(first, static_cast<std::ptrdiff_t>(row))->second)
                            : std::nullopt);
            }
            csv.endLine();
        }
    }
    return QString::fromStdString(csv.take());
}

void Chart::copyImage() const {
    QApplication::clipboard()->setImage(ChartFigure(*impl_).image(kPngScale));
}

void Chart::copyData() const {
    QApplication::clipboard()->setText(csv());
}

}  // namespace pf::ui
