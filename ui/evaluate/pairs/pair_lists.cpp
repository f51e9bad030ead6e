#include "ui/evaluate/pairs/pair_lists.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>
#include <utility>

#include <QLabel>

#include "ui/evaluate/pairs/pair_browser.h"
#include "ui/kit/box.h"
#include "ui/kit/number_text.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

namespace {

/// The pairs that `wanted` picks, ordered by `key` from the smallest; only the first `limit` are sorted.
template <typename Wanted, typename Key>
PairSelection select(std::size_t pairs, std::size_t limit, const Wanted& wanted, const Key& key) {
    PairSelection found;
    for (std::size_t i = 0; i < pairs; ++i) {
        if (wanted(i)) {
            found.pairs.push_back(static_cast<std::uint32_t>(i));
        }
    }
    found.total = found.pairs.size();
    const auto before = [&](std::uint32_t a, std::uint32_t b) {
        const auto keyA = key(a);
        const auto keyB = key(b);
        return keyA != keyB ? keyA < keyB : a < b;
    };
    const std::size_t shown = std::min(limit, found.pairs.size());
    std::partial_sort(found.pairs.begin(), found.pairs.begin() + static_cast<std::ptrdiff_t>(shown),
                      found.pairs.end(), before);
    found.pairs.resize(shown);
    found.pairs.shrink_to_fit();
    return found;
}

void requireOneFlagPerScore(std::span<const double> scores, SameFlags same) {
    if (scores.size() != same.size()) {
        throw std::invalid_argument("there must be one flag per score");
    }
}

}  // namespace

PairSelection falseMatches(std::span<const double> scores, SameFlags same, double threshold,
                           std::size_t limit) {
    requireOneFlagPerScore(scores, same);
    return select(
        scores.size(), limit, [&](std::size_t i) { return same[i] == 0 && scores[i] >= threshold; },
        [&](std::uint32_t i) { return -scores[i]; });
}

PairSelection falseNonMatches(std::span<const double> scores, SameFlags same, double threshold,
                              std::size_t limit) {
    requireOneFlagPerScore(scores, same);
    return select(
        scores.size(), limit, [&](std::size_t i) { return same[i] != 0 && scores[i] < threshold; },
        [&](std::uint32_t i) { return scores[i]; });
}

PairSelection nearestPairs(std::span<const double> scores, double threshold, std::size_t count) {
    PairSelection nearest = select(
        scores.size(), count, [](std::size_t) { return true; },
        [&](std::uint32_t i) { return std::abs(scores[i] - threshold); });
    nearest.total = nearest.pairs.size();
    return nearest;
}

PairSelection pairsInScoreRange(std::span<const double> scores, double low, double high, std::size_t limit) {
    return select(
        scores.size(), limit, [&](std::size_t i) { return scores[i] >= low && scores[i] <= high; },
        [&](std::uint32_t i) { return -scores[i]; });
}

PairSelection pairsAboveRisk(std::span<const double> risks, double threshold, double atMost,
                             std::size_t limit) {
    return select(
        risks.size(), limit, [&](std::size_t i) { return risks[i] > threshold && risks[i] <= atMost; },
        [&](std::uint32_t i) { return -risks[i]; });
}

namespace {

constexpr std::size_t kNearest = 200;
constexpr int kSoonMs = 120;

QString discardWord(double discard) {
    return QString::number(100 * discard, 'f', 1) + QStringLiteral(" %");
}

/// Risks above which a discard rejects; all of them may stay at 0.
double riskLimit(const PairCurves& curves, double discard) {
    return discard <= 0 ? std::numeric_limits<double>::infinity()
                        : curves.atDiscard(discard).refitted.riskThreshold;
}

NamedPairs asked(const PairCurves& curves, const PairQuery& query) {
    switch (query.kind) {
        case PairQuery::Kind::ScoreRange:
            return {pairsInScoreRange(curves.scores(), query.low, query.high),
                    PairLists::tr("Scores from %1 to %2").arg(scoreText(query.low), scoreText(query.high))};
        case PairQuery::Kind::DiscardRange:
            return {
                pairsAboveRisk(curves.risks(), riskLimit(curves, query.high), riskLimit(curves, query.low)),
                PairLists::tr("Rejected between %1 and %2")
                    .arg(discardWord(query.low), discardWord(query.high))};
        case PairQuery::Kind::Nearest:
            break;
    }
    return {nearestPairs(curves.scores(), query.low, kNearest),
            PairLists::tr("Scores nearest to %1").arg(scoreText(query.low))};
}

}  // namespace

