// The dashed lines of a chart with a word above the plot. Private to ui/chart.
#pragma once

#include <map>

#include "ui/chart/plot_library.h"

namespace pf::ui {

class ChartMarkers {
  public:
    explicit ChartMarkers(QCustomPlot* plot) : plot_(plot) {}

    /// Adds or replaces one; words in another `row` stand below.
    void set(const QString& id, double x, const QString& words, int row);
    void remove(const QString& id);
    void clear();
    void setColours(bool dark);
    void setFont(const QFont& font);
    /// Puts the words where they have room. True: one stands or reads otherwise than before, or the plot has
    /// moved.
    bool place();

  private:
    struct Marker {
        QCPItemStraightLine* line = nullptr;
        QCPItemText* text = nullptr;
        QString words;
        int row = 0;
    };

    QCustomPlot* plot_;
    std::map<QString, Marker> markers_;
};

}  // namespace pf::ui
