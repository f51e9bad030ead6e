// The gallery's grid: only what is seen is laid out, decoded and drawn.
#pragma once

#include "ui/gallery/gallery_data.h"
#include "ui/kit/faces/face_list_view.h"

namespace pf::ui {

class FaceGridModel;

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
