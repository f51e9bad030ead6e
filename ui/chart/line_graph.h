// A curve that also shows what is no line: a point without neighbours, a band of one point.
#pragma once

#include "ui/chart/plot_library.h"

namespace pf::ui {

/// Registers itself with the plot of its axes, which owns it.
class LineGraph : public QCPGraph {
    Q_OBJECT
  public:
    using QCPGraph::QCPGraph;

    /// Indices of the points in view that are drawn while both of their neighbours are not: alone, between
    /// gaps, or beside values that a logarithmic axis cannot show. Of a band: of both its edges.
    QVector<int> lonePoints() const;

  protected:
    void draw(QCPPainter* painter) override;
};

}  // namespace pf::ui
