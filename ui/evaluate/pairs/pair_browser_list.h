// The list of pairs: only the rows that are seen are laid out, decoded and drawn.
#pragma once

#include <QListView>

namespace pf::ui {

class PairListModel;
class ThumbnailLoader;

class PairListView : public QListView {
    Q_OBJECT
  public:
    PairListView(PairListModel* model, ThumbnailLoader* loader, QWidget* parent = nullptr);

    /// Makes a row current and brings it into view; beyond the ends: the first or last.
    void goTo(int row);
    /// The pair before or after the present one.
    void step(int rows);

  Q_SIGNALS:
    /// A context menu for the current row was asked for at this place of the screen.
    void menuRequested(const QPoint& place);

  protected:
    void contextMenuEvent(QContextMenuEvent* event) override;
    /// Left and Right walk like Up and Down.
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;
};

}  // namespace pf::ui
