#include "ui/gallery/face_grid_view.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include <QFontMetricsF>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QStyledItemDelegate>
#include <QWheelEvent>

#include "ui/kit/face_painter.h"
#include "ui/kit/number_text.h"
#include "ui/kit/thumbnail_loader.h"

namespace pf::ui {

void FaceGridModel::setFaces(GalleryDataPtr data, FaceIndices order) {
    beginResetModel();
    data_ = std::move(data);
    order_ = std::move(order);
    endResetModel();
}

void FaceGridModel::updateFaces(GalleryDataPtr data) {
    data_ = std::move(data);
    if (!order_.empty()) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    }
}

int FaceGridModel::rowOf(FaceIndex index) const {
    const auto found = std::find(order_.begin(), order_.end(), index);
    return found == order_.end() ? -1 : static_cast<int>(found - order_.begin());
}

QVariant FaceGridModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const FaceIndex face = catalogIndex(index.row());
    switch (role) {
        case Qt::DisplayRole:
            return QString::fromStdString(data_->catalog.name(face));
        case Qt::ToolTipRole:
        case Qt::AccessibleTextRole: {
            const QString name = QString::fromStdString(data_->catalog.name(face));
            const double sigma = data_->sigmaOf(face);
            QString text = std::isfinite(sigma) ? tr("%1\nσ² %2").arg(name, sigmaText(sigma)) : name;
            if (const double norm = data_->normOf(face); std::isfinite(norm)) {
                text += tr(", norm %1").arg(normText(norm));
            }
            return text;
        }
        case CatalogIndexRole:
            return static_cast<uint>(face);
        case SigmaSqRole:
            return data_->sigmaOf(face);
        case PercentileRole:
            return data_->percentileOf(face).value_or(-1);
        case NormRole:
            return data_->normOf(face);
        default:
            return {};
    }
}

namespace {

constexpr int kPadding = 6;

class FaceDelegate : public QStyledItemDelegate {
  public:
    FaceDelegate(FaceGridView* view, const FaceGridModel* faces, ThumbnailLoader* loader)
        : QStyledItemDelegate(view), view_(view), faces_(faces), loader_(loader) {}

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        return view_->gridSize();
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        const FaceInk ink = FaceInk::ofTheme();
        painter->save();
        paintCellFrame(*painter, option, true);
        const int side = view_->tileSide();
        FaceTile tile = loader_->tile(index.data(FaceGridModel::CatalogIndexRole).toUInt(), side,
                                      painter->device()->devicePixelRatioF());
        const double percentile = index.data(FaceGridModel::PercentileRole).toDouble();
        if (percentile >= 0) {
            tile.percentile = percentile;
        }
        if (tile.broken) {
            tile.caption = FaceGridView::tr("unreadable");
        } else if (view_->showsNorms()) {
            tile.caption = normText(index.data(FaceGridModel::NormRole).toDouble());
        } else if (!faces_->faces()->hasSigma()) {
            const QString name = index.data().toString();
            tile.caption = QFontMetricsF(ink.numberFont)
                               .elidedText(name.section(QLatin1Char('/'), -1), Qt::ElideMiddle, side);
        } else {
            tile.caption = sigmaText(index.data(FaceGridModel::SigmaSqRole).toDouble());
        }
        paintFaceTile(*painter, QPointF(option.rect.left() + kPadding, option.rect.top() + kPadding), side,
                      tile, ink);
        painter->restore();
    }

  private:
    FaceGridView* view_;
    const FaceGridModel* faces_;
    ThumbnailLoader* loader_;
};

}  // namespace

