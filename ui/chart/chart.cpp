#include "ui/chart/chart.h"

#include <algorithm>
#include <cmath>

#include <QEvent>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QToolButton>
#include <QVBoxLayout>
#include <QWheelEvent>

#include "ui/chart/chart_impl.h"
#include "ui/chart/chart_legend.h"
#include "ui/theme/theme.h"

namespace pf::ui {

Chart::Chart(QWidget* parent) : QWidget(parent), impl_(std::make_unique<Impl>(this)) {
    connect(&Theme::instance(), &Theme::changed, this,
            [this] { impl_->applyColours(Theme::instance().isDark()); });
}

Chart::~Chart() {
    impl_->plot->removeEventFilter(this);
}

void Chart::setTitle(const QString& title) {
    impl_->title->setText(title);
    impl_->title->setToolTip(title);
    impl_->title->setVisible(!title.isEmpty());
    setAccessibleName(title);
}

QString Chart::title() const {
    return impl_->title->text();
}

void Chart::setAxisLabels(const QString& x, const QString& y, const QString& rightY) {
    impl_->xLabel = x;
    impl_->yLabel = y;
    impl_->rightLabel = rightY;
    impl_->plot->yAxis2->setVisible(!rightY.isEmpty());
    impl_->applyTickers();
}

void Chart::setAxisFormats(AxisFormat x, AxisFormat y, AxisFormat rightY) {
    impl_->xFormat = x;
    impl_->yFormat = y;
    impl_->rightFormat = rightY;
    impl_->applyTickers();
}

void Chart::setFootnote(const QString& text) {
    impl_->footnote = text;
}

void Chart::setNoDataText(const QString& text) {
    impl_->noData->setText(text);
    impl_->updateNoData();
}

void Chart::setSeries(const QString& id, const QString& name, const QVector<double>& xs,
                      const QVector<double>& ys, const SeriesStyle& style) {
    ChartSeries& series = impl_->ensure(id, ChartSeries::Kind::Line);
    const QColor old = series.style.colour;
    series.name = name;
    series.style = style;
    if (!style.colour.isValid()) {
        series.style.colour = old.isValid() ? old : Theme::instance().seriesColour(impl_->nextColour++);
    }
    // Ties in x (the steps of a ROC curve) must keep their order, which the plot's own sort would not
    // promise.
    series.graph->setData(xs, ys, std::is_sorted(xs.begin(), xs.end()));
    impl_->applyStyle(series, Theme::instance().isDark());
    impl_->updateLegend(series);
    impl_->updateNoData();
    impl_->requestReplot();
}

void Chart::appendPoints(const QString& id, const QVector<double>& xs, const QVector<double>& ys) {
    ChartSeries* series = impl_->find(id);
    if (series == nullptr || series->graph == nullptr || xs.isEmpty()) {
        return;
    }
    const bool wasEmpty = series->points() == 0;
    series->graph->addData(xs, ys, true);
    if (wasEmpty) {
        impl_->updateNoData();
    }
    impl_->requestReplot();
}

void Chart::replacePoints(const QString& id, const QVector<double>& xs, const QVector<double>& ys) {
    ChartSeries* series = impl_->find(id);
    if (series == nullptr || series->graph == nullptr) {
        return;
    }
    series->graph->setData(xs, ys, std::is_sorted(xs.begin(), xs.end()));
    impl_->updateNoData();
    impl_->requestReplot();
}

void Chart::appendBand(const QString& id, const QVector<double>& xs, const QVector<double>& lows,
                       const QVector<double>& highs) {
    ChartSeries* series = impl_->find(id);
    if (series == nullptr || series->low == nullptr || xs.isEmpty()) {
        return;
    }
    const bool wasEmpty = series->points() == 0;
    series->graph->addData(xs, highs, true);
    series->low->addData(xs, lows, true);
    if (wasEmpty) {
        impl_->updateNoData();
    }
    impl_->requestReplot();
}

void Chart::setBand(const QString& id, const QString& name, const QVector<double>& xs,
                    const QVector<double>& lows, const QVector<double>& highs, const QColor& colour,
                    bool inLegend, const QString& meaning) {
    ChartSeries& series = impl_->ensure(id, ChartSeries::Kind::Band);
    series.name = name;
    series.style.colour = colour;
    series.style.inLegend = inLegend;
    series.style.meaning = meaning;
    series.graph->setData(xs, highs, true);
    series.low->setData(xs, lows, true);
    impl_->applyStyle(series, Theme::instance().isDark());
    impl_->updateLegend(series);
    impl_->updateNoData();
    impl_->requestReplot();
}

void Chart::setBars(const QString& id, const QString& name, const QVector<double>& centres,
                    const QVector<double>& heights, double width, const QColor& colour) {
    ChartSeries& series = impl_->ensure(id, ChartSeries::Kind::Bars);
    series.name = name;
    series.style.colour = colour;
    series.bars->setWidth(width);
    series.bars->setData(centres, heights, true);
    impl_->applyStyle(series, Theme::instance().isDark());
    impl_->updateLegend(series);
    impl_->updateNoData();
    impl_->requestReplot();
}

void Chart::dropAfter(double x) {
    for (const auto& [id, series] : impl_->series) {
        if (series->graph != nullptr) {
            series->graph->data()->removeAfter(x);
        }
        if (series->low != nullptr) {
            series->low->data()->removeAfter(x);
        }
        if (series->bars != nullptr) {
            series->bars->data()->removeAfter(x);
        }
    }
    impl_->requestReplot();
}

void Chart::removeSeries(const QString& id) {
    if (ChartSeries* series = impl_->find(id)) {
        impl_->remove(*series);
        impl_->updateNoData();
        impl_->requestReplot();
    }
}

void Chart::clear() {
    while (!impl_->series.empty()) {
        impl_->remove(*impl_->series.begin()->second);
    }
    for (const auto& [id, marker] : impl_->markers) {
        impl_->plot->removeItem(marker.line);
        impl_->plot->removeItem(marker.text);
    }
    impl_->markers.clear();
    impl_->legend->clear();
    impl_->nextColour = 0;
    impl_->userZoomed = false;
    impl_->hideHover();
    impl_->updateNoData();
    impl_->requestReplot();
}

QStringList Chart::seriesIds() const {
    QStringList ids;
    for (const ChartSeries* series : impl_->ordered()) {
        ids.append(series->id);
    }
    return ids;
}

int Chart::pointCount(const QString& id) const {
    const ChartSeries* series = impl_->find(id);
    return series == nullptr ? 0 : series->points();
}

QVector<QStringList> Chart::coinciding() const {
    const auto samePoints = [](const QCPGraph& a, const QCPGraph& b) {
        const auto same = [](double x, double y) { return x == y || (std::isnan(x) && std::isnan(y)); };
        return std::equal(a.data()->constBegin(), a.data()->constEnd(), b.data()->constBegin(),
                          b.data()->constEnd(), [&](const QCPGraphData& p, const QCPGraphData& q) {
                              return same(p.key, q.key) && same(p.value, q.value);
                          });
    };
    QVector<const ChartSeries*> first;
    QVector<QStringList> curves;
    for (const ChartSeries* one : impl_->ordered()) {
        if (!one->visible || !one->style.inLegend || one->kind != ChartSeries::Kind::Line ||
            one->points() == 0) {
            continue;
        }
        const auto same = std::find_if(first.begin(), first.end(), [&](const ChartSeries* other) {
            return other->style.rightAxis == one->style.rightAxis && samePoints(*other->graph, *one->graph);
        });
        if (same == first.end()) {
            first << one;
            curves << QStringList{one->name};
        } else {
            curves[same - first.begin()] << one->name;
        }
    }
    curves.removeIf([](const QStringList& names) { return names.size() < 2; });
    return curves;
}

bool Chart::isSeriesVisible(const QString& id) const {
    const ChartSeries* series = impl_->find(id);
    return series != nullptr && series->visible;
}

void Chart::setSeriesVisible(const QString& id, bool visible) {
    const ChartSeries* named = impl_->find(id);
    const QString legendId = named == nullptr ? id : named->legendId();
    bool changed = false;
    for (const auto& [key, series] : impl_->series) {
        if (series->legendId() == legendId && series->visible != visible) {
            series->visible = visible;
            impl_->applyStyle(*series, Theme::instance().isDark());
            changed = true;
        }
    }
    if (changed) {
        impl_->legend->setChecked(legendId, visible);
        impl_->requestReplot();
        Q_EMIT seriesToggled(legendId, visible);
    }
}

void Chart::setLogY(bool on) {
    impl_->logY = on;
    impl_->applyTickers();
}

void Chart::setLogX(bool on) {
    impl_->logX = on;
    impl_->applyTickers();
}

void Chart::setHomeRangeX(std::optional<double> low, std::optional<double> high) {
    impl_->homeLowX = low;
    impl_->homeHighX = high;
    impl_->requestReplot();
}

void Chart::setHomeRangeY(std::optional<double> low, std::optional<double> high) {
    impl_->homeLowY = low;
    impl_->homeHighY = high;
    impl_->requestReplot();
}

void Chart::setLegendVisible(bool visible) {
    impl_->legend->setVisible(visible);
}

void Chart::setMinimumPlotHeight(int height) {
    impl_->plot->setMinimumHeight(height);
}

void Chart::setHeaderVisible(bool visible) {
    impl_->header->setVisible(visible);
}

void Chart::addHeaderWidget(QWidget* widget) {
    impl_->extras->addWidget(widget);
}

void Chart::setWheelScrolls(bool on) {
    impl_->wheelScrolls = on;
    impl_->plot->setAttribute(Qt::WA_NoMousePropagation, !on);
}

void Chart::resetView() {
    impl_->userZoomed = false;
    impl_->requestReplot();
}

void Chart::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (impl_->dirty) {
        impl_->requestReplot();
    }
}

bool Chart::eventFilter(QObject* watched, QEvent* event) {
    if (watched == impl_->plot) {
        if (event->type() == QEvent::Leave) {
            impl_->hideHover();
        } else if (event->type() == QEvent::Resize) {
            impl_->placeOverlays();
            impl_->requestReplot();  // its axes have other room for their names
        } else if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
            impl_->placePin();
        } else if (event->type() == QEvent::Wheel && impl_->wheelScrolls) {
            const auto& wheel = static_cast<const QWheelEvent&>(*event);
            if (!(wheel.modifiers() & (Qt::ControlModifier | Qt::ShiftModifier))) {
                event->ignore();  // the page around the chart takes it
                return true;
            }
        } else if (event->type() == QEvent::KeyPress) {
            if (impl_->keyOnPlot(static_cast<const QKeyEvent&>(*event))) {
                return true;
            }
        }
    }
    return QWidget::eventFilter(watched, event);
}

}  // namespace pf::ui
