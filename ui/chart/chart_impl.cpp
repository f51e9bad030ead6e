#include "ui/chart/chart_impl.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/chart/axis_tickers.h"
#include "ui/chart/chart_header_layout.h"
#include "ui/chart/chart_legend.h"
#include "ui/chart/chart_readout.h"
#include "ui/chart/line_graph.h"
#include "ui/kit/elided_label.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

constexpr int kReplotIntervalMs = 120;
constexpr int kLeastPlotHeight = 60;
/// Enough to follow a curve by, few enough to see the curve.
constexpr int kSymbolsPerCurve = 12;

QCPScatterStyle::ScatterShape symbolShape(int symbol) {
    constexpr std::array kShapes = {QCPScatterStyle::ssCircle, QCPScatterStyle::ssSquare,
                                    QCPScatterStyle::ssTriangle, QCPScatterStyle::ssDiamond};
    return kShapes[static_cast<std::size_t>(symbol - 1) % kShapes.size()];
}

void setAxisColours(QCPAxis* axis, bool dark) {
    using Role = Theme::Role;
    const QPen line(Theme::colour(Role::Border, dark));
    axis->setBasePen(line);
    axis->setTickPen(line);
    axis->setSubTickPen(line);
    axis->setTickLabelColor(Theme::colour(Role::MutedText, dark));
    axis->setLabelColor(Theme::colour(Role::Text, dark));
    axis->grid()->setPen(QPen(Theme::colour(Role::Grid, dark)));
    axis->grid()->setZeroLinePen(QPen(Theme::colour(Role::Border, dark)));
}

/// "FMR (%)" on a logarithmic axis: "FMR (%, logarithmic)".
QString withScale(const QString& label, bool logarithmic, AxisFormat format) {
    if (label.isEmpty() || (!logarithmic && format != AxisFormat::Deviate)) {
        return label;
    }
    const QString scale = logarithmic ? Chart::tr("logarithmic") : Chart::tr("normal deviates");
    return label.endsWith(QLatin1Char(')')) ? label.chopped(1) + QStringLiteral(", %1)").arg(scale)
                                            : label + QStringLiteral(" (%1)").arg(scale);
}

}  // namespace

Qt::PenStyle penStyle(const SeriesStyle& style) {
    return style.dotted ? Qt::DotLine : style.dashed ? Qt::DashLine : Qt::SolidLine;
}

int ChartSeries::points() const {
    return bars != nullptr ? bars->dataCount() : graph != nullptr ? graph->dataCount() : 0;
}

Chart::Impl::Impl(Chart* chart) : owner(chart) {
    auto* column = new QVBoxLayout(owner);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    header = new QWidget(owner);
    title = new ElidedLabel(Qt::ElideRight, header);
    QFont font = title->font();
    font.setWeight(QFont::DemiBold);
    title->setFont(font);
    title->hide();
    legend = new ChartLegend(header);
    auto* extrasBox = new QWidget(header);
    extras = new QHBoxLayout(extrasBox);
    extras->setContentsMargins(0, 0, 0, 0);
    extras->setSpacing(6);
    exportButton = new QToolButton(header);
    exportButton->setObjectName(QStringLiteral("exportButton"));
    exportButton->setProperty("flat", true);
    exportButton->setToolTip(Chart::tr("Export this chart: PNG, PDF, SVG, CSV or copy (Ctrl+E)"));
    exportButton->setAccessibleName(Chart::tr("Export chart"));
    new ChartHeaderLayout(header, title, legend, extrasBox, exportButton);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    header->setSizePolicy(policy);
    column->addWidget(header);

    plot = new QCustomPlot(owner);
    plot->setObjectName(QStringLiteral("plot"));
    plot->setMinimumHeight(kLeastPlotHeight);
    plot->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Expanding);
    plot->setInteractions(QCP::iRangeDrag);
    plot->setNoAntialiasingOnDrag(true);
    plot->setAutoAddPlottableToLegend(false);  // the window and figures have legends of their own
    plot->axisRect()->setMinimumMargins(QMargins(10, 8, 14, 4));
    plot->plotLayout()->setRowSpacing(0);
    plot->xAxis->setNumberPrecision(5);
    plot->yAxis->setNumberPrecision(4);
    for (QCPAxis* axis : {plot->xAxis, plot->yAxis, plot->yAxis2}) {
        axis->setTickLabelFont(Theme::instance().tabularFont());
        axis->setNumberFormat(QStringLiteral("gb"));
        axis->setSubTicks(false);
        axis->setTickLengthIn(0);
        axis->setTickLengthOut(3);
        axis->setLabelPadding(3);
    }
    column->addWidget(plot, 1);

    cursorLine = new QCPItemStraightLine(plot);
    cursorLine->setLayer(QStringLiteral("overlay"));
    cursorLine->setVisible(false);

    makePin();

    noData = new QLabel(plot);
    noData->setAlignment(Qt::AlignCenter);
    noData->setWordWrap(true);
    noData->setProperty("muted", true);
    noData->setAttribute(Qt::WA_TransparentForMouseEvents);
    readout = new ChartReadout(header);
    plot->installEventFilter(owner);

    QObject::connect(exportButton, &QToolButton::clicked, owner, &Chart::showExportMenu);
    QObject::connect(legend, &ChartLegend::toggled, owner,
                     [this](const QString& id, bool on) { owner->setSeriesVisible(id, on); });
    replotTimer.setSingleShot(true);
    QObject::connect(&replotTimer, &QTimer::timeout, owner, [this] { replotNow(); });
    connectMouse();
    applyTickers();
    applyColours(Theme::instance().isDark());
}

