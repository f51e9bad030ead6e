// The gallery's left side: which sigma² and whose faces are shown.
#pragma once

#include <QAbstractListModel>
#include <QWidget>

#include "ui/gallery/gallery_data.h"

class QLabel;
class QLineEdit;
class QListView;
class QPushButton;
class QSortFilterProxyModel;

namespace pf::ui {

class SigmaHistogram;

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
