#include "ui/chart/chart.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QApplication>
#include <QBoxLayout>
#include <QClipboard>
#include <QEvent>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLabel>
#include <QMenu>
#include <QSaveFile>
#include <QToolButton>
#include <QWheelEvent>

#include "core/base/error.h"
#include "ui/chart/axis_numbers.h"
#include "ui/chart/chart_figure.h"
#include "ui/chart/chart_hover.h"
#include "ui/chart/chart_impl.h"
#include "ui/chart/chart_legend.h"
#include "ui/chart/chart_menu.h"
#include "ui/chart/chart_table.h"
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

void Chart::draw(const ChartDescription& chart) {
    QStringList hidden = seriesIds();
    hidden.removeIf([this](const QString& id) { return isSeriesVisible(id); });
    clear();
    setTitle(QString::fromStdString(chart.title));
    setAxes(chart.x, chart.y, chart.right.value_or(ChartAxis()));
    for (const pf::ChartSeries& series : chart.series) {
        impl_->draw(series);
    }
    int row = 0;
    for (const ChartMarker& marker : chart.markers) {
        setMarker(QString::number(row), plotCoordinate(chart.x, marker.x),
                  QString::fromStdString(marker.text), row);
        ++row;
    }
    for (const QString& id : hidden) {
        setSeriesVisible(id, false);
    }
    setNoDataText(QString::fromStdString(chart.emptyText));
}

void Chart::setAxes(ChartAxis x, ChartAxis y, ChartAxis right) {
    impl_->x = std::move(x);
    impl_->y = std::move(y);
    impl_->right = std::move(right);
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
    PlottedSeries& series = impl_->ensure(id, PlottedSeries::Kind::Line);
    const QColor old = series.style.colour;
    SeriesStyle coloured = style;
    if (!style.colour.isValid()) {
        coloured.colour = old.isValid() ? old : Theme::instance().seriesColour(impl_->nextColour++);
    }
    // Ties in x (the steps of a ROC curve) must keep their order, which the plot's own sort would not
    // promise.
    series.graph->setData(xs, ys, std::is_sorted(xs.begin(), xs.end()));
    impl_->show(series, name, coloured);
}

void Chart::appendPoints(const QString& id, const QVector<double>& xs, const QVector<double>& ys) {
    PlottedSeries* series = impl_->find(id);
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
    PlottedSeries* series = impl_->find(id);
    if (series == nullptr || series->graph == nullptr) {
        return;
    }
    series->graph->setData(xs, ys, std::is_sorted(xs.begin(), xs.end()));
    impl_->updateNoData();
    impl_->requestReplot();
}

void Chart::appendBand(const QString& id, const QVector<double>& xs, const QVector<double>& lows,
                       const QVector<double>& highs) {
    if (PlottedSeries* series = impl_->find(id); series != nullptr && series->low != nullptr) {
        series->low->addData(xs, lows, true);
        appendPoints(id, xs, highs);
    }
}

void Chart::setBand(const QString& id, const QString& name, const QVector<double>& xs,
                    const QVector<double>& lows, const QVector<double>& highs, const SeriesStyle& style) {
    PlottedSeries& band = impl_->ensure(id, PlottedSeries::Kind::Band);
    band.graph->setData(xs, highs, true);
    band.low->setData(xs, lows, true);
    impl_->show(band, name, style);
}

void Chart::dropAfter(double x) {
    for (const auto& [id, series] : impl_->series) {
        for (const QCPGraph* graph : {series->graph, series->low}) {
            if (graph != nullptr) {
                graph->data()->removeAfter(x);
            }
        }
        if (series->bars != nullptr) {
            series->bars->data()->removeAfter(x);
        }
    }
    impl_->requestReplot();
}

void Chart::removeSeries(const QString& id) {
    if (PlottedSeries* series = impl_->find(id)) {
        impl_->remove(*series);
        impl_->updateNoData();
        impl_->requestReplot();
    }
}

void Chart::clear() {
    while (!impl_->series.empty()) {
        impl_->remove(*impl_->series.begin()->second);
    }
    impl_->markers->clear();
    impl_->legend->clear();
    impl_->nextColour = 0;
    impl_->userZoomed = false;
    impl_->hover->hide();
    impl_->updateNoData();
    impl_->requestReplot();
}

QStringList Chart::seriesIds() const {
    QStringList ids;
    for (const PlottedSeries* series : impl_->ordered()) {
        ids.append(series->id);
    }
    return ids;
}

