#include "ui/evaluate/pairs/pair_browser_list.h"

#include <algorithm>

#include <QContextMenuEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include "ui/evaluate/pairs/pair_browser_model.h"
#include "ui/gallery/face_grid_view.h"
#include "ui/kit/number_text.h"
#include "ui/kit/thumbnail_loader.h"
#include "ui/theme/theme.h"

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
        const Theme& theme = Theme::instance();
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        const QRectF cell = QRectF(option.rect).adjusted(1, 1, -1, -1);
        if (option.state.testFlag(QStyle::State_Selected)) {
            const bool focus = view_->hasFocus();
            painter->setPen(
                QPen(theme.colour(focus ? Theme::Role::Accent : Theme::Role::Border), focus ? 2 : 1));
            painter->setBrush(theme.colour(Theme::Role::Selection));
            painter->drawRoundedRect(cell, 4, 4);
        } else if (option.state.testFlag(QStyle::State_MouseOver)) {
            painter->setPen(QPen(theme.colour(Theme::Role::Border), 1));
            painter->drawRoundedRect(cell, 4, 4);
        }
        painter->setRenderHint(QPainter::Antialiasing, false);
        PairTile tile;
        tile.facts = pairs_->facts(index.row());
        tile.pictures = pairs_->images().pictures;
        if (tile.pictures) {
            const int side = FaceGridView::thumbnailSide(static_cast<int>(pairFaceSide(option.rect.width())),
                                                         painter->device()->devicePixelRatioF());
            tile.a = face(tile.facts.imageA, tile.facts.sigmaSqA, tile.facts.percentileA, side);
            tile.b = face(tile.facts.imageB, tile.facts.sigmaSqB, tile.facts.percentileB, side);
        }
        paintPairTile(*painter, option.rect, tile, FaceInk::ofTheme());
        painter->restore();
    }

  private:
    FaceTile face(std::optional<std::size_t> image, double sigmaSq, std::optional<double> percentile,
                  int side) const {
        FaceTile tile;
        tile.caption = sigmaText(sigmaSq);
        tile.percentile = percentile;
        if (image && pairs_->images().catalog.faces()) {
            tile.image = loader_->thumbnail(*image, side);
            tile.broken = tile.image.isNull() && loader_->failure(*image).has_value();
        }
        return tile;
    }

    PairListView* view_;
    const PairListModel* pairs_;
    ThumbnailLoader* loader_;
};

}  // namespace

PairListView::PairListView(PairListModel* model, ThumbnailLoader* loader, QWidget* parent)
    : QListView(parent) {
    setObjectName(QStringLiteral("pairList"));
    setAccessibleName(tr("Pairs"));
    setUniformItemSizes(true);
    setResizeMode(QListView::Adjust);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);  // the rows' height depends on the width left by it
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    setMinimumHeight(80);
    setItemDelegate(new PairDelegate(this, model, loader));
    setModel(model);
    connect(loader, &ThumbnailLoader::loaded, viewport(), qOverload<>(&QWidget::update));
    connect(&Theme::instance(), &Theme::changed, viewport(), qOverload<>(&QWidget::update));
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

void PairListView::step(int rows) {
    goTo(currentIndex().row() + rows);
}

void PairListView::contextMenuEvent(QContextMenuEvent* event) {
    // The menu key speaks of the current row, the mouse of the one below it.
    const bool byMouse = event->reason() == QContextMenuEvent::Mouse;
    const QModelIndex index = byMouse ? indexAt(event->pos()) : currentIndex();
    if (index.isValid()) {
        setCurrentIndex(index);
        Q_EMIT menuRequested(byMouse ? event->globalPos()
                                     : viewport()->mapToGlobal(visualRect(index).center()));
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

void PairListView::changeEvent(QEvent* event) {
    QListView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        scheduleDelayedItemsLayout();
    }
}

}  // namespace pf::ui
