// What is done with one face of the gallery: opening its file, comparing it, showing its person alone.
#pragma once

#include <utility>

#include <QObject>
#include <QString>

#include "ui/gallery/gallery_data.h"

class QPoint;

namespace pf::ui {

class GalleryFilters;
class ModelSelector;

class FaceActions : public QObject {
    Q_OBJECT
  public:
    FaceActions(const ModelSelector* model, GalleryFilters* filters, QWidget* page);

    void setFaces(GalleryDataPtr data) { data_ = std::move(data); }

  public Q_SLOTS:
    /// Opens the face's file with the desktop's program for it.
    void open(int catalogIndex);
    /// Pops the menu "faceMenu" up.
    void showMenu(int catalogIndex, const QPoint& place);

  Q_SIGNALS:
    void messageRequested(const QString& text);
    /// These two images are to be compared; an empty text keeps what the pairs page has there.
    void compareRequested(const QString& model, const QString& left, const QString& right);

  private:
    QString fileOf(int catalogIndex) const;
    void askForOther(const QString& model, const QString& file);

    const ModelSelector* model_;
    GalleryFilters* filters_;
    QWidget* page_;
    GalleryDataPtr data_;
};

}  // namespace pf::ui
