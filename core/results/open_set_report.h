// Identification on the trials of a protocol: detection and identification rates at FAR, and match rates by
// rank.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

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
    std::vector<DirAtFar> dir;    ///< by target; empty for a closed set
    std::vector<DirAtFar> curve;  ///< at FARs evenly spaced by logarithm, from one impostor probe to all
    std::vector<double> cmc;      ///< by rank: the fraction of genuine probes matched, mean of the trials
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

}  // namespace pf
