// Which part of its axes a chart shows.
#pragma once

#include "core/eval/charts/svg_axis.h"
#include "core/results/charts/chart_description.h"

namespace pf::detail {

/// The range of the horizontal axis: the ends asked for, or what the points need that
/// have a place on both axes.
AxisRange horizontalRange(const ChartDescription& chart);

/// The same of a vertical axis, of the series on that side and only where they are seen. Bands widen it by a
/// quarter at most: where few pairs are left an interval spans nearly everything, and the lines would become
/// flat.
AxisRange verticalRange(const ChartDescription& chart, const ChartAxis& axis, bool right);

}  // namespace pf::detail
