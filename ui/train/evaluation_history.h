// The evaluations of a run by step, and which of them is the best by a metric.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <vector>

#include <QString>

#include "core/session/run/run_reader.h"

namespace pf::ui {

/// What a run can judge its checkpoints by, named as evaluation.best_by names it.
inline constexpr auto kMlsAccuracy = "mls_accuracy";
inline constexpr auto kCosineAccuracy = "cosine_accuracy";
inline constexpr auto kRiskAccuracy = "risk_accuracy";
inline constexpr std::array<const char*, 3> kAreaMetrics = {"pauc_20", "pauc_30", "pauc"};

/// Areas are better the smaller they are.
bool isAreaMetric(const QString& metric);

/// What is kept of one evaluation of one set; NaN stands for what was not recorded.
struct EvaluationPoint {
    static constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

    double mls = kUnknown;
    double cosine = kUnknown;
    std::map<double, double> accuracyAt;  ///< discarded fraction -> accuracy
    std::array<double, 3> areas = {kUnknown, kUnknown, kUnknown};

    /// The metric's value, NaN when it was not recorded.
    double value(const QString& metric) const;
};

struct EvaluatedSet {
    QString name;
    std::map<std::int64_t, EvaluationPoint> points;  ///< by step
};

class EvaluationHistory {
  public:
    void clear();
    /// Takes the evaluations and the checkpoints of an update; true when there were any to take.
    bool add(const RunUpdate& update);
    /// Forgets what came after a step (a run that was resumed from there).
    void dropAfter(std::int64_t step);

    /// In the order of their first evaluation.
    const std::vector<EvaluatedSet>& sets() const { return sets_; }
    std::int64_t lastStep() const;
    /// The step whose evaluation is best by the metric, mean over the sets, the earliest of equals; nothing
    /// while no evaluation knows it. Steps at which fewer sets were measured than at others do not count.
    std::optional<std::int64_t> bestStep(const QString& metric) const;
    /// The step of the checkpoint that the run itself kept as best.
    std::optional<std::int64_t> keptStep() const {
        return kept_.empty() ? std::nullopt : std::optional(kept_.back());
    }

  private:
    std::vector<EvaluatedSet> sets_;
    std::vector<std::int64_t> kept_;  ///< steps of the checkpoints that were best when they were written
};

}  // namespace pf::ui
