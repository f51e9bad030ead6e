// The faces shown in the grid, in their order: a view on GalleryData through a list of indices.
#pragma once

#include <QAbstractListModel>

#include "ui/gallery/gallery_data.h"

namespace pf::ui {

class FaceGridModel : public QAbstractListModel {
    Q_OBJECT
  public:
    enum Role {
        CatalogIndexRole = Qt::UserRole + 1,  ///< index into the catalog
        SigmaSqRole,                          ///< double, NaN when not known
        PercentileRole,                       ///< 0 to 1 within the set, -1 when not known
        NormRole,                             ///< double, NaN when not known
    };

    using QAbstractListModel::QAbstractListModel;

    /// Shows `order` of `data`; both at once, so that no view sees an index that the data do not have.
    void setFaces(GalleryDataPtr data, FaceIndices order);
    /// The same pictures, more of which is known; the order stays.
    void updateFaces(GalleryDataPtr data);
    const GalleryDataPtr& faces() const { return data_; }

    FaceIndex catalogIndex(int row) const { return order_.at(static_cast<std::size_t>(row)); }
    /// The row that shows a catalog index, -1 when it is filtered away. Cost: linear.
    int rowOf(FaceIndex index) const;

    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(order_.size());
    }
    QVariant data(const QModelIndex& index, int role) const override;

  private:
    GalleryDataPtr data_;
    FaceIndices order_;
};

}  // namespace pf::ui
