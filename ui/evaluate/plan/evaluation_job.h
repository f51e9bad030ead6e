// Every ticked model on every ticked set, one after the other, in a worker.
#pragma once

#include <memory>
#include <mutex>
#include <vector>

#include <QString>

#include "core/base/records.h"
#include "core/session/control.h"
#include "core/session/evaluate/evaluation.h"
#include "ui/kit/tick_list.h"

namespace pf::ui {

class ModelService;

/// One model on one set: the record, or why there is none.
struct EvaluationResult {
    QString model;
    QString modelPath;
    QString set;
    QString setPath;
    EvaluationRecord record;
    QString error;                 ///< empty: it worked
    PairEvaluationPtr evaluation;  ///< the pairs with their curves; may be missing, then the record is all

    /// "model · set".
    QString name() const { return model + QStringLiteral(" · ") + set; }
};

/// A file of ready embeddings: evaluated without a model.
bool isEmbeddingFile(const QString& path);

struct EvaluationPlan {
    std::vector<TickEntry> models;
    std::vector<TickEntry> sets;  ///< images, or ready embeddings
    double fixedFmr = 1e-3;
    std::size_t replicates = 0;  ///< of the bootstrap that gives confidence bands; 0: none
    QString pairList;            ///< which pairs; empty: each set's own
    QString identities;          ///< a pair list that says who is in the pairs; empty: as the set says
    QString qualityFile;         ///< another risk beside sigma², one number per image; empty: none
    bool qualityHigherIsBetter = true;

    std::size_t embeddingFiles() const;
    /// Every model on every set of images, and each file of embeddings once.
    std::size_t evaluations() const {
        return models.size() * (sets.size() - embeddingFiles()) + embeddingFiles();
    }
};

/// Discards at which accuracies are reported.
const std::vector<double>& reportedDiscards();
/// The plan's quality file, named after the file.
QualitySource qualityOf(const EvaluationPlan& plan);

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
