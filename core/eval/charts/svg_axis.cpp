#include "core/eval/charts/svg_axis.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/base/numbers.h"
#include "core/metrics/normal_deviate.h"
#include "core/results/report_numbers.h"

namespace pf {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
/// Of a step: what rounding may add to a multiple of it.
constexpr double kSlack = 1e-9;
constexpr std::size_t kTicksOfRange = 6;

/// Of 1, 2 and 5 times a power of ten the smallest step that gives at most `most` steps.
double niceStep(double width, std::size_t most) {
    const double raw = width / static_cast<double>(std::max<std::size_t>(most, 1));
    const double power = std::pow(10.0, std::floor(std::log10(raw)));
    for (const double factor : {1.0, 2.0, 5.0}) {
        if (factor * power >= raw * (1.0 - kSlack)) {
            return factor * power;
        }
    }
    return 10.0 * power;
}

/// A probability that deserves a tick; the lower the rank, the sooner it gets one.
struct RankedProbability {
    double value;
    int rank;
};

std::vector<RankedProbability> rankedProbabilities() {
    std::vector<RankedProbability> lower;
    for (int exponent = -8; exponent <= -1; ++exponent) {
        const double power = *readNumber("1e" + std::to_string(exponent));
        lower.push_back({power, 0});
        lower.push_back({2 * power, exponent == -1 ? 1 : 3});
        if (exponent < -1) {
            lower.push_back({5 * power, 2});
        }
    }
    lower.push_back({0.4, 2});
    std::vector<RankedProbability> all = lower;
    all.push_back({0.5, 1});
    for (const auto& each : lower) {
        all.push_back({1.0 - each.value, each.rank});
    }
    std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) { return a.value < b.value; });
    return all;
}

std::string tickLabel(AxisFormat format, double value) {
    // Eight digits forget what the arithmetic of 100 (1 - p) adds.
    return format == AxisFormat::Percent ? significantNumber(100.0 * value, 8) : targetNumber(value);
}

std::vector<AxisTick> linearTicks(AxisFormat format, AxisRange range, std::size_t most) {
    const double scale = format == AxisFormat::Percent ? 100.0 : 1.0;
    const double fine = niceStep((range.high - range.low) * scale, most);
    const double step = format == AxisFormat::Count ? std::max(1.0, fine) : fine;
    const int decimals = std::max(0, -static_cast<int>(std::floor(std::log10(step) + kSlack)));
    const double first = std::ceil(range.low * scale / step - kSlack);
    const double last = std::floor(range.high * scale / step + kSlack);
    const bool isLong = std::max(std::abs(first), std::abs(last)) * step >= 1e7 || decimals > 7;
    std::vector<AxisTick> ticks;
    // Far from zero a step can vanish in the numbers' own precision; the count never does.
    for (double i = first; i <= last && ticks.size() <= most + 2; ++i) {
        const double value = i * step;
        ticks.push_back({value / scale, isLong ? significantNumber(value, 6) : fixedNumber(value, decimals)});
    }
    return ticks;
}

std::vector<AxisTick> logTicks(AxisFormat format, AxisRange range, std::size_t most) {
    const auto from = static_cast<int>(std::floor(std::log10(range.low) + kSlack));
    const auto to = static_cast<int>(std::ceil(std::log10(range.high) - kSlack));
    const int decades = std::max(to - from, 1);
    const int every = (decades + static_cast<int>(std::max<std::size_t>(most, 1)) - 1) /
                      static_cast<int>(std::max<std::size_t>(most, 1));
    std::vector<AxisTick> ticks;
    const auto add = [&](double value, bool labelled) {
        if (value >= range.low * (1.0 - kSlack) && value <= range.high * (1.0 + kSlack)) {
            ticks.push_back({value, labelled ? tickLabel(format, value) : ""});
        }
    };
    for (int exponent = from; exponent <= to; ++exponent) {
        const double power = std::pow(10.0, exponent);
        // Counted from the upper end, which is the one people look for (FMR 1).
        add(power, (to - exponent) % every == 0);
        if (decades <= 5) {
            for (int factor = 2; factor <= 9; ++factor) {
                add(factor * power, decades == 1 && (factor == 2 || factor == 5));
            }
        }
    }
    return ticks;
}

