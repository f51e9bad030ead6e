// The pairs behind the curves: which list, and the browser that shows it.
#pragma once

#include <optional>

#include <QComboBox>
#include <QTimer>
#include <QWidget>

#include "ui/evaluate/curves/protocol_view.h"
#include "ui/evaluate/pairs/pair_selection.h"

namespace pf::ui {

class PairBrowser;

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
