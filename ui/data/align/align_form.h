// Which photos are aligned, by which landmarks, to what.
#pragma once

#include <QCheckBox>
#include <QComboBox>
#include <QWidget>

#include "core/session/alignment/alignment.h"
#include "ui/kit/kept_fields.h"
#include "ui/kit/paths/source_selector.h"

class QDoubleSpinBox;
class QFormLayout;
class QSettings;

namespace pf::ui {

class PathChooser;

class AlignForm : public QWidget {
    Q_OBJECT
  public:
    explicit AlignForm(QWidget* parent = nullptr);

    /// A landmark list (by its suffix .txt, .csv, .lst), a detector (.onnx), or else photos.
    void setSource(const QString& path);
    AlignRequest request() const;
    /// What a preview still needs, in a sentence.
    QString missingForPreview() const;
    QString missing() const;
    /// An interrupted alignment can be continued into the same folder.
    void setResume(bool resume) { resume_->setChecked(resume); }
    /// Remembers the photos' sources in the history.
    void remember() { photos_->remember(); }
    void saveState(QSettings& settings) const;
    void restoreState(QSettings& settings);

  Q_SIGNALS:
    void changed();
    /// Something changed that a preview shows.
    void previewChanged();

  private:
    bool byDetector() const { return by_->currentIndex() == 1; }
    void refresh();

    QFormLayout* layout_ = nullptr;
    SourceSelector* photos_ = nullptr;
    QComboBox* by_ = nullptr;
    PathChooser* landmarks_ = nullptr;
    QComboBox* landmarksIn_ = nullptr;
    PathChooser* detector_ = nullptr;
    QDoubleSpinBox* minScore_ = nullptr;
    QComboBox* manyFaces_ = nullptr;
    QComboBox* size_ = nullptr;
    QComboBox* format_ = nullptr;
    PathChooser* out_ = nullptr;
    QCheckBox* resume_ = nullptr;
    KeptFields kept_;
};

}  // namespace pf::ui
