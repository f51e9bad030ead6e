#include "ui/evaluate/pairs/pair_browser_model.h"

#include <algorithm>
#include <cmath>
#include <exception>
#include <optional>
#include <stdexcept>
#include <utility>

#include "ui/kit/number_text.h"

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

}  // namespace pf::ui
