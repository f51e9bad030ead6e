#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>

#include <QApplication>
#include <QBuffer>
#include <QClipboard>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QLabel>
#include <QMenu>
#include <QPageSize>
#include <QPdfWriter>
#include <QSaveFile>
#include <QStandardPaths>
#include <QSvgGenerator>
#include <QToolButton>

#include "core/base/error.h"
#include "core/base/text.h"
#include "ui/chart/chart_impl.h"
#include "ui/chart/probit.h"
#include "ui/theme/theme.h"

namespace pf::ui {

/// Dresses the plot for paper while it lives: light colours, title and legend inside.
struct ChartExporter {
    explicit ChartExporter(Chart::Impl& target) : impl(target), plot(*target.plot) {
        impl.rescale();
        impl.fitAxes(size());
        impl.applyColours(false);
        // Where somebody was reading is no part of the figure.
        for (QCPAbstractItem* item : readingItems()) {
            item->setVisible(false);
        }
        grid = plot.plotLayout();
        if (!impl.title->text().isEmpty()) {
            grid->insertRow(0);
            QFont font = Theme::instance().titleFont();
            titleElement = new QCPTextElement(&plot, impl.title->text(), font);
            titleElement->setTextColor(Theme::colour(Theme::Role::Text, false));
            grid->addElement(0, 0, titleElement);
        }
        fillLegend();
        legendRow = new QCPLayoutGrid;
        grid->addElement(grid->rowCount(), 0, legendRow);
        legendRow->setMargins(QMargins(6, 0, 6, 6));
        legendRow->addElement(0, 0, plot.legend);
        plot.legend->setFillOrder(QCPLegend::foColumnsFirst);
        plot.legend->setWrap(4);
        grid->setRowStretchFactor(grid->rowCount() - 1, 0.001);
        plot.legend->setVisible(plot.legend->itemCount() > 0);
    }

    ~ChartExporter() {
        plot.axisRect()->insetLayout()->addElement(plot.legend, Qt::AlignTop | Qt::AlignRight);
        plot.legend->setVisible(false);
        grid->remove(legendRow);
        if (titleElement != nullptr) {
            grid->remove(titleElement);
        }
        grid->simplify();
        impl.fitAxes(plot.axisRect()->size());
        impl.applyColours(Theme::instance().isDark());
        impl.placePin();
        impl.cursorLine->setVisible(impl.cursorX.has_value());
    }

    std::array<QCPAbstractItem*, 4> readingItems() const {
        return {impl.cursorLine, impl.pinLine, impl.pinHandle, impl.rangeRect};
    }

    ChartExporter(const ChartExporter&) = delete;
    ChartExporter& operator=(const ChartExporter&) = delete;

    void fillLegend() {
        plot.legend->clearItems();
        std::set<QString> seen;
        for (const ChartSeries* one : impl.ordered()) {
            if (one->visible && one->style.inLegend && seen.insert(one->legendId()).second) {
                plot.legend->addItem(new QCPPlottableLegendItem(
                    plot.legend,
                    one->bars != nullptr ? static_cast<QCPAbstractPlottable*>(one->bars) : one->graph));
            }
        }
    }

    QSize size() const { return QSize(std::max(plot.width(), 640), std::max(plot.height(), 400)); }

    void paint(QPaintDevice& device, const QSize& area, double scale) {
        QCPPainter painter;
        if (!painter.begin(&device)) {
            throw Error(ErrorCode::Io, "cannot draw the chart into the file; check the disk's free space");
        }
        painter.setMode(QCPPainter::pmVectorized);
        painter.setMode(QCPPainter::pmNoCaching);
        painter.scale(scale, scale);
        painter.fillRect(QRect(QPoint(0, 0), area), Qt::white);
        plot.toPainter(&painter, area.width(), area.height());
        painter.end();
    }

