// The row above a plot. Private to ui/chart.
#pragma once

#include <array>
#include <memory>

#include <QLayout>

namespace pf::ui {

/// Title, legend, the page's controls and a button in one row; where that is too narrow, the legend below
/// them at the full width.
class ChartHeaderLayout : public QLayout {
  public:
    ChartHeaderLayout(QWidget* parent, QWidget* title, QWidget* legend, QWidget* controls, QWidget* button);
    ~ChartHeaderLayout() override;

    void addItem(QLayoutItem* item) override;
    int count() const override;
    QLayoutItem* itemAt(int index) const override;
    QLayoutItem* takeAt(int index) override;
    Qt::Orientations expandingDirections() const override { return Qt::Horizontal; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override;
    QSize sizeHint() const override;
    QSize minimumSize() const override;
    void setGeometry(const QRect& rect) override;

  private:
    enum Part { Title, Legend, Controls, Button };

    /// Arranges within the rectangle, or only measures. Returns: the height needed.
    int arrange(const QRect& rect, bool apply) const;
    int widthOf(Part part) const;

    QList<QLayoutItem*> items_;
};

}  // namespace pf::ui
