// The gallery's controls: images, model, order, size and view.
#pragma once

#include <vector>

#include <QCheckBox>
#include <QComboBox>
#include <QSlider>
#include <QSpinBox>
#include <QToolButton>
#include <QWidget>

#include "ui/gallery/gallery_data.h"

class QAction;
class QLabel;
class QMenu;
class QProgressBar;
class QSettings;

namespace pf {
struct Progress;
}

namespace pf::ui {

class ModelSelector;
class RunStop;
class SourceSelector;

enum class GalleryExport;

class GalleryBar : public QWidget {
    Q_OBJECT
  public:
    enum class View { Grid, Identities };

    explicit GalleryBar(QWidget* parent = nullptr);

    SourceSelector* source() const { return source_; }
    ModelSelector* model() const { return model_; }
    GallerySort sort() const { return static_cast<GallerySort>(sort_->currentIndex()); }
    View view() const { return grid_->isChecked() ? View::Grid : View::Identities; }
    int tileSide() const { return size_->value(); }
    void setTileSide(int side) { size_->setValue(side); }
    /// Whether the embeddings' norms are wanted too.
    bool norms() const { return norms_->isChecked(); }
    /// Identities to export, 0: all.
    int exportCount() const { return exportCount_->value(); }

    /// While busy: Stop instead of Load, and the progress.
    void setBusy(bool busy);
    void showProgress(const Progress& progress);
    /// A remark in the place of the progress, while not busy.
    void setNote(const QString& text);
    /// Offers the orders and exports that make sense for these images.
    void setFaces(const GalleryDataPtr& data);
    void saveState(QSettings& settings) const;
    void restoreState(QSettings& settings);

  Q_SIGNALS:
    void loadRequested();
    void stopRequested();
    void normsChanged();
    void sortChanged();
    void viewChanged();
    void tileSideChanged(int side);
    void exportRequested(pf::ui::GalleryExport kind);
    void copyCommandRequested();

  private:
    QWidget* makeTopRow();
    QWidget* makeLowerRow();
    QMenu* makeExportMenu();
    void refreshLoad();

    SourceSelector* source_ = nullptr;
    ModelSelector* model_ = nullptr;
    QCheckBox* norms_ = nullptr;
    RunStop* buttons_ = nullptr;
    QComboBox* sort_ = nullptr;
    QSlider* size_ = nullptr;
    QToolButton* grid_ = nullptr;
    QToolButton* identities_ = nullptr;
    QLabel* exportWord_ = nullptr;
    QSpinBox* exportCount_ = nullptr;
    std::vector<QAction*> faceExports_;    ///< need sigma²
    std::vector<QAction*> figureExports_;  ///< need sigma² and identities
    QLabel* state_ = nullptr;
    QProgressBar* progress_ = nullptr;
};

}  // namespace pf::ui
