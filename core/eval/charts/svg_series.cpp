#include "core/eval/charts/svg_series.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/results/report_numbers.h"

namespace pf::detail {
namespace {

/// Beyond the plot everything is cut anyway.
constexpr double kFarOutside = 1e5;
/// Points nearer to each other than this cannot be told apart. In px.
constexpr double kSamePlace = 0.05;
/// Across a dot.
constexpr double kDot = 5;

constexpr std::array<const char*, kChartColours> kPalette = {"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                                             "#56b4e9", "#e69f00", "#20242a", "#b8a800"};
/// Of kBaselineColour, kGenuineColour and kImpostorColour.
constexpr std::array<const char*, 3> kGreys = {"#7a838e", "#5f6874", "#9aa3af"};
/// By ChartDash.
constexpr std::array<const char*, 4> kDashes = {
    "", " stroke-dasharray=\"7 4\"", " stroke-dasharray=\"0.1 4\"", " stroke-dasharray=\"9 4 1 4\""};

std::string colourAttributes(const char* property, char letter, int colour) {
    const auto index = static_cast<std::size_t>(colour < 0 ? -colour - 1 : colour % kChartColours);
    const std::string name = colour < 0 ? std::string(1, "bgi"[index]) : std::to_string(index);
    return std::string("class=\"pf-") + letter + name + "\" " + property + "=\"" +
           (colour < 0 ? kGreys[index] : kPalette[index]) + "\"";
}

/// Collects a path point by point.
class Path {
  public:
    void moveTo(double x, double y) { go('M', x, y); }
    void lineTo(double x, double y) { go('L', x, y); }
    bool isAt(double x, double y) const { return std::hypot(x - x_, y - y_) < kSamePlace; }
    /// A lone point becomes a dot by the line's round cap.
    void endRun() {
        if (isDot_) {
            text_ += "h0";
            isDot_ = false;
        }
    }
    void close() {
        text_ += "Z";
        isDot_ = false;
    }
    const std::string& text() const { return text_; }

  private:
    void go(char letter, double x, double y) {
        text_ += letter + compactNumber(x, 2) + " " + compactNumber(y, 2);
        isDot_ = letter == 'M';
        x_ = x;
        y_ = y;
    }

    std::string text_;
    bool isDot_ = false;
    double x_ = 0;
    double y_ = 0;
};

std::string line(const ChartSeries& series, const PlotScale& x, const PlotScale& y) {
    Path path;
    bool inRun = false;
    double before = 0;
    for (std::size_t i = 0; i < series.x.size(); ++i) {
        const double px = x.at(series.x[i]);
        const double py = y.at(series.y[i]);
        if (std::isnan(px) || std::isnan(py)) {
            path.endRun();
            inRun = false;
            continue;
        }
        if (!inRun) {
            path.moveTo(px, py);
        } else if (!path.isAt(px, py)) {
            if (series.mark == ChartMark::Step && before != py) {
                path.lineTo(px, before);
            }
            path.lineTo(px, py);
        } else {
            continue;  // `before` stays the height that was drawn
        }
        inRun = true;
        before = py;
    }
    path.endRun();
    return path.text();
}

/// A dot on each point, by the round caps of a line without length.
std::string points(const ChartSeries& series, const PlotScale& x, const PlotScale& y) {
    Path path;
    for (std::size_t i = 0; i < series.x.size(); ++i) {
        const double px = x.at(series.x[i]);
        const double py = y.at(series.y[i]);
        if (!std::isnan(px) && !std::isnan(py)) {
            path.moveTo(px, py);
            path.endRun();
        }
    }
    return path.text();
}

std::string band(const ChartSeries& series, const PlotScale& x, const PlotScale& y) {
    constexpr double kHalfOfOne = 2;  // a lone point has no width of its own
    Path path;
    const auto hasPlace = [&](std::size_t index) {
        return index < series.x.size() && !std::isnan(x.at(series.x[index])) &&
               std::isfinite(series.low[index]) && !std::isnan(y.at(series.high[index]));
    };
    const auto lowAt = [&](std::size_t index) {
        const double low = y.at(series.low[index]);
        return std::isnan(low) ? y.from() : low;
    };
    for (std::size_t i = 0; i < series.x.size(); ++i) {
        if (!hasPlace(i)) {
            continue;
        }
        const std::size_t first = i;
        while (hasPlace(i + 1)) {
            ++i;
        }
        const double half = i == first ? kHalfOfOne : 0;
        path.moveTo(x.at(series.x[first]) - half, y.at(series.high[first]));
        for (std::size_t next = i == first ? first : first + 1; next <= i; ++next) {
            path.lineTo(x.at(series.x[next]) + half, y.at(series.high[next]));
        }
        for (std::size_t back = i + 1; back-- > first;) {
            path.lineTo(x.at(series.x[back]) + half, lowAt(back));
        }
        if (i == first) {
            path.lineTo(x.at(series.x[first]) - half, lowAt(first));
        }
        path.close();
    }
    return path.text();
}

std::string bars(const ChartSeries& series, const PlotScale& x, const PlotScale& y) {
    if (series.x.empty()) {
        return "";
    }
    const double half = series.x.size() < 2 ? 0.5
                                            : 0.5 * (series.x.back() - series.x.front()) /
                                                  static_cast<double>(series.x.size() - 1);
    Path path;
    const double base = y.baseline();
    bool open = false;
    for (std::size_t i = 0; i < series.x.size(); ++i) {
        const double left = x.at(series.x[i] - half);
        const double right = x.at(series.x[i] + half);
        const double top = y.at(series.y[i]);
        const bool isEmpty = std::isnan(left) || std::isnan(right) || std::isnan(top) || top == base;
        if (isEmpty && open) {
            path.close();
        }
        open = open && !isEmpty;
        if (isEmpty) {
            continue;
        }
        if (!open) {
            path.moveTo(left, base);
            open = true;
        }
        path.lineTo(left, top);
        path.lineTo(right, top);
        // Neighbours join at their common edge; drawing it down to the base would show as a seam.
        const bool nextIsEmpty =
            i + 1 == series.x.size() || std::isnan(y.at(series.y[i + 1])) || y.at(series.y[i + 1]) == base;
        if (nextIsEmpty) {
            path.lineTo(right, base);
        }
    }
    if (open) {
        path.close();
    }
    return path.text();
}

}  // namespace

PlotScale::PlotScale(AxisScale scale, AxisRange range, double from, double to)
    : scale_(scale),
      low_(axisPosition(scale, range.low)),
      high_(axisPosition(scale, range.high)),
      from_(from),
      to_(to) {}

double PlotScale::at(double value) const {
    const double part = (axisPosition(scale_, value) - low_) / (high_ - low_);
    return std::isnan(part) ? part : std::clamp(from_ + part * (to_ - from_), -kFarOutside, kFarOutside);
}

double PlotScale::baseline() const {
    const double zero = at(0.0);
    return std::isnan(zero) ? from_ : std::clamp(zero, std::min(from_, to_), std::max(from_, to_));
}

bool isLine(const ChartSeries& series) {
    return series.mark == ChartMark::Line || series.mark == ChartMark::Step;
}

std::string strokeAttributes(const ChartSeries& series) {
    return colourAttributes("stroke", 's', series.colour) + " fill=\"none\" stroke-width=\"" +
           compactNumber(series.width, 2) + "\" stroke-linecap=\"round\" stroke-linejoin=\"round\"" +
           kDashes[static_cast<std::size_t>(series.dash)];
}

std::string fillAttributes(const ChartSeries& series) {
    return colourAttributes("fill", 'f', series.colour) + " fill-opacity=\"" +
           (series.mark == ChartMark::Band ? "0.13" : "0.6") + "\"";
}

std::string seriesPath(const ChartSeries& series, const PlotScale& x, const PlotScale& y) {
    const std::string path = isLine(series)                   ? line(series, x, y)
                             : series.mark == ChartMark::Band ? band(series, x, y)
                                                              : bars(series, x, y);
    if (path.empty()) {
        return "";
    }
    std::string paths = "<path " + (isLine(series) ? strokeAttributes(series) : fillAttributes(series)) +
                        " d=\"" + path + "\"/>\n";
    if (series.dots) {
        ChartSeries dots = series;
        dots.width = kDot;
        dots.dash = ChartDash::Solid;
        paths += "<path " + strokeAttributes(dots) + " d=\"" + points(series, x, y) + "\"/>\n";
    }
    return paths;
}

}  // namespace pf::detail
