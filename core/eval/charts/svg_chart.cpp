#include "core/eval/charts/svg_chart.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "core/eval/charts/svg_series.h"
#include "core/eval/charts/svg_text.h"
#include "core/results/report_numbers.h"

namespace pf {
namespace {

using detail::isLine;
using detail::PlotScale;

// All in px.
constexpr double kWidth = 640;
constexpr double kPlotHeight = 300;
constexpr double kTextSize = 13;
constexpr double kTitleSize = 15;
constexpr double kTop = 36;    // with the title
constexpr double kBelow = 50;  // tick labels and axis name
constexpr double kLegendRow = 20;
constexpr double kLegendLine = 17;  // between the lines of one name
constexpr double kSwatch = 26;
constexpr double kLegendGap = 18;
constexpr double kMarkerRow = 16;
constexpr std::size_t kTicksX = 9;
constexpr std::size_t kTicksY = 7;

std::string attribute(const char* name, double value) {
    return std::string(" ") + name + "=\"" + compactNumber(value, 2) + "\"";
}

struct TextStyle {
    double size = kTextSize;
    const char* anchor = "start";
    bool bold = false;
    bool muted = false;
    bool halo = false;  ///< readable on top of lines
    double room = 0;    ///< px; 0: as much as it takes
};

std::string text(double x, double y, const std::string& words, const TextStyle& style,
                 const std::string& transform = "") {
    // Bold letters are wider.
    const double room = style.bold ? style.room / 1.1 : style.room;
    const std::string shown = room > 0 ? shortenedText(words, room, style.size) : words;
    std::string classes = style.muted ? "pf-muted" : "pf-ink";
    std::string more;
    if (style.halo) {
        classes += " pf-halo";
        more = " stroke=\"#ffffff\" stroke-width=\"4\" stroke-linejoin=\"round\" paint-order=\"stroke\"";
    }
    std::string element = "<text class=\"" + classes + "\" fill=\"" + (style.muted ? "#5b6470" : "#1b1f24") +
                          "\"" + attribute("x", x) + attribute("y", y) + attribute("font-size", style.size) +
                          " text-anchor=\"" + style.anchor + "\"" +
                          (style.bold ? " font-weight=\"600\"" : "") + more + transform + ">" +
                          escapeMarkup(shown);
    if (shown != words) {
        element += "<title>" + escapeMarkup(words) + "</title>";
    }
    return element + "</text>\n";
}

std::string gridLine(const char* cssClass, const char* colour, double x1, double y1, double x2, double y2) {
    return std::string("<path class=\"") + cssClass + "\" stroke=\"" + colour + "\" d=\"M" +
           compactNumber(x1, 2) + " " + compactNumber(y1, 2) + "L" + compactNumber(x2, 2) + " " +
           compactNumber(y2, 2) + "\"/>\n";
}

std::string tickLine(const AxisTick& tick, double x1, double y1, double x2, double y2) {
    return tick.label.empty() ? gridLine("pf-minor", "#f1f2f4", x1, y1, x2, y2)
                              : gridLine("pf-grid", "#e2e5e9", x1, y1, x2, y2);
}

std::string tickLabel(const AxisTick& tick, double x, double y, const char* anchor) {
    return tick.label.empty() ? "" : text(x, y, tick.label, {.anchor = anchor, .muted = true});
}

void requireColumns(const ChartDescription& chart) {
    for (const auto& series : chart.series) {
        const std::size_t size = series.x.size();
        if (series.mark == ChartMark::Band ? series.low.size() != size || series.high.size() != size
                                           : series.y.size() != size) {
            throw std::invalid_argument("the columns of the chart's series '" + series.name +
                                        "' differ in length");
        }
    }
}

class Drawing {
  public:
    explicit Drawing(const ChartDescription& chart) : chart_(chart) {
        xRange_ = horizontalRange(chart);
        yRange_ = verticalRange(chart, chart.y, false);
        xTicks_ = ticksOf(chart.x, xRange_, kTicksX);
        yTicks_ = ticksOf(chart.y, yRange_, kTicksY);
        left_ = 34 + widest(yTicks_);
        double right = 24;
        if (chart.right) {
            rightRange_ = verticalRange(chart, *chart.right, true);
            rightTicks_ = ticksOf(*chart.right, rightRange_, kTicksY);
            right = 34 + widest(rightTicks_);
        }
        right_ = kWidth - right;
    }

