// Opening a gallery: its images, then what a model says of them, told while it is computed.
#pragma once

#include <memory>

#include <QObject>
#include <QPointer>
#include <QString>

#include "core/session/control.h"
#include "ui/gallery/gallery_data.h"

namespace pf::ui {

class BackgroundTask;
class ModelService;

struct GalleryRequest {
    std::vector<std::string> sources;  ///< one at least
    QString model;                     ///< empty: the images alone
    bool norms = false;                ///< the embeddings' norms too, which takes twice as long

    bool operator==(const GalleryRequest&) const = default;
};

/// One request on its way. What it computes is kept in the service's cache, picture by picture, so that
/// nothing is computed twice: also not after a stop, for another set of the same pictures, or when a newer
/// request came between. Lives on the UI thread, deletes itself when its work has ended.
class GalleryJob : public QObject {
    Q_OBJECT
  public:
    GalleryJob(GalleryRequest request, std::shared_ptr<ModelService> models, QObject* owner);

    const GalleryRequest& request() const { return request_; }
    /// Nothing more is told from here on; the work ends after its present batch, which is still kept.
    void abandon();

  Q_SIGNALS:
    /// The images are open; sigma² is not known yet, or only that which was computed earlier.
    void imagesOpened(const pf::ui::GalleryDataPtr& data);
    /// More of the same images' sigma² is known, at most a few times a second.
    void measured(const pf::ui::GalleryDataPtr& data);
    void progressChanged(const pf::Progress& progress);
    /// The end: everything is told, or it was `stopped` from elsewhere, or `error` says why not.
    void ended(const QString& error, bool stopped);

  private:
    struct News;

    void tell();

    GalleryRequest request_;
    std::shared_ptr<News> news_;
    QPointer<BackgroundTask> task_;
    bool abandoned_ = false;
    bool opened_ = false;
};

}  // namespace pf::ui
