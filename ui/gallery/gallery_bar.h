// The gallery's controls: images, model, order, size and view.
#pragma once

#include <QWidget>

#include "ui/gallery/gallery_data.h"

class QComboBox;
class QLabel;
class QProgressBar;
class QPushButton;
class QSlider;
class QSpinBox;
class QToolButton;

namespace pf {
struct Progress;
}

namespace pf::ui {

class ModelSelector;
class SourceSelector;

class GalleryBar : public QWidget {
    Q_OBJECT
  public:
    enum class View { Grid, Identities };

    explicit GalleryBar(QWidget* parent = nullptr);

    SourceSelector* source() const { return source_; }
    ModelSelector* model() const { return model_; }
    GallerySort sort() const;
    void setSort(GallerySort sort);
    View view() const;
    void setView(View view);
    int tileSide() const;
    void setTileSide(int side);
    /// People to export, 0: all.
    int exportCount() const;

    /// While busy: Stop instead of Load, and the progress.
    void setBusy(bool busy);
    void showProgress(const Progress& progress);
    /// Whether sorting by sigma² and the figure make sense.
    void setSigmaKnown(bool known);

  Q_SIGNALS:
    void loadRequested();
    void stopRequested();
    void sortChanged();
    void viewChanged();
    void tileSideChanged(int side);
    void exportFigureRequested(const QString& suffix);

  private:
    QWidget* makeTopRow();
    QWidget* makeLowerRow();
    void refreshIcons();
    void refreshLoad();

    SourceSelector* source_ = nullptr;
    ModelSelector* model_ = nullptr;
    QPushButton* load_ = nullptr;
    QPushButton* stop_ = nullptr;
    QComboBox* sort_ = nullptr;
    QSlider* size_ = nullptr;
    QToolButton* grid_ = nullptr;
    QToolButton* identities_ = nullptr;
    QLabel* exportWord_ = nullptr;
    QSpinBox* exportCount_ = nullptr;
    QToolButton* export_ = nullptr;
    QLabel* state_ = nullptr;
    QProgressBar* progress_ = nullptr;
    bool busy_ = false;
};

}  // namespace pf::ui
