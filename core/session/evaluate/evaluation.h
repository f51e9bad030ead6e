// Evaluating sets of pairs: of a model's images or of ready embeddings, by any of the pair protocols.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "core/results/pair_report.h"
#include "core/session/control.h"
#include "core/session/evaluate/training_overlap.h"
#include "core/session/model/face_model.h"

namespace pf {

/// A file of quality scores, one per image, to be used as a risk beside sigma².
struct QualitySource {
    std::string name;  ///< as charts call it
    std::filesystem::path
        file;            ///< see readQuality; empty: the embeddings' own norms, of which higher is better
    std::string column;  ///< empty: the only one there is
    bool higherIsBetter = false;
};

/// What to measure, and on which pairs.
struct EvaluationRequest {
    EvaluationOptions evaluation;  ///< discards of the tables, FMR of the record's EDC
    ScoreReportOptions report;
    ScoringOptions scoring;  ///< without qualities: those come from `qualities`
    std::vector<QualitySource> qualities;
    /// A pair whose image is missing, could not be used or has no quality is an error; otherwise it is left
    /// out and accounted for.
    bool strict = false;
    std::string modelName;           ///< as reports call the model; empty: its path
    std::filesystem::path pairList;  ///< empty: the set's own pairs
    std::filesystem::path
        identities;  ///< a pair list in the order of the pairs that says who is in them, or empty
};

/// Every pair protocol, at its usual targets.
EvaluationRequest fullEvaluation();

using PairEvaluationPtr = std::shared_ptr<const PairEvaluation>;

/// Puts what was found of the training pictures among a set's into its card.
void addOverlap(ProtocolCard& card, const OverlapNote& overlap);

/// Measures embeddings that are in memory, on the request's pairs: those of its list or of the set itself,
/// less those of images that are missing or have no value in one of the request's qualities, so that every
/// curve is of the same pairs. `card` says where they come from, and gets notes on what was read in another
/// way than it stands. Throws: Error naming the set; as readPairList, resolvePairs, rowPairs and readQuality;
/// with request.strict for any pair that would be left out; when no pair is left.
PairEvaluationPtr evaluateSet(const EmbeddingSet& embeddings, const EvaluationRequest& request,
                              const std::string& name, ProtocolCard card);

/// The same, cut short when `control` is asked to stop: nullptr then.
PairEvaluationPtr evaluateUnlessStopped(const EmbeddingSet& embeddings, EvaluationRequest request,
                                        const std::string& name, ProtocolCard card, RunControl& control);

/// Measures ready embeddings (.npz, .npy, .pkl, .csv; see readEmbeddings); nullptr when stopped.
PairEvaluationPtr evaluateEmbeddingFile(const std::filesystem::path& file, const EvaluationRequest& request,
                                        const std::string& name, RunControl& control);

/// Embeds the images of each set with the model and measures them; writes `out`/NAME/report.json,
/// report.html, the curves as CSV, scores.npz and embeddings.npz (out may be empty: nothing written). Ends
/// early, with what is done, when a stop is asked for.
std::vector<PairEvaluationPtr> evaluateModel(FaceModel& model, const std::vector<NamedSource>& sets,
                                             const EvaluationRequest& request,
                                             const std::filesystem::path& out, RunControl& control,
                                             const ProgressObserver& observer);

/// Writes one set's files into `directory`. Throws: Error(Io).
void writeEvaluation(const std::filesystem::path& directory, const PairEvaluation& evaluation);

}  // namespace pf
