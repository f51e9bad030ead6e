#include "app/cli/output/evaluation_console.h"

#include <cstdio>

#include "app/cli/output/console.h"
#include "app/cli/output/training_console.h"
#include "core/base/numbers.h"
#include "core/base/text.h"

namespace pf::cli {
namespace {

/// With four decimals; one that lies just above a tie would be printed as the tie itself, which accepts it.
std::string thresholdText(double threshold) {
    const std::string text = formatted("%.4f", threshold);
    const double printed = readNumber(text).value_or(threshold);
    const bool justAbove =
        printed < threshold && threshold - printed < 1e-12 * std::max(1.0, std::abs(threshold));
    return justAbove ? "just above " + text : std::abs(threshold) < 1e6 ? text : formatNumber(threshold);
}

std::string intervalText(const Interval& interval) {
    return " [" + formatPercent(interval.low) + ", " + formatPercent(interval.high) + "]";
}

void printAreas(const char* name, const DiscardAreas& areas) {
    printFormatted("    %-16s %.6f  %.6f  %.6f\n", name, areas.upTo20, areas.upTo30, areas.full);
}

void printAccuracies(const ScoreReport& report) {
    if (report.verification) {
        const auto& verification = *report.verification;
        printFormatted("  10-fold accuracy %s%s ± %s over the folds, threshold %s\n",
                       formatPercent(verification.folds.accuracy).c_str(),
                       verification.interval ? intervalText(*verification.interval).c_str() : "",
                       formatPercent(verification.foldDeviation).c_str(),
                       thresholdText(verification.folds.threshold).c_str());
    }
    if (report.risk) {
        std::printf("  risk-controlled by %s, threshold re-fitted:\n", report.riskName.c_str());
        for (std::size_t i = 0; i < report.risk->rows.size(); ++i) {
            const auto& row = report.risk->rows[i];
            if (!row.measured()) {
                printFormatted("    discard %3.0f %%  not measured: %s\n", row.discard * 100,
                               row.problem.c_str());
                continue;
            }
            const auto& intervals = report.risk->intervals;
            printFormatted("    discard %3.0f %%  kept %s  accuracy %s%s  threshold %s\n", row.discard * 100,
                           formatCount(row.kept).c_str(), formatPercent(row.accuracy).c_str(),
                           intervals.empty() ? "" : intervalText(intervals[i]).c_str(),
                           thresholdText(row.threshold).c_str());
        }
    }
}

/// One line for a score that does not lead the report.
void printSummary(const ScoreReport& report) {
    std::printf("  %s", scoreWord(report.score).c_str());
    if (report.verification) {
        std::printf(
            "  accuracy %s%s", formatPercent(report.verification->folds.accuracy).c_str(),
            report.verification->interval ? intervalText(*report.verification->interval).c_str() : "");
    }
    if (report.roc) {
        std::printf("  equal error rate %s", formatPercent(report.roc->equalError.rate).c_str());
    }
    if (!report.edc.empty()) {
        printFormatted("  EDC area up to 20 %% by %s %.6f", report.riskName.c_str(),
                       report.edc.front().area.upTo20);
    }
    std::printf("\n");
}

void printIdentification(const char* title, const IdentificationResult& result) {
    if (result.trials == 0) {
        return;
    }
    printFormatted("  %s: %zu trials, gallery %.0f, %.0f genuine and %.0f impostor probes (%s)\n", title,
                   result.trials, result.gallery, result.genuine, result.impostor, result.files.c_str());
    for (const auto& scores : result.scores) {
        std::printf("    %-10s", std::string(pairScoreKindName(scores.kind)).c_str());
        for (const auto& dir : scores.dir) {
            if (dir.reachable) {
                printFormatted("  DIR@%g %s ± %s (FAR reached %.3g)", dir.farTarget,
                               formatPercent(dir.mean).c_str(), formatPercent(dir.deviation).c_str(),
                               dir.far);
            } else {
                printFormatted("  DIR@%g not measurable (too few impostor probes)", dir.farTarget);
            }
        }
        for (const std::size_t rank : {std::size_t{1}, std::size_t{5}, std::size_t{10}}) {
            if (rank <= scores.cmc.size()) {
                std::printf("  rank-%zu %s", rank, formatPercent(scores.cmc[rank - 1]).c_str());
            }
        }
        std::printf("\n");
    }
}

/// Accuracy, TMR, EDC and ERC of one score, with intervals where there are any.
void printScores(const ScoreReport& report) {
    printFormatted("\n%s, %s: %s pairs, %s genuine, %s impostor (computed in %.3f s)\n", report.name.c_str(),
                   scoreWord(report.score).c_str(), formatCount(report.pairs).c_str(),
                   formatCount(report.genuine).c_str(), formatCount(report.impostor).c_str(), report.seconds);
    printAccuracies(report);
    if (report.roc) {
        printFormatted("  ROC: area %.6f  equal error rate %s (threshold %s)", report.roc->areaUnderCurve,
                       formatPercent(report.roc->equalError.rate).c_str(),
                       thresholdText(report.roc->equalError.threshold).c_str());
        if (report.roc->dPrime) {
            printFormatted("  d' %.3f", *report.roc->dPrime);
        }
        std::printf("\n");
        for (std::size_t i = 0; i < report.roc->tmrAtFmr.size(); ++i) {
            const auto& point = report.roc->tmrAtFmr[i];
            if (!point.reachable) {
                printFormatted("    FMR %-6g not measurable: %s impostor pairs are too few\n",
                               point.fmrTarget, formatCount(report.impostor).c_str());
                continue;
            }
            const auto& intervals = report.roc->tmrIntervals;
            const std::string interval = intervals.empty() ? "" : intervalText(intervals[i]);
            printFormatted("    FMR %-6g reached %-9.4g TMR %8s%s  threshold %s\n", point.fmrTarget,
                           point.fmr, formatPercent(point.tmr).c_str(), interval.c_str(),
                           thresholdText(point.threshold).c_str());
        }
    }
    for (const auto& edc : report.edc) {
        printFormatted("  EDC, threshold %s fixed at FMR %g (reached %.4g) with all pairs; FNMR %s%s\n",
                       thresholdText(edc.fixed.threshold).c_str(), edc.fixed.fmrTarget, edc.fixed.fmr,
                       formatPercent(edc.fixed.fnmr()).c_str(),
                       edc.fixed.reachable ? "" : "  (too few impostor pairs to measure this FMR)");
        std::printf("    area up to discarding 20 %%, 30 %%, 100 %%:\n");
        printAreas(report.riskName.c_str(), edc.area);
        if (!edc.areaIntervals.empty()) {
            printFormatted("      from   %.6f  %.6f  %.6f\n      to     %.6f  %.6f  %.6f\n",
                           edc.areaIntervals[0].low, edc.areaIntervals[1].low, edc.areaIntervals[2].low,
                           edc.areaIntervals[0].high, edc.areaIntervals[1].high, edc.areaIntervals[2].high);
        }
        printAreas("random", edc.randomArea);
        printAreas("oracle", edc.oracleArea);
    }
    for (const auto& erc : report.erc) {
        printFormatted("  ERC, threshold found again at FMR %g for every 5 %% rejected: area %.6f\n",
                       erc.fmrTarget, erc.area());
    }
    if (report.replicates > 0) {
        std::printf("  95 %% intervals: bootstrap over %s, %s replicates\n",
                    report.overIdentities ? "identities" : "pairs (who is in them is not known)",
                    formatCount(report.replicates).c_str());
    }
    if (!report.hasRisks) {
        std::printf("  no risks: risk-controlled accuracy, EDC and ERC are left out\n");
    }
}

void printOpenSet(const OpenSetReport& report) {
    printFormatted("\nIdentification on %s images (computed in %.1f s)\n", formatCount(report.images).c_str(),
                   report.elapsedSeconds);
    printIdentification("open set", report.openSet);
    printIdentification("closed set", report.closedSet);
    printIdentification("BLUFR as published", report.published);
    printEach(stdout, "  note: ", report.notes);
}

void printTemplates(const TemplateReport& report) {
    printFormatted("\n%s, 1:1 verification of templates (computed in %.1f s)\n", report.protocol.c_str(),
                   report.elapsedSeconds);
    for (const auto& split : report.splits) {
        std::printf("  %s: %s templates, %s genuine and %s impostor comparisons\n", split.name.c_str(),
                    formatCount(split.templates).c_str(), formatCount(split.genuine).c_str(),
                    formatCount(split.impostor).c_str());
    }
    for (const auto& result : report.results) {
        std::printf("  %-14s %-8s", templateFusionName(result.fusion).c_str(),
                    std::string(pairScoreKindName(result.match)).c_str());
        for (const auto& tar : result.tar) {
            if (!tar.reachable) {
                printFormatted("  TAR@%g not measurable", tar.farTarget);
                continue;
            }
            printFormatted("  TAR@%g %s", tar.farTarget, formatPercent(tar.mean).c_str());
            if (report.splits.size() > 1) {
                std::printf(" ± %s", formatPercent(tar.deviation).c_str());
            }
            printFormatted(" (FAR reached %.3g)", tar.far);
        }
        std::printf("\n");
    }
    printEach(stdout, "  note: ", report.notes);
}

}  // namespace

void printReports(const EvaluationReports& reports) {
    for (const auto& evaluation : reports.pairs) {
        const PairReport& report = evaluation->report;
        const ProtocolCard& card = report.card;
        printEvaluation(report.record);
        for (const auto& curves : report.curves) {
            // The leading score with every risk; of the others the report has the details.
            if (curves.score == report.curves.front().score) {
                printScores(curves);
            } else {
                printSummary(curves);
            }
        }
        printEach(stdout, "  warning: ", card.warnings);
        printEach(stdout, "  note: ", card.notes);
        if (!card.trainingOverlap.empty()) {
            std::printf("  %s: %s\n", card.overlapsTraining ? "warning" : "seen in training",
                        card.trainingOverlap.c_str());
        }
        if (!card.skipped.empty()) {
            std::printf("  left out: %zu images (report.json lists them); first: %s\n", card.skipped.size(),
                        card.skipped.front().c_str());
        }
    }
    if (reports.scores) {
        printScores(*reports.scores);
        printEach(stdout, "  warning: ", reports.scores->warnings);
    }
    if (reports.openSet) {
        printOpenSet(*reports.openSet);
    }
    if (reports.templates) {
        printTemplates(*reports.templates);
    }
}

}  // namespace pf::cli
