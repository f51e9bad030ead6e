// What is drawn inside a chart's plot: lines, steps, bands and bars as path elements.
#pragma once

#include <string>

#include "core/eval/charts/svg_axis.h"
#include "core/results/charts/chart_description.h"

namespace pf::detail {

/// Where the values of an axis lie in px.
class PlotScale {
  public:
    /// `range.low` lies at `from`, `range.high` at `to`.
    PlotScale(AxisScale scale, AxisRange range, double from, double to);
    /// NaN for a value without a place; never so far outside that a viewer could mind.
    double at(double value) const;
    double from() const { return from_; }
    /// The place of zero, or of the low end where zero has none.
    double baseline() const;

  private:
    AxisScale scale_;
    double low_;
    double high_;
    double from_;
    double to_;
};

/// Whether it is drawn as a line; else as an area.
bool isLine(const ChartSeries& series);

/// An opening tag's attributes of the series' line (or, for areas, filling) with the colour as class and
/// value.
std::string strokeAttributes(const ChartSeries& series);
std::string fillAttributes(const ChartSeries& series);

/// The series as <path> elements; "" when none of its points has a place.
std::string seriesPath(const ChartSeries& series, const PlotScale& x, const PlotScale& y);

}  // namespace pf::detail
