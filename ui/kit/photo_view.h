// A photo with the faces that were found in it: box, five landmarks, kept or not.
#pragma once

#include <algorithm>
#include <vector>

#include <QImage>
#include <QPainter>
#include <QWidget>

#include "core/session/alignment/alignment.h"
#include "core/session/alignment/alignment_preview.h"
#include "ui/kit/thumbnail_loader.h"
#include "ui/theme/theme.h"

namespace pf::ui {

class PhotoView : public QWidget {
    Q_OBJECT
  public:
    PhotoView(const QString& name, const AlignPreview& preview, QWidget* parent = nullptr)
        : QWidget(parent), faces_(preview.faces) {
        if (!preview.photo.empty()) {
            photo_ = toQImage(preview.photo);
        }
        for (AlignPreview::Face& face : faces_) {
            face.crop = {};
        }
        const auto kept = std::count_if(faces_.begin(), faces_.end(),
                                        [](const AlignPreview::Face& face) { return face.kept; });
        setObjectName(QStringLiteral("photoView"));
        setAccessibleName(tr("%1: %2 faces, %3 kept").arg(name).arg(faces_.size()).arg(kept));
        setToolTip(accessibleName());
        setFixedSize(sizeHint());
    }

    QSize sizeHint() const override {
        if (photo_.isNull()) {
            return {kLongestSide, kLongestSide / 4};
        }
        return photo_.size().scaled(kLongestSide, kLongestSide, Qt::KeepAspectRatio);
    }

  protected:
    void paintEvent(QPaintEvent*) override {
        const Theme& theme = Theme::instance();
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setRenderHint(QPainter::SmoothPixmapTransform);
        if (photo_.isNull()) {
            painter.setPen(theme.colour(Theme::Role::MutedText));
            painter.drawText(rect(), Qt::AlignCenter | Qt::TextWordWrap, tr("This photo cannot be shown."));
            return;
        }
        painter.drawImage(rect(), photo_);
        const double scale = static_cast<double>(width()) / photo_.width();
        for (const AlignPreview::Face& face : faces_) {
            // White under the colour: a line must be seen on any photo.
            const QColor colour = theme.colour(face.kept ? Theme::Role::Accent : Theme::Role::MutedText);
            const Qt::PenStyle style = face.kept ? Qt::SolidLine : Qt::DashLine;
            const QRectF box(face.box[0] * scale, face.box[1] * scale, face.box[2] * scale,
                             face.box[3] * scale);
            for (const QPen& pen : {QPen(Qt::white, 4), QPen(colour, 2, style)}) {
                painter.setPen(pen);
                painter.setBrush(Qt::NoBrush);
                if (!box.isEmpty()) {
                    painter.drawRect(box);
                }
            }
            painter.setPen(QPen(Qt::white, 1));
            painter.setBrush(colour);
            for (std::size_t i = 0; i + 1 < face.landmarks.size(); i += 2) {
                painter.drawEllipse(QPointF(face.landmarks[i] * scale, face.landmarks[i + 1] * scale), 3, 3);
            }
        }
    }

  private:
    static constexpr int kLongestSide = 300;

    QImage photo_;
    std::vector<AlignPreview::Face> faces_;  ///< without their crops
};

}  // namespace pf::ui
