#include "ui/evaluate/pairs/pair_browser.h"

#include <algorithm>
#include <utility>

#include <QItemSelectionModel>
#include <QLabel>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>

#include "ui/evaluate/pairs/pair_actions.h"
#include "ui/evaluate/pairs/pair_browser_detail.h"
#include "ui/evaluate/pairs/pair_browser_list.h"
#include "ui/kit/background_task.h"
#include "ui/kit/box.h"
#include "ui/kit/empty_state.h"
#include "ui/kit/faces/unreadable_images.h"
#include "ui/kit/number_text.h"
#include "ui/kit/thumbnail_loader.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

QToolButton* flatButton(QWidget* parent, const char* name, const QString& what) {
    auto* button = named(new QToolButton(parent), name, what, what);
    button->setProperty("flat", true);
    return button;
}

}  // namespace

PairBrowser::PairBrowser(QWidget* parent)
    : QWidget(parent), model_(new PairListModel(this)), loader_(new ThumbnailLoader(this)) {
    setObjectName(QStringLiteral("pairBrowser"));
    empty_ = named(new EmptyState(QStringLiteral("pairs"), {}, {}, {}, this), "pairsEmpty");
    // The usual text asks for more width than a column beside a chart has.
    for (QLabel* label : empty_->findChildren<QLabel*>()) {
        label->setMinimumWidth(160);
    }
    detail_ = new PairDetail(loader_, this);
    list_ = new PairListView(model_, loader_, this);
    actions_ = new PairActions(model_, list_, this);
    auto* splitter = new QSplitter(Qt::Vertical, this);
    splitter->setChildrenCollapsible(false);
    splitter->addWidget(detail_);
    splitter->addWidget(list_);
    splitter->setStretchFactor(0, 1);
    splitter->setStretchFactor(1, 1);
    splitter->setSizes({500, 500});
    note_ = named(makeMuted({}, this), "pairNote");
    note_->setWordWrap(true);
    note_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    error_ = makeErrorText(QStringLiteral("pairError"), this);
    for (QLabel* label : {note_, error_}) {
        label->setContentsMargins(Theme::spacing(), 0, Theme::spacing(), 0);
    }
    problems_ = new UnreadableImages(QStringLiteral("pairProblems"), loader_, this);

    auto* filled = new QWidget(this);
    makeColumn(filled, Theme::spacing() / 2,
               {makeHeader(), error_, note_, {problems_, 0, Qt::AlignLeft}, {splitter, 1}});
    stack_ = new QStackedWidget(this);
    stack_->addWidget(empty_);
    stack_->addWidget(filled);
    makeColumn(this, 0, {stack_});
    setFocusProxy(list_);

    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, &PairBrowser::showCurrent);
    connect(list_, &QAbstractItemView::activated, actions_, &PairActions::compare);
    connect(list_, &PairListView::menuRequested, actions_, &PairActions::showMenu);
    detail_->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(detail_, &QWidget::customContextMenuRequested, this,
            [this](const QPoint& place) { actions_->showMenu(detail_->mapToGlobal(place)); });
    connect(actions_, &PairActions::failed, this, [this](const QString& error) { showText(error_, error); });
    connect(actions_, &PairActions::busyChanged, this, &PairBrowser::refreshHeader);
    clear();
}

QWidget* PairBrowser::makeHeader() {
    auto* header = new QWidget(this);
    caption_ = named(new QLabel(header), "pairCaption");
    caption_->setWordWrap(true);
    count_ = makeNumber(QStringLiteral("pairCount"), header);
    previous_ = flatButton(header, "previousPair", tr("Previous pair (Up)"));
    previous_->setArrowType(Qt::UpArrow);
    next_ = flatButton(header, "nextPair", tr("Next pair (Down)"));
    next_->setArrowType(Qt::DownArrow);
    export_ = flatButton(header, "exportPairs", tr("Export the list of pairs"));
    export_->setText(tr("Export"));
    export_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    Theme::keepIcon(export_, QStringLiteral("export"));
    QBoxLayout* row = makeRow(nullptr, Theme::spacing() / 2, {count_, previous_, next_, Spring(), export_});
    makeColumn(header, 2, {caption_, row})
        ->setContentsMargins(Theme::spacing(), Theme::spacing() / 2, Theme::spacing(), 0);
    connect(previous_, &QToolButton::clicked, this, [this] { list_->step(-1); });
    connect(next_, &QToolButton::clicked, this, [this] { list_->step(1); });
    connect(export_, &QToolButton::clicked, this,
            [this] { actions_->showExportMenu(export_->mapToGlobal(QPoint(0, export_->height()))); });
    return header;
}

