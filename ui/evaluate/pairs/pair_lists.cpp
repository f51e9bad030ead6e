#include "ui/evaluate/pairs/pair_lists.h"

#include <limits>
#include <utility>

#include <QLabel>

#include "ui/evaluate/pairs/pair_browser.h"
#include "ui/kit/box.h"
#include "ui/kit/number_text.h"
#include "ui/kit/widgets.h"
#include "ui/theme/theme.h"

namespace pf::ui {

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
