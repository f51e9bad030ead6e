// Gallery: the images of any set, by their uncertainty.
#pragma once

#include <memory>

#include <QPointer>

#include "ui/gallery/gallery_data.h"
#include "ui/page.h"

class QLabel;
class QPushButton;
class QStackedWidget;
class QTimer;

namespace pf::ui {

class BackgroundTask;
class EmptyState;
class FaceGridModel;
class FaceGridView;
class FaceInspector;
class GalleryBar;
class GalleryFilters;
class IdentityModel;
class IdentityView;
class ModelService;
class ThumbnailLoader;

class GalleryPage : public Page {
    Q_OBJECT
  public:
    explicit GalleryPage(QWidget* parent = nullptr);
    GalleryPage(std::shared_ptr<ModelService> models, QWidget* parent);
    ~GalleryPage() override;

    bool openPath(const QString& path) override;
    /// Empty sources keep the present ones; an empty model keeps the present one.
    void openModel(const QString& model, const QStringList& sources) override;
    void saveState(QSettings& settings) const override;
    void restoreState(QSettings& settings) override;
    void exportCurrent() override;
    void clearSelection() override;
    void activated() override;

    /// Shows images whose sigma² is not known.
    void setImages(GalleryDataPtr data);
    /// Shows the same images with the sigma² that a model gave them.
    void setEmbeddings(GalleryDataPtr data);
    const GalleryDataPtr& faces() const { return data_; }
    bool isBusy() const;
    void showError(const QString& text);
    /// Writes the figure of all, or the chosen number of, people in a worker.
    void exportFigureTo(const QString& path);

  private:
    void makeCentre();
    void makeConnections();
    void load();
    /// True when another load was asked for meanwhile (and has begun): the result is not wanted any more.
    bool taskEnded();
    void embed(GalleryDataPtr images, const QString& model);
    void setData(GalleryDataPtr data, bool samePlace);
    void arrangeNow();
    void showFace(int catalogIndex);
    void showCentre();
    void refreshProblems();
    void listProblems();
    void exportFigureAs(const QString& suffix);

    std::shared_ptr<ModelService> models_;
    GalleryDataPtr data_;
    ThumbnailLoader* loader_ = nullptr;
    FaceGridModel* gridModel_ = nullptr;
    IdentityModel* identityModel_ = nullptr;
    GalleryBar* bar_ = nullptr;
    GalleryFilters* filters_ = nullptr;
    FaceInspector* inspector_ = nullptr;
    QStackedWidget* centre_ = nullptr;
    FaceGridView* grid_ = nullptr;
    IdentityView* figure_ = nullptr;
    EmptyState* empty_ = nullptr;
    EmptyState* nobody_ = nullptr;
    QLabel* error_ = nullptr;
    QPushButton* problems_ = nullptr;
    QTimer* arrangeSoon_ = nullptr;
    QPointer<BackgroundTask> task_;
    QPointer<BackgroundTask> exportTask_;
    bool loadAgain_ = false;
    QStringList broken_;  ///< found while decoding, "name: reason"
};

}  // namespace pf::ui
