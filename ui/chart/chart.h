// A chart with everything the window expects of one: title, units, legend, hover, zoom, export.
#pragma once

#include <array>
#include <memory>
#include <optional>

#include <QColor>
#include <QSize>
#include <QVector>
#include <QWidget>

#include "core/results/charts/chart_description.h"

namespace pf::ui {

/// How a series is drawn.
struct SeriesStyle {
    QColor colour = {};  ///< invalid: the next of the theme's series colours
    double width = 1.6;  ///< px
    bool line = true;
    bool markers = false;  ///< a dot on each point
    bool dashed = false;
    bool dotted = false;
    bool faint = false;    ///< drawn at low opacity behind the others
    bool stepped = false;  ///< value holds until the next point
    bool inLegend = true;
    bool rightAxis = false;
    QString group = {};  ///< series of one group are shown and hidden together by the legend; empty: alone
    /// What lines drawn like this one stand for, whatever their colour: "random discard". Figures explain it
    /// once where some of them have no entry in the legend.
    QString meaning = {};
    /// Tells curves of one colour apart by points along them: 0 none, then circle, square, triangle, diamond.
    int symbol = 0;
};

/// A line, band and bar chart. Data may arrive often: drawing is coalesced to one replot per 120 ms, and a
/// hidden chart draws nothing.
class Chart : public QWidget {
    Q_OBJECT
  public:
    struct Impl;  ///< for ui/chart alone

    explicit Chart(QWidget* parent = nullptr);
    ~Chart() override;

    /// Shows this and nothing else; series that were hidden stay hidden.
    void draw(const ChartDescription& chart);

    void setTitle(const QString& title);
    QString title() const;
    /// A scale that is not linear is said after the axis's name. The ends are what double click and
    /// resetView() return to.
    void setAxes(ChartAxis x, ChartAxis y, ChartAxis right = {});
    /// A sentence under the legend of figures; empty: none.
    void setFootnote(const QString& text);
    /// Shown in the middle while no series holds a point.
    void setNoDataText(const QString& text);

    /// Adds or replaces a series. Points with a value that is not finite interrupt the line.
    void setSeries(const QString& id, const QString& name, const QVector<double>& xs,
                   const QVector<double>& ys, const SeriesStyle& style = {});
    /// Adds points to an existing series; xs must not go back behind its last point.
    void appendPoints(const QString& id, const QVector<double>& xs, const QVector<double>& ys);
    /// Exchanges the points and keeps name and style.
    void replacePoints(const QString& id, const QVector<double>& xs, const QVector<double>& ys);
    /// Adds to an existing band, as appendPoints does.
    void appendBand(const QString& id, const QVector<double>& xs, const QVector<double>& lows,
                    const QVector<double>& highs);
    /// A filled area between lows and highs.
    void setBand(const QString& id, const QString& name, const QVector<double>& xs,
                 const QVector<double>& lows, const QVector<double>& highs, const SeriesStyle& style);
    /// Forgets every point beyond x (a run that was resumed from an earlier step).
    void dropAfter(double x);
    void removeSeries(const QString& id);
    void clear();
    QStringList seriesIds() const;
    int pointCount(const QString& id) const;
    /// Names of the visible entries of the legend whose points are the same, so that only one can be seen; a
    /// list for each such curve.
    QVector<QStringList> coinciding() const;
    bool isSeriesVisible(const QString& id) const;
    void setSeriesVisible(const QString& id, bool visible);

    /// Values of zero and below are left out of the drawing on a logarithmic axis.
    void setLogY(bool on);
    /// Units: px, with the axes and their names.
    void setMinimumPlotHeight(int height);
    /// Puts a control of the page into the header, left of the Export button.
    void addHeaderWidget(QWidget* widget);

    /// Where the vertical line stands that follows the mouse; nothing: hidden.
    std::optional<double> cursorLine() const;
    /// A dashed marker line at x with a word, e.g. an evaluation or a threshold; replaces the one of the same
    /// id. Words in another `row` stand below, so that those of neighbours can be read.
    void setMarker(const QString& id, double x, const QString& text, int row = 0);
    void removeMarker(const QString& id);

    /// A line that stays where it was put: what the page reads the curves at. It is dragged with the mouse,
    /// put by a click, and moved with the arrow keys while the plot has the keyboard (Ctrl or Page: ten
    /// steps).
    void setPin(std::optional<double> x);
    std::optional<double> pin() const;
    /// Where the pin may stand, and the distance of its places (0: any).
    void setPinLimits(double low, double high, double step = 0);
    /// Shift with a drag, or with the arrow keys, selects a range of x.
    void setRangeSelection(bool on);
    /// Shows a range as selected; nothing: none.
    void setSelectedRange(const std::optional<std::array<double, 2>>& range);
    std::optional<std::array<double, 2>> selectedRange() const;

    /// The wheel alone is left to what the chart stands in, e.g. a page that scrolls; with Ctrl or Shift it
    /// zooms.
    void setWheelScrolls(bool on);
    void resetView();

    /// Writes the chart by the suffix png, pdf, svg or csv; the file is replaced only when all of it was
    /// written. Figures are on white, with title, legend and footnote around a plot of `plotSize` px (empty:
    /// as large as on the screen) and as high as their words need. Throws: pf::Error(Io) or Error(Config) for
    /// another suffix.
    void exportTo(const QString& path, QSize plotSize = {}) const;
    /// The visible series as a table: x, then one column per series (two for a band), named by quantity, unit
    /// and series. Units: what the axes show, so fractions of a percent axis are written in per cent.
    QString csv() const;
    void copyImage() const;
    void copyData() const;

  public Q_SLOTS:
    /// Opens the menu of the Export button (Ctrl+E).
    void showExportMenu();
    /// Opens the menu of the plot at a place in global coordinates: export, copy, zoom, curves, and the
    /// widget's own actions.
    void showContextMenu(const QPoint& at);

  Q_SIGNALS:
    /// The mouse was pressed and released in the plot without dragging, or Return was pressed with the pin at
    /// x.
    void clicked(double x);
    /// The user moved the pin.
    void pinMoved(double x);
    /// The user selected a range of x, low to high.
    void rangeSelected(double low, double high);
    void seriesToggled(const QString& id, bool visible);
    void exported(const QString& path);
    void exportFailed(const QString& message);

  protected:
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    std::unique_ptr<Impl> impl_;
};

}  // namespace pf::ui
