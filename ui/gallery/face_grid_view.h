// The gallery's grid: only what is seen is laid out, decoded and drawn.
#pragma once

#include <QAbstractListModel>

#include "ui/gallery/gallery_data.h"
#include "ui/kit/faces/face_list_view.h"

namespace pf::ui {

/// The faces shown in the grid, in their order: a view on GalleryData through a list of indices.
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

class FaceGridView : public FaceListView {
    Q_OBJECT
  public:
    static constexpr int kMinimumTile = 48;
    static constexpr int kMaximumTile = 256;

    FaceGridView(FaceGridModel* model, ThumbnailLoader* loader, QWidget* parent = nullptr);

    int tileSide() const { return tileSide_; }
    bool showsNorms() const { return showNorms_; }
    /// Range: kMinimumTile to kMaximumTile; other values become the nearest.
    void setTileSide(int side);

    /// The number under the faces: the one they are ordered by, or sigma².
    void setSortedBy(GallerySort sort);
    /// Selects the face of an image and brings it into view; nothing happens where it is filtered away.
    void selectFace(int catalogIndex);

  Q_SIGNALS:
    void tileSideChanged(int side);
    /// The image under the selection, -1 when nothing is selected.
    void faceSelected(int catalogIndex);
    /// Enter or a double click.
    void faceActivated(int catalogIndex);
    /// A context menu was asked for at this place of the screen.
    void faceMenuRequested(int catalogIndex, const QPoint& place);

  protected:
    void wheelEvent(QWheelEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) override;

    void layOutAgain() override;

  private:
    FaceGridModel* faces_;
    int tileSide_ = 112;
    bool showNorms_ = false;
};

}  // namespace pf::ui
