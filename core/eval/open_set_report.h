// Identification on the trials of a protocol: detection and identification rates at FAR, and match rates by
// rank.
#pragma once

#include <cstddef>
#include <stop_token>
#include <string>
#include <vector>

#include "core/eval/blufr.h"
#include "core/eval/embedding_set.h"
#include "core/metrics/identification.h"
#include "core/metrics/pair_scores.h"

namespace pf {

struct OpenSetOptions {
    std::vector<double> farTargets = {1e-4, 1e-3, 1e-2, 1e-1};
    std::size_t rank = 1;       ///< a mate within it counts as identified
    std::size_t cmcRanks = 20;  ///< match rates at ranks 1 ... cmcRanks
    std::size_t curvePoints = 41;
    std::vector<PairScoreKind> scores = {PairScoreKind::Cosine, PairScoreKind::Mls};
};

/// Detection and identification at one FAR target over all trials.
struct DirAtFar {
    double farTarget = 0;
    double mean = 0;        ///< of the trials' DIR
    double deviation = 0;   ///< of the trials' DIR, over n (not n - 1); 0 for a single trial
    double threshold = 0;   ///< mean of the trials' thresholds
    double far = 0;         ///< mean of the trials' measured FAR
    bool reachable = true;  ///< false when a trial has too few impostor probes for this rate
};

/// One kind of score on one set of trials.
struct IdentificationScores {
    PairScoreKind kind = PairScoreKind::Cosine;
    std::vector<DirAtFar> dir;  ///< by target; empty for a closed set
    std::vector<DirAtFar>
        curve;                ///< at FARs evenly spaced by their logarithm, from one impostor probe to all
    std::vector<double> cmc;  ///< by rank: the fraction of genuine probes matched, mean of the trials
    std::vector<std::vector<DirPoint>> dirByTrial;  ///< [trial][target]
    std::vector<std::vector<double>> cmcByTrial;    ///< [trial][rank]
};

/// One set of trials. Without trials in the protocol it is empty.
struct IdentificationResult {
    std::string protocol;  ///< what was done, one sentence
    std::string files;
    std::size_t trials = 0;
    double gallery = 0;  ///< images, mean of the trials
    double genuine = 0;  ///< probes
    double impostor = 0;
    std::vector<IdentificationScores> scores;  ///< by kind
};

struct OpenSetReport {
    std::size_t images = 0;
    IdentificationResult openSet;    ///< of BlufrProtocol::openSet
    IdentificationResult closedSet;  ///< of BlufrProtocol::closedSet: cmc only
    IdentificationResult published;  ///< of BlufrProtocol::published
    std::vector<std::string> notes;  ///< what a reader of the numbers must know, one sentence each
    bool interrupted = false;        ///< stopped: only sets that were finished are there
    double elapsedSeconds = 0;
};

/// Runs the searches of a protocol on embeddings whose rows are its images, in its order. Scores and ranks
/// are exact (TrialScorer). Names that are made up (`file#row`) are taken as they are; of others the
/// components they share with the list, but for the extension, must agree. A stop is honoured within one
/// block of probes. Throws: Error(Config) (no kind of score or target, a target outside [0, 1], a rank of 0),
/// Error(Data) (another number of rows or other images than the protocol's, naming the first; trials that
/// checkTrials refuses), Error(Shape) and Error(Numeric) (as TrialScorer). Source: docs/science.md, "Open-set
/// identification". Cost and memory: as TrialScorer::score for every trial. Determinism: the same for any
/// number of LibTorch's threads, with which it computes.
OpenSetReport reportOpenSet(const EmbeddingSet& embeddings, const BlufrProtocol& protocol,
                            const OpenSetOptions& options = {}, std::stop_token stop = {});

/// The report as JSON; `setName` says which embeddings it is of.
std::string openSetReportText(const OpenSetReport& report, const std::string& setName);

}  // namespace pf
