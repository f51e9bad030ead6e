#include "ui/gallery/gallery_bar.h"

#include <cmath>

#include <QButtonGroup>
#include <QCheckBox>
#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QProgressBar>
#include <QSlider>
#include <QSpinBox>
#include <QStandardItemModel>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/base/text.h"
#include "core/session/control.h"
#include "ui/gallery/face_grid_view.h"
#include "ui/kit/elided_label.h"
#include "ui/kit/paths/model_selector.h"
#include "ui/kit/paths/source_selector.h"
#include "ui/kit/run_stop.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

QLabel* word(const QString& text, QWidget* buddy) {
    auto* label = new QLabel(text);
    label->setBuddy(buddy);
    label->setProperty("muted", true);
    return label;
}

QToolButton* viewButton(const QString& text, const QString& name, QWidget* parent) {
    auto* button = new QToolButton(parent);
    button->setText(text);
    button->setObjectName(name);
    button->setProperty("flat", true);
    button->setCheckable(true);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

}  // namespace

GalleryBar::GalleryBar(QWidget* parent) : QWidget(parent) {
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(Theme::spacing(), Theme::spacing(), Theme::spacing(), Theme::spacing() / 2);
    column->setSpacing(Theme::spacing() / 2);
    column->addWidget(makeTopRow());
    column->addWidget(makeLowerRow());

    connect(source_, &SourceSelector::submitted, this, &GalleryBar::loadRequested);
    connect(model_, &ModelSelector::submitted, this, &GalleryBar::loadRequested);
    connect(source_, &SourceSelector::sourcesChanged, this, &GalleryBar::refreshLoad);
    connect(norms_, &QCheckBox::toggled, this, &GalleryBar::normsChanged);
    connect(buttons_, &RunStop::runRequested, this, &GalleryBar::loadRequested);
    connect(buttons_, &RunStop::stopRequested, this, &GalleryBar::stopRequested);
    connect(sort_, &QComboBox::currentIndexChanged, this, &GalleryBar::sortChanged);
    connect(size_, &QSlider::valueChanged, this, &GalleryBar::tileSideChanged);
    connect(grid_, &QToolButton::toggled, this, &GalleryBar::viewChanged);
    connect(&Theme::instance(), &Theme::changed, this, &GalleryBar::refreshIcons);
    refreshIcons();
    refreshLoad();
    setBusy(false);
    setKnown({});
}

QWidget* GalleryBar::makeTopRow() {
    auto* top = new QWidget(this);
    source_ = new SourceSelector(QStringLiteral("gallerySources"), top);
    source_->setObjectName(QStringLiteral("gallerySource"));
    model_ = new ModelSelector(top);
    model_->setObjectName(QStringLiteral("galleryModel"));
    norms_ = new QCheckBox(tr("Norms"), top);
    norms_->setObjectName(QStringLiteral("galleryNorms"));
    norms_->setToolTip(
        tr("Also measure the length of each embedding before it is made a unit vector: a quality of its own, "
           "and an order.\nComputing then takes twice as long."));
    buttons_ = new RunStop(QStringLiteral("gallery"), QStringLiteral("Load"), tr("Load"), top);
    auto* row = new QHBoxLayout(top);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::spacing());
    row->addWidget(word(tr("Images"), source_));
    row->addWidget(source_, 3);
    row->addWidget(word(tr("Model"), model_));
    row->addWidget(model_, 2);
    row->addWidget(norms_);
    row->addWidget(buttons_);
    return top;
}

