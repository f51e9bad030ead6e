// The chart as it is printed. Private to ui/chart.
#pragma once

#include <map>

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

    /// Writes it as png, pdf or svg. Throws: Error(Io).
    void write(QIODevice& file, const QString& suffix);
    /// In two pixels for each of the figure. Throws: Error(Io) when memory is short.
    QImage image();

  private:
    /// Units: px.
    QSize size() const;
    /// Draws at scale 1 with the painter's origin in the upper left corner.
    void paint(QCPPainter& painter);
    void paintOn(QPaintDevice& device);
    void fillLegend();
    void fitPlot();
    void dryRun();

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
