// Verification of templates: TAR at FAR of every fusion and match.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/metrics/roc.h"
#include "core/metrics/template_fusion.h"

namespace pf {

/// The score of a template without any usable image with every other one.
inline constexpr double kUnusableScore = -9999.0;

struct TemplateReportOptions {
    std::vector<double> farTargets;  ///< empty: those of the protocol
    std::vector<TemplateFusion> fusions = {{FusionKind::Mean, 1.0},
                                           {FusionKind::PfeFuse, 0.5},
                                           {FusionKind::PfeFuse, 1.0},
                                           {FusionKind::PfeFuse, 2.0}};
    /// Without the squared distance: fused mu have length 1, where it orders pairs as the cosine does.
    std::vector<PairScoreKind> matches = {PairScoreKind::Cosine, PairScoreKind::Mls};
    int threads = 0;  ///< 0: one per core
};

/// TAR at one FAR target over all splits.
struct TemplateTar {
    double farTarget = 0;
    double mean = 0;        ///< of the splits' TAR
    double deviation = 0;   ///< of the splits' TAR, over n (not n - 1); 0 for a single split
    double far = 0;         ///< mean of the splits' FAR that was reached
    bool reachable = true;  ///< false when a split has too few impostor comparisons for this rate
};

/// One fusion with one match.
struct TemplateResult {
    TemplateFusion fusion;
    PairScoreKind match = PairScoreKind::Cosine;
    std::vector<TemplateTar> tar;                      ///< by target
    std::vector<std::vector<OperatingPoint>> bySplit;  ///< [split][target]
    /// Comparisons of usable templates that score below kUnusableScore (MLS of tiny sigma² can): they rank
    /// behind the unusable ones.
    std::size_t belowUnusable = 0;
};

/// What a split consists of.
struct TemplateSplitCounts {
    std::string name;
    std::size_t templates = 0;
    std::size_t unusableTemplates = 0;  ///< no image of theirs is among the embeddings
    std::size_t genuine = 0;            ///< comparisons
    std::size_t impostor = 0;
    std::size_t unusableComparisons = 0;  ///< scored kUnusableScore
    std::size_t images = 0;               ///< of all templates; one in two templates counts twice
    std::size_t missingImages = 0;        ///< of them, not among the embeddings
};

struct TemplateReport {
    std::string protocol;
    std::vector<TemplateSplitCounts> splits;
    std::vector<TemplateResult> results;    ///< fusions x matches, matches fastest
    std::size_t missingImages = 0;          ///< different names, over all splits
    std::vector<std::string> firstMissing;  ///< the first few of them
    std::vector<std::string> notes;         ///< what a reader of the numbers must know, one sentence each
    double elapsedSeconds = 0;
};

}  // namespace pf