FaceGridView::FaceGridView(FaceGridModel* model, ThumbnailLoader* loader, QWidget* parent)
    : FaceListView(QStringLiteral("galleryGrid"), tr("Faces"), model, loader, parent), faces_(model) {
    // Wrapping list mode lays out by arithmetic; icon mode would build a tree of 10^5 rectangles.
    setViewMode(QListView::ListMode);
    setFlow(QListView::LeftToRight);
    setWrapping(true);
    setItemDelegate(new FaceDelegate(this, model, loader));
    layOutAgain();
    connect(this, &FaceListView::menuRequested, this, [this](const QPoint& place) {
        Q_EMIT faceMenuRequested(static_cast<int>(faces_->catalogIndex(currentIndex().row())), place);
    });
    connect(this, &QAbstractItemView::activated, this, [this](const QModelIndex& index) {
        Q_EMIT faceActivated(static_cast<int>(faces_->catalogIndex(index.row())));
    });
    connect(model, &QAbstractItemModel::modelReset, this, [this] { Q_EMIT faceSelected(-1); });
}

void FaceGridView::setTileSide(int side) {
    side = std::clamp(side, kMinimumTile, kMaximumTile);
    if (side == tileSide_) {
        return;
    }
    const QModelIndex anchor =
        currentIndex().isValid() ? currentIndex() : indexAt(QPoint(kPadding * 2, kPadding * 2));
    tileSide_ = side;
    layOutAgain();
    if (anchor.isValid()) {
        scrollTo(anchor, QAbstractItemView::PositionAtCenter);
    }
    Q_EMIT tileSideChanged(side);
}

void FaceGridView::setSortedBy(GallerySort sort) {
    showNorms_ = sort == GallerySort::NormAscending || sort == GallerySort::NormDescending;
    viewport()->update();
}

void FaceGridView::selectFace(int catalogIndex) {
    const int row = faces_->rowOf(static_cast<FaceIndex>(catalogIndex));
    if (row >= 0) {
        setCurrentIndex(faces_->index(row));
    }
}

void FaceGridView::layOutAgain() {
    const int height = static_cast<int>(std::ceil(faceTileHeight(tileSide_, FaceInk::ofTheme())));
    setGridSize(QSize(tileSide_ + 2 * kPadding, height + 2 * kPadding));
    verticalScrollBar()->setSingleStep(gridSize().height() / 3);
}

void FaceGridView::wheelEvent(QWheelEvent* event) {
    if (event->modifiers().testFlag(Qt::ControlModifier)) {
        const int step = event->angleDelta().y() > 0 ? 16 : -16;
        setTileSide(tileSide_ + step);
        event->accept();
        return;
    }
    QListView::wheelEvent(event);
}

void FaceGridView::keyPressEvent(QKeyEvent* event) {
    const bool zoom = event->modifiers().testFlag(Qt::ControlModifier);
    if (event->key() == Qt::Key_Escape) {
        clearSelection();
        setCurrentIndex({});
        event->accept();
    } else if (zoom && (event->key() == Qt::Key_Plus || event->key() == Qt::Key_Equal)) {
        setTileSide(tileSide_ + 16);
    } else if (zoom && event->key() == Qt::Key_Minus) {
        setTileSide(tileSide_ - 16);
    } else {
        // Focus makes the first face current without selecting it: the first arrow then selects, the next one
        // moves.
        const bool nothingSelected = currentIndex().isValid() && !selectionModel()->hasSelection();
        const bool arrow = event->key() >= Qt::Key_Left && event->key() <= Qt::Key_Down;
        if (!nothingSelected || !arrow) {
            QListView::keyPressEvent(event);
        }
        const bool jump = event->key() == Qt::Key_Home || event->key() == Qt::Key_End ||
                          event->key() == Qt::Key_PageUp || event->key() == Qt::Key_PageDown;
        if (nothingSelected && (arrow || jump)) {
            selectionModel()->select(currentIndex(), QItemSelectionModel::ClearAndSelect);
        }
    }
}

void FaceGridView::selectionChanged(const QItemSelection& selected, const QItemSelection& deselected) {
    QListView::selectionChanged(selected, deselected);
    const QModelIndexList rows = selectionModel()->selectedIndexes();
    Q_EMIT faceSelected(rows.isEmpty() ? -1 : static_cast<int>(faces_->catalogIndex(rows.first().row())));
}

}  // namespace pf::ui
