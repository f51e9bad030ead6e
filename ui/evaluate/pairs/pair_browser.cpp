#include "ui/evaluate/pairs/pair_browser.h"

#include <algorithm>
#include <utility>

#include <QHBoxLayout>
#include <QItemSelectionModel>
#include <QLabel>
#include <QPushButton>
#include <QSplitter>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

#include "core/base/text.h"
#include "ui/evaluate/pairs/pair_browser_detail.h"
#include "ui/evaluate/pairs/pair_browser_list.h"
#include "ui/evaluate/pairs/pair_browser_model.h"
#include "ui/gallery/problem_list.h"
#include "ui/kit/background_task.h"
#include "ui/kit/empty_state.h"
#include "ui/kit/thumbnail_loader.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

QString countText(std::size_t count) {
    return QString::fromStdString(formatCount(static_cast<std::int64_t>(count)));
}

QToolButton* flatButton(QWidget* parent, const char* name, const QString& what) {
    auto* button = new QToolButton(parent);
    button->setObjectName(QString::fromLatin1(name));
    button->setProperty("flat", true);
    button->setToolTip(what);
    button->setAccessibleName(what);
    return button;
}

}  // namespace

PairBrowser::PairBrowser(QWidget* parent)
    : QWidget(parent), model_(new PairListModel(this)), loader_(new ThumbnailLoader(this)) {
    setObjectName(QStringLiteral("pairBrowser"));
    empty_ = new EmptyState(QStringLiteral("pairs"), {}, {}, {}, this);
    empty_->setObjectName(QStringLiteral("pairsEmpty"));
    // The usual text asks for more width than a column beside a chart has.
    for (QLabel* label : empty_->findChildren<QLabel*>()) {
        label->setMinimumWidth(160);
    }
    detail_ = new PairDetail(loader_, this);
    list_ = new PairListView(model_, loader_, this);
    splitter_ = new QSplitter(Qt::Vertical, this);
    splitter_->setObjectName(QStringLiteral("pairSplitter"));
    splitter_->setChildrenCollapsible(false);
    splitter_->addWidget(detail_);
    splitter_->addWidget(list_);
    splitter_->setStretchFactor(0, 1);
    splitter_->setStretchFactor(1, 1);
    splitter_->setSizes({500, 500});
    note_ = new QLabel(this);
    note_->setObjectName(QStringLiteral("pairNote"));
    note_->setProperty("muted", true);
    error_ = new QLabel(this);
    error_->setObjectName(QStringLiteral("pairError"));
    error_->setProperty("hint", "error");
    for (QLabel* label : {note_, error_}) {
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setContentsMargins(Theme::spacing(), 0, Theme::spacing(), 0);
    }
    problems_ = new QPushButton(this);
    problems_->setObjectName(QStringLiteral("pairProblems"));

    auto* filled = new QWidget(this);
    auto* column = new QVBoxLayout(filled);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(Theme::spacing() / 2);
    column->addWidget(makeHeader());
    column->addWidget(error_);
    column->addWidget(note_);
    column->addWidget(problems_, 0, Qt::AlignLeft);
    column->addWidget(splitter_, 1);
    stack_ = new QStackedWidget(this);
    stack_->addWidget(empty_);
    stack_->addWidget(filled);
    auto* outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(stack_);
    setFocusProxy(list_);

    connect(list_->selectionModel(), &QItemSelectionModel::currentChanged, this, &PairBrowser::showCurrent);
    connect(list_, &QAbstractItemView::activated, this, &PairBrowser::comparePair);
    connect(list_, &PairListView::menuRequested, this, &PairBrowser::showPairMenu);
    detail_->setContextMenuPolicy(Qt::CustomContextMenu);
    connect(detail_, &QWidget::customContextMenuRequested, this,
            [this](const QPoint& place) { showPairMenu(detail_->mapToGlobal(place)); });
    connect(loader_, &ThumbnailLoader::failed, this, [this](const std::vector<std::size_t>& indices) {
        for (const std::size_t index : indices) {
            broken_ << QStringLiteral("%1: %2").arg(QString::fromStdString(catalog_.name(index)),
                                                    loader_->failure(index).value_or(QString()));
        }
        refreshProblems();
    });
    connect(problems_, &QPushButton::clicked, this, [this] {
        auto* list = new ProblemList(unreadableLines(nullptr, broken_), this);
        list->setAttribute(Qt::WA_DeleteOnClose);
        list->show();
    });
    clear();
}