NamedPairs pairsOf(PairLists::List list, const PairCurves& curves, const ReadingPlace& place,
                   const std::optional<PairQuery>& query) {
    NamedPairs named;
    switch (list) {
        case PairLists::AtCursor:
            named = asked(curves, query.value_or(PairQuery{PairQuery::Kind::Nearest, place.threshold, 0}));
            break;
        case PairLists::FalseMatches:
            named = {falseMatches(curves.scores(), curves.same(), place.threshold),
                     PairLists::tr("False matches at threshold %1").arg(scoreText(place.threshold))};
            break;
        case PairLists::FalseNonMatches:
            named = {falseNonMatches(curves.scores(), curves.same(), place.threshold),
                     PairLists::tr("False non-matches at threshold %1").arg(scoreText(place.threshold))};
            break;
        case PairLists::RejectedByRisk:
            named = {pairsAboveRisk(curves.risks(), riskLimit(curves, place.discard),
                                    std::numeric_limits<double>::infinity()),
                     PairLists::tr("Rejected by risk, %1").arg(discardWord(place.discard))};
            break;
    }
    if (named.selection.total > named.selection.pairs.size()) {
        named.caption += PairLists::tr(" (first %1 of %2)")
                             .arg(countText(named.selection.pairs.size()), countText(named.selection.total));
    }
    return named;
}

PairLists::PairLists(QWidget* parent) : QWidget(parent) {
    list_ = makeCombo(QStringLiteral("pairList"), tr("List of pairs"),
                      {tr("At the cursor (click, or Shift and drag)"), tr("False matches at this threshold"),
                       tr("False non-matches at this threshold"), tr("Rejected by risk")},
                      this);
    list_->setCurrentIndex(RejectedByRisk);
    list_->setToolTip(
        tr("Which pairs are listed. A click on a chart, or Shift and a drag over a part of it, lists the "
           "pairs there"));
    list_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    list_->setMinimumContentsLength(14);
    auto* word = new QLabel(tr("&Pairs"), this);
    word->setBuddy(list_);
    browser_ = new PairBrowser(this);
    makeColumn(this, Theme::spacing() / 2, {makeRow(nullptr, kUsualGap, {word, {list_, 1}}), {browser_, 1}});
    soon_.setSingleShot(true);
    soon_.setInterval(kSoonMs);
    connect(&soon_, &QTimer::timeout, this, &PairLists::refresh);
    connect(list_, &QComboBox::currentIndexChanged, this, &PairLists::refreshSoon);
}

void PairLists::setPlace(PairCurvesPtr curves, const QString& setPath, const ReadingPlace& place) {
    if (curves_ != curves) {
        query_.reset();
    }
    curves_ = std::move(curves);
    setPath_ = setPath;
    place_ = place;
    refreshSoon();
}

void PairLists::show(const PairQuery& query) {
    query_ = query;
    setList(AtCursor);
    refreshSoon();
}

void PairLists::refreshSoon() {
    // Not restarted: a long drag must not starve the list.
    if (!soon_.isActive()) {
        soon_.start();
    }
}

void PairLists::flush() {
    if (soon_.isActive()) {
        soon_.stop();
        refresh();
    }
}

void PairLists::refresh() {
    list_->setEnabled(curves_ != nullptr);
    if (curves_ == nullptr) {
        browser_->clear();
        return;
    }
    NamedPairs named = pairsOf(list(), *curves_, place_, query_);
    browser_->showPairs(curves_->evaluation(), setPath_, std::move(named.selection.pairs), named.caption);
}

}  // namespace pf::ui
