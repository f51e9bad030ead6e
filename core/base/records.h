// What a run says of itself, as plain values: written to metrics.jsonl, read by the window and the command
// line.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace pf {

/// The percentiles of sigma² that every log and chart shows.
inline constexpr std::array<double, 7> kSigmaPercentiles = {0, 10, 30, 50, 70, 90, 100};
using SigmaPercentiles = std::array<double, 7>;

/// One training step.
struct StepRecord {
    std::int64_t epoch = 0;     ///< 1-based
    std::int64_t step = 0;      ///< 1-based, over the whole run
    double elapsedSeconds = 0;  ///< training time so far, pauses excluded
    double imagesPerSecond = 0;
    double learningRate = 0;
    /// a (total), mls, att_pos, att_neg, atte, s_L1 or s_L2, regu, s_min, s_max (names as in the reference's
    /// log).
    std::map<std::string, double> terms;
    SigmaPercentiles sigmaSq{};  ///< of the batch
};

/// One row of a risk-controlled evaluation.
struct RiskPoint {
    double discard = 0;        ///< fraction asked to be discarded
    double riskThreshold = 0;  ///< pairs with a risk above it are discarded
    std::int64_t kept = 0;
    std::int64_t total = 0;
    double accuracy = 0;   ///< 10-fold, threshold re-fitted on the kept pairs
    double threshold = 0;  ///< mean over the folds
};

/// True match rate (1 - FNMR) at one false match rate.
struct TmrPoint {
    double fmrTarget = 0;
    double tmr = 0;
    double fmr = 0;  ///< reached; at most about the target
    double threshold = 0;
    bool reachable = true;  ///< false when the negatives are too few to measure a rate this small
};

/// Verification with one score.
struct ScoreSummary {
    double accuracy = 0;
    double threshold = 0;
    std::vector<TmrPoint> tmrAtFmr;
};

/// One evaluation of one set.
struct EvaluationRecord {
    std::string set;
    std::int64_t epoch = 0;
    std::int64_t step = 0;
    std::int64_t pairs = 0;
    double elapsedSeconds = 0;
    SigmaPercentiles sigmaSq{};
    std::map<std::string, ScoreSummary> scores;  ///< cosine, mls, attention
    std::vector<RiskPoint> riskMax;              ///< at the configured discards, cosine score
    std::vector<RiskPoint> riskAdd;
    std::vector<RiskPoint> riskCurve;    ///< `max`, every percent from 0 to 0.5: what charts show
    std::vector<RiskPoint> randomCurve;  ///< the same, pairs discarded at random: the baseline
    double fixedFmr = 0;                 ///< the FMR at which `fnmrCurve`'s threshold is fixed (discard 0)
    std::vector<std::array<double, 2>>
        fnmrCurve;  ///< (discard fraction, FNMR), protocol EDC, at most 201 points
    /// Stepwise areas under that curve up to discarding 20 %, 30 % and everything; NaN in files of earlier
    /// versions.
    std::array<double, 3> fnmrAreas{};
    std::string reportFile;  ///< relative to the run directory
};

/// A line that a person should read: a hint, a warning, an error.
struct NoteRecord {
    enum class Level { Info, Warning, Error };
    Level level = Level::Info;
    std::int64_t step = 0;
    std::string text;
};

/// A checkpoint that was written.
struct CheckpointRecord {
    std::int64_t step = 0;
    std::string file;  ///< relative to the run directory
    bool best = false;
};

}  // namespace pf