QWidget* PairBrowser::makeHeader() {
    auto* header = new QWidget(this);
    caption_ = new QLabel(header);
    caption_->setObjectName(QStringLiteral("pairCaption"));
    caption_->setWordWrap(true);
    count_ = new QLabel(header);
    count_->setObjectName(QStringLiteral("pairCount"));
    count_->setFont(Theme::instance().tabularFont());
    previous_ = flatButton(header, "previousPair", tr("Previous pair (Up)"));
    previous_->setArrowType(Qt::UpArrow);
    next_ = flatButton(header, "nextPair", tr("Next pair (Down)"));
    next_->setArrowType(Qt::DownArrow);
    export_ = flatButton(header, "exportPairs", tr("Export the list of pairs"));
    export_->setText(tr("Export"));
    export_->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    const auto colourIcon = [this] { export_->setIcon(Theme::instance().icon(QStringLiteral("export"))); };
    colourIcon();
    auto* row = new QHBoxLayout;
    row->setSpacing(Theme::spacing() / 2);
    row->addWidget(count_);
    row->addWidget(previous_);
    row->addWidget(next_);
    row->addStretch(1);
    row->addWidget(export_);
    auto* column = new QVBoxLayout(header);
    column->setContentsMargins(Theme::spacing(), Theme::spacing() / 2, Theme::spacing(), 0);
    column->setSpacing(2);
    column->addWidget(caption_);
    column->addLayout(row);
    connect(previous_, &QToolButton::clicked, this, [this] { list_->step(-1); });
    connect(next_, &QToolButton::clicked, this, [this] { list_->step(1); });
    connect(export_, &QToolButton::clicked, this, &PairBrowser::showExportMenu);
    connect(&Theme::instance(), &Theme::changed, this, colourIcon);
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
    if (!sameEvaluation) {
        announced_.reset();
    }
    model_->setPairs(std::move(evaluation), std::move(pairs));
    setPath_ = setPath;
    caption_->setText(caption);
    caption_->setVisible(!caption.isEmpty());
    setError({});
    const ScoredPairs& scored = model_->evaluation()->pairs;
    detail_->setRiskName(scored.risks.empty() ? QString()
                                              : QString::fromStdString(scored.risks.front().name));
    if (!sameImages) {
        openImages();
    }
    if (model_->pairs().empty()) {
        empty_->setTexts(tr("No pairs here"),
                         caption.isEmpty() ? tr("This place of the curve holds no pair.") : caption);
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
    announced_.reset();
    broken_.clear();
    openAgain_ = opening_ != nullptr;
    setNote({});
    setError({});
    refreshProblems();
    refreshHeader();
    empty_->setTexts(
        tr("No pairs chosen"),
        tr("Click a point of a curve or select a range: its pairs appear here side by side, with "
           "their σ², cosine and MLS."));
    stack_->setCurrentIndex(0);
}

std::optional<std::uint32_t> PairBrowser::currentPair() const {
    const QModelIndex index = list_->currentIndex();
    return index.isValid() ? std::optional(index.data(PairListModel::PairRole).toUInt()) : std::nullopt;
}

int PairBrowser::pairCount() const {
    return model_->rowCount();
}

bool PairBrowser::isOpening() const {
    return opening_ != nullptr;
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
    setNote(setPath_.isEmpty() ? QString() : tr("Opening the images…"));
    openAgain_ = opening_ != nullptr;
    if (openAgain_) {
        return;
    }
    TaskOptions options;
    options.name = tr("Opening the images of the pairs");
    options.showInRail = false;
    const QString path = setPath_;
    opening_ = runInBackground(
        this, options,
        [evaluation, path, open = path == catalogPath_ ? catalog_ : ImageCatalog()](RunControl&,
                                                                                    const ProgressObserver&) {
            return openPairImages(evaluation->pairs, path.toStdString(), open);
        },
        [this, path](PairImages images) {
            opening_.clear();
            if (openAgain_) {
                openImages();
                return;
            }
            catalogPath_ = path;
            imagesOpened(std::move(images));
        },
        [this](const QString& error) {
            opening_.clear();
            if (openAgain_) {
                openImages();
                return;
            }
            setNote({});
            setError(error);
        });
}

void PairBrowser::imagesOpened(PairImages images) {
    if (images.catalog.faces() != catalog_.faces()) {
        catalog_ = images.catalog;
        loader_->setCatalog(catalog_);
        broken_.clear();
        refreshProblems();
    }
    setNote(images.note);
    model_->setImages(std::move(images));
    showCurrent();
}

void PairBrowser::showCurrent() {
    const std::optional<std::uint32_t> pair = currentPair();
    const PairImages& images = model_->images();
    detail_->setPair(pair ? std::optional(model_->facts(list_->currentIndex().row())) : std::nullopt,
                     images.pictures, images.catalog.faces() != nullptr);
    refreshHeader();
    if (pair && pair != announced_) {
        announced_ = pair;
        Q_EMIT currentPairChanged(*pair);
    }
}

void PairBrowser::refreshHeader() {
    const int row = list_->currentIndex().row();
    const int count = model_->rowCount();
    count_->setText(tr("%1 of %2")
                        .arg(countText(static_cast<std::size_t>(std::max(0, row + 1))),
                             countText(static_cast<std::size_t>(count))));
    count_->setAccessibleName(tr("Pair %1").arg(count_->text()));
    previous_->setEnabled(row > 0);
    next_->setEnabled(row + 1 < count);
    export_->setEnabled(count > 0 && exporting_ == nullptr);
}

void PairBrowser::refreshProblems() {
    const qsizetype count = unreadableLines(nullptr, broken_).size();
    problems_->setVisible(count > 0);
    problems_->setText(
        count == 1 ? tr("1 image could not be read")
                   : tr("%1 images could not be read").arg(countText(static_cast<std::size_t>(count))));
}

void PairBrowser::setNote(const QString& text) {
    note_->setText(text);
    note_->setVisible(!text.isEmpty());
}

void PairBrowser::setError(const QString& text) {
    error_->setText(text);
    error_->setVisible(!text.isEmpty());
}

}  // namespace pf::ui
