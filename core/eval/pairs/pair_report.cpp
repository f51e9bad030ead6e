#include "core/eval/pairs/pair_report.h"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <iterator>
#include <span>
#include <utility>

#include "core/base/file_hash.h"
#include "core/base/text.h"
#include "core/eval/pairs/score_report.h"
#include "core/eval/pairs/verification.h"

namespace pf {
namespace {

template <typename Value>
std::span<const std::byte> bytesOf(const std::vector<Value>& values) {
    return std::as_bytes(std::span<const Value>(values));
}

std::string dataHash(const EmbeddingSet& set, const PairIndex& pairs) {
    Sha256 sum;
    sum.add(bytesOf(set.mu));
    sum.add(bytesOf(set.sigmaSq));
    sum.add(bytesOf(pairs.a));
    sum.add(bytesOf(pairs.b));
    sum.add(bytesOf(pairs.same));
    return sum.hex();
}

/// One report per score and risk. What does not depend on the risk is measured with the first risk only.
std::vector<ScoreReport> allCurves(const ScoredPairs& pairs, const ScoreReportOptions& options) {
    std::vector<ScoreReport> curves;
    for (std::size_t score = 0; score < pairs.scores.size(); ++score) {
        for (std::size_t risk = 0; risk < std::max<std::size_t>(1, pairs.risks.size()); ++risk) {
            ScoreReportOptions asked = options;
            if (risk > 0) {
                asked.roc = false;
                asked.verification = false;
                if (!asked.edc && !asked.erc && !asked.risk) {
                    continue;
                }
            }
            curves.push_back(evaluateScores(pairs.scoreSet(score, risk), asked));
        }
    }
    return curves;
}

/// The curves' warnings on the card: what a risk lacks is said once, not once for each score.
void addWarnings(PairReport& report) {
    auto& warnings = report.card.warnings;
    for (const ScoreReport& curve : report.curves) {
        for (const std::string& warning : curve.warnings) {
            if (std::find(warnings.begin(), warnings.end(), warning) == warnings.end()) {
                warnings.push_back(warning);
            }
        }
    }
}

/// What became of the images: those that failed first, and then the others that were left out.
void takeAbsent(ProtocolCard& card, const AbsentPairs& absent, const EmbeddingSet& set) {
    card.absent = absent;
    card.skipped = absent.failed;
    // A list may name an image by the end of its path.
    const auto isSaid = [&](const std::string& line) {
        return std::any_of(absent.failed.begin(), absent.failed.end(),
                           [&](const std::string& said) { return line.ends_with(said); });
    };
    std::copy_if(set.skipped.begin(), set.skipped.end(), std::back_inserter(card.skipped),
                 [&](const std::string& line) { return !isSaid(line); });
    if (absent.any()) {
        card.notes.push_back(absentText(absent));
    }
}

}  // namespace

PairEvaluation evaluatePairSet(ScoredPairs pairs, const EmbeddingSet& set,
                               const EvaluationOptions& evaluation, const ScoreReportOptions& options,
                               ProtocolCard card) {
    const auto started = std::chrono::steady_clock::now();
    PairEvaluation result;
    PairReport& report = result.report;
    report.card = std::move(card);
    report.card.created = formatTime(std::time(nullptr), "%Y-%m-%dT%H:%M:%S%z");
    report.card.set = pairs.name;
    report.card.dataHash = dataHash(set, pairs.pairs);
    report.card.images = set.size();
    report.card.pairs = pairs.size();
    const PairCounts counts = countPairs(pairs.pairs.same);
    report.card.genuine = counts.genuine;
    report.card.impostor = counts.impostor;
    report.card.embeddingSize = set.embeddingSize;
    report.card.sigmaSize = set.sigmaSize;
    if (const std::string why = whyNotMeasured(pairs.pairs.same); !why.empty()) {
        report.card.warnings.push_back(why);
    }
    takeAbsent(report.card, pairs.pairs.absent, set);
    report.record = evaluatePairs(pairs, set.sigmaSq, evaluation);
    report.record.epoch = report.card.epoch;
    report.record.step = report.card.step;
    report.curves = allCurves(pairs, options);
    addWarnings(report);
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    result.pairs = std::move(pairs);
    return result;
}

}  // namespace pf