std::vector<AxisTick> probitTicks(AxisFormat format, AxisRange range, std::size_t most) {
    const double low = normalDeviate(range.low);
    const double high = normalDeviate(range.high);
    const double apart = (high - low) / static_cast<double>(std::max<std::size_t>(most, 1)) * (1.0 - kSlack);
    std::vector<RankedProbability> candidates = rankedProbabilities();
    std::stable_sort(candidates.begin(), candidates.end(),
                     [](const auto& a, const auto& b) { return a.rank < b.rank; });
    std::vector<double> taken;
    for (const auto& each : candidates) {
        const double place = normalDeviate(each.value);
        if (place < low - kSlack || place > high + kSlack ||
            std::any_of(taken.begin(), taken.end(),
                        [&](double other) { return std::abs(normalDeviate(other) - place) < apart; })) {
            continue;
        }
        taken.push_back(each.value);
    }
    std::sort(taken.begin(), taken.end());
    std::vector<AxisTick> ticks;
    for (const double value : taken) {
        ticks.push_back({value, tickLabel(format, value)});
    }
    return ticks;
}

AxisRange niceLinear(double low, double high) {
    if (low == high) {
        const double margin = low == 0 ? 0.5 : std::abs(low) * 0.05;
        low -= margin;
        high += margin;
    }
    const double step = niceStep(high - low, kTicksOfRange);
    return {std::floor(low / step + kSlack) * step, std::ceil(high / step - kSlack) * step};
}

/// Ends of 1, 2 or 5 times a power of ten, at least a decade apart.
AxisRange niceLog(double low, double high) {
    const double below = std::pow(10.0, std::floor(std::log10(low) + kSlack));
    AxisRange range{below, 10.0 * std::pow(10.0, std::floor(std::log10(high) + kSlack))};
    for (const double factor : {2.0, 5.0}) {
        if (factor * below <= low * (1.0 + kSlack)) {
            range.low = factor * below;
        }
    }
    const double above = range.high;
    for (const double factor : {0.5, 0.2, 0.1}) {
        if (factor * above >= high * (1.0 - kSlack)) {
            range.high = factor * above;
        }
    }
    const bool isShort = range.high < 10.0 * range.low * (1.0 - kSlack);
    return isShort ? AxisRange{below, std::max(10.0 * below, range.high)} : range;
}

AxisRange niceProbit(double low, double high) {
    const auto all = rankedProbabilities();
    AxisRange range{all.front().value, all.back().value};
    for (const auto& each : all) {
        if (each.value <= low) {
            range.low = each.value;
        }
    }
    for (auto each = all.rbegin(); each != all.rend(); ++each) {
        if (each->value >= high && each->value > range.low) {
            range.high = each->value;
        }
    }
    return range;
}

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

double axisPosition(AxisScale scale, double value) {
    if (!std::isfinite(value)) {
        return kNaN;
    }
    if (scale == AxisScale::Linear) {
        return value;
    }
    if (scale == AxisScale::Log10) {
        return value > 0 ? std::log10(value) : kNaN;
    }
    return value > 0 && value < 1 ? normalDeviate(value) : kNaN;
}

AxisRange niceRange(AxisScale scale, double low, double high) {
    if (std::isnan(axisPosition(scale, low)) || std::isnan(axisPosition(scale, high)) || low > high) {
        return {scale == AxisScale::Linear ? 0.0 : 1e-3, scale == AxisScale::Probit ? 0.5 : 1.0};
    }
    const auto nice = scale == AxisScale::Linear  ? niceLinear
                      : scale == AxisScale::Log10 ? niceLog
                                                  : niceProbit;
    return nice(low, high);
}

std::vector<AxisTick> axisTicks(AxisScale scale, AxisFormat format, AxisRange range, std::size_t most) {
    if (!(range.low < range.high) || std::isnan(axisPosition(scale, range.low)) ||
        std::isnan(axisPosition(scale, range.high))) {
        return {};
    }
    const auto ticks = scale == AxisScale::Linear  ? linearTicks
                       : scale == AxisScale::Log10 ? logTicks
                                                   : probitTicks;
    return ticks(format, range, most);
}

AxisRange horizontalRange(const ChartDescription& chart) {
    Extent extent{chart.x.scale};
    for (const auto& series : chart.series) {
        const AxisScale scale = series.rightAxis && chart.right ? chart.right->scale : chart.y.scale;
        const auto& y = series.mark == ChartMark::Band ? series.high : series.y;
        for (std::size_t i = 0; i < series.x.size(); ++i) {
            if (!std::isnan(axisPosition(scale, y[i]))) {
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

}  // namespace pf
