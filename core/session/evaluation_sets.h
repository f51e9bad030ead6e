// The pair sets that a run evaluates, embedded once.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/eval/verification.h"
#include "core/nn/backbone.h"
#include "core/nn/uncertainty_head.h"
#include "core/session/set_embedder.h"
#include "core/session/training_overlap.h"
#include "core/session/training_run.h"

namespace pf {

/// What a checkpoint is judged by, larger is better: an accuracy, or an area with its sign turned.
/// Throws: Error(Config) for an unknown name.
double checkpointValue(const EvaluationRecord& record, const std::string& bestBy);

/// options.evaluation.sets of a run; features are kept as long as they fit `memoryGib`.
class EvaluationSets {
  public:
    /// The run and the backbone must outlive it. Sets are opened at the first evaluation.
    EvaluationSets(TrainingRun& run, Backbone& backbone, const at::Device& device, double memoryGib,
                   std::string backboneHash);

    struct Result {
        double bestValue = 0;  ///< of options.evaluation.bestBy, mean over the sets; larger is better
        Calibration calibration;
        std::string calibrationSet;
    };
    /// Evaluates every set with a head and records the results; nothing without sets or when stopped.
    /// Throws: Error(Data) naming the set.
    std::optional<Result> evaluate(UncertaintyHead& head, std::int64_t epoch, std::int64_t step);

  private:
    void open();

    struct NamedSet {
        std::string name;
        std::unique_ptr<SetEmbedder> embedder;
        OverlapNote overlap;  ///< with the training pictures
    };
    TrainingRun& run_;
    Backbone& backbone_;
    at::Device device_;
    double memoryGib_;
    std::string backboneHash_;
    bool opened_ = false;
    std::vector<NamedSet> sets_;
};

/// The cosine verification of a backbone that is being trained; nothing is kept between evaluations.
class BackboneEvaluation {
  public:
    BackboneEvaluation(TrainingRun& run, Backbone& backbone, const at::Device& device);
    /// Mean cosine accuracy over the sets; nothing without sets or when stopped.
    std::optional<double> evaluate(std::int64_t epoch, std::int64_t step);

  private:
    TrainingRun& run_;
    Backbone& backbone_;
    at::Device device_;
};

}  // namespace pf
