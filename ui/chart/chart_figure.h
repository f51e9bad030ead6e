// The chart as it is printed. Private to ui/chart.
#pragma once

#include <array>
#include <map>
#include <vector>

#include "ui/chart/chart_impl.h"
#include "ui/chart/figure_legend.h"

namespace pf::ui {

/// Dresses the plot for paper while it lives: light colours whatever the theme, fonts in pixels, and title,
/// legend and footnote around a plot of its own size. The figure is as high as its words need: nothing is
/// cut.
class ChartFigure {
  public:
    /// `plotSize`: of the plot with its axes; empty: as on the screen, though never less than is readable.
    explicit ChartFigure(Chart::Impl& target, QSize plotSize = {});
    ~ChartFigure();
    ChartFigure(const ChartFigure&) = delete;
    ChartFigure& operator=(const ChartFigure&) = delete;

    /// Units: px.
    QSize size() const;
    /// Draws at scale 1 with the painter's origin in the upper left corner.
    void paint(QCPPainter& painter);
    /// Units: `scale` pixels of the picture for each of size(). Throws: Error(Io) when memory is short.
    QImage image(double scale);

  private:
    void fillLegend();
    void fitPlot();
    void dryRun();
    std::array<QCPAbstractItem*, 4> readingItems() const;

    Chart::Impl& impl_;
    QCustomPlot& plot_;
    QSize plotSize_;
    QFont font_;
    QFont titleFont_;
    QStringList titleLines_;
    QStringList footLines_;
    FigureLegend legend_;
    double titleHeight_ = 0;
    double legendHeight_ = 0;
    double footHeight_ = 0;

    /// As they are in the window.
    struct AxisDress {
        QFont tickFont;
        QString label;
    };
    std::map<QCPAxis*, AxisDress> axes_;
    QMargins margins_;
};

}  // namespace pf::ui
