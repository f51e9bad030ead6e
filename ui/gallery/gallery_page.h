// Gallery: the images of any set, by their uncertainty.
#pragma once

#include <memory>

#include <QPointer>

#include "ui/gallery/gallery_data.h"
#include "ui/kit/page.h"

class QLabel;
class QSplitter;
class QStackedWidget;
class QTimer;

namespace pf::ui {

class EmptyState;
class FaceActions;
class FaceGridModel;
class FaceGridView;
class FaceInspector;
class GalleryBar;
class GalleryExporter;
class GalleryFilters;
class GalleryJob;
class IdentityModel;
class IdentityView;
class ModelService;
class ThumbnailLoader;
class UnreadableImages;

class GalleryPage : public Page {
    Q_OBJECT
  public:
    explicit GalleryPage(std::shared_ptr<ModelService> models, QWidget* parent = nullptr);

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
    /// Shows the same images with the sigma² that a model gave them, so far; the order stays until
    /// `arrangeNow`, and what is selected stays selected.
    void setMeasured(GalleryDataPtr data);
    const GalleryDataPtr& faces() const { return data_; }
    bool isBusy() const { return !job_.isNull(); }
    GalleryExporter* exporter() const { return exporter_; }
    /// Orders and filters what is known now.
    void arrangeNow();

  Q_SIGNALS:
    /// These two images are to be compared; an empty text keeps what the pairs page has there.
    void compareRequested(const QString& model, const QString& left, const QString& right);

  private:
    void makeCentre();
    void makeConnections();
    void load();
    void startJob(const QString& model);
    void jobEnded(const QString& error, bool stopped);
    /// `keep`: the filter stays where it still makes sense.
    void setData(GalleryDataPtr data, bool keep);
    void showFace(int catalogIndex);
    void showNobody(const QString& title, const QString& text);
    void showCentre();

    std::shared_ptr<ModelService> models_;
    GalleryDataPtr data_;
    ThumbnailLoader* loader_ = nullptr;
    FaceGridModel* gridModel_ = nullptr;
    IdentityModel* identityModel_ = nullptr;
    GalleryBar* bar_ = nullptr;
    GalleryFilters* filters_ = nullptr;
    FaceInspector* inspector_ = nullptr;
    FaceActions* actions_ = nullptr;
    GalleryExporter* exporter_ = nullptr;
    QSplitter* splitter_ = nullptr;
    QStackedWidget* centre_ = nullptr;
    FaceGridView* grid_ = nullptr;
    IdentityView* figure_ = nullptr;
    EmptyState* empty_ = nullptr;
    EmptyState* nobody_ = nullptr;
    QLabel* error_ = nullptr;
    UnreadableImages* problems_ = nullptr;
    QTimer* arrangeSoon_ = nullptr;
    QPointer<GalleryJob> job_;
    QString measuredWith_;  ///< the model of the sigma² that is shown
    int selected_ = -1;     ///< catalog index of the face in the inspector
    bool restore_ = false;  ///< images were open when the program ended
};

}  // namespace pf::ui
