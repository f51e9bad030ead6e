// What a chart says under the mouse: a line at the place, and the values beside the plot. Private to
// ui/chart.
#pragma once

#include <optional>

#include "ui/chart/chart_impl.h"

namespace pf::ui {

class ChartReadout;

class ChartHover {
  public:
    explicit ChartHover(Chart::Impl& chart);

    /// At a place of the plot; beside its axes nothing is said.
    void showAt(const QPoint& position);
    void hide();
    std::optional<double> x() const { return x_; }
    QCPItemStraightLine* line() const { return line_; }

  private:
    void setLine(std::optional<double> x);
    void fillReadout(double x);

    Chart::Impl& chart_;
    QCPItemStraightLine* line_;
    ChartReadout* readout_;
    std::optional<double> x_;
};

}  // namespace pf::ui
