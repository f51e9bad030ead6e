// One face in detail.
#pragma once

#include <QWidget>

#include "ui/gallery/gallery_data.h"

class QFormLayout;
class QLabel;
class QPushButton;

namespace pf::ui {

class PathEdit;
class ThumbnailLoader;

class FaceInspector : public QWidget {
    Q_OBJECT
  public:
    explicit FaceInspector(ThumbnailLoader* loader, QWidget* parent = nullptr);

    /// A negative index shows what to do to see something.
    void setFace(const GalleryDataPtr& data, int catalogIndex);

  Q_SIGNALS:
    /// "Only this person" was pressed.
    void identityRequested(int label);
    /// A context menu was asked for at this place of the screen.
    void faceMenuRequested(int catalogIndex, const QPoint& place);

  protected:
    void resizeEvent(QResizeEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

  private:
    void refreshImage();
    QLabel* addRow(QFormLayout* form, const QString& name, const QString& objectName);

    ThumbnailLoader* loader_;
    GalleryDataPtr data_;
    int face_ = -1;
    QLabel* hint_ = nullptr;
    QWidget* details_ = nullptr;
    QLabel* image_ = nullptr;
    QLabel* sigma_ = nullptr;
    QLabel* inSet_ = nullptr;
    QLabel* inTraining_ = nullptr;
    QLabel* norm_ = nullptr;
    QLabel* identity_ = nullptr;
    QLabel* degradation_ = nullptr;
    QLabel* problem_ = nullptr;
    PathEdit* path_ = nullptr;
    QPushButton* onlyThis_ = nullptr;
};

}  // namespace pf::ui
