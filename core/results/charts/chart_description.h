// A chart as plain data: what it shows, not how. ui/chart draws it in the window, core/eval/charts as SVG.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace pf {

enum class AxisScale {
    Linear,
    Log10,
    Probit,  ///< normal deviates: of fractions, as DET curves are drawn
};

/// How the values of an axis are written. Percent: values are fractions, written times 100 (say "(%)" in the
/// axis's name). Count: whole numbers only, as steps are. Grouped: any number, thousands apart.
enum class AxisFormat { Plain, Percent, Count, Grouped };

struct ChartAxis {
    std::string name = {};  ///< with its unit: "discarded pairs (%)"
    AxisScale scale = AxisScale::Linear;
    AxisFormat format = AxisFormat::Plain;
    std::optional<double> low = {};  ///< end of the axis; nothing: what the series need
    std::optional<double> high = {};

    /// The name with a scale that is not linear: "FMR (%, logarithmic)".
    std::string title() const {
        if (name.empty() || scale == AxisScale::Linear) {
            return name;
        }
        const std::string words = scale == AxisScale::Log10 ? "logarithmic" : "normal deviates";
        return name.ends_with(')') ? name.substr(0, name.size() - 1) + ", " + words + ")"
                                   : name + " (" + words + ")";
    }
};

/// An axis of fractions, written as percentages.
inline ChartAxis percentAxis(const std::string& name, AxisScale scale = AxisScale::Linear) {
    return {name, scale, AxisFormat::Percent, {}, {}};
}

enum class ChartMark {
    Line,
    Step,  ///< a value holds until the next point
    Band,  ///< filled between `low` and `high`
    Bars,  ///< of equal width around the x, which ascend evenly
};

enum class ChartDash { Solid, Dashed, Dotted, DashDotted };

/// How many colours there are, those of Okabe and Ito, 2008; the ninth series begins again.
inline constexpr int kChartColours = 8;
/// Colours in place of one of the palette: greys that belong to no model.
inline constexpr int kBaselineColour = -1;
inline constexpr int kGenuineColour = -2;
inline constexpr int kImpostorColour = -3;

/// A value without a place on its axis (not finite; zero on a logarithmic axis) interrupts a line.
struct ChartSeries {
    std::string id;       ///< no other of the chart has it
    std::string name;     ///< as the legend has it
    std::string group;    ///< series of one group are shown and hidden together; empty: alone
    std::string meaning;  ///< what lines drawn like this one stand for, whatever their colour
    bool inLegend = true;
    ChartMark mark = ChartMark::Line;
    std::vector<double> x;
    std::vector<double> y;     ///< as long as x; unused by bands
    std::vector<double> low;   ///< of bands, as long as x
    std::vector<double> high;  ///< of bands
    int colour = 0;            ///< of the palette, or one of the greys
    ChartDash dash = ChartDash::Solid;
    double width = 2;   ///< of the line, px
    bool dots = false;  ///< one on each point
    bool rightAxis = false;

    void add(double pointX, double pointY) {
        x.push_back(pointX);
        y.push_back(pointY);
    }
};

/// A vertical line with a word, e.g. a threshold.
struct ChartMarker {
    double x = 0;
    std::string text;
};

struct ChartDescription {
    std::string id;  ///< for names of files: "edc-fmr-1e-3-cosine"
    std::string title;
    std::string caption;  ///< a sentence or more: what it shows and how to read it
    ChartAxis x;
    ChartAxis y;
    std::optional<ChartAxis> right;  ///< of the series that ask for it
    std::vector<ChartSeries> series;
    std::vector<ChartMarker> markers;
    std::string emptyText = "nothing to draw";  ///< shown when no point has a place on the axes
};

}  // namespace pf
