#include "ui/evaluate/pairs/pair_browser_list.h"

#include <algorithm>

#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include "ui/evaluate/pairs/pair_browser_model.h"
#include "ui/kit/number_text.h"
#include "ui/kit/thumbnail_loader.h"

namespace pf::ui {

namespace {

class PairDelegate : public QStyledItemDelegate {
  public:
    PairDelegate(PairListView* view, const PairListModel* pairs, ThumbnailLoader* loader)
        : QStyledItemDelegate(view), view_(view), pairs_(pairs), loader_(loader) {}

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        const int width = view_->viewport()->width();
        return {width,
                static_cast<int>(pairTileHeight(width, pairs_->images().pictures, FaceInk::ofTheme()))};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        painter->save();
        paintCellFrame(*painter, option, view_->hasFocus());
        PairTile tile;
        tile.facts = pairs_->facts(index.row());
        tile.pictures = pairs_->images().pictures;
        if (tile.pictures) {
            const double side = pairFaceSide(option.rect.width());
            const double ratio = painter->device()->devicePixelRatioF();
            tile.a = face(tile.facts.imageA, tile.facts.sigmaSqA, tile.facts.percentileA, side, ratio);
            tile.b = face(tile.facts.imageB, tile.facts.sigmaSqB, tile.facts.percentileB, side, ratio);
        }
        paintPairTile(*painter, option.rect, tile, FaceInk::ofTheme());
        painter->restore();
    }

  private:
    FaceTile face(std::optional<std::size_t> image, double sigmaSq, std::optional<double> percentile,
                  double side, double ratio) const {
        FaceTile tile;
        if (image && pairs_->images().catalog.faces()) {
            tile = loader_->tile(*image, side, ratio);
        }
        tile.caption = sigmaText(sigmaSq);
        tile.percentile = percentile;
        return tile;
    }

    PairListView* view_;
    const PairListModel* pairs_;
    ThumbnailLoader* loader_;
};

}  // namespace

PairListView::PairListView(PairListModel* model, ThumbnailLoader* loader, QWidget* parent)
    : FaceListView(QStringLiteral("pairList"), tr("Pairs"), model, loader, parent) {
    setFrameShape(QFrame::NoFrame);
    setMinimumHeight(80);
    setItemDelegate(new PairDelegate(this, model, loader));
    // With or without pictures: rows of another height.
    connect(model, &QAbstractItemModel::dataChanged, this, [this] { scheduleDelayedItemsLayout(); });
}

void PairListView::goTo(int row) {
    const int last = model()->rowCount() - 1;
    if (last >= 0) {
        setCurrentIndex(model()->index(std::clamp(row, 0, last), 0));
        scrollTo(currentIndex());
    }
}

void PairListView::keyPressEvent(QKeyEvent* event) {
    const bool plain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (plain && (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)) {
        step(event->key() == Qt::Key_Left ? -1 : 1);
        event->accept();
        return;
    }
    QListView::keyPressEvent(event);
}

void PairListView::resizeEvent(QResizeEvent* event) {
    QListView::resizeEvent(event);
    if (event->size().width() != event->oldSize().width()) {
        scheduleDelayedItemsLayout();
    }
}

}  // namespace pf::ui
