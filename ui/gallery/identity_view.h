// The figure on screen: scrolls over thousands of identities, draws the rows that are seen.
#pragma once

#include <optional>
#include <vector>

#include <QAbstractListModel>
#include <QWidget>

#include "ui/gallery/gallery_data.h"
#include "ui/gallery/identity_figure.h"

class QListView;
class QModelIndex;

namespace pf::ui {

class FigureHeader;
class ThumbnailLoader;

/// One row per identity.
class IdentityModel : public QAbstractListModel {
    Q_OBJECT
  public:
    using QAbstractListModel::QAbstractListModel;

    void setRows(GalleryDataPtr data, std::vector<IdentityRow> rows);
    const GalleryDataPtr& faces() const { return data_; }
    const IdentityRow& row(int row) const { return rows_.at(static_cast<std::size_t>(row)); }

    int rowCount(const QModelIndex& parent = {}) const override {
        return parent.isValid() ? 0 : static_cast<int>(rows_.size());
    }
    QVariant data(const QModelIndex& index, int role) const override;

  private:
    GalleryDataPtr data_;
    std::vector<IdentityRow> rows_;
};

class IdentityView : public QWidget {
    Q_OBJECT
  public:
    IdentityView(IdentityModel* model, ThumbnailLoader* loader, QWidget* parent = nullptr);

    const FigureLayout& figureLayout() const { return layout_; }
    /// The wanted size; shrinks (to 48 px at least) so that the three groups fit the width.
    void setFaceSide(int side);
    void clearSelection();

  Q_SIGNALS:
    /// A face was clicked; -1: none.
    void faceSelected(int catalogIndex);
    /// Enter or a double click.
    void faceActivated(int catalogIndex);
    /// A context menu was asked for at this place of the screen.
    void faceMenuRequested(int catalogIndex, const QPoint& place);

  protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    friend class FigureRowDelegate;
    FaceTile tileOf(FaceIndex face, double devicePixelRatio) const;
    std::optional<FaceIndex> faceAt(const QPoint& position) const;
    void fitWidth();
    void select(int catalogIndex);
    void moveSelection(int columns);

    IdentityModel* model_;
    ThumbnailLoader* loader_;
    FigureLayout layout_;
    FigureHeader* header_ = nullptr;
    QListView* list_ = nullptr;
    int wantedSide_ = 84;
    int selected_ = -1;
};

}  // namespace pf::ui
