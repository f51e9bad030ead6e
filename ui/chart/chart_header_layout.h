// The row above a plot. Private to ui/chart.
#pragma once

#include <QLayout>

namespace pf::ui {

/// Title, legend, the page's controls and a button in one row; where that is too narrow, the legend below
/// them at the full width.
class ChartHeaderLayout : public QLayout {
  public:
    ChartHeaderLayout(QWidget* parent, QWidget* title, QWidget* legend, QWidget* controls, QWidget* button);
    ~ChartHeaderLayout() override { qDeleteAll(items_); }

    void addItem(QLayoutItem* item) override { items_ << item; }
    int count() const override { return static_cast<int>(items_.size()); }
    QLayoutItem* itemAt(int index) const override { return items_.value(index); }
    QLayoutItem* takeAt(int index) override {
        return index >= 0 && index < items_.size() ? items_.takeAt(index) : nullptr;
    }
    Qt::Orientations expandingDirections() const override { return Qt::Horizontal; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return arrange(QRect(0, 0, width, 0), false); }
    QSize sizeHint() const override;
    QSize minimumSize() const override;
    void setGeometry(const QRect& rect) override;

  private:
    enum Part { Title, Legend, Controls, Button };

    /// Arranges within the rectangle, or only measures. Returns: the height needed.
    int arrange(const QRect& rect, bool apply) const;
    int widthOf(Part part) const { return items_[part]->isEmpty() ? 0 : items_[part]->sizeHint().width(); }

    QList<QLayoutItem*> items_;
};

}  // namespace pf::ui