    std::string svg() const {
        std::string body = axes() + plot() + markers();
        double height = kTop + kPlotHeight + kBelow;
        body += legend(height);
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"pf-chart\" role=\"img\" viewBox=\"0 0 " +
               compactNumber(kWidth, 0) + " " + compactNumber(height, 0) +
               "\" font-family=\"system-ui, 'Segoe UI', 'Helvetica Neue', 'DejaVu Sans', "
               "sans-serif\">\n<title>" +
               escapeMarkup(chart_.title) + "</title>\n<desc>" +
               escapeMarkup(chart_.y.title() + " over " + chart_.x.title()) + "</desc>\n" +
               text(left_, 22, chart_.title, {.size = kTitleSize, .bold = true, .room = kWidth - left_ - 8}) +
               body + "</svg>\n";
    }

  private:
    static std::vector<AxisTick> ticksOf(const ChartAxis& axis, AxisRange range, std::size_t most) {
        // Normal-deviate ticks are nowhere as even as their number allows, so they may stand closer.
        return axisTicks(axis.scale, axis.format, range,
                         axis.scale == AxisScale::Probit ? most * 3 / 2 : most);
    }

    static double widest(const std::vector<AxisTick>& ticks) {
        double width = 0;
        for (const auto& tick : ticks) {
            width = std::max(width, textWidth(tick.label, kTextSize));
        }
        return width;
    }

    static double bottom() { return kTop + kPlotHeight; }
    PlotScale xScale() const { return {chart_.x.scale, xRange_, left_, right_}; }
    PlotScale yScale() const { return {chart_.y.scale, yRange_, bottom(), kTop}; }

    std::string axes() const {
        std::string svg;
        const PlotScale x = xScale();
        const PlotScale y = yScale();
        for (const auto& tick : xTicks_) {
            const double at = x.at(tick.value);
            svg += tickLine(tick, at, kTop, at, bottom());
            svg += tickLabel(tick, at, bottom() + 17, "middle");
        }
        for (const auto& tick : yTicks_) {
            const double at = y.at(tick.value);
            svg += tickLine(tick, left_, at, right_, at);
            svg += tickLabel(tick, left_ - 6, at + 4.5, "end");
        }
        svg += gridLine("pf-axis", "#9aa2ad", left_, bottom(), right_, bottom());
        svg += gridLine("pf-axis", "#9aa2ad", left_, kTop, left_, bottom());
        svg += text((left_ + right_) / 2, bottom() + 38, chart_.x.title(),
                    {.anchor = "middle", .room = kWidth - 20});
        svg += sideName(chart_.y.title(), 15);
        if (chart_.right) {
            const PlotScale scale(chart_.right->scale, rightRange_, bottom(), kTop);
            for (const auto& tick : rightTicks_) {
                svg += tickLabel(tick, right_ + 6, scale.at(tick.value) + 4.5, "start");
            }
            svg += gridLine("pf-axis", "#9aa2ad", right_, kTop, right_, bottom());
            svg += sideName(chart_.right->title(), kWidth - 9);
        }
        return svg;
    }

    static std::string sideName(const std::string& name, double x) {
        const double middle = kTop + kPlotHeight / 2;
        return text(
            x, middle, name, {.anchor = "middle", .room = kPlotHeight + 40},
            " transform=\"rotate(-90 " + compactNumber(x, 2) + " " + compactNumber(middle, 2) + ")\"");
    }

    /// A nested svg element cuts what it holds at its edge, without an id that two charts could share.
    std::string plot() const {
        std::string paths;
        const PlotScale x = xScale();
        for (const bool areas : {true, false}) {  // lines above areas
            for (const auto& series : chart_.series) {
                if (isLine(series) != areas) {
                    const bool right = series.rightAxis && chart_.right;
                    const PlotScale y =
                        right ? PlotScale(chart_.right->scale, rightRange_, bottom(), kTop) : yScale();
                    paths += detail::seriesPath(series, x, y);
                }
            }
        }
        if (paths.empty()) {
            return text((left_ + right_) / 2, kTop + kPlotHeight / 2, chart_.emptyText,
                        {.anchor = "middle", .muted = true, .room = right_ - left_ - 20});
        }
        // Lines at the very edge keep their full width.
        constexpr double kMargin = 2;
        const double x0 = left_ - kMargin;
        const double y0 = kTop - kMargin;
        const double width = right_ - left_ + 2 * kMargin;
        const double height = kPlotHeight + 2 * kMargin;
        return "<svg overflow=\"hidden\"" + attribute("x", x0) + attribute("y", y0) +
               attribute("width", width) + attribute("height", height) + " viewBox=\"" +
               compactNumber(x0, 2) + " " + compactNumber(y0, 2) + " " + compactNumber(width, 2) + " " +
               compactNumber(height, 2) + "\">\n" + paths + "</svg>\n";
    }

