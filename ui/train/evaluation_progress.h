// How the evaluations of a run went, over its steps: the accuracies or the areas under the EDC, and which
// one is the best.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

#include <QComboBox>
#include <QObject>

#include "core/results/charts/chart_description.h"
#include "ui/train/evaluation_history.h"

namespace pf::ui {

class Chart;

/// Fills a chart from the evaluations of a run. A metric (named as evaluation.best_by names it) is drawn
/// strongly and decides which evaluation is marked as best; the others of its kind stand thin beside it.
class EvaluationProgress : public QObject {
    Q_OBJECT
  public:
    /// Puts the choice of the metric into the chart's header.
    EvaluationProgress(Chart* chart, QObject* parent);

    void clear();
    /// Takes the evaluations and the checkpoints of an update.
    void add(const RunUpdate& update);
    /// Forgets what came after a step (a run that was resumed from there).
    void dropAfter(std::int64_t step);

    /// "mls_accuracy", "cosine_accuracy", "risk_accuracy", "pauc_20", "pauc_30" or "pauc".
    QString metric() const { return metric_->currentData().toString(); }
    /// An unknown name changes nothing.
    void setMetric(const QString& name);

    std::optional<std::int64_t> bestStep() const { return history_.bestStep(metric()); }
    std::optional<std::int64_t> keptStep() const { return history_.keptStep(); }

  private:
    /// A line of each set: a quantity as the metric's family has it.
    struct Line {
        QString id;
        QString name;
        bool chosen = false;
        std::function<double(const EvaluationPoint&)> value;
    };

    /// What decides which curves there are and what their colours mean.
    struct Layout {
        bool areas = false;
        bool single = false;
        bool operator==(const Layout&) const = default;
    };

    std::vector<Line> lines() const;
    void draw();
    /// Returns the axis of the steps that they need.
    ChartAxis drawLines(QStringList& drawn);
    void drawMarks(QStringList& drawn);
    /// No step: takes the mark away.
    void mark(const QString& id, std::optional<std::int64_t> step, const QString& words, const QString& name,
              int colour, QStringList& drawn);

    Chart* chart_;
    QComboBox* metric_;
    EvaluationHistory history_;
    Layout layout_;
};

}  // namespace pf::ui
