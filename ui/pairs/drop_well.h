// A place for one image: drop it, browse for it or paste its path.
#pragma once

#include <QFrame>

class QLabel;

namespace pf::ui {

class PathEdit;
class WellImage;

class DropWell : public QFrame {
    Q_OBJECT
  public:
    /// `name` is the side's letter, part of the accessible and object names ("well" + name).
    explicit DropWell(const QString& name, QWidget* parent = nullptr);

    QString path() const { return path_; }
    /// What is compared: the crop where there is one, else the image.
    QString comparedPath() const { return crop_.isEmpty() ? path_ : crop_; }
    /// Shows the aligned crop of the image instead of it, until another image is chosen.
    void setCrop(const QString& crop);
    /// Loads the image in a worker; an empty path empties the well.
    void setPath(const QString& path);
    /// A line under the image (sigma² and its percentile).
    void setCaption(const QString& text);
    bool hasImage() const;

  Q_SIGNALS:
    void pathChanged(const QString& path);

  public Q_SLOTS:
    void browse();

  protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragLeaveEvent(QDragLeaveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;

  private:
    void load(const QString& file);

    QString path_;
    QString crop_;
    WellImage* image_ = nullptr;
    PathEdit* edit_ = nullptr;
    QLabel* caption_ = nullptr;
    QLabel* problem_ = nullptr;
};

}  // namespace pf::ui
