// The pair sets that a run evaluates, embedded once.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/eval/pairs/pair_report.h"
#include "core/nn/backbones/backbone.h"
#include "core/nn/uncertainty_head.h"
#include "core/session/evaluate/evaluation_check.h"
#include "core/session/evaluate/training_overlap.h"
#include "core/session/model/internal/set_embedder.h"
#include "core/session/run/internal/training_run.h"

namespace pf {

inline constexpr double kBytesPerGib = 1024.0 * 1024.0 * 1024.0;

/// What a checkpoint is judged by, larger is better: an accuracy, or an area with its sign turned.
/// Not a number when the record does not have it. Throws: Error(Config) for an unknown name.
double checkpointValue(const EvaluationRecord& record, const std::string& bestBy);

/// The recipe's evaluation sets, opened before anything is spent on training. A new run is refused for one
/// that cannot be used; a resumed one continues without it and tries again at each evaluation.
/// Throws: Error(Config) for a new run.
std::vector<OpenedSet> openSetsOf(TrainingRun& run);

/// options.evaluation.sets of a run; features are kept as long as they fit `memoryGib`.
class EvaluationSets {
  public:
    /// The run and the backbone must outlive it. `sets`: as openEvaluationSets gave them; one with a problem
    /// is opened again at each evaluation.
    EvaluationSets(TrainingRun& run, std::vector<OpenedSet> sets, Backbone& backbone,
                   const at::Device& device, double memoryGib, std::string backboneHash);

    struct Result {
        /// Of options.evaluation.bestBy, mean over the sets that have it; larger is better. Nothing when one
        /// that has it could not be measured this time: means of different sets do not compare.
        std::optional<double> bestValue;
        std::optional<Calibration> calibration;  ///< of the first set that gives one
        std::string calibrationSet;
    };
    /// Evaluates every set with a head and records the results; what cannot be measured is a note. Nothing
    /// without sets or when stopped.
    std::optional<Result> evaluate(UncertaintyHead& head, std::int64_t epoch, std::int64_t step);

  private:
    struct Set {
        OpenedSet opened;
        std::unique_ptr<SetEmbedder> embedder;
        OverlapNote overlap;  ///< with the training pictures
    };
    void prepare(Set& set);
    std::optional<EvaluationRecord> measure(Set& set, UncertaintyHead& head, std::int64_t epoch,
                                            std::int64_t step, Result& result);

    TrainingRun& run_;
    Backbone& backbone_;
    at::Device device_;
    double memoryGib_;
    std::string backboneHash_;
    std::vector<Set> sets_;
};

/// The cosine verification of a backbone that is being trained; nothing is kept between evaluations.
class BackboneEvaluation {
  public:
    BackboneEvaluation(TrainingRun& run, Backbone& backbone, const at::Device& device);
    /// Mean cosine accuracy over the sets; nothing without sets, when one cannot be measured (a note) or when
    /// stopped.
    std::optional<double> evaluate(std::int64_t epoch, std::int64_t step);

  private:
    TrainingRun& run_;
    Backbone& backbone_;
    at::Device device_;
};

}  // namespace pf
