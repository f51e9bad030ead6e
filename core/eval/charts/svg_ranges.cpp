#include "core/eval/charts/svg_ranges.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pf::detail {
namespace {

/// Of the height of the lines: how far bands may widen an axis on either side.
constexpr double kMostByBands = 0.25;

/// The smallest and largest value that has a place on an axis.
struct Extent {
    AxisScale scale;
    double low = std::numeric_limits<double>::infinity();
    double high = -std::numeric_limits<double>::infinity();

    void add(double value) {
        if (!std::isnan(axisPosition(scale, value))) {
            low = std::min(low, value);
            high = std::max(high, value);
        }
    }
    bool isEmpty() const { return low > high; }
};

AxisRange rangeOf(const ChartAxis& axis, const Extent& extent) {
    AxisRange range = niceRange(axis.scale, extent.low, extent.high);
    // An end that was asked for but leaves no room for the other one would turn the axis over.
    range.low = axis.low.value_or(range.low);
    range.high = axis.high.value_or(range.high);
    if (!(range.low < range.high) || std::isnan(axisPosition(axis.scale, range.low)) ||
        std::isnan(axisPosition(axis.scale, range.high))) {
        return niceRange(axis.scale, range.low, range.low);
    }
    return range;
}

AxisScale yScaleOf(const ChartDescription& chart, const ChartSeries& series) {
    return series.rightAxis && chart.right ? chart.right->scale : chart.y.scale;
}

/// Whether the point is seen: its x has a place and lies between the ends asked for.
bool isShown(const ChartAxis& axis, double x) {
    return !std::isnan(axisPosition(axis.scale, x)) && x >= axis.low.value_or(x) &&
           x <= axis.high.value_or(x);
}

/// Of the bands, or of all other series, of a side.
Extent extentOf(const ChartDescription& chart, const ChartAxis& axis, bool right, bool bands) {
    Extent extent{axis.scale};
    for (const auto& series : chart.series) {
        if (series.rightAxis != right || (series.mark == ChartMark::Band) != bands) {
            continue;
        }
        for (std::size_t i = 0; i < series.x.size(); ++i) {
            if (isShown(chart.x, series.x[i])) {
                extent.add(bands ? series.low[i] : series.y[i]);
                extent.add(bands ? series.high[i] : series.y[i]);
            }
        }
        if (series.mark == ChartMark::Bars) {
            extent.add(0.0);
        }
    }
    return extent;
}

}  // namespace

AxisRange horizontalRange(const ChartDescription& chart) {
    Extent extent{chart.x.scale};
    for (const auto& series : chart.series) {
        for (std::size_t i = 0; i < series.x.size(); ++i) {
            const bool isBand = series.mark == ChartMark::Band;
            const double y = isBand ? series.high[i] : series.y[i];
            if (!std::isnan(axisPosition(yScaleOf(chart, series), y))) {
                extent.add(series.x[i]);
            }
        }
    }
    return rangeOf(chart.x, extent);
}

AxisRange verticalRange(const ChartDescription& chart, const ChartAxis& axis, bool right) {
    Extent lines = extentOf(chart, axis, right, false);
    const Extent bands = extentOf(chart, axis, right, true);
    if (!lines.isEmpty() && !bands.isEmpty() && axis.scale == AxisScale::Linear) {
        const double most = kMostByBands * (lines.high - lines.low);
        lines.low = std::min(lines.low, std::max(bands.low, lines.low - most));
        lines.high = std::max(lines.high, std::min(bands.high, lines.high + most));
    }
    return rangeOf(axis, lines.isEmpty() ? bands : lines);
}

}  // namespace pf::detail
