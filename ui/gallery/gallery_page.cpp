#include "ui/gallery/gallery_page.h"

#include <algorithm>
#include <utility>

#include <QFileInfo>
#include <QLabel>
#include <QListView>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include "core/base/text.h"
#include "ui/background_task.h"
#include "ui/empty_state.h"
#include "ui/gallery/face_grid_model.h"
#include "ui/gallery/face_grid_view.h"
#include "ui/gallery/face_inspector.h"
#include "ui/gallery/gallery_bar.h"
#include "ui/gallery/gallery_filters.h"
#include "ui/gallery/identity_view.h"
#include "ui/gallery/model_selector.h"
#include "ui/gallery/source_selector.h"
#include "ui/gallery/thumbnail_loader.h"
#include "ui/model_service.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

std::vector<std::string> toStrings(const QStringList& list) {
    std::vector<std::string> result;
    for (const QString& text : list) {
        result.push_back(text.toStdString());
    }
    return result;
}

}  // namespace

GalleryPage::GalleryPage(QWidget* parent) : GalleryPage(ModelService::shared(), parent) {}

GalleryPage::GalleryPage(std::shared_ptr<ModelService> models, QWidget* parent)
    : Page(tr("Gallery"), QStringLiteral("gallery"), parent), models_(std::move(models)) {
    setObjectName(QStringLiteral("galleryPage"));
    loader_ = new ThumbnailLoader(this);
    gridModel_ = new FaceGridModel(this);
    identityModel_ = new IdentityModel(this);
    bar_ = new GalleryBar(this);
    filters_ = new GalleryFilters(this);
    inspector_ = new FaceInspector(loader_, this);
    error_ = new QLabel(this);
    error_->setObjectName(QStringLiteral("galleryError"));
    error_->setProperty("hint", "error");
    error_->setWordWrap(true);
    error_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    error_->hide();
    problems_ = new QPushButton(this);
    problems_->setObjectName(QStringLiteral("galleryProblems"));
    problems_->setIcon(Theme::instance().icon(QStringLiteral("warning"), Theme::Role::Warning));
    problems_->setFlat(true);
    problems_->hide();
    makeCentre();

    auto* splitter = new QSplitter(Qt::Horizontal, this);
    splitter->setObjectName(QStringLiteral("gallerySplitter"));
    splitter->addWidget(filters_);
    splitter->addWidget(centre_);
    splitter->addWidget(inspector_);
    splitter->setStretchFactor(1, 1);
    splitter->setChildrenCollapsible(false);
    filters_->setMinimumWidth(190);
    inspector_->setMinimumWidth(220);
    splitter->setSizes({220, 800, 270});

    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(bar_);
    column->addWidget(error_);
    column->addWidget(problems_, 0, Qt::AlignLeft);
    column->addWidget(splitter, 1);

    arrangeSoon_ = new QTimer(this);
    arrangeSoon_->setSingleShot(true);
    arrangeSoon_->setInterval(33);  // a dragged brush asks more often than a screen shows
    makeConnections();
    showCentre();
}

GalleryPage::~GalleryPage() = default;