ChartSeries* Chart::Impl::find(const QString& id) {
    const auto at = series.find(id);
    return at == series.end() ? nullptr : at->second.get();
}

std::vector<ChartSeries*> Chart::Impl::ordered() const {
    std::vector<ChartSeries*> list;
    for (const auto& [id, one] : series) {
        list.push_back(one.get());
    }
    std::sort(list.begin(), list.end(), [](const auto* a, const auto* b) { return a->order < b->order; });
    return list;
}

ChartSeries& Chart::Impl::ensure(const QString& id, ChartSeries::Kind kind) {
    if (ChartSeries* existing = find(id)) {
        if (existing->kind == kind) {
            return *existing;
        }
        remove(*existing);
    }
    auto made = std::make_unique<ChartSeries>();
    made->id = id;
    made->kind = kind;
    made->order = nextOrder++;
    if (kind == ChartSeries::Kind::Bars) {
        made->bars = new QCPBars(plot->xAxis, plot->yAxis);
    } else {
        made->graph = new LineGraph(plot->xAxis, plot->yAxis);
        if (kind == ChartSeries::Kind::Band) {
            made->low = plot->addGraph();
            made->graph->setChannelFillGraph(made->low);
        }
    }
    return *(series[id] = std::move(made));
}

void Chart::Impl::remove(ChartSeries& gone) {
    if (gone.graph != nullptr) {
        plot->removeGraph(gone.graph);
    }
    if (gone.low != nullptr) {
        plot->removeGraph(gone.low);
    }
    if (gone.bars != nullptr) {
        plot->removePlottable(gone.bars);
    }
    const QString id = gone.id;
    const QString legendId = gone.legendId();
    series.erase(id);
    if (std::none_of(series.begin(), series.end(),
                     [&](const auto& one) { return one.second->legendId() == legendId; })) {
        legend->removeEntry(legendId);
    }
}

void Chart::Impl::applyStyle(ChartSeries& one, bool dark) {
    QColor colour = Theme::adapted(one.style.colour, dark);
    if (one.bars != nullptr) {
        one.bars->setPen(Qt::NoPen);
        one.bars->setBrush(colour);
        one.bars->setVisible(one.visible);
        one.bars->setName(one.name);
        return;
    }
    one.graph->setName(one.name);
    one.graph->setVisible(one.visible);
    if (one.low != nullptr) {
        one.low->setVisible(one.visible);
        one.low->setPen(Qt::NoPen);
        one.graph->setPen(Qt::NoPen);
        one.graph->setBrush(colour);
        return;
    }
    if (one.style.faint) {
        colour.setAlphaF(0.28F);
    }
    QPen pen(colour, one.style.width);
    pen.setStyle(penStyle(one.style));
    one.graph->setPen(pen);
    one.graph->setAntialiased(!one.style.faint);
    one.graph->setLineStyle(!one.style.line     ? QCPGraph::lsNone
                            : one.style.stepped ? QCPGraph::lsStepLeft
                                                : QCPGraph::lsLine);
    const QCPScatterStyle::ScatterShape shape = one.style.symbol > 0 ? symbolShape(one.style.symbol)
                                                : one.style.markers  ? QCPScatterStyle::ssDisc
                                                                     : QCPScatterStyle::ssNone;
    one.graph->setScatterStyle(shape == QCPScatterStyle::ssDisc
                                   ? QCPScatterStyle(shape, colour, colour, 5)
                                   : QCPScatterStyle(shape, QPen(colour, 1.4), Qt::NoBrush, 8));
    one.graph->setScatterSkip(one.style.symbol > 0 && !one.style.markers ? one.points() / kSymbolsPerCurve
                                                                         : 0);
    one.graph->setValueAxis(one.style.rightAxis ? plot->yAxis2 : plot->yAxis);
}

