#include "ui/data/align/align_form.h"

#include <algorithm>
#include <tuple>

#include <QCheckBox>
#include <QComboBox>
#include <QDoubleSpinBox>
#include <QFileInfo>
#include <QFormLayout>
#include <QLabel>
#include <QLineEdit>
#include <QSettings>
#include <QStringList>

#include "core/session/inspect/pair_alignment.h"
#include "ui/kit/paths/path_chooser.h"
#include "ui/kit/paths/source_selector.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

/// A combo box with a name for the eyes that do not see and one for tests.
QComboBox* makeCombo(const char* name, const QString& accessible, const QStringList& items, QWidget* parent) {
    auto* combo = new QComboBox(parent);
    combo->setObjectName(QString::fromLatin1(name));
    combo->setAccessibleName(accessible);
    combo->addItems(items);
    return combo;
}

}  // namespace

AlignForm::AlignForm(QWidget* parent) : QWidget(parent) {
    photos_ = new SourceSelector(QStringLiteral("photos"), this);
    photos_->combo()->setObjectName(QStringLiteral("alignPhotos"));
    photos_->combo()->setAccessibleName(tr("Photos"));
    by_ = makeCombo("alignBy", tr("Landmarks"),
                    {tr("from a list of five points per photo"), tr("found by a detector")}, this);
    landmarks_ = new PathChooser(QStringLiteral("alignLandmarks"), PathChooser::Kind::OpenFile,
                                 tr("Landmark list"), tr("text or CSV: photo and ten numbers a line"), this);
    landmarks_->setNameFilters({tr("Lists (*.txt *.csv *.lst)"), tr("All files (*)")});
    landmarksIn_ = makeCombo("alignLandmarksIn", tr("Landmarks of photos with an EXIF turn are of"),
                             {tr("found out, photo by photo"), tr("the picture as it is shown"),
                              tr("the pixels as they are stored")},
                             this);
    detector_ = new PathChooser(QStringLiteral("alignDetector"), PathChooser::Kind::OpenFile, tr("Detector"),
                                tr("a YuNet .onnx file"), this);
    detector_->setNameFilters({tr("ONNX (*.onnx)"), tr("All files (*)")});
    minScore_ = new QDoubleSpinBox(this);
    minScore_->setObjectName(QStringLiteral("alignMinScore"));
    minScore_->setAccessibleName(tr("Lowest score"));
    minScore_->setToolTip(tr("Detections below it are listed as \"low score\""));
    minScore_->setRange(0, 1);
    minScore_->setSingleStep(0.05);
    minScore_->setDecimals(2);
    minScore_->setValue(AlignRequest().minScore);
    manyFaces_ = makeCombo("alignFaces", tr("Several faces in a photo"),
                           {tr("keep the largest"), tr("keep the one nearest to the middle"),
                            tr("keep all, as NAME_1, NAME_2 …"), tr("keep none")},
                           this);
    QStringList sizes;
    for (const std::string& name : alignSizeNames()) {
        sizes << tr("%1 px").arg(
            QString::fromStdString(name).replace(QLatin1Char('x'), QStringLiteral(" × ")));
    }
    size_ = makeCombo("alignSize", tr("Size of the crops, height × width"), sizes, this);
    format_ =
        makeCombo("alignFormat", tr("Written as"), {tr("JPEG, quality 95"), tr("PNG, without loss")}, this);
    out_ = new PathChooser(QStringLiteral("alignOut"), PathChooser::Kind::SaveFolder,
                           tr("Folder for the crops"), tr("a new or empty folder"), this);
    resume_ = new QCheckBox(tr("Keep crops that are there already"), this);
    resume_->setObjectName(QStringLiteral("alignResume"));

    layout_ = new QFormLayout(this);
    layout_->setContentsMargins(0, 0, 0, 0);
    layout_->setSpacing(Theme::spacing() / 2);
    layout_->setRowWrapPolicy(QFormLayout::WrapAllRows);
    layout_->addRow(tr("Photos"), photos_);
    layout_->addRow(tr("Landmarks"), by_);
    layout_->addRow(tr("Landmark list"), landmarks_);
    layout_->addRow(tr("Landmarks of photos with an EXIF turn are of"), landmarksIn_);
    layout_->addRow(tr("Detector"), detector_);
    layout_->addRow(tr("Lowest score"), minScore_);
    layout_->addRow(tr("Several faces in a photo"), manyFaces_);
    layout_->addRow(tr("Size of the crops, height × width"), size_);
    layout_->addRow(tr("Written as"), format_);
    layout_->addRow(tr("Folder for the crops"), out_);
    layout_->addRow(resume_);
    connectFields();
    refresh();
}

