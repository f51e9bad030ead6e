#include "ui/kit/faces/paper_sheet.h"

#include <cmath>
#include <exception>
#include <string_view>

#include <QBuffer>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "ui/kit/thumbnail_loader.h"

namespace pf::ui {

constexpr double kScale = 2;

PaperSheet::PaperSheet(const QSizeF& size, const QString& shorter)
    : shorter_(shorter),
      image_(static_cast<int>(std::ceil(size.width() * kScale)),
             static_cast<int>(std::ceil(size.height() * kScale)), QImage::Format_RGB32) {
    throwIf(image_.isNull(), ErrorCode::Io,
            "There is not enough memory for the picture. " + shorter.toStdString());
    image_.fill(Qt::white);
    painter_.begin(&image_);
    painter_.scale(kScale, kScale);
}

void PaperSheet::write(const QString& path) {
    painter_.end();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    throwIf(!image_.save(&buffer, "PNG"), ErrorCode::Io,
            "The picture could not be encoded as PNG. " + shorter_.toStdString());
    writeTextAtomically(path.toStdString(),
                        std::string_view(bytes.constData(), static_cast<std::size_t>(bytes.size())));
}

void addPrintedImage(FaceTile& tile, const ImageCatalog& images, std::size_t index, int side) {
    try {
        tile.image = toQImage(images.image(index, side));
    } catch (const std::exception&) {
        tile.broken = true;  // the list of unreadable images has the reason
    }
}

QString embeddedPicture(const QImage& picture) {
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    picture.save(&buffer, "JPEG", 88);
    return QStringLiteral("<img alt=\"\" src=\"data:image/jpeg;base64,%1\">")
        .arg(QString::fromLatin1(bytes.toBase64()));
}

bool inParts(std::size_t count, RunControl& control, const ProgressObserver& observer,
             const std::function<void(std::size_t)>& part) {
    for (std::size_t i = 0; i < count; ++i) {
        if (control.stopRequested()) {
            return false;
        }
        part(i);
        Progress progress;
        progress.phase = Phase::Saving;
        progress.done = static_cast<long long>(i) + 1;
        progress.total = static_cast<long long>(count);
        progress.fraction = static_cast<double>(i + 1) / static_cast<double>(count);
        observer(progress);
    }
    return true;
}

}  // namespace pf::ui
