#include "ui/evaluate/pairs/pair_browser_list.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

#include <QKeyEvent>
#include <QPainter>
#include <QStyledItemDelegate>

#include "ui/kit/number_text.h"
#include "ui/kit/thumbnail_loader.h"

namespace pf::ui {

namespace {

std::optional<double> percentileIn(const std::vector<double>& ascending, double value) {
    if (ascending.size() < 2 || !std::isfinite(value)) {
        return std::nullopt;
    }
    const auto below = std::lower_bound(ascending.begin(), ascending.end(), value) - ascending.begin();
    return std::min(1.0, static_cast<double>(below) / static_cast<double>(ascending.size() - 1));
}

/// Nothing when every evaluated row is where it was; else the name of the first that is not.
std::optional<std::string> firstMissing(const ScoredPairs& pairs, const ImageCatalog& images) {
    for (std::size_t row = 0; row < pairs.catalogIndex.size(); ++row) {
        const std::size_t index = pairs.catalogIndex[row];
        if (index >= images.size() || images.name(index) != pairs.imageNames.at(row)) {
            return pairs.imageNames.at(row);
        }
    }
    return std::nullopt;
}

}  // namespace

PairImages openPairImages(const ScoredPairs& pairs, const std::string& source, const ImageCatalog& open) {
    PairImages images;
    images.ascendingSigmaSq = pairs.sigmaSq;
    std::sort(images.ascendingSigmaSq.begin(), images.ascendingSigmaSq.end());
    if (pairs.catalogIndex.empty() || source.empty()) {
        images.note = PairListModel::tr("Ready embeddings come without images; names are shown instead.");
        return images;
    }
    try {
        images.catalog = open;
        if (!open.faces() || firstMissing(pairs, open)) {
            images.catalog = openImages({source});
        }
    } catch (const std::exception& error) {
        images.catalog = {};
        images.note =
            PairListModel::tr("Names are shown instead of images: %1").arg(QString::fromUtf8(error.what()));
        return images;
    }
    if (const auto missing = firstMissing(pairs, images.catalog)) {
        images.note = PairListModel::tr(
                          "Names are shown instead of images: %1 has changed since it was evaluated (%2 is "
                          "not in its place). Evaluate it again to see the images.")
                          .arg(QString::fromStdString(source), QString::fromStdString(*missing));
        images.catalog = {};
        return images;
    }
    images.pictures = true;
    return images;
}

void PairListModel::setPairs(PairEvaluationPtr evaluation, std::vector<std::uint32_t> pairs) {
    const std::size_t count = evaluation ? evaluation->pairs.size() : 0;
    if (std::any_of(pairs.begin(), pairs.end(), [count](std::uint32_t pair) { return pair >= count; })) {
        throw std::out_of_range("PairListModel::setPairs: a pair that the evaluation does not have");
    }
    beginResetModel();
    evaluation_ = std::move(evaluation);
    pairs_ = std::move(pairs);
    endResetModel();
}

void PairListModel::setImages(PairImages images) {
    images_ = std::move(images);
    if (!pairs_.empty()) {
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    }
}

PairFacts PairListModel::facts(int row) const {
    PairFacts facts = pairFacts(evaluation_->pairs, pairs_.at(static_cast<std::size_t>(row)));
    facts.percentileA = percentileIn(images_.ascendingSigmaSq, facts.sigmaSqA);
    facts.percentileB = percentileIn(images_.ascendingSigmaSq, facts.sigmaSqB);
    return facts;
}

int PairListModel::rowOf(std::uint32_t pair) const {
    const auto found = std::find(pairs_.begin(), pairs_.end(), pair);
    return found == pairs_.end() ? -1 : static_cast<int>(found - pairs_.begin());
}

QVariant PairListModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid | CheckIndexOption::ParentIsInvalid)) {
        return {};
    }
    const PairFacts facts = this->facts(index.row());
    switch (role) {
        case PairRole:
            return facts.pair;
        case Qt::DisplayRole:
            return QStringLiteral("%1 · %2").arg(facts.nameA, facts.nameB);
        case Qt::ToolTipRole:
            return QStringLiteral("%1\n%2").arg(facts.nameA, facts.nameB);
        case Qt::AccessibleTextRole:
            return tr("Pair %1 of %2: %3 and %4, %5, cosine %6, MLS %7, σ² %8 and %9")
                       .arg(countText(index.row() + 1), countText(rowCount()), facts.nameA, facts.nameB,
                            pairKindText(facts.same).toLower(), scoreText(facts.cosine), scoreText(facts.mls),
                            sigmaText(facts.sigmaSqA), sigmaText(facts.sigmaSqB)) +
                   tr(", risk %1").arg(sigmaText(facts.risk));
        default:
            return {};
    }
}