    Chart::Impl& impl;
    QCustomPlot& plot;
    QCPLayoutGrid* grid = nullptr;
    QCPTextElement* titleElement = nullptr;
    QCPLayoutGrid* legendRow = nullptr;
};

namespace {

QString quoted(QString text) {
    if (text.contains(QLatin1Char(',')) || text.contains(QLatin1Char('"')) ||
        text.contains(QLatin1Char('\n'))) {
        text.replace(QLatin1Char('"'), QStringLiteral("\"\""));
        return QLatin1Char('"') + text + QLatin1Char('"');
    }
    return text;
}

}  // namespace

void Chart::exportTo(const QString& path) const {
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
        ChartExporter dressed(*impl_);
        const QSize size = dressed.size();
        if (suffix == "png") {
            impl_->plot->toPixmap(size.width(), size.height(), 2.0).save(&file, "PNG");
        } else if (suffix == "svg") {
            QSvgGenerator generator;
            generator.setOutputDevice(&file);
            generator.setSize(size);
            generator.setViewBox(QRect(QPoint(0, 0), size));
            generator.setTitle(title());
            generator.setDescription(tr("Chart of ProbFace Studio"));
            dressed.paint(generator, size, 1.0);
        } else {
            QPdfWriter writer(&file);
            writer.setResolution(96);
            writer.setTitle(title());
            writer.setCreator(QStringLiteral("ProbFace Studio"));
            writer.setPageMargins(QMarginsF());
            writer.setPageSize(QPageSize(QSizeF(size) * 0.75, QPageSize::Point));
            dressed.paint(writer, size, 1.0);
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
    // Numbers, not places on the paper.
    const auto plain = [](double value, AxisFormat format) {
        return format == AxisFormat::Deviate ? normalFraction(value) : value;
    };
    const auto add = [&](const QString& name, const QCPGraph& graph) {
        Column column{name, {}};
        for (const QCPGraphData& point : *graph.data()) {
            column.values.emplace(plain(point.key, impl_->xFormat), plain(point.value, impl_->yFormat));
        }
        columns.push_back(std::move(column));
    };
    for (const ChartSeries* one : impl_->ordered()) {
        if (!one->visible) {
            continue;
        }
        if (one->bars != nullptr) {
            Column column{one->name, {}};
            for (const QCPBarsData& bar : *one->bars->data()) {
                column.values.emplace(bar.key, bar.value);
            }
            columns.push_back(std::move(column));
        } else if (one->low != nullptr) {
            add(one->name + tr(" (low)"), *one->low);
            add(one->name + tr(" (high)"), *one->graph);
        } else {
            add(one->style.faint ? one->name + tr(" (raw)") : one->name, *one->graph);
        }
    }
    const QString x = impl_->plot->xAxis->label();
    QString text = quoted(x.isEmpty() ? QStringLiteral("x") : x);
    std::set<double> keys;
    for (const Column& column : columns) {
        text += QLatin1Char(',') + quoted(column.name);
        for (const auto& [key, value] : column.values) {
            keys.insert(key);
        }
    }
    text += QLatin1Char('\n');
    for (const double key : keys) {
        // A curve may have several values at one x (a vertical step): then it takes several rows.
        std::size_t rows = 1;
        for (const Column& column : columns) {
            rows = std::max(rows, column.values.count(key));
        }
        for (std::size_t row = 0; row < rows; ++row) {
            text += QString::fromStdString(formatNumber(key));
            for (const Column& column : columns) {
                text += QLatin1Char(',');
                if (row < column.values.count(key)) {
                    const double value =
                        std::next(column.values.lower_bound(key), static_cast<std::ptrdiff_t>(row))->second;
                    text += std::isfinite(value) ? QString::fromStdString(formatNumber(value)) : QString();
                }
            }
            text += QLatin1Char('\n');
        }
    }
    return text;
}

void Chart::copyImage() const {
    ChartExporter dressed(*impl_);
    const QSize size = dressed.size();
    QApplication::clipboard()->setPixmap(impl_->plot->toPixmap(size.width(), size.height(), 2.0));
}

void Chart::showExportMenu() {
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("exportMenu"));
    menu->setAttribute(Qt::WA_DeleteOnClose);
    const auto save = [this](const QString& suffix) {
        static QString lastFolder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
        QString name = title().isEmpty() ? QStringLiteral("chart") : title().toLower();
        name.replace(QRegularExpression(QStringLiteral("[^a-z0-9]+")), QStringLiteral("-"));
        auto* dialog = new QFileDialog(this, tr("Export chart"), lastFolder + QLatin1Char('/') + name,
                                       tr("%1 file (*.%2)").arg(suffix.toUpper(), suffix));
        dialog->setObjectName(QStringLiteral("exportDialog"));
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setAcceptMode(QFileDialog::AcceptSave);
        dialog->setDefaultSuffix(suffix);
        connect(dialog, &QFileDialog::fileSelected, this, [this](const QString& path) {
            lastFolder = QFileInfo(path).absolutePath();
            try {
                exportTo(path);
                Q_EMIT exported(path);
            } catch (const Error& error) {
                Q_EMIT exportFailed(QString::fromUtf8(error.what()));
            }
        });
        dialog->open();
    };
    for (const char* suffix : {"png", "pdf", "svg", "csv"}) {
        const QString text = QString::fromLatin1(suffix);
        QAction* action = menu->addAction(tr("Save as %1…").arg(text.toUpper()));
        action->setObjectName(QStringLiteral("export-") + text);
        connect(action, &QAction::triggered, this, [save, text] { save(text); });
    }
    menu->addSeparator();
    QAction* copy = menu->addAction(tr("Copy image"));
    copy->setObjectName(QStringLiteral("export-copy"));
    connect(copy, &QAction::triggered, this, [this] { copyImage(); });
    QToolButton* button = impl_->exportButton;
    menu->popup(button->mapToGlobal(QPoint(button->width() - menu->sizeHint().width(), button->height())));
}

}  // namespace pf::ui