void GalleryPage::makeCentre() {
    centre_ = new QStackedWidget(this);
    empty_ = new EmptyState(
        QStringLiteral("gallery"), tr("No images yet"),
        tr("Choose a folder, a list or a .bin set above, or drop one here. With a model, the faces "
           "are sorted by their uncertainty σ²."),
        tr("Show demo faces"), centre_);
    empty_->setObjectName(QStringLiteral("galleryEmpty"));
    grid_ = new FaceGridView(gridModel_, loader_, centre_);
    figure_ = new IdentityView(identityModel_, loader_, centre_);
    nobody_ = new EmptyState(QStringLiteral("face"), QString(), QString(), QString(), centre_);
    for (QWidget* widget : {static_cast<QWidget*>(empty_), static_cast<QWidget*>(grid_),
                            static_cast<QWidget*>(figure_), static_cast<QWidget*>(nobody_)}) {
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
        if (task_) {
            task_->requestStop();
        }
    });
    connect(bar_, &GalleryBar::sortChanged, this, &GalleryPage::arrangeNow);
    connect(bar_, &GalleryBar::viewChanged, this, &GalleryPage::arrangeNow);
    connect(bar_, &GalleryBar::tileSideChanged, this, setSide);
    connect(bar_, &GalleryBar::exportFigureRequested, this, &GalleryPage::exportFigureAs);
    connect(grid_, &FaceGridView::tileSideChanged, bar_, &GalleryBar::setTileSide);
    connect(grid_, &FaceGridView::faceSelected, this, &GalleryPage::showFace);
    connect(figure_, &IdentityView::faceSelected, this, &GalleryPage::showFace);
    connect(filters_, &GalleryFilters::filterChanged, arrangeSoon_, qOverload<>(&QTimer::start));
    connect(inspector_, &FaceInspector::identityRequested, filters_, &GalleryFilters::setIdentity);
    connect(problems_, &QPushButton::clicked, this, &GalleryPage::listProblems);
    connect(empty_, &EmptyState::actionRequested, this,
            [this] { openModel({}, {QStringLiteral("synthetic:identities=60,images=12,first=100000")}); });
    connect(loader_, &ThumbnailLoader::failed, this, [this](const std::vector<std::size_t>& indices) {
        for (const std::size_t index : indices) {
            broken_ << QStringLiteral("%1: %2").arg(QString::fromStdString(data_->catalog.name(index)),
                                                    loader_->failure(index).value_or(QString()));
        }
        refreshProblems();
    });
    connect(&Theme::instance(), &Theme::changed, this, [this] {
        problems_->setIcon(Theme::instance().icon(QStringLiteral("warning"), Theme::Role::Warning));
    });
}

bool GalleryPage::isBusy() const {
    return task_ != nullptr;
}

bool GalleryPage::taskEnded() {
    task_.clear();
    bar_->setBusy(false);
    if (loadAgain_) {
        load();
        return true;
    }
    return false;
}

