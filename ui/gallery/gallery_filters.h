// The gallery's left side: which sigma² and whose faces are shown.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include <QAbstractListModel>
#include <QWidget>

#include "ui/gallery/gallery_data.h"

class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QSortFilterProxyModel;

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

/// "All identities", then those of the set with their number of images.
class IdentityListModel : public QAbstractListModel {
    Q_OBJECT
  public:
    enum Role { LabelRole = Qt::UserRole + 1 };
    using QAbstractListModel::QAbstractListModel;

    void setFaces(const GalleryDataPtr& data);
    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() || labels_.empty() ? 0 : static_cast<int>(labels_.size()) + 1;
    }
    QVariant data(const QModelIndex& index, int role) const override;

  private:
    GalleryDataPtr data_;
    std::vector<int> labels_;  ///< in natural order of the names
    std::vector<int> counts_;  ///< by label
};

class GalleryFilters : public QWidget {
    Q_OBJECT
  public:
    explicit GalleryFilters(QWidget* parent = nullptr);

    /// Shows the values and identities of `data`; `keep`: the filter stays where it still makes sense.
    void setFaces(const GalleryDataPtr& data, bool keep);
    const GalleryFilter& filter() const { return filter_; }
    void setIdentity(int label);
    void clear();
    bool isActive() const { return filter_.sigmaRange.has_value() || filter_.label >= 0; }
    /// "1,204 of 10,000 images".
    void setShown(std::size_t shown, std::size_t total);

  Q_SIGNALS:
    void filterChanged();

  private:
    void refreshTexts();
    void chooseIdentity(const QModelIndex& index);

    GalleryDataPtr data_;
    GalleryFilter filter_;
    SigmaHistogram* histogram_ = nullptr;
    QLabel* range_ = nullptr;
    QLabel* shown_ = nullptr;
    QLineEdit* search_ = nullptr;
    IdentityListModel* identities_ = nullptr;
    QSortFilterProxyModel* found_ = nullptr;
    QListView* list_ = nullptr;
    QPushButton* clear_ = nullptr;
};

}  // namespace pf::ui
