// Faces on paper: a sheet that is painted part by part, and the pictures on it.
#pragma once

#include <cstddef>
#include <functional>

#include <QImage>
#include <QPainter>
#include <QString>

#include "core/session/control.h"
#include "core/session/images.h"
#include "ui/kit/face_painter.h"

namespace pf::ui {

/// A white sheet of so many px (in those of the screen), painted twice as fine: sharp when printed. `shorter`
/// is the remedy of one that does not fit in memory: "Export a shorter list.".
class PaperSheet {
  public:
    /// Longest side, in px of the screen: QPainter's raster engine and most viewers stop at 32767 px.
    static constexpr double kMaximumSide = 16000;

    /// Throws: Error(Io) without memory for it.
    PaperSheet(const QSizeF& size, const QString& shorter);

    QPainter& painter() { return painter_; }
    /// Writes the sheet as PNG; nothing can be painted afterwards. Throws: Error(Io).
    void write(const QString& path);

  private:
    QString shorter_;
    QImage image_;
    QPainter painter_;
};

/// Decodes the image into the tile at print quality; one that cannot be read is drawn as such.
void addPrintedImage(FaceTile& tile, const ImageCatalog& images, std::size_t index, int side);

/// The picture as part of an HTML page: an <img> that holds it.
QString embeddedPicture(const QImage& picture);

/// Calls `part` for 0 to count - 1 and reports after each; false when it was stopped before the end.
bool inParts(std::size_t count, RunControl& control, const ProgressObserver& observer,
             const std::function<void(std::size_t)>& part);

}  // namespace pf::ui
