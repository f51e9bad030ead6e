#include "ui/kit/faces/face_list_view.h"

#include <QContextMenuEvent>
#include <QPainter>
#include <QStyleOptionViewItem>

#include "ui/kit/thumbnail_loader.h"
#include "ui/theme/theme.h"

namespace pf::ui {

FaceListView::FaceListView(const QString& name, const QString& accessible, QAbstractItemModel* model,
                           ThumbnailLoader* loader, QWidget* parent)
    : QListView(parent) {
    setObjectName(name);
    setAccessibleName(accessible);
    setUniformItemSizes(true);
    setResizeMode(QListView::Adjust);
    setSelectionMode(QAbstractItemView::SingleSelection);
    setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOn);  // no second layout when the bar comes
    setEditTriggers(QAbstractItemView::NoEditTriggers);
    setMouseTracking(true);
    setModel(model);
    connect(loader, &ThumbnailLoader::loaded, viewport(), qOverload<>(&QWidget::update));
    connect(&Theme::instance(), &Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void FaceListView::contextMenuEvent(QContextMenuEvent* event) {
    // The menu key speaks of the current cell, the mouse of the one below it.
    const bool byMouse = event->reason() == QContextMenuEvent::Mouse;
    const QModelIndex index = byMouse ? indexAt(event->pos()) : currentIndex();
    if (index.isValid()) {
        setCurrentIndex(index);
        Q_EMIT menuRequested(byMouse ? event->globalPos()
                                     : viewport()->mapToGlobal(visualRect(index).center()));
    }
}

void FaceListView::changeEvent(QEvent* event) {
    QListView::changeEvent(event);
    if (event->type() == QEvent::FontChange || event->type() == QEvent::StyleChange) {
        layOutAgain();
    }
}

void paintCellFrame(QPainter& painter, const QStyleOptionViewItem& option, bool strong) {
    const Theme& theme = Theme::instance();
    const bool selected = option.state.testFlag(QStyle::State_Selected);
    if (!selected && !(option.state & (QStyle::State_HasFocus | QStyle::State_MouseOver))) {
        return;
    }
    const bool accent = selected && strong;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(theme.colour(accent ? Theme::Role::Accent : Theme::Role::Border), accent ? 2 : 1));
    painter.setBrush(selected ? QBrush(theme.colour(Theme::Role::Selection)) : QBrush(Qt::NoBrush));
    painter.drawRoundedRect(QRectF(option.rect).adjusted(1, 1, -1, -1), 4, 4);
    painter.setRenderHint(QPainter::Antialiasing, false);
}

}  // namespace pf::ui
