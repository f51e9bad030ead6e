#include "ui/gallery/gallery_bar.h"

#include <QButtonGroup>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QSettings>
#include <QStandardItemModel>

#include "core/session/control.h"
#include "ui/gallery/face_grid_view.h"
#include "ui/gallery/gallery_export.h"
#include "ui/kit/box.h"
#include "ui/kit/elided_label.h"
#include "ui/kit/number_text.h"
#include "ui/kit/paths/model_selector.h"
#include "ui/kit/paths/source_selector.h"
#include "ui/kit/progress_text.h"
#include "ui/kit/run_stop.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

QToolButton* viewButton(const QString& name, const QString& icon, const QString& text, QWidget* parent) {
    QToolButton* button = makeToolButton(name, icon, text, parent);
    button->setProperty("flat", true);
    button->setCheckable(true);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

}  // namespace

GalleryBar::GalleryBar(QWidget* parent) : QWidget(parent) {
    const int gap = Theme::spacing();
    makeColumn(this, gap / 2, {makeTopRow(), makeLowerRow()})->setContentsMargins(gap, gap, gap, gap / 2);

    connect(source_, &SourceSelector::submitted, this, &GalleryBar::loadRequested);
    connect(model_, &ModelSelector::submitted, this, &GalleryBar::loadRequested);
    connect(source_, &PathChooser::pathChanged, this, &GalleryBar::refreshLoad);
    connect(norms_, &QCheckBox::toggled, this, &GalleryBar::normsChanged);
    connect(buttons_, &RunStop::runRequested, this, &GalleryBar::loadRequested);
    connect(buttons_, &RunStop::stopRequested, this, &GalleryBar::stopRequested);
    connect(sort_, &QComboBox::currentIndexChanged, this, &GalleryBar::sortChanged);
    connect(size_, &QSlider::valueChanged, this, &GalleryBar::tileSideChanged);
    connect(grid_, &QToolButton::toggled, this, &GalleryBar::viewChanged);
    refreshLoad();
    setBusy(false);
    setFaces(nullptr);
}

QWidget* GalleryBar::makeTopRow() {
    auto* top = new QWidget(this);
    source_ = named(new SourceSelector(QStringLiteral("gallerySources"), top), "gallerySource");
    model_ = named(new ModelSelector(top), "galleryModel");
    norms_ = named(
        new QCheckBox(tr("Norms"), top), "galleryNorms", {},
        tr("Also measure the length of each embedding before normalisation: a quality measure of its own, "
           "and an order.\nComputing then takes twice as long."));
    buttons_ = new RunStop(QStringLiteral("gallery"), QStringLiteral("Load"), tr("Load"), top);
    makeRow(top, Theme::spacing(),
            {makeMuted(tr("Images"), top, source_),
             {source_, 3},
             makeMuted(tr("Model"), top, model_),
             {model_, 2},
             norms_,
             buttons_});
    return top;
}

QWidget* GalleryBar::makeLowerRow() {
    auto* lower = new QWidget(this);
    // In the order of GallerySort.
    sort_ = makeCombo(QStringLiteral("gallerySort"), tr("Order"),
                      {tr("σ² high to low"), tr("σ² low to high"), tr("Name"), tr("Identity"),
                       tr("Norm low to high"), tr("Norm high to low")},
                      lower);
    for (const GallerySort sort : {GallerySort::NormAscending, GallerySort::NormDescending}) {
        sort_->setItemData(static_cast<int>(sort),
                           tr("Length of the embedding before normalisation: a quality measure of its own"),
                           Qt::ToolTipRole);
    }
    size_ = named(new QSlider(Qt::Horizontal, lower), "gallerySize", tr("Tile size"),
                  tr("Tile size (Ctrl+wheel over the faces)"));
    size_->setRange(FaceGridView::kMinimumTile, FaceGridView::kMaximumTile);
    size_->setPageStep(32);
    size_->setFixedWidth(120);
    size_->setValue(112);
    grid_ = viewButton(QStringLiteral("viewGrid"), QStringLiteral("gallery"), tr("Grid"), lower);
    identities_ =
        viewButton(QStringLiteral("viewIdentities"), QStringLiteral("table"), tr("By identity"), lower);
    auto* views = new QButtonGroup(this);
    views->addButton(grid_);
    views->addButton(identities_);
    grid_->setChecked(true);

    exportCount_ = named(new QSpinBox(lower), "exportCount", tr("Identities to export"));
    exportCount_->setRange(0, 1000000);
    exportCount_->setSpecialValueText(tr("all"));
    exportCount_->setToolTip(tr("How many identities the exported figure shows, from the top"));
    exportWord_ = makeMuted(tr("Identities to export"), lower, exportCount_);
    QToolButton* exports =
        makeToolButton(QStringLiteral("exportFigure"), QStringLiteral("export"), tr("Export"), lower);
    exports->setPopupMode(QToolButton::InstantPopup);
    exports->setMenu(makeExportMenu());

    state_ = named(new ElidedLabel(Qt::ElideRight, lower), "galleryState");
    state_->setProperty("muted", true);
    state_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    progress_ = new QProgressBar(lower);
    progress_->setTextVisible(false);
    progress_->setFixedSize(140, 8);

    const Space between{Theme::spacing()};
    makeRow(lower, Theme::spacing(),
            {grid_, identities_, between, makeMuted(tr("Order"), lower, sort_), sort_, between,
             makeMuted(tr("Size"), lower, size_), size_, Spring(), Part(state_, 8), progress_, exportWord_,
             exportCount_, exports});
    return lower;
}

