#include "core/eval/report/html_texts.h"

#include "core/base/text.h"

namespace pf::detail {
namespace {

std::string intervalsOf(const ReportSubject& subject) {
    const auto* curve = subject.find("", [](const ScoreReport& each) { return each.replicates > 0; });
    if (curve == nullptr) {
        return "No confidence intervals were computed.";
    }
    return "Intervals and bands: " + compactNumber(kConfidence * 100.0, 1) + " %, percentile bootstrap, " +
           formatCount(curve->replicates) + " replicates drawn over " +
           (curve->overIdentities ? "identities, as pairs that share a face are not independent."
                                  : "pairs, as the identities are not known: pairs that share a face count "
                                    "as independent, so the intervals are rather too narrow.");
}

}  // namespace

std::string intervalSentence(const ReportSet& set) {
    std::string first;
    bool differ = false;
    std::string each;
    for (const auto& subject : set.subjects) {
        const std::string sentence = intervalsOf(subject);
        differ = differ || (!first.empty() && sentence != first);
        first = first.empty() ? sentence : first;
        each += (each.empty() ? "" : " ") + subject.name + ": " + sentence;
    }
    return differ ? each : first;
}

std::string resolutionSentence(std::size_t impostors) {
    return formatCount(impostors) + " impostor pairs resolve an FMR down to " +
           significantNumber(impostors == 0 ? 1.0 : 1.0 / static_cast<double>(impostors), 2) +
           "; below it a TMR would hang on the few highest impostors alone and is not given.";
}

HtmlSection readingSection() {
    HtmlSection section{"How to read these numbers", {}};
    HtmlTable table;
    table.wordColumns = 2;
    table.columns = {"Word", "Meaning"};
    table.rows = {
        {"Verification, 10-fold",
         "Ten contiguous folds without shuffling. The threshold of each fold is fitted on the other nine: "
         "the mean of all genuine scores that reach the highest accuracy there. Accept when score ≥ "
         "threshold. The accuracy and the threshold are means over the folds, and depend on the order of the "
         "pairs."},
        {"Fixed or re-fitted",
         "The EDC keeps the threshold that was set before anything was discarded; the risk-controlled "
         "accuracy and the ERC find a new one at every step. A method can win by one and lose by the other: "
         "compare curves of one kind only."},
        {"FMR, FNMR, TMR",
         "The false match rate is the fraction of the impostor pairs that are accepted, the false non-match "
         "rate that of the genuine pairs that are not, and the true match rate is 1 − FNMR. Literature on "
         "faces often says FAR for FMR and TAR for TMR. The threshold of an FMR target is the round(FMR "
         "n)-th highest of the n impostor scores, or just above it when more of them tie with it, so that "
         "the rate reached does not exceed the target."},
        {"max, add, min-quality",
         "The risk of a pair is the larger (max) or the sum (add) of its faces' risks. A quality is a risk "
         "turned over: the minimum of two qualities is the maximum of two risks, so min-quality and max are "
         "one rule."},
        {"Cosine, MLS, distance term",
         "MLS is the mutual likelihood score −(d² / S + log S), with d² = 2 (1 − cosine) and S the sum of "
         "both σ²; the distance term is its part −d² / S alone. For σ² per dimension it is the mean over the "
         "dimensions. A negative MLS is normal: what counts is on which side of the threshold it lies."},
        {"σ²",
         "The uncertainty of a face; it has no unit, and its size depends on the model. Compare it within "
         "one model only, by percentiles. A vector σ² counts as its geometric mean where one number is "
         "needed."},
        {"pAUC, AUERC",
         "Area under the EDC's FNMR up to discarding 20 %, 30 % or everything, as a step curve; lower is "
         "better. AUERC and AUERC30 are trapezoids over every percent from 0 to 99 % and to 30 % of the same "
         "curve."},
        {"EER, AUC, d′",
         "EER: where FMR = FNMR. AUC: the chance that a genuine pair scores above an impostor. d′: distance "
         "of the two means over the root of their mean variance."},
        {"Confidence intervals",
         "Percentile bootstrap. Identities are drawn with replacement where they are known, else pairs, "
         "which gives intervals that are rather too narrow when faces occur in several pairs. Every "
         "replicate finds its own thresholds."},
    };
    section.add(std::move(table));
    return section;
}

}  // namespace pf::detail
