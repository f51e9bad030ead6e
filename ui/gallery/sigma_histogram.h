// The distribution of sigma², with a range to drag over it.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include <QWidget>

namespace pf::ui {

/// Bars coloured by their place in the set (the colour bar's key); dragging selects a range of sigma².
class SigmaHistogram : public QWidget {
    Q_OBJECT
  public:
    using Range = std::array<double, 2>;

    explicit SigmaHistogram(QWidget* parent = nullptr);

    /// `ascending`: the values to count; empty: nothing known. `keep`: a chosen range stays, as far as it
    /// lies within the values; else all are shown again.
    void setValues(std::vector<double> ascending, bool keep = false);
    const std::optional<Range>& range() const { return range_; }
    /// Selects a range (its part within the values) or, with nothing, all.
    void setRange(const std::optional<Range>& range);
    void clearRange() { setRange(std::nullopt); }

    QSize sizeHint() const override { return {220, 132}; }
    QSize minimumSizeHint() const override { return {140, 110}; }

  Q_SIGNALS:
    /// The user (or setRange) chose another range.
    void rangeChanged(const std::optional<std::array<double, 2>>& range);

  protected:
    void paintEvent(QPaintEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void mouseDoubleClickEvent(QMouseEvent*) override { clearRange(); }
    void keyPressEvent(QKeyEvent* event) override;

  private:
    enum class Drag { None, New, Low, High, Move };

    QRectF plot() const { return QRectF(rect()).adjusted(4, 6, -4, -(fontMetrics().height() + 6)); }
    double toX(double sigma) const;
    double toSigma(double x) const;
    Drag dragAt(double x) const;

    std::vector<double> values_;
    std::vector<int> counts_;
    double low_ = 0;
    double high_ = 1;
    std::optional<Range> range_;
    Drag drag_ = Drag::None;
    double pressed_ = 0;  ///< sigma² under the mouse when it went down
    Range atPress_{};
};

}  // namespace pf::ui