bool GalleryPage::openPath(const QString& path) {
    if (!QFileInfo::exists(path) && !path.startsWith(QLatin1String("synthetic:"))) {
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
    const QStringList sources = bar_->source()->sources();
    if (sources.isEmpty()) {
        return;
    }
    if (task_) {
        loadAgain_ = true;  // the newest wish counts, as soon as the present work has stopped
        task_->requestStop();
        return;
    }
    loadAgain_ = false;
    error_->hide();
    bar_->source()->remember();
    const QString model = bar_->model()->model();
    TaskOptions options;
    options.name = tr("Opening images");
    bar_->setBusy(true);
    task_ = runInBackground(
        this, options,
        [sources = toStrings(sources)](RunControl&, const ProgressObserver&) {
            return makeGalleryData(distinctImages(openImages(sources)));
        },
        [this, model](const GalleryDataPtr& data) {
            if (taskEnded()) {
                return;
            }
            setImages(data);
            if (!model.isEmpty() && data->size() > 0) {
                embed(data, model);
            }
        },
        [this](const QString& error) {
            if (!taskEnded()) {
                showError(error);
            }
        });
}

void GalleryPage::embed(GalleryDataPtr images, const QString& model) {
    TaskOptions options;
    options.name = tr("Sigma of %1 images")
                       .arg(QString::fromStdString(formatCount(static_cast<std::int64_t>(images->size()))));
    bar_->setBusy(true);
    bar_->model()->remember();
    task_ = runInBackground(
        this, options,
        [images, models = models_, path = model.toStdString()](RunControl& control,
                                                               const ProgressObserver& observer) {
            const ModelService::Lease lease = models->borrow(path, control);
            if (!lease) {
                return images;
            }
            const EmbeddingSet embeddings = lease->embed(images->catalog, control, observer);
            return withEmbeddings(images, embeddings, lease->info());
        },
        [this](const GalleryDataPtr& data) {
            if (!taskEnded()) {
                setEmbeddings(data);
            }
        },
        [this](const QString& error) {
            if (!taskEnded()) {
                showError(error);
                showCentre();
            }
        });
    connect(task_, &BackgroundTask::progressChanged, bar_, &GalleryBar::showProgress);
    showCentre();
}

void GalleryPage::setImages(GalleryDataPtr data) {
    broken_.clear();
    loader_->setCatalog(data ? data->catalog : ImageCatalog());
    setData(std::move(data), false);
}

void GalleryPage::setEmbeddings(GalleryDataPtr data) {
    QStringList warnings;
    for (const std::string& warning : data->warnings) {
        warnings << tr("Not as in training: %1").arg(QString::fromStdString(warning));
    }
    showError(warnings.join(QLatin1Char('\n')));
    setData(std::move(data), true);
}

void GalleryPage::setData(GalleryDataPtr data, bool samePlace) {
    data_ = std::move(data);
    filters_->setFaces(data_, samePlace);
    refreshProblems();
    arrangeNow();
}

void GalleryPage::arrangeNow() {
    arrangeSoon_->stop();
    const GallerySort sort = bar_->sort();
    FaceIndices order = data_ ? arrange(*data_, sort, filters_->filter()) : FaceIndices();
    const std::size_t total = data_ ? data_->size() : 0;
    filters_->setShown(order.size(), total);
    gridModel_->setFaces(data_, std::move(order));
    const bool figure = bar_->view() == GalleryBar::View::Identities;
    const std::size_t perGroup = static_cast<std::size_t>(figure_->figureLayout().perGroup);
    identityModel_->setRows(data_, figure && data_ && data_->hasSigma()
                                       ? identityRows(*data_, sort, filters_->filter(), perGroup)
                                       : std::vector<IdentityRow>());
    showCentre();
}

void GalleryPage::showCentre() {
    bar_->setSigmaKnown(identityModel_->rowCount() > 0);
    if (!data_) {
        centre_->setCurrentWidget(empty_);
    } else if (data_->size() == 0) {
        nobody_->setTexts(tr("No images here"),
                          tr("The source holds no image that could be opened. Choose another one."));
        centre_->setCurrentWidget(nobody_);
    } else if (bar_->view() == GalleryBar::View::Grid) {
        if (gridModel_->rowCount() == 0) {
            nobody_->setTexts(tr("No image passes the filters"),
                              tr("Widen the range of σ² or clear the filters on the left."));
        }
        centre_->setCurrentWidget(gridModel_->rowCount() == 0 ? static_cast<QWidget*>(nobody_) : grid_);
    } else if (identityModel_->rowCount() > 0) {
        centre_->setCurrentWidget(figure_);
    } else {
        if (data_->identities.empty()) {
            nobody_->setTexts(
                tr("Identities are not known"),
                tr("This view needs to know who is who: a folder per person, or a list with labels."));
        } else if (!data_->hasSigma() && task_ != nullptr) {
            nobody_->setTexts(tr("σ² is being computed"),
                              tr("Each person's faces then appear in three groups, from low to high σ²."));
        } else if (!data_->hasSigma()) {
            nobody_->setTexts(
                tr("σ² is not known yet"),
                tr("Choose a model above and press Load: each person's faces are then shown in three "
                   "groups, from low to high σ²."));
        } else {
            nobody_->setTexts(tr("No person passes the filters"),
                              tr("Widen the range of σ² or clear the filters on the left."));
        }
        centre_->setCurrentWidget(nobody_);
    }
}

void GalleryPage::showFace(int catalogIndex) {
    inspector_->setFace(data_, catalogIndex);
}

}  // namespace pf::ui
