// Scales of a chart's axes: where a value lies, which part to show, where the ticks stand.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/results/charts/chart_description.h"

namespace pf {

struct AxisRange {
    double low = 0;
    double high = 1;
};

struct AxisTick {
    double value = 0;
    std::string label;  ///< empty for a minor tick
};

/// The value on the scale, growing with it; NaN where it has no place: zero and below on a logarithmic
/// scale, anything outside (0, 1) on a normal-deviate one, what is not finite on any.
double axisPosition(AxisScale scale, double value);

/// A range around [low, high] that ends at good ticks. Values without a place on the scale count as none;
/// without any (or low > high) the range is one that can be drawn.
AxisRange niceRange(AxisScale scale, double low, double high);

/// Ticks inside the range in ascending order, about `most` of them labelled at most. Linear: steps of 1, 2 or
/// 5 times a power of ten. Logarithmic: decades, with minor ticks at 2 ... 9 while there are few. Normal
/// deviate: 0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 40, 50 ... %, thinned by rank.
std::vector<AxisTick> axisTicks(AxisScale scale, AxisFormat format, AxisRange range, std::size_t most);

/// What a chart shows of its horizontal axis: the ends asked for, or what the points need that have a place
/// on both axes.
AxisRange horizontalRange(const ChartDescription& chart);

/// The same of a vertical axis, of the series on that side and only where they are seen. Bands widen it by a
/// quarter at most: where few pairs are left an interval spans nearly everything, and the lines would become
/// flat.
AxisRange verticalRange(const ChartDescription& chart, const ChartAxis& axis, bool right);

}  // namespace pf
