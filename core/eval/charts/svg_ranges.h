// Which part of its axes a chart shows.
#pragma once

#include "core/eval/charts/svg_chart.h"

namespace pf::detail {

/// The range of the horizontal axis: the ends asked for, or what the points need that
/// have a place on both axes.
AxisRange horizontalRange(const SvgChart& chart);

/// The same of a vertical axis, of the series on that side and only where they are seen. Bands widen it by a
/// quarter at most: where few pairs are left an interval spans nearly everything, and the lines would become
/// flat.
AxisRange verticalRange(const SvgChart& chart, const SvgAxis& axis, bool right);

}  // namespace pf::detail
