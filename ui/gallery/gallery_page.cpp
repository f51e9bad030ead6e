#include "ui/gallery/gallery_page.h"

#include <algorithm>
#include <utility>

#include <QLabel>
#include <QSettings>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>

#include "ui/gallery/face_actions.h"
#include "ui/gallery/face_grid_view.h"
#include "ui/gallery/face_inspector.h"
#include "ui/gallery/gallery_bar.h"
#include "ui/gallery/gallery_export.h"
#include "ui/gallery/gallery_filters.h"
#include "ui/gallery/gallery_job.h"
#include "ui/gallery/identity_view.h"
#include "ui/kit/box.h"
#include "ui/kit/empty_state.h"
#include "ui/kit/faces/unreadable_images.h"
#include "ui/kit/model_service.h"
#include "ui/kit/number_text.h"
#include "ui/kit/paths/absolute_path.h"
#include "ui/kit/paths/model_selector.h"
#include "ui/kit/paths/source_selector.h"
#include "ui/kit/thumbnail_loader.h"
#include "ui/kit/widgets.h"

namespace pf::ui {

GalleryPage::GalleryPage(std::shared_ptr<ModelService> models, QWidget* parent)
    : Page(tr("Gallery"), QStringLiteral("gallery"), parent), models_(std::move(models)) {
    setObjectName(QStringLiteral("galleryPage"));
    loader_ = new ThumbnailLoader(this);
    gridModel_ = new FaceGridModel(this);
    identityModel_ = new IdentityModel(this);
    bar_ = new GalleryBar(this);
    filters_ = new GalleryFilters(this);
    inspector_ = new FaceInspector(loader_, this);
    error_ = makeErrorText(QStringLiteral("galleryError"), this);
    problems_ = new UnreadableImages(QStringLiteral("galleryProblems"), loader_, this);
    makeCentre();
    actions_ = new FaceActions(bar_->model(), filters_, this);
    exporter_ = new GalleryExporter(bar_, filters_, figure_, this);

    splitter_ = new QSplitter(Qt::Horizontal, this);
    splitter_->addWidget(filters_);
    splitter_->addWidget(centre_);
    splitter_->addWidget(inspector_);
    splitter_->setStretchFactor(1, 1);
    splitter_->setChildrenCollapsible(false);
    filters_->setMinimumWidth(190);
    inspector_->setMinimumWidth(220);
    splitter_->setSizes({220, 800, 270});

    makeColumn(this, 0, {bar_, error_, {problems_, 0, Qt::AlignLeft}, {splitter_, 1}});

    arrangeSoon_ = new QTimer(this);
    arrangeSoon_->setSingleShot(true);
    arrangeSoon_->setInterval(33);  // a dragged brush asks more often than a screen shows
    makeConnections();
    showCentre();
}

void GalleryPage::makeCentre() {
    centre_ = new QStackedWidget(this);
    empty_ = named(
        new EmptyState(QStringLiteral("gallery"), tr("No images yet"),
                       tr("Choose a folder, a list or a .bin set above, or drop one here. With a model, "
                          "the faces are sorted by their uncertainty σ²."),
                       tr("Show demo faces"), centre_),
        "galleryEmpty");
    grid_ = new FaceGridView(gridModel_, loader_, centre_);
    figure_ = new IdentityView(identityModel_, loader_, centre_);
    nobody_ = new EmptyState(QStringLiteral("face"), QString(), QString(), QString(), centre_);
    for (QWidget* widget : std::initializer_list<QWidget*>{empty_, grid_, figure_, nobody_}) {
        centre_->addWidget(widget);
    }
}

void GalleryPage::makeConnections() {
    const auto setSide = [this](int side) {
        grid_->setTileSide(side);
        figure_->setFaceSide(std::min(side, 128));
    };
    setSide(bar_->tileSide());
    connect(arrangeSoon_, &QTimer::timeout, this, &GalleryPage::arrangeNow);
    connect(bar_, &GalleryBar::loadRequested, this, &GalleryPage::load);
    connect(bar_, &GalleryBar::stopRequested, this, [this] {
        if (job_) {
            job_->abandon();
            jobEnded({}, true);
        }
    });
    connect(bar_, &GalleryBar::normsChanged, this, [this] {
        if (bar_->norms() && data_ && data_->hasSigma() && !data_->hasNorms()) {
            load();
        }
    });
    connect(bar_, &GalleryBar::sortChanged, this, &GalleryPage::arrangeNow);
    connect(bar_, &GalleryBar::viewChanged, this, &GalleryPage::arrangeNow);
    connect(bar_, &GalleryBar::tileSideChanged, this, setSide);
    connect(bar_, &GalleryBar::exportRequested, exporter_, &GalleryExporter::ask);
    connect(bar_, &GalleryBar::copyCommandRequested, exporter_, &GalleryExporter::copyCommand);
    connect(exporter_, &GalleryExporter::messageRequested, this, &Page::messageRequested);
    connect(exporter_, &GalleryExporter::failed, this,
            [this](const QString& error) { showText(error_, error); });
    connect(grid_, &FaceGridView::tileSideChanged, bar_, &GalleryBar::setTileSide);
    connect(grid_, &FaceGridView::faceSelected, this, &GalleryPage::showFace);
    connect(grid_, &FaceGridView::faceActivated, actions_, &FaceActions::open);
    connect(grid_, &FaceGridView::faceMenuRequested, actions_, &FaceActions::showMenu);
    connect(figure_, &IdentityView::faceSelected, this, &GalleryPage::showFace);
    connect(figure_, &IdentityView::faceActivated, actions_, &FaceActions::open);
    connect(figure_, &IdentityView::faceMenuRequested, actions_, &FaceActions::showMenu);
    connect(inspector_, &FaceInspector::faceMenuRequested, actions_, &FaceActions::showMenu);
    connect(actions_, &FaceActions::messageRequested, this, &Page::messageRequested);
    connect(actions_, &FaceActions::compareRequested, this, &GalleryPage::compareRequested);
    connect(filters_, &GalleryFilters::filterChanged, arrangeSoon_, qOverload<>(&QTimer::start));
    connect(inspector_, &FaceInspector::identityRequested, filters_, &GalleryFilters::setIdentity);
    connect(empty_, &EmptyState::actionRequested, this,
            [this] { openModel({}, {QStringLiteral("synthetic:identities=60,images=12,first=100000")}); });
}

bool GalleryPage::openPath(const QString& path) {
    if (!namesImages(path)) {
        return false;
    }
    openModel({}, {path});
    return true;
}

void GalleryPage::openModel(const QString& model, const QStringList& sources) {
    if (!model.isEmpty()) {
        bar_->model()->setModel(model);
    }
    if (!sources.isEmpty()) {
        bar_->source()->setSources(sources);
    }
    load();
}

void GalleryPage::load() {
    if (!bar_->source()->sources().isEmpty()) {
        startJob(bar_->model()->model());
    }
}

void GalleryPage::startJob(const QString& model) {
    const GalleryRequest request{bar_->source()->sourceTexts(), model, bar_->norms() && !model.isEmpty()};
    if (job_ && job_->request() == request) {
        return;  // on its way
    }
    if (job_) {
        job_->abandon();
    }
    restore_ = false;
    error_->hide();
    bar_->source()->remember();
    if (!model.isEmpty()) {
        bar_->model()->remember();
    }
    bar_->setBusy(true);
    job_ = new GalleryJob(request, models_, this);
    connect(job_, &GalleryJob::imagesOpened, this, [this, model](const GalleryDataPtr& data) {
        if (!data_ || !data_->samePictures(*data)) {
            setImages(data);
        } else if (!data_->hasSigma() || measuredWith_ != model) {
            setData(data, true);
            arrangeNow();
        }  // else what the same model said of the same pictures stays until more of it comes
    });
    connect(job_, &GalleryJob::measured, this, [this, model](const GalleryDataPtr& data) {
        measuredWith_ = model;
        setMeasured(data);
    });
    connect(job_, &GalleryJob::progressChanged, bar_, &GalleryBar::showProgress);
    connect(job_, &GalleryJob::ended, this, &GalleryPage::jobEnded);
    showCentre();
}

void GalleryPage::jobEnded(const QString& error, bool stopped) {
    job_.clear();
    bar_->setBusy(false);
    arrangeNow();
    if (!error.isEmpty()) {
        showText(error_, error);
        return;
    }
    const std::size_t known = data_ ? data_->sortedSigmaSq.size() : 0;
    if (known > 0 && stopped) {
        bar_->setNote(tr("σ² of %1 of %2 images; Load computes the rest")
                          .arg(countText(known), countText(data_->size())));
    } else if (known == 0 && data_ && data_->size() > 0 && !bar_->model()->model().isEmpty()) {
        bar_->setNote(stopped ? tr("Stopped; Load computes σ²") : tr("Load computes σ²"));
    } else if (stopped) {
        bar_->setNote(tr("Stopped; Load starts again"));
    }
}

void GalleryPage::setImages(GalleryDataPtr data) {
    const ImageCatalog catalog = data ? data->catalog : ImageCatalog();
    selected_ = -1;
    loader_->setCatalog(catalog);
    problems_->setCatalog(catalog);
    setData(std::move(data), false);
    arrangeNow();
}

void GalleryPage::setMeasured(GalleryDataPtr data) {
    QStringList warnings;
    for (const std::string& warning : data->warnings) {
        warnings << tr("Not as in training: %1").arg(QString::fromStdString(warning));
    }
    showText(error_, warnings.join(QLatin1Char('\n')));
    setData(std::move(data), true);
    gridModel_->updateFaces(data_);
    const bool emptyFigure = bar_->view() == GalleryBar::View::Identities && identityModel_->rowCount() == 0;
    if (!job_ || emptyFigure) {
        arrangeNow();  // while more arrives, faces must not move under the mouse
    }
    bar_->setFaces(data_);
    inspector_->setFace(data_, selected_);
}

void GalleryPage::setData(GalleryDataPtr data, bool keep) {
    data_ = std::move(data);
    actions_->setFaces(data_);
    exporter_->setFaces(data_);
    filters_->setFaces(data_, keep);
    problems_->setKnown(data_ ? data_->unreadable : std::vector<std::string>(),
                        data_ ? data_->notes : std::vector<std::string>());
}

void GalleryPage::showFace(int catalogIndex) {
    selected_ = catalogIndex;
    inspector_->setFace(data_, catalogIndex);
}

void GalleryPage::arrangeNow() {
    arrangeSoon_->stop();
    const GallerySort sort = bar_->sort();
    FaceIndices order = data_ ? arrange(*data_, sort, filters_->filter()) : FaceIndices();
    filters_->setShown(order.size(), data_ ? data_->size() : 0);
    const int selected = selected_;  // a new order clears the selection
    gridModel_->setFaces(data_, std::move(order));
    const bool figure = bar_->view() == GalleryBar::View::Identities;
    const std::size_t perGroup = static_cast<std::size_t>(figure_->figureLayout().perGroup);
    identityModel_->setRows(data_, figure && data_ && data_->hasSigma()
                                       ? identityRows(*data_, sort, filters_->filter(), perGroup)
                                       : std::vector<IdentityRow>());
    showCentre();
    grid_->setSortedBy(sort);
    if (selected >= 0 && !figure) {
        grid_->selectFace(selected);
    }
}

void GalleryPage::showNobody(const QString& title, const QString& text) {
    nobody_->setTexts(title, text);
    centre_->setCurrentWidget(nobody_);
}

void GalleryPage::showCentre() {
    const bool grid = bar_->view() == GalleryBar::View::Grid;
    bar_->setFaces(data_);
    if (!data_) {
        centre_->setCurrentWidget(empty_);
    } else if (data_->size() == 0) {
        showNobody(tr("No images here"),
                   tr("The source holds no image that could be opened. Choose another one."));
    } else if (grid && gridModel_->rowCount() > 0) {
        centre_->setCurrentWidget(grid_);
    } else if (grid) {
        showNobody(tr("No image passes the filters"),
                   tr("Widen the range of σ² or clear the filters on the left."));
    } else if (identityModel_->rowCount() > 0) {
        centre_->setCurrentWidget(figure_);
    } else if (data_->identities.empty()) {
        showNobody(tr("The identities are unknown"),
                   tr("This view needs to know who is who: a folder per person, or a list with labels."));
    } else if (data_->hasSigma()) {
        showNobody(tr("No identity passes the filters"),
                   tr("Widen the range of σ² or clear the filters on the left."));
    } else if (job_ != nullptr) {
        showNobody(tr("Computing σ²"),
                   tr("Each person's faces then appear in three groups, from low to high σ²."));
    } else {
        showNobody(tr("σ² is not known yet"), tr("Choose a model above and press Load: each person's faces "
                                                 "are then shown in three groups, from low to high σ²."));
    }
}

void GalleryPage::exportCurrent() {
    if (!data_ || !data_->hasSigma()) {
        Q_EMIT messageRequested(tr("Faces can be exported once a model has computed their σ²."));
    } else if (bar_->view() == GalleryBar::View::Identities && identityModel_->rowCount() > 0) {
        exporter_->ask(GalleryExport::FigurePdf);
    } else {
        exporter_->ask(GalleryExport::Table);
    }
}

void GalleryPage::clearSelection() {
    grid_->clearSelection();
    figure_->clearSelection();
    error_->hide();
}

void GalleryPage::activated() {
    bar_->model()->refresh();
    if (restore_ && !data_ && !job_ && !bar_->source()->sources().isEmpty()) {
        startJob({});  // the images alone: nobody asked for hours of computing yet
    }
}

void GalleryPage::saveState(QSettings& settings) const {
    bar_->saveState(settings);
    settings.setValue("open", data_ != nullptr || restore_);
    settings.setValue("splitter", splitter_->saveState());
}

void GalleryPage::restoreState(QSettings& settings) {
    bar_->restoreState(settings);
    restore_ = settings.value("open", false).toBool();
    splitter_->restoreState(settings.value("splitter").toByteArray());
}

}  // namespace pf::ui