QMenu* GalleryBar::makeExportMenu() {
    auto* menu = named(new QMenu(this), "galleryExportMenu");
    const auto add = [this, menu](const QString& text, GalleryExport kind) {
        return menu->addAction(text, this, [this, kind] { Q_EMIT exportRequested(kind); });
    };
    faceExports_ = {add(tr("Table as CSV…"), GalleryExport::Table),
                    add(tr("Report as HTML…"), GalleryExport::Report),
                    add(tr("Contact sheet as PNG…"), GalleryExport::ContactSheet)};
    menu->addSeparator();
    figureExports_ = {add(tr("Figure by identity as PNG…"), GalleryExport::FigurePng),
                      add(tr("Figure by identity as PDF…"), GalleryExport::FigurePdf)};
    menu->addSeparator();
    menu->addAction(tr("Copy as command"), this, &GalleryBar::copyCommandRequested)
        ->setObjectName(QStringLiteral("galleryCopyCommand"));
    return menu;
}

void GalleryBar::setBusy(bool busy) {
    buttons_->setBusy(busy);
    state_->setVisible(busy);
    progress_->setVisible(busy);
    if (busy) {
        state_->clear();
        progress_->setRange(0, 0);
    }
}

void GalleryBar::showProgress(const Progress& progress) {
    state_->setText(progressText(progress));
    showOnBar(progress_, progress);
}

void GalleryBar::setNote(const QString& text) {
    if (!buttons_->isBusy()) {
        state_->setText(text);
        state_->setVisible(!text.isEmpty());
    }
}

void GalleryBar::setFaces(const GalleryDataPtr& data) {
    exportWord_->setVisible(view() == View::Identities);
    exportCount_->setVisible(view() == View::Identities);
    for (QAction* action : faceExports_) {
        action->setEnabled(data && data->hasSigma());
    }
    for (QAction* action : figureExports_) {
        action->setEnabled(data && data->hasSigma() && !data->identities.empty());
    }
    // An order by what is not known would be another order under its name.
    auto* items = qobject_cast<QStandardItemModel*>(sort_->model());
    for (const GallerySort sort : {GallerySort::NormAscending, GallerySort::NormDescending}) {
        items->item(static_cast<int>(sort))->setEnabled(data && data->hasNorms());
    }
}

void GalleryBar::saveState(QSettings& settings) const {
    settings.setValue("sources", source_->sources());
    settings.setValue("model", model_->model());
    settings.setValue("norms", norms());
    settings.setValue("sort", sort_->currentIndex());
    settings.setValue("tileSide", tileSide());
    settings.setValue("view", static_cast<int>(view()));
}

void GalleryBar::restoreState(QSettings& settings) {
    source_->setSources(settings.value("sources").toStringList());
    model_->setModel(settings.value("model").toString());
    {
        const QSignalBlocker quiet(norms_);  // nobody asked for hours of computing yet
        norms_->setChecked(settings.value("norms", false).toBool());
    }
    // Orders by the norm are possible once a model has told it.
    const int sort = settings.value("sort", 0).toInt();
    const bool possible = sort >= 0 && sort <= static_cast<int>(GallerySort::Identity);
    sort_->setCurrentIndex(possible ? sort : 0);
    setTileSide(settings.value("tileSide", 112).toInt());
    const bool identities = settings.value("view", 0).toInt() == static_cast<int>(View::Identities);
    (identities ? identities_ : grid_)->setChecked(true);
}

void GalleryBar::refreshLoad() {
    buttons_->setRunEnabled(!source_->sources().isEmpty());
}

}  // namespace pf::ui
