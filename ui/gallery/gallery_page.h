// Gallery: the images of any set, by their uncertainty.
#pragma once

#include <memory>

#include <QPointer>

#include "ui/gallery/gallery_data.h"
#include "ui/kit/page.h"

class QLabel;
class QPoint;
class QPushButton;
class QStackedWidget;
class QTimer;

namespace pf::ui {

class BackgroundTask;
enum class GalleryExport;
class EmptyState;
class FaceGridModel;
class FaceGridView;
class FaceInspector;
class GalleryBar;
class GalleryFilters;
class GalleryJob;
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
    /// Shows the same images with the sigma² that a model gave them, so far; the order stays until
    /// `arrangeNow`, and what is selected stays selected.
    void setMeasured(GalleryDataPtr data);
    const GalleryDataPtr& faces() const { return data_; }
    bool isBusy() const;
    void showError(const QString& text);
    /// Writes the figure of all, or the chosen number of, people in a worker.
    void exportFigureTo(const QString& path);
    /// Writes the faces that are shown as a table (.csv), a report (.html) or a contact sheet (.png).
    void exportFacesTo(const QString& path);
    /// The command that computes and writes the same; without a model the one that looks at the images.
    QString command() const;
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
    void stop();
    void jobEnded(const QString& error, bool stopped);
    void setData(GalleryDataPtr data, bool samePlace);
    void showFace(int catalogIndex);
    void showFaceMenu(int catalogIndex, const QPoint& place);
    void openFace(int catalogIndex);
    void showCentre();
    void refreshProblems();
    void listProblems();
    void exportAs(GalleryExport kind);
    void copyCommand();

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
    QPointer<GalleryJob> job_;
    QString measuredWith_;  ///< the model of the sigma² that is shown
    QPointer<BackgroundTask> exportTask_;
    int selected_ = -1;     ///< catalog index of the face in the inspector
    bool restore_ = false;  ///< images were open when the program ended
    QStringList broken_;    ///< found while decoding, "name: reason"
};

}  // namespace pf::ui
