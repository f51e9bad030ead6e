// The charts of one run: loss terms, the sigma² fan, how the evaluations go, speed and
// learning rate, the risk curve.
#pragma once

#include <array>
#include <map>

#include <QHash>
#include <QVector>
#include <QWidget>

#include "core/session/run/run_reader.h"
#include "ui/train/evaluation_progress.h"
#include "ui/train/smoothing.h"

class QCheckBox;
class QGridLayout;
class QSettings;
class QSlider;
class QTimer;

namespace pf::ui {

class Chart;

class LiveCharts : public QWidget {
    Q_OBJECT
  public:
    explicit LiveCharts(QWidget* parent = nullptr);

    void clear();
    void add(const RunUpdate& update);

    Chart* lossChart() const { return loss_; }
    Chart* fanChart() const { return fan_; }
    Chart* riskChart() const { return risk_; }
    /// Accuracies or areas under the EDC of each evaluation, over the steps.
    Chart* evaluationChart() const { return evaluations_; }
    Chart* speedChart() const { return speed_; }
    std::array<Chart*, 5> all() const { return {loss_, fan_, risk_, speed_, evaluations_}; }
    /// The chart that Ctrl+E exports: the one the mouse or the focus was in last, else the loss.
    Chart* currentChart() const { return current_ != nullptr ? current_ : loss_; }
    /// Chooses the metric that a run keeps its best checkpoint by (evaluation.best_by).
    void setBestBy(const QString& metric) { progress_->setMetric(metric); }
    const EvaluationProgress& progress() const { return *progress_; }

    void saveState(QSettings& settings) const;
    void restoreState(QSettings& settings);

  protected:
    bool event(QEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

  private:
    struct Term {
        QVector<double> values;  ///< NaN where a step did not report the term
        Smoother smoother;
    };

    /// Two charts side by side, or, where it is narrow, one below the other.
    void arrange(bool narrow);
    void fitTo(int width);
    void dropAfter(double step);
    void addSteps(const std::vector<StepRecord>& steps);
    void addEvaluation(const EvaluationRecord& evaluation);
    void resmooth();
    double smoothingAmount() const;
    void ensureTerm(const QString& name);

    QGridLayout* grid_;
    bool narrow_ = false;
    Chart* loss_;
    Chart* fan_;
    Chart* evaluations_;
    Chart* risk_;
    Chart* speed_;
    Chart* current_ = nullptr;
    QSlider* smoothing_;
    QCheckBox* logarithmic_;
    QTimer* resmoothSoon_;
    EvaluationProgress* progress_ = nullptr;
    QVector<double> steps_;
    std::map<QString, Term> terms_;
    Smoother speedSmoother_{0.95};
    QHash<QString, std::int64_t> evaluated_;  ///< set -> step of the curve that is shown
    int sets_ = 0;
    QHash<QString, int> setColours_;
};

}  // namespace pf::ui
