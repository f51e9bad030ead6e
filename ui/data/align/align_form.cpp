#include "ui/data/align/align_form.h"

#include <algorithm>
#include <tuple>

#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QSettings>
#include <QStringList>

#include "core/session/inspect/pair_alignment.h"
#include "ui/kit/paths/path_chooser.h"
#include "ui/kit/widgets.h"

namespace pf::ui {

AlignForm::AlignForm(QWidget* parent) : QWidget(parent) {
    photos_ = new SourceSelector(QStringLiteral("photos"), this, QStringLiteral("alignPhotos"), tr("Photos"));
    by_ = makeCombo(QStringLiteral("alignBy"), tr("Landmarks"),
                    {tr("from a list of five points per photo"), tr("found by a detector")}, this);
    landmarks_ = new PathChooser(QStringLiteral("alignLandmarks"), PathChooser::Kind::OpenFile,
                                 tr("Landmark list"), tr("text or CSV: photo and ten numbers a line"), this);
    landmarks_->setNameFilters({tr("Lists (*.txt *.csv *.lst)"), tr("All files (*)")});
    landmarksIn_ =
        makeCombo(QStringLiteral("alignLandmarksIn"), tr("Landmarks of photos with an EXIF turn are of"),
                  {tr("found out, photo by photo"), tr("the picture as it is shown"),
                   tr("the pixels as they are stored")},
                  this);
    detector_ = new PathChooser(QStringLiteral("alignDetector"), PathChooser::Kind::OpenFile, tr("Detector"),
                                tr("a YuNet .onnx file"), this);
    detector_->setNameFilters({tr("ONNX (*.onnx)"), tr("All files (*)")});
    minScore_ = named(new QDoubleSpinBox(this), "alignMinScore", tr("Lowest score"),
                      tr("Detections below it are listed as \"low score\""));
    minScore_->setRange(0, 1);
    minScore_->setSingleStep(0.05);
    minScore_->setDecimals(2);
    minScore_->setValue(AlignRequest().minScore);
    manyFaces_ = makeCombo(QStringLiteral("alignFaces"), tr("Several faces in a photo"),
                           {tr("keep the largest"), tr("keep the one nearest to the middle"),
                            tr("keep all, as NAME_1, NAME_2 …"), tr("keep none")},
                           this);
    QStringList sizes;
    for (const std::string& name : alignSizeNames()) {
        sizes << tr("%1 px").arg(
            QString::fromStdString(name).replace(QLatin1Char('x'), QStringLiteral(" × ")));
    }
    size_ = makeCombo(QStringLiteral("alignSize"), tr("Size of the crops, height × width"), sizes, this);
    format_ = makeCombo(QStringLiteral("alignFormat"), tr("Written as"),
                        {tr("JPEG, quality 95"), tr("PNG, without loss")}, this);
    out_ = new PathChooser(QStringLiteral("alignOut"), PathChooser::Kind::SaveFolder,
                           tr("Folder for the crops"), tr("a new or empty folder"), this);
    resume_ = named(new QCheckBox(tr("Keep crops that are there already"), this), "alignResume");

    layout_ = makeForm(this);
    for (QWidget* field : std::initializer_list<QWidget*>{photos_, by_, landmarks_, landmarksIn_, detector_,
                                                          minScore_, manyFaces_, size_, format_, out_}) {
        const QWidget* input = field->focusProxy() != nullptr ? field->focusProxy() : field;
        layout_->addRow(input->accessibleName(), field);
    }
    layout_->addRow(resume_);
    const auto seen = [this] {
        refresh();
        Q_EMIT changed();
        Q_EMIT previewChanged();
    };
    connect(photos_, &PathChooser::pathChanged, this, seen);
    connect(landmarks_, &PathChooser::pathChanged, this, seen);
    connect(detector_, &PathChooser::pathChanged, this, seen);
    connect(minScore_, &QDoubleSpinBox::valueChanged, this, seen);
    for (QComboBox* combo : {by_, landmarksIn_, manyFaces_, size_}) {
        connect(combo, &QComboBox::currentIndexChanged, this, seen);
    }
    connect(format_, &QComboBox::currentIndexChanged, this, &AlignForm::changed);
    connect(out_, &PathChooser::pathChanged, this, &AlignForm::changed);
    connect(resume_, &QCheckBox::toggled, this, &AlignForm::changed);
    kept_ = {{"photos", photos_},
             {"by", by_},
             {"landmarks", landmarks_},
             {"landmarksIn", landmarksIn_},
             {"detector", detector_},
             {"manyFaces", manyFaces_},
             {"size", size_},
             {"format", format_},
             {"out", out_}};
    refresh();
}

void AlignForm::refresh() {
    showRow(layout_, landmarks_, !byDetector());
    showRow(layout_, landmarksIn_, !byDetector());
    showRow(layout_, detector_, byDetector());
    showRow(layout_, minScore_, byDetector());
    photos_->setHint(byDetector() ? tr("Folder, list or image files")
                                  : tr("Folder; none: those that the list names"));
}

void AlignForm::setSource(const QString& path) {
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == QLatin1String("onnx")) {
        by_->setCurrentIndex(1);
        detector_->setPath(path);
    } else if (suffix == QLatin1String("txt") || suffix == QLatin1String("csv") ||
               suffix == QLatin1String("lst")) {
        by_->setCurrentIndex(0);
        landmarks_->setPath(path);
    } else {
        photos_->setSources({path});
    }
}

AlignRequest AlignForm::request() const {
    AlignRequest request;
    request.sources = photos_->sourceTexts();
    if (byDetector()) {
        request.detector = detector_->path().toStdString();
        request.minScore = minScore_->value();
    } else {
        request.landmarks = landmarks_->path().toStdString();
        request.landmarksIn = static_cast<LandmarksIn>(std::max(0, landmarksIn_->currentIndex()));
    }
    request.manyFaces = static_cast<ManyFaces>(std::max(0, manyFaces_->currentIndex()));
    const auto size = static_cast<std::size_t>(std::max(0, size_->currentIndex()));
    std::tie(request.height, request.width) = alignSizeFromName(alignSizeNames()[size]);
    request.extension = format_->currentIndex() == 1 ? ".png" : ".jpg";
    request.out = out_->path().toStdString();
    request.resume = resume_->isChecked();
    return request;
}

QString AlignForm::missingForPreview() const {
    if (byDetector()) {
        return photos_->sources().isEmpty()  ? tr("Choose the photos.")
               : detector_->path().isEmpty() ? tr("Choose the detector's file.")
                                             : QString();
    }
    return landmarks_->path().isEmpty() ? tr("Choose the landmark list.") : QString();
}

QString AlignForm::missing() const {
    const QString preview = missingForPreview();
    return preview.isEmpty() && out_->path().isEmpty() ? tr("Choose the folder for the crops.") : preview;
}

void AlignForm::saveState(QSettings& settings) const {
    saveFields(settings, kept_);
    settings.setValue("minScore", minScore_->value());
}

void AlignForm::restoreState(QSettings& settings) {
    restoreFields(settings, kept_);
    if (detector_->path().isEmpty()) {
        detector_->setPath(QString::fromStdString(findDetector().string()));
    }
    minScore_->setValue(settings.value("minScore", AlignRequest().minScore).toDouble());
}

}  // namespace pf::ui
