// Everything that is reported of pairs: the numbers of every protocol, with the card that says what they are.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/base/records.h"
#include "core/results/absent_pairs.h"
#include "core/results/score_report.h"
#include "core/results/scored_pairs.h"

namespace pf {

/// What a number cannot be read without: which data, which model, which protocol.
struct ProtocolCard {
    std::string program;    ///< "ProbFace Studio 0.1.0"
    std::string created;    ///< ISO 8601, local time
    std::string set;        ///< name of the set
    std::string source;     ///< path of the images, embeddings or scores
    std::string dataHash;   ///< SHA-256 over the embeddings (or scores) and the pairs
    std::string model;      ///< path of the checkpoint; empty for ready embeddings
    std::string modelName;  ///< as reports call it
    std::string backbone;
    std::string preprocessing;      ///< the model's fingerprint
    std::string pairsFrom;          ///< "issame of the set", or the pair list's path
    std::string subjectsFrom;       ///< "not known", "labels of the set", or the list's path
    std::string trainingOverlap;    ///< test pictures and identities that were trained on, in words, or ""
    bool overlapsTraining = false;  ///< there are such
    std::size_t images = 0;
    std::size_t pairs = 0;
    std::size_t genuine = 0;
    std::size_t impostor = 0;
    std::size_t embeddingSize = 0;
    std::size_t sigmaSize = 0;
    std::int64_t epoch = 0;             ///< of the model; 0 for ready embeddings
    std::int64_t step = 0;              ///< likewise
    std::vector<std::string> skipped;   ///< images left out, "name: reason"
    std::vector<std::string> warnings;  ///< where images or settings are not training's; ScoreReport's
    AbsentPairs absent;                 ///< pairs that failed images took with them: the failure to enrol
    std::vector<std::string> notes;     ///< how the inputs were read and what was left out, a sentence each
};

/// One pair set under one model. `curves` holds one report per score and risk, the main score with sigma²
/// first; a score's ROC, verification and distribution stand in its first report only.
struct PairReport {
    ProtocolCard card;
    EvaluationRecord record;  ///< the tables: 10-fold accuracy, TMR at FMR, risk-controlled accuracy
    std::vector<ScoreReport> curves;
    double seconds = 0;  ///< spent computing, reading and embedding left out

    /// The report of a score and risk by their names, nullptr when there is none.
    const ScoreReport* find(const std::string& score, const std::string& risk) const {
        const auto found = std::ranges::find_if(curves, [&](const ScoreReport& each) {
            return each.score == score && (risk.empty() || each.riskName == risk);
        });
        return found == curves.end() ? nullptr : &*found;
    }
};

/// Scores with everything measured on them: the pairs stay at hand for whoever wants to look at them.
struct PairEvaluation {
    ScoredPairs pairs;
    PairReport report;
};

}  // namespace pf
