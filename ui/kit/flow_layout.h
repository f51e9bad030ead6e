// Lays widgets out like words: left to right, wrapping when the width is used up.
#pragma once

#include <QLayout>
#include <QList>

namespace pf::ui {

class FlowLayout : public QLayout {
  public:
    explicit FlowLayout(QWidget* parent = nullptr, int gap = 4) : QLayout(parent), gap_(gap) {
        setContentsMargins(0, 0, 0, 0);
    }
    ~FlowLayout() override { qDeleteAll(items_); }

    void addItem(QLayoutItem* item) override { items_.append(item); }
    int count() const override { return static_cast<int>(items_.size()); }
    QLayoutItem* itemAt(int index) const override { return items_.value(index); }
    QLayoutItem* takeAt(int index) override {
        return index >= 0 && index < items_.size() ? items_.takeAt(index) : nullptr;
    }
    Qt::Orientations expandingDirections() const override { return {}; }
    bool hasHeightForWidth() const override { return true; }
    int heightForWidth(int width) const override { return arrange(QRect(0, 0, width, 0), false); }
    void setGeometry(const QRect& rect) override;
    QSize sizeHint() const override;
    QSize minimumSize() const override;

  protected:
    /// Arranges within the rectangle, or only measures. Returns: the height needed.
    virtual int arrange(const QRect& rect, bool apply) const;

    QList<QLayoutItem*> items_;

  private:
    int gap_;
};

}  // namespace pf::ui
