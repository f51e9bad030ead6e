// The row above a plot. Private to ui/chart.
#pragma once

#include "ui/kit/flow_layout.h"

namespace pf::ui {

/// Title, legend, the page's controls and a button in one row; where that is too narrow, the legend below
/// them at the full width.
class ChartHeaderLayout : public FlowLayout {
  public:
    ChartHeaderLayout(QWidget* parent, QWidget* title, QWidget* legend, QWidget* controls, QWidget* button);

    Qt::Orientations expandingDirections() const override { return Qt::Horizontal; }
    QSize sizeHint() const override;
    QSize minimumSize() const override;

  protected:
    int arrange(const QRect& rect, bool apply) const override;

  private:
    enum Part { Title, Legend, Controls, Button };

    int widthOf(Part part) const { return items_[part]->isEmpty() ? 0 : items_[part]->sizeHint().width(); }
};

}  // namespace pf::ui
