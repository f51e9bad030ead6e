// Reading the curves: one place on all of them, what it says, and the pairs there.
#pragma once

#include <vector>

#include <QObject>

#include "ui/evaluate/curves/protocol_view.h"
#include "ui/evaluate/plan/evaluation_job.h"

class QLabel;

namespace pf::ui {

class CurveBar;
class CurveStore;
class PairLists;
class RejectionBar;

/// Draws the results in the views and keeps their cursors, the readout, the rejection slider and the list of
/// pairs at the same place. Its widgets are laid out by whoever made it.
class ResultReading : public QObject {
    Q_OBJECT
  public:
    explicit ResultReading(QWidget* parent);

    /// Which curves are shown, and which of them is read.
    CurveBar* bar() const { return bar_; }
    QLabel* readout() const { return readout_; }
    RejectionBar* rejection() const { return rejection_; }
    PairLists* pairs() const { return pairs_; }

    void addView(ProtocolView* view);
    /// The view in front, of which the readout speaks; null: bar, readout and slider have nothing to do.
    void setCurrent(ProtocolView* view);
    /// Results without an error.
    void setResults(const std::vector<EvaluationResult>& results);
    /// The FMR at which EDC and ERC set their threshold.
    void setFixedFmr(double fmr);
    /// Draws everything again.
    void draw();
    /// Which curves of a view lie on each other, in a sentence; empty: none.
    QString coincidence(const ProtocolView& view) const;
    /// Forgets a range and what was pointed at.
    void clearSelection();
    /// The curves that are read; null while there are none.
    const PairCurvesPtr& curves() const { return read_; }
    const ReadingPlace& place() const { return place_; }

  Q_SIGNALS:
    /// The views show something else.
    void changed();
    /// The user pointed at a curve: its pairs are wanted.
    void pairsAsked();

  private:
    void curvesChanged();
    void readAt(ProtocolView* view, double x);
    void setDiscard(double discard);
    void placePins();
    void refresh();
    const EvaluationResult* active() const;

    std::vector<EvaluationResult> results_;
    std::vector<ProtocolView*> views_;
    ProtocolView* current_ = nullptr;
    CurveStore* store_;
    CurveBar* bar_;
    QLabel* readout_;
    RejectionBar* rejection_;
    PairLists* pairs_;
    ReadingPlace place_{0, 0.1};
    double readFmr_ = 1e-3;  ///< of the threshold, to find it again among other scores
    double fixedFmr_ = 1e-3;
    PairCurvesPtr read_;
};

}  // namespace pf::ui
