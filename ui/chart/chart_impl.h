// The inside of Chart. Private to ui/chart: this header brings in QCustomPlot.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <optional>
#include <vector>

#include <QElapsedTimer>
#include <QPointer>
#include <QTimer>

// QCustomPlot's header is written with the keywords that the window switches off.
#define signals Q_SIGNALS
#define slots Q_SLOTS
#define emit Q_EMIT
#define foreach Q_FOREACH
#include <qcustomplot.h>
#undef signals
#undef slots
#undef emit
#undef foreach

#include "ui/chart/chart.h"

class QHBoxLayout;
class QLabel;
class QToolButton;

namespace pf::ui {

class ChartLegend;
class ChartReadout;

/// One thing that is drawn.
struct ChartSeries {
    enum class Kind { Line, Band, Bars };
    QString id;
    QString name;
    Kind kind = Kind::Line;
    SeriesStyle style;
    QCPGraph* graph = nullptr;  ///< the line, or a band's upper edge
    QCPGraph* low = nullptr;    ///< a band's lower edge
    QCPBars* bars = nullptr;
    bool visible = true;
    std::size_t order = 0;

    const QString& legendId() const { return style.group.isEmpty() ? id : style.group; }
    int points() const;
};

Qt::PenStyle penStyle(const SeriesStyle& style);

struct ChartMarker {
    QCPItemStraightLine* line = nullptr;
    QCPItemText* text = nullptr;
    QString words;
    int row = 0;
};

struct Chart::Impl {
    explicit Impl(Chart* chart);

    ChartSeries& ensure(const QString& id, ChartSeries::Kind kind);
    ChartSeries* find(const QString& id);
    std::vector<ChartSeries*> ordered() const;
    void remove(ChartSeries& series);
    void applyStyle(ChartSeries& series, bool dark);
    void applyColours(bool dark);
    void applyTickers();
    void updateLegend(ChartSeries& series);
    void updateNoData();
    /// The range of an axis in which all of the visible data are seen.
    QCPRange homeRange(const QCPAxis* axis) const;
    void rescale();
    /// `steps` of the wheel in (above 0) or out around a place of the plot, never out beyond the whole.
    void zoomAt(const QPointF& position, double steps, Qt::Orientations directions);
    void fitTicks(QSize room);
    void fitAxes(QSize room);
    bool fitMargins(double width);  ///< true: the plot has become narrower
    bool placeMarkers();  ///< true: one stands or reads otherwise than before, or the plot has moved
    void requestReplot();
    void replotNow();
    void showHover(const QPoint& position);
    void hideHover();
    QString valueText(double value, AxisFormat format) const;
    void fillReadout(double x);
    void connectMouse();
    void makePin();
    void colourPin(bool dark);
    void placePin();
    bool isPinInView() const;
    void movePinTo(double x);
    bool isOnPin(const QPoint& position) const;
    void selectRange(double from, double to, bool done);
    bool pressOnPlot(const QMouseEvent& event);
    bool dragOnPlot(const QMouseEvent& event);
    bool releaseOnPlot(const QMouseEvent& event);
    bool keyOnPlot(const QKeyEvent& event);
    void placeOverlays();

    Chart* owner;
    QLabel* title = nullptr;
    ChartLegend* legend = nullptr;
    QWidget* header = nullptr;
    QHBoxLayout* extras = nullptr;
    QToolButton* exportButton = nullptr;
    QCustomPlot* plot = nullptr;
    QLabel* noData = nullptr;
    ChartReadout* readout = nullptr;
    QString footnote;
    QString xLabel;  ///< quantity and unit, without the words about the axis's scale
    QString yLabel;
    QString rightLabel;
    QCPItemStraightLine* cursorLine = nullptr;
    std::optional<double> cursorX;
    std::map<QString, std::unique_ptr<ChartSeries>> series;
    std::map<QString, ChartMarker> markers;
    std::size_t nextOrder = 0;
    int nextColour = 0;
    AxisFormat xFormat = AxisFormat::Plain;
    AxisFormat yFormat = AxisFormat::Plain;
    AxisFormat rightFormat = AxisFormat::Plain;
    bool logX = false;
    bool logY = false;
    bool userZoomed = false;
    bool wheelScrolls = false;
    std::optional<double> homeLowX, homeHighX, homeLowY, homeHighY;
    QTimer replotTimer;
    QElapsedTimer sinceReplot;
    bool dirty = false;
    QPoint pressedAt;
    bool pressed = false;

    /// What a drag with the left button does, if it does not move the axes.
    enum class Drag { None, Pin, Range };
    QCPItemStraightLine* pinLine = nullptr;
    QCPItemText* pinHandle = nullptr;
    QCPItemRect* rangeRect = nullptr;
    std::optional<double> pinX;
    double pinLow = 0;
    double pinHigh = 0;
    double pinStep = 0;
    bool pinLimited = false;
    bool rangesOn = false;
    bool rangeByDrag = false;
    std::optional<std::array<double, 2>> range;
    double rangeFrom = 0;
    Drag drag = Drag::None;
};

}  // namespace pf::ui
