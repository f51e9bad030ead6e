// A list of faces, or of pairs of them: only what is seen is laid out, decoded and drawn.
#pragma once

#include <QListView>

class QPainter;
class QStyleOptionViewItem;

namespace pf::ui {

class ThumbnailLoader;

class FaceListView : public QListView {
    Q_OBJECT
  public:
    FaceListView(const QString& name, const QString& accessible, QAbstractItemModel* model,
                 ThumbnailLoader* loader, QWidget* parent);

  Q_SIGNALS:
    /// A context menu for the current row was asked for at this place of the screen.
    void menuRequested(const QPoint& place);

  protected:
    void contextMenuEvent(QContextMenuEvent* event) override;
    void changeEvent(QEvent* event) override;
    /// The fonts have changed: cells get another size.
    virtual void layOutAgain() { scheduleDelayedItemsLayout(); }
};

/// Frames a cell that is selected (`strong`: in the accent's colour), has the focus or is under the mouse.
void paintCellFrame(QPainter& painter, const QStyleOptionViewItem& option, bool strong);

}  // namespace pf::ui