    std::string markers() const {
        std::string svg;
        double row = 0;
        for (const auto& marker : chart_.markers) {
            const double at = xScale().at(marker.x);
            if (std::isnan(at) || at < left_ || at > right_) {
                continue;
            }
            svg += gridLine("pf-marker", "#5b6470", at, kTop, at, bottom());
            const double width = textWidth(marker.text, kTextSize - 1);
            const bool fits = at + 5 + width <= right_;
            svg += text(fits ? at + 5 : at - 5, kTop + 13 + row, marker.text,
                        {.size = kTextSize - 1, .anchor = fits ? "start" : "end", .halo = true, .room = 240});
            row += kMarkerRow;
        }
        return svg;
    }

    /// What has a name, baselines last; then what the kinds of lines stand for that have no entry of their
    /// own.
    std::vector<ChartSeries> legendSeries() const {
        std::vector<ChartSeries> entries;
        for (const bool baselines : {false, true}) {
            for (const auto& series : chart_.series) {
                if (series.inLegend && !series.name.empty() &&
                    (series.colour == kBaselineColour) == baselines) {
                    entries.push_back(sampleOf(series, series.name));
                }
            }
        }
        for (const auto& series : chart_.series) {
            const std::string words =
                series.meaning + (series.colour >= 0 && isLine(series) ? ", in the model's colour" : "");
            if (!series.inLegend && !series.meaning.empty() &&
                std::none_of(entries.begin(), entries.end(),
                             [&](const auto& one) { return one.name == words; })) {
                entries.push_back(sampleOf(series, words));
                entries.back().colour = kBaselineColour;
            }
        }
        return entries;
    }

    /// The series without its points.
    static ChartSeries sampleOf(const ChartSeries& series, const std::string& name) {
        ChartSeries sample;
        sample.name = name;
        sample.mark = series.mark;
        sample.colour = series.colour;
        sample.dash = series.dash;
        sample.width = series.width;
        return sample;
    }

    /// Rows of swatches under the axis name; `height` grows by them.
    std::string legend(double& height) const {
        std::string svg;
        double x = left_;
        bool isFirst = true;
        for (const ChartSeries& series : legendSeries()) {
            const double room = kWidth - left_ - kSwatch - 10;
            // A name that is too long takes several lines: cut, it might read like another.
            const std::vector<std::string> lines = wrappedLines(series.name, room, kTextSize);
            const double width = kSwatch + std::min(textWidth(series.name, kTextSize), room);
            if (isFirst || x + width > kWidth - 4) {
                x = left_;
                height += kLegendRow;
                isFirst = false;
            }
            const double middle = height - 10;
            const std::string left = compactNumber(x, 2);
            if (isLine(series)) {
                svg += "<path " + detail::strokeAttributes(series) + " d=\"M" + left + " " +
                       compactNumber(middle, 2) + "h" + compactNumber(kSwatch - 7, 2) + "\"/>\n";
            } else {
                svg += "<rect " + detail::fillAttributes(series) + attribute("x", x) +
                       attribute("y", middle - 6) + attribute("width", kSwatch - 7) +
                       attribute("height", 12) + "/>\n";
            }
            for (std::size_t line = 0; line < lines.size(); ++line) {
                svg += text(x + kSwatch, middle + 4.5 + static_cast<double>(line) * kLegendLine, lines[line],
                            {});
            }
            height += static_cast<double>(lines.size() - 1) * kLegendLine;
            x += width + kLegendGap;
        }
        height += isFirst ? 0 : 6;
        return svg;
    }

    const ChartDescription& chart_;
    AxisRange xRange_;
    AxisRange yRange_;
    AxisRange rightRange_;
    std::vector<AxisTick> xTicks_;
    std::vector<AxisTick> yTicks_;
    std::vector<AxisTick> rightTicks_;
    double left_ = 0;
    double right_ = 0;
};

}  // namespace

std::string svgChart(const ChartDescription& chart) {
    requireColumns(chart);
    return Drawing(chart).svg();
}

}  // namespace pf
