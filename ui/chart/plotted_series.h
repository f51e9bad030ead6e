// One thing that a chart draws, and how. Private to ui/chart: this header brings in QCustomPlot.
#pragma once

#include <vector>

#include "ui/chart/chart.h"
#include "ui/chart/plot_library.h"

namespace pf::ui {

struct PlottedSeries {
    enum class Kind { Line, Band, Bars };
    QString id;
    QString name;
    Kind kind = Kind::Line;
    SeriesStyle style;
    QCPGraph* graph = nullptr;  ///< the line, or a band's upper edge
    QCPGraph* low = nullptr;    ///< a band's lower edge
    QCPBars* bars = nullptr;
    bool visible = true;
    std::size_t order = 0;

    /// What the plot has of it.
    std::vector<QCPAbstractPlottable*> parts() const {
        std::vector<QCPAbstractPlottable*> all{graph, low, bars};
        std::erase(all, nullptr);
        return all;
    }
    /// Draws it as its style and name say.
    void applyStyle(bool dark);
    const QString& legendId() const { return style.group.isEmpty() ? id : style.group; }
    int points() const {
        return bars != nullptr ? bars->dataCount() : graph != nullptr ? graph->dataCount() : 0;
    }
};

inline Qt::PenStyle penStyle(const SeriesStyle& style) {
    return style.dotted ? Qt::DotLine : style.dashed ? Qt::DashLine : Qt::SolidLine;
}

/// How the window draws a series as the engine describes it.
SeriesStyle styleOf(const ChartSeries& series);

}  // namespace pf::ui
