#include "core/eval/report/html_summary.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <utility>

#include "core/base/text.h"
#include "core/eval/report/html_rows.h"

namespace pf::detail {
namespace {

bool hasRoc(const ScoreReport& report) {
    return report.roc.has_value();
}

std::optional<HtmlCell> accuracy(const ReportSubject& subject, const std::string& score) {
    if (const auto* report =
            subject.find(score, [](const auto& each) { return each.verification.has_value(); })) {
        const VerificationReport& verification = *report->verification;
        return HtmlCell(percentText(verification.folds.accuracy),
                        verification.interval ? percentInterval(*verification.interval) : "");
    }
    if (subject.pairs != nullptr && subject.pairs->record.scores.contains(score)) {
        const double measured = subject.pairs->record.scores.at(score).accuracy;
        return std::isfinite(measured) ? HtmlCell(percentText(measured)) : HtmlCell("not measured");
    }
    return std::nullopt;
}

/// The scores with an accuracy of their own, those of the records included.
std::vector<std::string> verifiedScores(const ReportSet& set) {
    std::vector<std::string> scores = set.scores();
    for (const auto& subject : set.subjects) {
        if (subject.pairs != nullptr) {
            for (const auto& each : subject.pairs->record.scores) {
                if (std::find(scores.begin(), scores.end(), each.first) == scores.end()) {
                    scores.push_back(each.first);
                }
            }
        }
    }
    return scores;
}

HtmlCell notMeasurable() {
    return {"not measurable", "too few impostor pairs"};
}

/// With the rate that was reached: where scores tie it can be far below the one asked for.
HtmlCell tmrCell(const OperatingPoint& point, const Interval* interval) {
    if (!point.reachable) {
        return notMeasurable();
    }
    return {percentText(point.tmr), (interval == nullptr ? "" : percentInterval(*interval) + ", ") +
                                        "FMR reached " + rateText(point.fmr)};
}

/// The operating point of a target and the interval of its TMR, nullptr where there is none.
std::pair<const OperatingPoint*, const Interval*> tmrPoint(const ReportSubject& subject,
                                                           const std::string& score, double target) {
    if (const auto* report = subject.find(score, hasRoc)) {
        const RocReport& roc = *report->roc;
        for (std::size_t i = 0; i < roc.tmrAtFmr.size(); ++i) {
            if (roc.tmrAtFmr[i].fmrTarget == target) {
                return {&roc.tmrAtFmr[i], i < roc.tmrIntervals.size() ? &roc.tmrIntervals[i] : nullptr};
            }
        }
    }
    return {nullptr, nullptr};
}

void addRocRows(const std::string& score, SummaryRows& rows) {
    rows.group("ROC, " + scoreLabel(score));
    const auto rocOf = [&](const ReportSubject& subject) { return subject.find(score, hasRoc); };
    const auto add = [&](const char* name, const auto& cellOf) {
        rows.addFound(name, rocOf, [&](const ScoreReport& report) { return cellOf(*report.roc); });
    };
    add("EER", [](const RocReport& roc) {
        return HtmlCell(percentText(roc.equalError.rate), "at " + fixedNumber(roc.equalError.threshold, 4));
    });
    add("AUC", [](const RocReport& roc) { return HtmlCell(fixedNumber(roc.areaUnderCurve, 5)); });
    add("d′", [](const RocReport& roc) {
        return HtmlCell(roc.dPrime ? fixedNumber(*roc.dPrime, 3) : "undefined",
                        roc.dPrime ? "" : "no spread");
    });
    std::vector<double> targets;
    for (const auto& subject : rows.set().subjects) {
        if (const auto* report = subject.find(score, hasRoc)) {
            for (const auto& point : report->roc->tmrAtFmr) {
                if (std::find(targets.begin(), targets.end(), point.fmrTarget) == targets.end()) {
                    targets.push_back(point.fmrTarget);
                }
            }
        }
    }
    // Targets that nobody can measure share one row.
    std::vector<std::string> unreachable;
    for (const double target : targets) {
        const auto pointOf = [&](const ReportSubject& subject) { return tmrPoint(subject, score, target); };
        const auto& subjects = rows.set().subjects;
        if (std::none_of(subjects.begin(), subjects.end(), [&](const auto& subject) {
                const auto* point = pointOf(subject).first;
                return point != nullptr && point->reachable;
            })) {
            unreachable.push_back(targetNumber(target));
            continue;
        }
        rows.add("TMR at FMR " + targetNumber(target),
                 [&](const ReportSubject& subject) -> std::optional<HtmlCell> {
                     const auto [point, interval] = pointOf(subject);
                     return point == nullptr ? std::nullopt : std::optional(tmrCell(*point, interval));
                 });
    }
    if (!unreachable.empty()) {
        const std::string last = unreachable.size() > 1 ? " … " + unreachable.back() : "";
        rows.addFound("TMR at FMR " + unreachable.front() + last, rocOf,
                      [](const ScoreReport&) { return notMeasurable(); });
    }
}

/// The risk of the first curve that has one.
std::string firstRisk(const ReportSet& set) {
    for (const auto& subject : set.subjects) {
        if (const auto* report = subject.find("", [](const auto& each) { return each.hasRisks; })) {
            return report->riskName;
        }
    }
    return "";
}

std::size_t impostorsOf(const ReportSubject& subject) {
    if (subject.pairs != nullptr) {
        return subject.pairs->card.impostor;
    }
    return subject.curves.empty() ? 0 : subject.curves.front()->impostor;
}

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

/// How the confidence intervals of a set came about, or that there are none; per subject where they differ.
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

/// "The 2,000 impostor pairs resolve an FMR down to 5e-4 ...".
std::string resolutionSentence(std::size_t impostors) {
    return formatCount(impostors) + " impostor pairs resolve an FMR down to " +
           significantNumber(impostors == 0 ? 1.0 : 1.0 / static_cast<double>(impostors), 2) +
           "; below it a TMR would hang on the few highest impostors alone and is not given.";
}

/// The lowest target that can be measured differs between sets; an overview has one for all.
constexpr double kOverviewFmr = 1e-3;

}  // namespace

void addSummary(const ReportSet& set, HtmlSection& section) {
    HtmlTable table;
    table.caption = intervalSentence(set);
    table.columns = {"Measure"};
    std::size_t fewest = impostorsOf(set.subjects.front());
    for (const auto& subject : set.subjects) {
        table.columns.emplace_back(subject.name);
        fewest = std::min(fewest, impostorsOf(subject));
    }
    SummaryRows rows(set, table);
    rows.group("Verification accuracy, 10-fold");
    for (const auto& score : verifiedScores(set)) {
        rows.add(scoreLabel(score), [&](const ReportSubject& subject) { return accuracy(subject, score); });
    }
    const auto scores = set.scores();
    const std::string mainRisk = firstRisk(set);
    if (!scores.empty()) {
        addRocRows(scores.front(), rows);
        addDiscardRows(
            scores.front(), [&](const auto& risk) { return risk == mainRisk; }, rows);
    }
    addRecordRiskRows(rows);
    section.add(HtmlHeading{"Summary"});
    if (table.rows.empty()) {
        section.add(HtmlParagraph{"Nothing was measured."});
        return;
    }
    HtmlTable others;
    others.columns = table.columns;
    SummaryRows more(set, others);
    for (const auto& score : scores) {
        const bool isMain = score == scores.front();
        if (!isMain) {
            addRocRows(score, more);
        }
        addDiscardRows(
            score, [&](const auto& risk) { return !isMain || risk != mainRisk; }, more);
    }
    section.add(std::move(table));
    section.add(HtmlParagraph{resolutionSentence(fewest)});
    if (!others.rows.empty()) {
        section.add(std::move(others), "The same of the other scores and risks");
    }
}

void addOverview(const std::vector<ReportSet>& sets, HtmlSection& section) {
    HtmlTable table;
    table.wordColumns = 2;
    table.columns = {"Set", "Model"};
    std::vector<std::string> scores;
    for (const auto& set : sets) {
        for (const auto& score : verifiedScores(set)) {
            const bool isNew = std::find(scores.begin(), scores.end(), score) == scores.end();
            if (isNew && std::any_of(set.subjects.begin(), set.subjects.end(),
                                     [&](const auto& each) { return accuracy(each, score).has_value(); })) {
                scores.push_back(score);
            }
        }
    }
    for (const auto& score : scores) {
        table.columns.push_back({"10-fold accuracy", scoreLabel(score)});
    }
    table.columns.push_back({"EER", "main score"});
    table.columns.push_back({"TMR at FMR " + targetNumber(kOverviewFmr), "main score"});
    for (const auto& set : sets) {
        for (const auto& subject : set.subjects) {
            const std::string score = subject.curves.empty() ? "" : subject.curves.front()->score;
            const auto* roc = subject.find(score, hasRoc);
            std::vector<HtmlCell> row = {set.name, subject.name};
            for (const auto& each : scores) {
                row.push_back(accuracy(subject, each).value_or(HtmlCell("–")));
            }
            row.emplace_back(roc == nullptr ? "–" : percentText(roc->roc->equalError.rate));
            const auto [point, interval] = tmrPoint(subject, score, kOverviewFmr);
            row.push_back(point == nullptr ? HtmlCell("–") : tmrCell(*point, interval));
            table.rows.push_back(std::move(row));
        }
    }
    section.add(std::move(table));
}

}  // namespace pf::detail