void PairBrowser::showPairs(PairEvaluationPtr evaluation, const QString& setPath,
                            std::vector<std::uint32_t> pairs, const QString& caption) {
    if (!evaluation) {
        clear();
        return;
    }
    const bool sameEvaluation = evaluation == model_->evaluation();
    const bool sameImages = sameEvaluation && setPath == setPath_;
    const std::optional<std::uint32_t> before = sameEvaluation ? currentPair() : std::nullopt;
    model_->setPairs(std::move(evaluation), std::move(pairs));
    setPath_ = setPath;
    actions_->setSource(setPath, caption);
    showText(caption_, caption);
    error_->hide();
    const ScoredPairs& scored = model_->evaluation()->pairs;
    detail_->setRiskName(scored.risks.empty() ? QString()
                                              : QString::fromStdString(scored.risks.front().name));
    if (!sameImages) {
        openImages();
    }
    if (model_->pairs().empty()) {
        empty_->setTexts(tr("No pairs here"),
                         caption.isEmpty() ? tr("There are no pairs at this place of the curve.") : caption);
        stack_->setCurrentIndex(0);
        refreshHeader();
        return;
    }
    stack_->setCurrentIndex(1);
    list_->goTo(before ? std::max(0, model_->rowOf(*before)) : 0);
    showCurrent();
}

void PairBrowser::clear() {
    model_->setPairs(nullptr, {});
    model_->setImages({});
    loader_->setCatalog({});
    catalog_ = {};
    catalogPath_.clear();
    setPath_.clear();
    problems_->setCatalog({});
    openAgain_ = opening_ != nullptr;
    note_->hide();
    error_->hide();
    refreshHeader();
    empty_->setTexts(tr("No pairs chosen"), tr("Click a point of a curve or select a range: its pairs appear "
                                               "here side by side, with their σ², cosine and MLS."));
    stack_->setCurrentIndex(0);
}

std::optional<std::uint32_t> PairBrowser::currentPair() const {
    const QModelIndex index = list_->currentIndex();
    return index.isValid() ? std::optional(index.data(PairListModel::PairRole).toUInt()) : std::nullopt;
}

int PairBrowser::pairCount() const {
    return model_->rowCount();
}

void PairBrowser::openImages() {
    const PairEvaluationPtr evaluation = model_->evaluation();
    if (!evaluation) {
        openAgain_ = false;
        return;
    }
    // Until they are open the rows keep the places of their faces.
    PairImages waiting;
    waiting.pictures = !setPath_.isEmpty() && !evaluation->pairs.catalogIndex.empty();
    model_->setImages(std::move(waiting));
    showText(note_, setPath_.isEmpty() ? QString() : tr("Opening the images…"));
    openAgain_ = opening_ != nullptr;
    if (openAgain_) {
        return;
    }
    const auto isOld = [this] {
        opening_.clear();
        if (openAgain_) {
            openImages();
            return true;
        }
        return false;
    };
    const QString path = setPath_;
    opening_ = runInBackground(
        this, {tr("Opening the images of the pairs"), false},
        [evaluation, path, open = path == catalogPath_ ? catalog_ : ImageCatalog()](RunControl&,
                                                                                    const ProgressObserver&) {
            return openPairImages(evaluation->pairs, path.toStdString(), open);
        },
        [this, isOld, path](PairImages images) {
            if (isOld()) {
                return;
            }
            catalogPath_ = path;
            if (images.catalog.faces() != catalog_.faces()) {
                catalog_ = images.catalog;
                loader_->setCatalog(catalog_);
                problems_->setCatalog(catalog_);
            }
            showText(note_, images.note);
            model_->setImages(std::move(images));
            showCurrent();
        },
        [this, isOld](const QString& error) {
            if (!isOld()) {
                note_->hide();
                showText(error_, error);
            }
        });
}

void PairBrowser::showCurrent() {
    const std::optional<std::uint32_t> pair = currentPair();
    const PairImages& images = model_->images();
    detail_->setPair(pair ? std::optional(model_->facts(list_->currentIndex().row())) : std::nullopt,
                     images.pictures, images.catalog.faces() != nullptr);
    refreshHeader();
}

void PairBrowser::refreshHeader() {
    const int row = list_->currentIndex().row();
    const int count = model_->rowCount();
    count_->setText(tr("%1 of %2").arg(countText(row + 1), countText(count)));
    count_->setAccessibleName(tr("Pair %1").arg(count_->text()));
    previous_->setEnabled(row > 0);
    next_->setEnabled(row + 1 < count);
    export_->setEnabled(count > 0 && !actions_->isBusy());
}

}  // namespace pf::ui
