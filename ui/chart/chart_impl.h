// The inside of Chart. Private to ui/chart: this header brings in QCustomPlot.
#pragma once

#include <map>
#include <memory>
#include <vector>

#include <QElapsedTimer>
#include <QTimer>

#include "ui/chart/chart_markers.h"
#include "ui/chart/chart_pin.h"
#include "ui/chart/plotted_series.h"

class QBoxLayout;
class QLabel;
class QToolButton;

namespace pf::ui {

class ChartHover;
class ChartLegend;

struct Chart::Impl {
    explicit Impl(Chart* chart);
    ~Impl();

    PlottedSeries& ensure(const QString& id, PlottedSeries::Kind kind);
    PlottedSeries* find(const QString& id);
    std::vector<PlottedSeries*> ordered() const;
    void remove(PlottedSeries& series);
    /// Replaces a series, whose points are set already.
    void show(PlottedSeries& series, const QString& name, const SeriesStyle& style);
    void draw(const ChartSeries& series);
    void applyColours(bool dark);
    void applyTickers();
    void updateLegend(PlottedSeries& series);
    void updateNoData();
    const ChartAxis& axisOf(const QCPAxis* axis) const {
        return axis == plot->xAxis ? x : axis == plot->yAxis ? y : right;
    }
    /// The range of an axis in which all of the visible data are seen.
    QCPRange homeRange(const QCPAxis* axis) const;
    void rescale();
    /// `steps` of the wheel in (above 0) or out around a place of the plot, never out beyond the whole.
    void zoomAt(const QPointF& position, double steps, Qt::Orientations directions);
    void requestReplot();
    void replotNow();
    void connectMouse();
    void placeOverlays();

    Chart* owner;
    QLabel* title = nullptr;
    ChartLegend* legend = nullptr;
    QWidget* header = nullptr;
    QBoxLayout* extras = nullptr;
    QToolButton* exportButton = nullptr;
    QCustomPlot* plot = nullptr;
    QLabel* noData = nullptr;
    std::unique_ptr<ChartHover> hover;
    ChartPin* pin = nullptr;
    std::unique_ptr<ChartMarkers> markers;
    QString footnote;
    ChartAxis x;
    ChartAxis y;
    ChartAxis right;
    std::map<QString, std::unique_ptr<PlottedSeries>> series;
    std::size_t nextOrder = 0;
    int nextColour = 0;
    bool userZoomed = false;
    bool wheelScrolls = false;
    QTimer replotTimer;
    QElapsedTimer sinceReplot;
    QPoint pressedAt;
    bool pressed = false;
};

}  // namespace pf::ui