namespace {

class PairDelegate : public QStyledItemDelegate {
  public:
    PairDelegate(PairListView* view, const PairListModel* pairs, ThumbnailLoader* loader)
        : QStyledItemDelegate(view), view_(view), pairs_(pairs), loader_(loader) {}

    QSize sizeHint(const QStyleOptionViewItem&, const QModelIndex&) const override {
        const int width = view_->viewport()->width();
        return {width,
                static_cast<int>(pairTileHeight(width, pairs_->images().pictures, FaceInk::ofTheme()))};
    }

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override {
        painter->save();
        paintCellFrame(*painter, option, view_->hasFocus());
        PairTile tile;
        tile.facts = pairs_->facts(index.row());
        tile.pictures = pairs_->images().pictures;
        if (tile.pictures) {
            const double side = pairFaceSide(option.rect.width());
            const double ratio = painter->device()->devicePixelRatioF();
            tile.a = face(tile.facts.imageA, tile.facts.sigmaSqA, tile.facts.percentileA, side, ratio);
            tile.b = face(tile.facts.imageB, tile.facts.sigmaSqB, tile.facts.percentileB, side, ratio);
        }
        paintPairTile(*painter, option.rect, tile, FaceInk::ofTheme());
        painter->restore();
    }

  private:
    FaceTile face(std::optional<std::size_t> image, double sigmaSq, std::optional<double> percentile,
                  double side, double ratio) const {
        FaceTile tile;
        if (image && pairs_->images().catalog.faces()) {
            tile = loader_->tile(*image, side, ratio);
        }
        tile.caption = sigmaText(sigmaSq);
        tile.percentile = percentile;
        return tile;
    }

    PairListView* view_;
    const PairListModel* pairs_;
    ThumbnailLoader* loader_;
};

}  // namespace

PairListView::PairListView(PairListModel* model, ThumbnailLoader* loader, QWidget* parent)
    : FaceListView(QStringLiteral("pairList"), tr("Pairs"), model, loader, parent) {
    setFrameShape(QFrame::NoFrame);
    setMinimumHeight(80);
    setItemDelegate(new PairDelegate(this, model, loader));
    // With or without pictures: rows of another height.
    connect(model, &QAbstractItemModel::dataChanged, this, [this] { scheduleDelayedItemsLayout(); });
}

void PairListView::goTo(int row) {
    const int last = model()->rowCount() - 1;
    if (last >= 0) {
        setCurrentIndex(model()->index(std::clamp(row, 0, last), 0));
        scrollTo(currentIndex());
    }
}

void PairListView::keyPressEvent(QKeyEvent* event) {
    const bool plain = (event->modifiers() & ~Qt::KeypadModifier) == Qt::NoModifier;
    if (plain && (event->key() == Qt::Key_Left || event->key() == Qt::Key_Right)) {
        step(event->key() == Qt::Key_Left ? -1 : 1);
        event->accept();
        return;
    }
    QListView::keyPressEvent(event);
}

void PairListView::resizeEvent(QResizeEvent* event) {
    QListView::resizeEvent(event);
    if (event->size().width() != event->oldSize().width()) {
        scheduleDelayedItemsLayout();
    }
}

}  // namespace pf::ui
