// Every ticked model on every ticked set, one after the other, in a worker.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <QString>

#include "core/base/records.h"
#include "core/session/control.h"

namespace pf::ui {

class ModelService;
struct TickEntry;

/// One model on one set: the record, or why there is none.
struct EvaluationResult {
    QString model;
    QString modelPath;
    QString set;
    QString setPath;
    EvaluationRecord record;
    QString error;  ///< empty: it worked

    /// "model · set".
    QString name() const { return model + QStringLiteral(" · ") + set; }
};

struct EvaluationPlan {
    std::vector<TickEntry> models;
    std::vector<TickEntry> sets;
    double fixedFmr = 1e-3;
};

/// Where the worker leaves results for the window to fetch.
class ResultBox {
  public:
    void put(EvaluationResult result);
    /// What has come since the last call.
    std::vector<EvaluationResult> take();

  private:
    std::mutex mutex_;
    std::vector<EvaluationResult> results_;
};

/// Runs the plan; a model or set that fails leaves its error and the next one is tried. A stop ends it early.
void runEvaluation(const EvaluationPlan& plan, const std::shared_ptr<ModelService>& models, ResultBox& box,
                   RunControl& control, const ProgressObserver& observer);

}  // namespace pf::ui
