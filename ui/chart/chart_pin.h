// The line of a chart that stays where it was put, and the range beside it. Private to ui/chart.
#pragma once

#include <array>
#include <optional>

#include <QObject>

#include "ui/chart/plot_library.h"

namespace pf::ui {

/// Moved with mouse and keyboard, see Chart::setPin. The plot's events are passed to it.
class ChartPin : public QObject {
    Q_OBJECT
  public:
    using Range = std::array<double, 2>;

    explicit ChartPin(QCustomPlot* plot);

    void set(std::optional<double> x);
    std::optional<double> x() const { return x_; }
    void setLimits(double low, double high, double step);
    /// Whether Shift selects ranges.
    void setRangeSelection(bool on) { selectsRanges_ = on; }
    void setRange(const std::optional<Range>& range);
    std::optional<Range> range() const { return range_; }
    /// Where the user put it; nothing happens beyond its limits.
    void move(double x);
    void setColours(bool dark);
    /// Puts what is drawn of it where it belongs; hidden, it is on no figure.
    void place();
    void hide();

    // Each says whether the event was for the pin.
    bool press(const QMouseEvent& event);
    bool drag(const QMouseEvent& event);
    bool release(const QMouseEvent& event);
    bool key(const QKeyEvent& event);

  Q_SIGNALS:
    /// The user moved it.
    void moved(double x);
    void rangeSelected(double low, double high);
    /// Return was pressed.
    void activated(double x);

  private:
    enum class Drag { None, Pin, Range };  ///< what a drag with the left button does, if it moves no axes

    bool isInView() const { return x_ && plot_->xAxis->range().contains(*x_); }
    bool isUnder(const QPoint& position) const;
    void select(double from, double to, bool done);

    QCustomPlot* plot_;
    QCPItemStraightLine* line_;
    QCPItemText* handle_;
    QCPItemRect* rect_;
    std::optional<double> x_;
    std::optional<Range> limits_;
    double step_ = 0;
    bool selectsRanges_ = false;
    std::optional<Range> range_;
    double rangeFrom_ = 0;
    Drag drag_ = Drag::None;
    QPoint pressedAt_;
};

}  // namespace pf::ui