int Chart::pointCount(const QString& id) const {
    const PlottedSeries* series = impl_->find(id);
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
    QVector<const PlottedSeries*> first;
    QVector<QStringList> curves;
    for (const PlottedSeries* one : impl_->ordered()) {
        if (!one->visible || !one->style.inLegend || one->kind != PlottedSeries::Kind::Line ||
            one->points() == 0) {
            continue;
        }
        const auto same = std::find_if(first.begin(), first.end(), [&](const PlottedSeries* other) {
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
    const PlottedSeries* series = impl_->find(id);
    return series != nullptr && series->visible;
}

void Chart::setSeriesVisible(const QString& id, bool visible) {
    const PlottedSeries* named = impl_->find(id);
    const QString legendId = named == nullptr ? id : named->legendId();
    bool changed = false;
    for (const auto& [key, series] : impl_->series) {
        if (series->legendId() == legendId && series->visible != visible) {
            series->visible = visible;
            series->applyStyle(Theme::instance().isDark());
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
    impl_->y.scale = on ? AxisScale::Log10 : AxisScale::Linear;
    impl_->applyTickers();
}

void Chart::setMinimumPlotHeight(int height) {
    impl_->plot->setMinimumHeight(height);
}

void Chart::addHeaderWidget(QWidget* widget) {
    impl_->extras->addWidget(widget);
}

std::optional<double> Chart::cursorLine() const {
    return impl_->hover->x();
}

void Chart::setMarker(const QString& id, double x, const QString& text, int row) {
    impl_->markers->set(id, x, text, row);
    impl_->requestReplot();
}

void Chart::removeMarker(const QString& id) {
    impl_->markers->remove(id);
    impl_->requestReplot();
}

void Chart::setPin(std::optional<double> x) {
    impl_->pin->set(x);
}

std::optional<double> Chart::pin() const {
    return impl_->pin->x();
}

void Chart::setPinLimits(double low, double high, double step) {
    impl_->pin->setLimits(low, high, step);
}

void Chart::setRangeSelection(bool on) {
    impl_->pin->setRangeSelection(on);
}

void Chart::setSelectedRange(const std::optional<std::array<double, 2>>& range) {
    impl_->pin->setRange(range);
}

std::optional<std::array<double, 2>> Chart::selectedRange() const {
    return impl_->pin->range();
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
    impl_->requestReplot();
}

bool Chart::eventFilter(QObject* watched, QEvent* event) {
    if (watched == impl_->plot) {
        if (event->type() == QEvent::Leave) {
            impl_->hover->hide();
        } else if (event->type() == QEvent::Resize) {
            impl_->placeOverlays();
            impl_->requestReplot();  // its axes have other room for their names
        } else if (event->type() == QEvent::FocusIn || event->type() == QEvent::FocusOut) {
            impl_->pin->place();
        } else if (event->type() == QEvent::Wheel && impl_->wheelScrolls) {
            const auto& wheel = static_cast<const QWheelEvent&>(*event);
            if (!(wheel.modifiers() & (Qt::ControlModifier | Qt::ShiftModifier))) {
                event->ignore();  // the page around the chart takes it
                return true;
            }
        } else if (event->type() == QEvent::KeyPress) {
            if (impl_->pin->key(static_cast<const QKeyEvent&>(*event))) {
                return true;
            }
        }
    }
    return QWidget::eventFilter(watched, event);
}

void Chart::exportTo(const QString& path, QSize plotSize) const {
    const QString suffix = QFileInfo(path).suffix().toLower();
    throwIf(suffix != QLatin1String("png") && suffix != QLatin1String("pdf") &&
                suffix != QLatin1String("svg") && suffix != QLatin1String("csv"),
            ErrorCode::Config,
            "a chart is written as .png, .pdf, .svg or .csv, not ." + suffix.toStdString() +
                "; choose one of these endings",
            path.toStdString());
    QSaveFile file(path);
    const auto require = [&](bool done) {
        throwIf(!done, ErrorCode::Io, "cannot write the chart: " + file.errorString().toStdString(),
                path.toStdString());
    };
    require(file.open(QIODevice::WriteOnly));
    if (suffix == QLatin1String("csv")) {
        file.write(csv().toUtf8());
    } else {
        ChartFigure(*impl_, plotSize).write(file, suffix);
    }
    require(file.commit());
}

QString Chart::csv() const {
    return chartCsv(*impl_);
}

void Chart::copyImage() const {
    QApplication::clipboard()->setImage(ChartFigure(*impl_).image());
}

void Chart::copyData() const {
    QApplication::clipboard()->setText(csv());
}

void Chart::showExportMenu() {
    QMenu* menu = makeExportMenu(*this);
    QToolButton* button = impl_->exportButton;
    menu->popup(button->mapToGlobal(QPoint(button->width() - menu->sizeHint().width(), button->height())));
}

void Chart::showContextMenu(const QPoint& at) {
    makeContextMenu(*this, impl_->userZoomed)->popup(at);
}

}  // namespace pf::ui
