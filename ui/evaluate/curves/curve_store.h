// The curves of the results for the present choice, made in a worker and kept.
#pragma once

#include <deque>
#include <vector>

#include <QObject>
#include <QPointer>
#include <QString>

#include "ui/evaluate/curves/pair_curves.h"
#include "ui/evaluate/plan/evaluation_job.h"

namespace pf::ui {

class BackgroundTask;

class CurveStore : public QObject {
    Q_OBJECT
  public:
    explicit CurveStore(QObject* parent = nullptr);

    void setResults(const std::vector<EvaluationResult>& results);
    void setChoice(const CurveChoice& choice);
    const CurveChoice& choice() const { return choice_; }

    /// The curves of a result for the present choice; null while they are made, when there are none, or when
    /// the result holds no pairs.
    PairCurvesPtr curvesOf(const EvaluationResult& result) const;
    /// Why there are none; empty when there is no reason.
    QString problemOf(const EvaluationResult& result) const;
    bool isWorking() const { return !task_.isNull(); }

  Q_SIGNALS:
    /// The curves of the present choice are all there.
    void changed();

  private:
    struct Entry {
        PairEvaluationPtr evaluation;
        CurveChoice choice;
        PairCurvesPtr curves;
        QString problem;
    };
    const Entry* find(const PairEvaluationPtr& evaluation) const;
    void makeMissing();

    std::vector<PairEvaluationPtr> evaluations_;
    std::deque<Entry> entries_;  ///< the newest in front
    CurveChoice choice_;
    QPointer<BackgroundTask> task_;
};

}  // namespace pf::ui
