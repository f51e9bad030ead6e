// Photos to crops, where what is to be compared is not what the model was trained on.
#pragma once

#include <memory>
#include <string>

#include <QPointer>
#include <QTemporaryDir>
#include <QWidget>

namespace pf::ui {

class BackgroundTask;
class ModelSelector;
class ModelService;

/// The buttons that align and choose the detector; hidden while there is nothing to align.
class PairAligner : public QWidget {
    Q_OBJECT
  public:
    PairAligner(std::shared_ptr<ModelService> models, const ModelSelector* model, QWidget* parent);

    /// The photos to cut faces out of; empty where an image is compared as it is.
    void setPhotos(const QString& a, const QString& b);
    bool isBusy() const { return !task_.isNull(); }

  Q_SIGNALS:
    void started();
    /// The crops of the photos, empty where there was none to cut; all are empty after a stop.
    void aligned(const QString& photoA, const QString& cropA, const QString& photoB, const QString& cropB);
    void failed(const QString& error);

  private:
    void align();
    void alignWith(const std::string& detector);
    void chooseDetector();

    std::shared_ptr<ModelService> models_;
    const ModelSelector* model_;
    QString a_;
    QString b_;
    QTemporaryDir crops_;
    int cropCount_ = 0;
    QPointer<BackgroundTask> task_;
};

}  // namespace pf::ui
