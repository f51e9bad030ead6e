// The pairs behind the curves: which list, and the browser that shows it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include <QComboBox>
#include <QTimer>
#include <QWidget>

#include "core/metrics/pair_labels.h"
#include "ui/evaluate/curves/protocol_view.h"

namespace pf::ui {

class PairBrowser;

/// The longest list of pairs that is shown: nobody looks at more, and sorting millions would hold the window.
inline constexpr std::size_t kMostPairs = 10000;

/// Indices of pairs in the order in which they should be looked at.
struct PairSelection {
    std::vector<std::uint32_t> pairs;  ///< at most the limit
    std::size_t total = 0;             ///< that there are
};

/// Impostor pairs accepted at the threshold (score >= threshold), the highest score first; equal scores by
/// index. Throws: std::invalid_argument (lengths differ). Cost: O(n).
PairSelection falseMatches(std::span<const double> scores, SameFlags same, double threshold,
                           std::size_t limit = kMostPairs);

/// Genuine pairs rejected at the threshold, the lowest score first. Throws and costs as falseMatches.
PairSelection falseNonMatches(std::span<const double> scores, SameFlags same, double threshold,
                              std::size_t limit = kMostPairs);

/// The `count` pairs whose scores are nearest to the threshold, the nearest first; `total` is their number.
PairSelection nearestPairs(std::span<const double> scores, double threshold, std::size_t count);

/// Pairs whose score lies in [low, high], the highest first.
PairSelection pairsInScoreRange(std::span<const double> scores, double low, double high,
                                std::size_t limit = kMostPairs);

/// Pairs of a higher risk than the threshold and, with an upper end, of at most that: the riskiest first.
PairSelection pairsAboveRisk(std::span<const double> risks, double threshold, double atMost,
                             std::size_t limit = kMostPairs);

/// A list with the words above it.
struct NamedPairs {
    PairSelection selection;
    QString caption;
};

class PairLists : public QWidget {
    Q_OBJECT
  public:
    enum List { AtCursor, FalseMatches, FalseNonMatches, RejectedByRisk };

    explicit PairLists(QWidget* parent = nullptr);

    PairBrowser* browser() const { return browser_; }
    List list() const { return static_cast<List>(list_->currentIndex()); }
    /// Another list; shown soon.
    void setList(List list) { list_->setCurrentIndex(list); }
    /// The curves that are read and where; null: nothing to show. The list follows soon, so that dragging
    /// stays smooth.
    void setPlace(PairCurvesPtr curves, const QString& setPath, const ReadingPlace& place);
    /// What the user pointed at; switches to it.
    void show(const PairQuery& query);
    /// Shows what is waiting at once.
    void flush();

  private:
    void refreshSoon();
    void refresh();

    QComboBox* list_ = nullptr;
    PairBrowser* browser_ = nullptr;
    PairCurvesPtr curves_;
    QString setPath_;
    ReadingPlace place_;
    std::optional<PairQuery> query_;
    QTimer soon_;
};

/// The pairs of a list at a place. Without a query "at the cursor" holds the pairs nearest to the threshold.
NamedPairs pairsOf(PairLists::List list, const PairCurves& curves, const ReadingPlace& place,
                   const std::optional<PairQuery>& query);

}  // namespace pf::ui