void Chart::Impl::applyColours(bool dark) {
    using Role = Theme::Role;
    plot->setBackground(QBrush(Theme::colour(Role::Surface, dark)));
    for (QCPAxis* axis : {plot->xAxis, plot->yAxis, plot->xAxis2, plot->yAxis2}) {
        setAxisColours(axis, dark);
    }
    cursorLine->setPen(QPen(Theme::colour(Role::MutedText, dark), 1));
    colourPin(dark);
    for (const auto& [id, marker] : markers) {
        marker.line->setPen(QPen(Theme::colour(Role::MutedText, dark), 1, Qt::DashLine));
        marker.text->setColor(Theme::colour(Role::MutedText, dark));
    }
    for (const auto& [id, one] : series) {
        applyStyle(*one, dark);
        updateLegend(*one);
    }
    exportButton->setIcon(Theme::instance().icon(QStringLiteral("export")));
    requestReplot();
}

void Chart::Impl::applyTickers() {
    const auto set = [](QCPAxis* axis, const QString& label, bool logarithmic, AxisFormat format) {
        axis->setScaleType(logarithmic ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
        axis->setTicker(makeTicker(format, logarithmic));
        axis->setLabel(withScale(label, logarithmic, format));
    };
    set(plot->xAxis, xLabel, logX, xFormat);
    set(plot->yAxis, yLabel, logY, yFormat);
    set(plot->yAxis2, rightLabel, false, rightFormat);
    requestReplot();
}

void Chart::Impl::updateLegend(ChartSeries& one) {
    if (!one.style.inLegend) {
        return;
    }
    legend->setEntry(one.legendId(), one.name, Theme::adapted(one.style.colour, Theme::instance().isDark()),
                     penStyle(one.style), one.style.symbol);
}

void Chart::Impl::updateNoData() {
    const bool empty =
        std::all_of(series.begin(), series.end(), [](const auto& one) { return one.second->points() == 0; });
    noData->setVisible(empty && !noData->text().isEmpty());
    // Numbers and lines of axes that measure nothing would run through the words.
    const bool measures = !noData->isVisibleTo(plot);
    for (QCPAxis* axis : {plot->xAxis, plot->yAxis, plot->yAxis2}) {
        axis->setTickLabels(measures);
        axis->setTicks(measures);
    }
    plot->xAxis->grid()->setVisible(measures);
    plot->yAxis->grid()->setVisible(measures);
    placeOverlays();
}

void Chart::Impl::placeOverlays() {
    noData->setGeometry(plot->rect().adjusted(plot->width() / 8, 0, -plot->width() / 8, 0));
}

void Chart::Impl::requestReplot() {
    dirty = true;
    if (replotTimer.isActive() || !owner->isVisible()) {
        return;
    }
    const qint64 since = sinceReplot.isValid() ? sinceReplot.elapsed() : kReplotIntervalMs;
    replotTimer.start(static_cast<int>(std::clamp<qint64>(kReplotIntervalMs - since, 0, kReplotIntervalMs)));
}

void Chart::Impl::replotNow() {
    rescale();
    const QSize fitted = plot->axisRect()->size();
    fitAxes(fitted);
    plot->replot(QCustomPlot::rpQueuedRefresh);
    const bool narrower = fitMargins(plot->width());
    const bool resized = plot->axisRect()->size() != fitted;
    if (resized) {
        fitAxes(plot->axisRect()->size());
    }
    if (placeMarkers() || narrower || resized) {
        plot->replot(QCustomPlot::rpQueuedRefresh);
    }
    dirty = false;
    sinceReplot.start();
}

}  // namespace pf::ui
