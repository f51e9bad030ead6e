// Line charts as SVG text, for reports: no fonts, no scripts, nothing from outside.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/eval/charts/svg_axis.h"

namespace pf {

struct SvgAxis {
    std::string name;  ///< with its unit: "discarded pairs (%)"
    AxisScale scale = AxisScale::Linear;
    AxisFormat format = AxisFormat::Number;
    std::optional<double> low;  ///< end of the axis; nothing: what the lines need
    std::optional<double> high;
};

enum class SvgMark {
    Line,
    Step,  ///< a value holds until the next point
    Band,  ///< filled between `low` and `high`
    Bars,  ///< of equal width around the x, which ascend evenly
};

enum class SvgDash { Solid, Dashed, Dotted, DashDotted };

/// The colour of baselines, in place of one of the palette.
inline constexpr int kBaselineColour = -1;
/// Colours of Okabe and Ito, 2008, in the window's order; the ninth series starts again.
inline constexpr int kSvgColours = 8;

/// A value without a place on its axis (not finite; zero on a logarithmic axis) interrupts a line.
struct SvgSeries {
    std::string name;  ///< empty: not in the legend
    SvgMark mark = SvgMark::Line;
    std::vector<double> x;
    std::vector<double> y;     ///< as long as x; unused by bands
    std::vector<double> low;   ///< of bands, as long as x
    std::vector<double> high;  ///< of bands
    int colour = 0;            ///< of the palette, or kBaselineColour
    SvgDash dash = SvgDash::Solid;
    double width = 1.8;  ///< of the line, px
    bool rightAxis = false;
};

/// A vertical line with a word, e.g. a threshold.
struct SvgMarker {
    double x = 0;
    std::string text;
};

struct SvgChart {
    std::string title;
    std::string description;  ///< for people who cannot see the chart
    SvgAxis x;
    SvgAxis y;
    std::optional<SvgAxis> right;  ///< of the series that ask for it
    std::vector<SvgSeries> series;
    std::vector<SvgMarker> markers;
    std::string emptyText = "nothing to draw";  ///< shown when no point has a place on the axes
};

/// The chart as one <svg> element of 640 px width, plus legend rows as they are needed; it scales to the
/// width CSS gives it. Colours are attributes, so that the text also is a file of its own, and carry classes
/// (pf-s0 ... lines, pf-f0 ... areas, pf-ink, pf-muted, pf-grid, pf-halo) by which a style sheet can exchange
/// them. Names are escaped, and shortened where they do not fit, with the full name as a tooltip.
/// Throws: std::invalid_argument when the columns of a series differ in length. Determinism: the same bytes
/// for the same chart.
std::string svgChart(const SvgChart& chart);

}  // namespace pf
