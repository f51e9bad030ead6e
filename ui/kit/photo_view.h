// A photo with the faces that were found in it: box, five landmarks, kept or not.
#pragma once

#include <QImage>
#include <QWidget>

#include "core/session/alignment/alignment.h"
#include "core/session/alignment/alignment_preview.h"

namespace pf::ui {

class PhotoView : public QWidget {
    Q_OBJECT
  public:
    PhotoView(const QString& name, const AlignPreview& preview, QWidget* parent = nullptr);

    QSize sizeHint() const override;

  protected:
    void paintEvent(QPaintEvent* event) override;

  private:
    QImage photo_;
    std::vector<AlignPreview::Face> faces_;  ///< without their crops
};

}  // namespace pf::ui
