#include "ui/chart/chart_impl.h"

#include <algorithm>
#include <cmath>

#include <QLabel>
#include <QToolButton>

#include "ui/chart/axis_numbers.h"
#include "ui/chart/chart_fit.h"
#include "ui/chart/chart_header_layout.h"
#include "ui/chart/chart_hover.h"
#include "ui/chart/chart_legend.h"
#include "ui/chart/line_graph.h"
#include "ui/kit/box.h"
#include "ui/kit/elided_label.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

constexpr int kReplotIntervalMs = 120;
constexpr int kLeastPlotHeight = 60;

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

}  // namespace

Chart::Impl::Impl(Chart* chart) : owner(chart) {
    header = new QWidget(owner);
    title = new ElidedLabel(Qt::ElideRight, header);
    QFont font = title->font();
    font.setWeight(QFont::DemiBold);
    title->setFont(font);
    title->hide();
    legend = new ChartLegend(header);
    auto* extrasBox = new QWidget(header);
    extras = makeRow(extrasBox, 6, {});
    exportButton =
        makeFlatButton(QStringLiteral("exportButton"), QStringLiteral("export"),
                       Chart::tr("Export this chart: PNG, PDF, SVG, CSV or copy (Ctrl+E)"), header);
    exportButton->setAccessibleName(Chart::tr("Export chart"));
    new ChartHeaderLayout(header, title, legend, extrasBox, exportButton);
    QSizePolicy policy(QSizePolicy::Preferred, QSizePolicy::Preferred);
    policy.setHeightForWidth(true);
    header->setSizePolicy(policy);

    plot = named(new QCustomPlot(owner), "plot");
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
    makeColumn(owner, 2, {header, {plot, 1}});

    pin = new ChartPin(plot);
    markers = std::make_unique<ChartMarkers>(plot);
    hover = std::make_unique<ChartHover>(*this);

    noData = new QLabel(plot);
    noData->setAlignment(Qt::AlignCenter);
    noData->setWordWrap(true);
    noData->setProperty("muted", true);
    noData->setAttribute(Qt::WA_TransparentForMouseEvents);
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

Chart::Impl::~Impl() = default;

PlottedSeries* Chart::Impl::find(const QString& id) {
    const auto at = series.find(id);
    return at == series.end() ? nullptr : at->second.get();
}

std::vector<PlottedSeries*> Chart::Impl::ordered() const {
    std::vector<PlottedSeries*> list;
    for (const auto& [id, one] : series) {
        list.push_back(one.get());
    }
    std::sort(list.begin(), list.end(), [](const auto* a, const auto* b) { return a->order < b->order; });
    return list;
}

PlottedSeries& Chart::Impl::ensure(const QString& id, PlottedSeries::Kind kind) {
    if (PlottedSeries* existing = find(id)) {
        if (existing->kind == kind) {
            return *existing;
        }
        remove(*existing);
    }
    auto made = std::make_unique<PlottedSeries>();
    made->id = id;
    made->kind = kind;
    made->order = nextOrder++;
    if (kind == PlottedSeries::Kind::Bars) {
        made->bars = new QCPBars(plot->xAxis, plot->yAxis);
    } else {
        made->graph = new LineGraph(plot->xAxis, plot->yAxis);
        if (kind == PlottedSeries::Kind::Band) {
            made->low = plot->addGraph();
            made->graph->setChannelFillGraph(made->low);
        }
    }
    return *(series[id] = std::move(made));
}

void Chart::Impl::remove(PlottedSeries& gone) {
    for (QCPAbstractPlottable* part : gone.parts()) {
        plot->removePlottable(part);
    }
    const QString id = gone.id;
    const QString legendId = gone.legendId();
    series.erase(id);
    if (std::none_of(series.begin(), series.end(),
                     [&](const auto& one) { return one.second->legendId() == legendId; })) {
        legend->removeEntry(legendId);
    }
}

void Chart::Impl::applyColours(bool dark) {
    using Role = Theme::Role;
    plot->setBackground(QBrush(Theme::colour(Role::Surface, dark)));
    for (QCPAxis* axis : {plot->xAxis, plot->yAxis, plot->xAxis2, plot->yAxis2}) {
        setAxisColours(axis, dark);
    }
    hover->line()->setPen(QPen(Theme::colour(Role::MutedText, dark), 1));
    pin->setColours(dark);
    markers->setColours(dark);
    for (const auto& [id, one] : series) {
        one->applyStyle(dark);
        updateLegend(*one);
    }
    requestReplot();
}

void Chart::Impl::applyTickers() {
    for (QCPAxis* axis : {plot->xAxis, plot->yAxis, plot->yAxis2}) {
        const ChartAxis& shown = axisOf(axis);
        axis->setScaleType(shown.scale == AxisScale::Log10 ? QCPAxis::stLogarithmic : QCPAxis::stLinear);
        axis->setTicker(makeTicker(shown));
        axis->setLabel(QString::fromStdString(shown.title()));
    }
    plot->yAxis2->setVisible(!right.name.empty());
    requestReplot();
}

void Chart::Impl::show(PlottedSeries& one, const QString& name, const SeriesStyle& style) {
    one.name = name;
    one.style = style;
    one.applyStyle(Theme::instance().isDark());
    updateLegend(one);
    updateNoData();
    requestReplot();
}

void Chart::Impl::draw(const ChartSeries& drawn) {
    const QString id = QString::fromStdString(drawn.id);
    const QString name = QString::fromStdString(drawn.name);
    const ChartAxis& values = drawn.rightAxis ? right : y;
    const bool isBand = drawn.mark == ChartMark::Band;
    QVector<double> xs;
    QVector<double> ys;  // a band's upper edge
    QVector<double> lows;
    for (std::size_t i = 0; i < drawn.x.size(); ++i) {
        if (const double at = plotCoordinate(x, drawn.x[i]); std::isfinite(at)) {
            xs << at;
            ys << plotCoordinate(values, isBand ? drawn.high[i] : drawn.y[i]);
            lows << (isBand ? plotCoordinate(values, drawn.low[i]) : 0);
        }
    }
    SeriesStyle style = styleOf(drawn);
    if (isBand) {
        style.colour.setAlphaF(0.18F);
        owner->setBand(id, name, xs, lows, ys, style);
    } else if (drawn.mark == ChartMark::Bars) {
        PlottedSeries& bars = ensure(id, PlottedSeries::Kind::Bars);
        bars.bars->setWidth(xs.size() > 1 ? xs[1] - xs[0] : 1);
        bars.bars->setData(xs, ys, true);
        show(bars, name, style);
    } else {
        owner->setSeries(id, name, xs, ys, style);
    }
}

void Chart::Impl::updateLegend(PlottedSeries& one) {
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

QCPRange Chart::Impl::homeRange(const QCPAxis* axis) const {
    const bool keys = axis == plot->xAxis;
    const ChartAxis& wanted = axisOf(axis);
    const bool logarithmic = wanted.scale == AxisScale::Log10;
    const QCP::SignDomain domain = logarithmic ? QCP::sdPositive : QCP::sdBoth;
    std::optional<QCPRange> data;
    for (const auto& [id, one] : series) {
        for (const QCPAbstractPlottable* part : one->parts()) {
            if (!one->visible || (!keys && part->valueAxis() != axis)) {
                continue;
            }
            bool found = false;
            const QCPRange range =
                keys ? part->getKeyRange(found, domain) : part->getValueRange(found, domain);
            if (found && std::isfinite(range.lower) && std::isfinite(range.upper)) {
                data = data ? data->expanded(range) : range;
            }
        }
    }
    double padding = keys ? 0.0 : 0.05;
    QCPRange range = data.value_or(logarithmic ? QCPRange(0.1, 10) : QCPRange(0, 1));
    if (range.size() <= std::abs(range.upper) * 1e-12) {
        const double half = range.upper == 0 ? 0.5 : std::abs(range.upper) * 0.05;
        range = QCPRange(range.lower - half, range.upper + half);
        padding = 0;
    }
    const double room = range.size() * padding;
    const double factor = std::pow(10.0, padding);
    range.lower = wanted.low ? plotCoordinate(wanted, *wanted.low)
                             : (logarithmic ? range.lower / factor : range.lower - room);
    range.upper = wanted.high ? plotCoordinate(wanted, *wanted.high)
                              : (logarithmic ? range.upper * factor : range.upper + room);
    if (axis == plot->yAxis2 && data && data->lower >= 0) {
        range.lower = std::max(range.lower, 0.0);  // no room for what cannot be
    }
    return range.upper > range.lower ? range : axis->range();
}

void Chart::Impl::rescale() {
    if (userZoomed) {
        return;
    }
    for (QCPAxis* axis : {plot->xAxis, plot->yAxis, plot->yAxis2}) {
        axis->setRange(homeRange(axis));
    }
}

void Chart::Impl::zoomAt(const QPointF& position, double steps, Qt::Orientations directions) {
    bool whole = true;
    for (QCPAxis* axis : {plot->xAxis, plot->yAxis}) {
        const QCPRange home = homeRange(axis);
        if (directions & axis->orientation()) {
            const double centre =
                axis->pixelToCoord(axis->orientation() == Qt::Horizontal ? position.x() : position.y());
            axis->scaleRange(std::pow(0.85, steps), centre);
            // There is nothing to be seen beyond the data.
            axis->setRange(axis->range().bounded(home.lower, home.upper));
        }
        whole = whole && axis->range().lower <= home.lower && axis->range().upper >= home.upper;
    }
    userZoomed = !whole;
    requestReplot();
}

void Chart::Impl::connectMouse() {
    QObject::connect(pin, &ChartPin::moved, owner, &Chart::pinMoved);
    QObject::connect(pin, &ChartPin::rangeSelected, owner, &Chart::rangeSelected);
    QObject::connect(pin, &ChartPin::activated, owner, &Chart::clicked);
    QObject::connect(plot, &QCustomPlot::mousePress, owner, [this](QMouseEvent* event) {
        pressedAt = event->pos();
        pressed = event->button() == Qt::LeftButton;
        pin->press(*event);
    });
    QObject::connect(plot, &QCustomPlot::mouseMove, owner, [this](QMouseEvent* event) {
        if (pin->drag(*event)) {
            hover->hide();
            return;
        }
        if (event->buttons() & Qt::LeftButton) {
            if ((event->pos() - pressedAt).manhattanLength() > 4) {
                userZoomed = true;
                hover->hide();
            }
            return;
        }
        hover->showAt(event->pos());
    });
    QObject::connect(plot, &QCustomPlot::mouseRelease, owner, [this](QMouseEvent* event) {
        if (!pin->release(*event) && pressed && (event->pos() - pressedAt).manhattanLength() <= 4 &&
            plot->axisRect()->rect().contains(event->pos())) {
            const double at = plot->xAxis->pixelToCoord(event->pos().x());
            if (pin->x()) {
                pin->move(at);
            }
            Q_EMIT owner->clicked(pin->x().value_or(at));
        }
        pressed = false;
    });
    plot->setContextMenuPolicy(Qt::CustomContextMenu);
    QObject::connect(plot, &QWidget::customContextMenuRequested, owner, [this](const QPoint& position) {
        hover->hide();
        owner->showContextMenu(plot->mapToGlobal(position));
    });
    QObject::connect(plot, &QCustomPlot::mouseDoubleClick, owner,
                     [this](QMouseEvent*) { owner->resetView(); });
    QObject::connect(plot, &QCustomPlot::mouseWheel, owner, [this](QWheelEvent* event) {
        // Ctrl: only along x; Shift: only along y.
        Qt::Orientations directions = Qt::Horizontal | Qt::Vertical;
        if (event->modifiers() & Qt::ControlModifier) {
            directions = Qt::Horizontal;
        } else if (event->modifiers() & Qt::ShiftModifier) {
            directions = Qt::Vertical;
        }
        // Some systems turn a wheel with Shift into a sideways one.
        const QPoint turned = event->angleDelta();
        zoomAt(event->position(), (turned.y() != 0 ? turned.y() : turned.x()) / 120.0, directions);
    });
}

void Chart::Impl::requestReplot() {
    if (replotTimer.isActive() || !owner->isVisible()) {
        return;
    }
    const qint64 since = sinceReplot.isValid() ? sinceReplot.elapsed() : kReplotIntervalMs;
    replotTimer.start(static_cast<int>(std::clamp<qint64>(kReplotIntervalMs - since, 0, kReplotIntervalMs)));
}

void Chart::Impl::replotNow() {
    rescale();
    const QSize fitted = plot->axisRect()->size();
    fitAxes(*plot, fitted);
    plot->replot(QCustomPlot::rpQueuedRefresh);
    const bool narrower = fitMargins(*plot, plot->width());
    const bool resized = plot->axisRect()->size() != fitted;
    if (resized) {
        fitAxes(*plot, plot->axisRect()->size());
    }
    if (markers->place() || narrower || resized) {
        plot->replot(QCustomPlot::rpQueuedRefresh);
    }
    sinceReplot.start();
}

}  // namespace pf::ui
