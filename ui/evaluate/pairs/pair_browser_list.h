// The list of pairs.
#pragma once

#include "ui/kit/faces/face_list_view.h"

namespace pf::ui {

class PairListModel;

class PairListView : public FaceListView {
    Q_OBJECT
  public:
    PairListView(PairListModel* model, ThumbnailLoader* loader, QWidget* parent = nullptr);

    /// Makes a row current and brings it into view; beyond the ends: the first or last.
    void goTo(int row);
    /// The pair before or after the present one.
    void step(int rows) { goTo(currentIndex().row() + rows); }

  protected:
    /// Left and Right walk like Up and Down.
    void keyPressEvent(QKeyEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
};

}  // namespace pf::ui