QWidget* GalleryBar::makeLowerRow() {
    auto* lower = new QWidget(this);
    sort_ = new QComboBox(lower);
    sort_->setObjectName(QStringLiteral("gallerySort"));
    sort_->setAccessibleName(tr("Order"));
    sort_->addItem(tr("σ² high to low"), static_cast<int>(GallerySort::SigmaDescending));
    sort_->addItem(tr("σ² low to high"), static_cast<int>(GallerySort::SigmaAscending));
    sort_->addItem(tr("Name"), static_cast<int>(GallerySort::Name));
    sort_->addItem(tr("Identity"), static_cast<int>(GallerySort::Identity));
    sort_->addItem(tr("Norm low to high"), static_cast<int>(GallerySort::NormAscending));
    sort_->addItem(tr("Norm high to low"), static_cast<int>(GallerySort::NormDescending));
    for (int item = 4; item < sort_->count(); ++item) {
        sort_->setItemData(
            item, tr("Length of the embedding before it is made a unit vector: a quality of its own"),
            Qt::ToolTipRole);
    }
    size_ = new QSlider(Qt::Horizontal, lower);
    size_->setObjectName(QStringLiteral("gallerySize"));
    size_->setAccessibleName(tr("Tile size"));
    size_->setToolTip(tr("Tile size (Ctrl+wheel over the faces)"));
    size_->setRange(FaceGridView::kMinimumTile, FaceGridView::kMaximumTile);
    size_->setPageStep(32);
    size_->setFixedWidth(120);
    size_->setValue(112);
    grid_ = viewButton(tr("Grid"), QStringLiteral("viewGrid"), lower);
    identities_ = viewButton(tr("By identity"), QStringLiteral("viewIdentities"), lower);
    auto* views = new QButtonGroup(this);
    views->addButton(grid_);
    views->addButton(identities_);
    grid_->setChecked(true);

    exportCount_ = new QSpinBox(lower);
    exportCount_->setObjectName(QStringLiteral("exportCount"));
    exportCount_->setAccessibleName(tr("People to export"));
    exportCount_->setRange(0, 1000000);
    exportCount_->setSpecialValueText(tr("all"));
    exportCount_->setToolTip(tr("How many people the exported figure shows, from the top"));
    exportWord_ = word(tr("Export people"), exportCount_);
    export_ = new QToolButton(lower);
    export_->setObjectName(QStringLiteral("exportFigure"));
    export_->setText(tr("Export"));
    export_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    export_->setPopupMode(QToolButton::InstantPopup);
    export_->setMenu(makeExportMenu());

    state_ = new ElidedLabel(Qt::ElideRight, lower);
    state_->setObjectName(QStringLiteral("galleryState"));
    state_->setProperty("muted", true);
    state_->setAlignment(Qt::AlignRight | Qt::AlignVCenter);
    progress_ = new QProgressBar(lower);
    progress_->setTextVisible(false);
    progress_->setFixedSize(140, 8);

    auto* row = new QHBoxLayout(lower);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(Theme::spacing());
    row->addWidget(grid_);
    row->addWidget(identities_);
    row->addSpacing(Theme::spacing());
    row->addWidget(word(tr("Order"), sort_));
    row->addWidget(sort_);
    row->addSpacing(Theme::spacing());
    row->addWidget(word(tr("Size"), size_));
    row->addWidget(size_);
    row->addStretch(1);
    row->addWidget(state_, 8);
    row->addWidget(progress_);
    row->addWidget(exportWord_);
    row->addWidget(exportCount_);
    row->addWidget(export_);
    return lower;
}

QMenu* GalleryBar::makeExportMenu() {
    auto* menu = new QMenu(this);
    menu->setObjectName(QStringLiteral("galleryExportMenu"));
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

GallerySort GalleryBar::sort() const {
    return static_cast<GallerySort>(sort_->currentData().toInt());
}

void GalleryBar::setSort(GallerySort sort) {
    sort_->setCurrentIndex(sort_->findData(static_cast<int>(sort)));
}

GalleryBar::View GalleryBar::view() const {
    return grid_->isChecked() ? View::Grid : View::Identities;
}

void GalleryBar::setView(View view) {
    (view == View::Grid ? grid_ : identities_)->setChecked(true);
}

int GalleryBar::tileSide() const {
    return size_->value();
}

void GalleryBar::setTileSide(int side) {
    size_->setValue(side);
}

bool GalleryBar::norms() const {
    return norms_->isChecked();
}

void GalleryBar::setNorms(bool norms) {
    const QSignalBlocker quiet(norms_);
    norms_->setChecked(norms);
}

int GalleryBar::exportCount() const {
    return exportCount_->value();
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
    QString text = QString::fromStdString(phaseText(progress.phase));
    if (progress.total > 0) {
        text += tr(" · %1 of %2")
                    .arg(QString::fromStdString(formatCount(progress.done)),
                         QString::fromStdString(formatCount(progress.total)));
        progress_->setRange(0, 1000);
        progress_->setValue(static_cast<int>(1000.0 * static_cast<double>(progress.done) /
                                             static_cast<double>(progress.total)));
    } else {
        progress_->setRange(0, 0);
    }
    if (progress.secondsLeft >= 1) {
        text += tr(" · %1 left").arg(QString::fromStdString(formatDuration(progress.secondsLeft)));
    }
    state_->setText(text);
}

void GalleryBar::setNote(const QString& text) {
    if (!buttons_->isBusy()) {
        state_->setText(text);
        state_->setVisible(!text.isEmpty());
    }
}

void GalleryBar::setKnown(const GalleryKnown& known) {
    exportWord_->setVisible(view() == View::Identities);
    exportCount_->setVisible(view() == View::Identities);
    for (QAction* action : faceExports_) {
        action->setEnabled(known.sigma);
    }
    for (QAction* action : figureExports_) {
        action->setEnabled(known.sigma && known.people);
    }
    // An order by what is not known would be another order under its name.
    auto* items = qobject_cast<QStandardItemModel*>(sort_->model());
    for (const GallerySort sort : {GallerySort::NormAscending, GallerySort::NormDescending}) {
        items->item(sort_->findData(static_cast<int>(sort)))->setEnabled(known.norms);
    }
}

void GalleryBar::refreshIcons() {
    const Theme& theme = Theme::instance();
    grid_->setIcon(theme.icon(QStringLiteral("gallery")));
    identities_->setIcon(theme.icon(QStringLiteral("table")));
    export_->setIcon(theme.icon(QStringLiteral("export")));
}

void GalleryBar::refreshLoad() {
    buttons_->setRunEnabled(!source_->sources().isEmpty());
}

}  // namespace pf::ui