void AlignForm::connectFields() {
    const auto seen = [this] {
        refresh();
        Q_EMIT changed();
        Q_EMIT previewChanged();
    };
    connect(photos_, &SourceSelector::sourcesChanged, this, seen);
    connect(landmarks_, &PathChooser::pathChanged, this, seen);
    connect(detector_, &PathChooser::pathChanged, this, seen);
    connect(minScore_, &QDoubleSpinBox::valueChanged, this, seen);
    for (QComboBox* combo : {by_, landmarksIn_, manyFaces_, size_}) {
        connect(combo, &QComboBox::currentIndexChanged, this, seen);
    }
    connect(format_, &QComboBox::currentIndexChanged, this, &AlignForm::changed);
    connect(out_, &PathChooser::pathChanged, this, &AlignForm::changed);
    connect(resume_, &QCheckBox::toggled, this, &AlignForm::changed);
}

bool AlignForm::byDetector() const {
    return by_->currentIndex() == 1;
}

void AlignForm::refresh() {
    const auto show = [this](QWidget* field, bool on) {
        field->setVisible(on);
        layout_->labelForField(field)->setVisible(on);
    };
    show(landmarks_, !byDetector());
    show(landmarksIn_, !byDetector());
    show(detector_, byDetector());
    show(minScore_, byDetector());
    photos_->combo()->lineEdit()->setPlaceholderText(
        byDetector() ? tr("Folder, list or image files") : tr("Folder; none: those that the list names"));
}

void AlignForm::setSource(const QString& path) {
    const QString suffix = QFileInfo(path).suffix().toLower();
    if (suffix == "onnx") {
        by_->setCurrentIndex(1);
        detector_->setPath(path);
    } else if (suffix == "txt" || suffix == "csv" || suffix == "lst") {
        by_->setCurrentIndex(0);
        landmarks_->setPath(path);
    } else {
        photos_->setSources({path});
    }
}

AlignRequest AlignForm::request() const {
    AlignRequest request;
    for (const QString& source : photos_->sources()) {
        request.sources.push_back(source.toStdString());
    }
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

void AlignForm::setResume(bool resume) {
    resume_->setChecked(resume);
}

void AlignForm::remember() {
    photos_->remember();
}

void AlignForm::saveState(QSettings& settings) const {
    settings.setValue("photos", photos_->sources());
    settings.setValue("by", by_->currentIndex());
    settings.setValue("landmarks", landmarks_->path());
    settings.setValue("landmarksIn", landmarksIn_->currentIndex());
    settings.setValue("detector", detector_->path());
    settings.setValue("minScore", minScore_->value());
    settings.setValue("manyFaces", manyFaces_->currentIndex());
    settings.setValue("size", size_->currentIndex());
    settings.setValue("format", format_->currentIndex());
    settings.setValue("out", out_->path());
}

void AlignForm::restoreState(QSettings& settings) {
    const auto choose = [&settings](QComboBox* combo, const char* key) {
        combo->setCurrentIndex(
            std::clamp(settings.value(QString::fromLatin1(key), 0).toInt(), 0, combo->count() - 1));
    };
    photos_->setSources(settings.value("photos").toStringList());
    choose(by_, "by");
    landmarks_->setPath(settings.value("landmarks").toString());
    choose(landmarksIn_, "landmarksIn");
    const QString detector = settings.value("detector").toString();
    detector_->setPath(detector.isEmpty() ? QString::fromStdString(findDetector().string()) : detector);
    minScore_->setValue(settings.value("minScore", AlignRequest().minScore).toDouble());
    choose(manyFaces_, "manyFaces");
    choose(size_, "size");
    choose(format_, "format");
    out_->setPath(settings.value("out").toString());
}

}  // namespace pf::ui
