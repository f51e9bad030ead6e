#include "ui/gallery/face_inspector.h"

#include <cmath>

#include <QClipboard>
#include <QContextMenuEvent>
#include <QFileInfo>
#include <QFormLayout>
#include <QGuiApplication>
#include <QLabel>
#include <QPixmap>
#include <QPushButton>
#include <QToolButton>

#include "ui/kit/box.h"
#include "ui/kit/number_text.h"
#include "ui/kit/paths/path_edit.h"
#include "ui/kit/thumbnail_loader.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

constexpr int kLargeSide = 512;

QString percentileText(std::optional<double> share) {
    return share ? QStringLiteral("%1 %").arg(100 * *share, 0, 'f', 1) : QStringLiteral("–");
}

/// The image's own file from the root on; an image among others in a file by its name in there.
QString placeText(const GalleryData& data, FaceIndex index) {
    const QString name = QString::fromStdString(data.catalog.name(index));
    const QString file = QString::fromStdString(data.fileOf(index).string());
    return file.endsWith(QFileInfo(name).fileName()) ? file : name;
}

}  // namespace

FaceInspector::FaceInspector(ThumbnailLoader* loader, QWidget* parent) : QWidget(parent), loader_(loader) {
    hint_ = makeMuted(tr("Select a face to see it large, with its σ² and where it comes from."), this);
    hint_->setWordWrap(true);
    hint_->setAlignment(Qt::AlignCenter);

    details_ = new QWidget(this);
    image_ = named(new QLabel(details_), "inspectorImage");
    image_->setAlignment(Qt::AlignCenter);
    image_->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
    image_->setAccessibleName(tr("Selected face"));

    auto* form = new QFormLayout;
    form->setHorizontalSpacing(Theme::spacing());
    form->setVerticalSpacing(Theme::spacing() / 2);
    sigma_ = addRow(form, tr("σ²"), QStringLiteral("inspectorSigma"));
    inSet_ = addRow(form, tr("In this set"), QStringLiteral("inspectorPercentile"));
    inSet_->setToolTip(tr("Share of this set's images with a lower σ²"));
    inTraining_ = addRow(form, tr("In training"), QStringLiteral("inspectorTrainingPercentile"));
    inTraining_->setToolTip(tr("Share of the training images with a lower σ²"));
    norm_ = addRow(form, tr("Norm"), QStringLiteral("inspectorNorm"));
    norm_->setToolTip(tr("Length of the embedding before normalisation"));
    degradation_ = addRow(form, tr("Degradation"), QStringLiteral("inspectorDegradation"));
    degradation_->setToolTip(
        tr("How much this synthetic image was degraded on purpose: 0 not at all, 1 the most"));
    identity_ = addRow(form, tr("Identity"), QStringLiteral("inspectorIdentity"));

    path_ = named(new PathEdit(details_), "inspectorPath", tr("Path"));
    path_->setReadOnly(true);
    path_->setClearButtonEnabled(false);
    QToolButton* copy = makeFlatButton({}, QStringLiteral("copy"), tr("Copy the path"), details_);
    problem_ = new QLabel(details_);
    problem_->setWordWrap(true);
    problem_->setProperty("problem", true);
    onlyThis_ = named(new QPushButton(tr("Only this person"), details_), "onlyThisPerson");

    const int gap = Theme::spacing();
    makeColumn(
        details_, gap,
        {image_, problem_, form, makeRow(nullptr, kUsualGap, {{path_, 1}, copy}), onlyThis_, Spring()});
    makeColumn(this, kUsualGap, {hint_, details_})->setContentsMargins(gap, gap, gap, gap);
    connect(loader, &ThumbnailLoader::loaded, this, &FaceInspector::refreshImage);
    connect(copy, &QToolButton::clicked, this,
            [this] { QGuiApplication::clipboard()->setText(path_->text()); });
    connect(onlyThis_, &QPushButton::clicked, this, [this] {
        if (data_ && face_ >= 0) {
            Q_EMIT identityRequested(data_->labels[static_cast<std::size_t>(face_)]);
        }
    });
    setFace(nullptr, -1);
}

QLabel* FaceInspector::addRow(QFormLayout* form, const QString& name, const QString& objectName) {
    QLabel* value = makeNumber(objectName, details_);
    value->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);
    form->addRow(makeMuted(name, details_), value);
    return value;
}

void FaceInspector::setFace(const GalleryDataPtr& data, int catalogIndex) {
    data_ = data;
    face_ = data ? catalogIndex : -1;
    const bool shown = face_ >= 0;
    hint_->setVisible(!shown);
    details_->setVisible(shown);
    if (!shown) {
        return;
    }
    const auto index = static_cast<FaceIndex>(face_);
    const double sigma = data->sigmaOf(index);
    sigma_->setText(sigmaText(sigma));
    inSet_->setText(percentileText(data->percentileOf(index)));
    std::optional<double> training;
    if (data->model && std::isfinite(sigma)) {
        if (const auto percent = trainingPercentile(*data->model, sigma)) {
            training = *percent / 100;
        }
    }
    inTraining_->setText(training ? percentileText(training) : data->model ? tr("not recorded") : tr("–"));
    norm_->setText(normText(data->normOf(index)));
    const auto degradation = data->catalog.degradation(index);
    degradation_->setText(degradation ? QString::number(*degradation, 'f', 3) : tr("unknown"));
    const QString identity = QString::fromStdString(data->identityOf(index));
    identity_->setText(identity.isEmpty() ? tr("unknown") : identity);
    identity_->setToolTip(identity);
    onlyThis_->setVisible(!identity.isEmpty());
    path_->setText(placeText(*data, index));
    refreshImage();
}

void FaceInspector::refreshImage() {
    if (face_ < 0 || !data_) {
        return;
    }
    const auto index = static_cast<std::size_t>(face_);
    const QImage large = loader_->thumbnail(index, kLargeSide);
    const auto failure = loader_->failure(index);
    problem_->setVisible(failure.has_value());
    if (failure) {
        problem_->setText(*failure);
        image_->clear();
        image_->setFixedHeight(0);
        return;
    }
    const int side = std::max(64, width() - 2 * Theme::spacing());
    image_->setFixedHeight(side);
    if (large.isNull()) {
        image_->clear();
        return;
    }
    const double ratio = devicePixelRatioF();
    QPixmap pixmap = QPixmap::fromImage(large).scaled(QSize(side, side) * ratio, Qt::KeepAspectRatio,
                                                      Qt::SmoothTransformation);
    pixmap.setDevicePixelRatio(ratio);
    image_->setPixmap(pixmap);
}

void FaceInspector::contextMenuEvent(QContextMenuEvent* event) {
    if (face_ >= 0) {
        Q_EMIT faceMenuRequested(face_, event->globalPos());
    }
}

void FaceInspector::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    refreshImage();
}

}  // namespace pf::ui
