// Thumbnails decoded away from the UI thread, the latest wishes first, the recently used ones kept.
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include <QImage>
#include <QObject>

#include "core/session/images.h"
#include "ui/kit/face_painter.h"

class QTimer;

namespace pf::ui {

/// The pixels as a QImage (a copy).
QImage toQImage(const RgbImage& image);

/// Decodes images of one catalog in threads of its own and keeps the last used ones within a memory limit.
/// Every public method is for the UI thread; none of them waits for a decoder.
class ThumbnailLoader : public QObject {
    Q_OBJECT
  public:
    explicit ThumbnailLoader(QObject* parent = nullptr, std::size_t maxBytes = std::size_t{128} << 20,
                             int threads = 2);
    ~ThumbnailLoader() override;

    /// Forgets everything and decodes from this catalog on.
    void setCatalog(const ImageCatalog& catalog);

    /// The image with no side above `side` px, or a null image while it is being decoded (or cannot be: see
    /// failure()). Asking is what orders it; of too many waiting orders the oldest are dropped and have to be
    /// asked for again.
    QImage thumbnail(std::size_t index, int side);
    /// The tile of an image that is drawn with `side` px on a screen of this ratio, without its numbers.
    FaceTile tile(std::size_t index, double side, double devicePixelRatio);
    /// Why an image could not be decoded; nothing while that is not known.
    std::optional<QString> failure(std::size_t index) const;

    std::size_t cachedBytes() const;
    std::size_t waiting() const;

  Q_SIGNALS:
    /// Some of the wishes were fulfilled; at most 30 times a second.
    void loaded();
    /// These images could not be decoded (each is told once).
    void failed(const std::vector<std::size_t>& indices);

  private:
    void pull();

    struct Impl;
    std::shared_ptr<Impl> impl_;
    QTimer* timer_ = nullptr;
};

}  // namespace pf::ui
