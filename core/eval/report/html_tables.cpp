#include "core/eval/report/html_tables.h"

#include "core/base/text.h"
#include "core/results/charts/identification_charts.h"

namespace pf::detail {
namespace {

std::string orUnknown(const std::string& text) {
    return text.empty() ? "not stated" : text;
}

/// What a card says, or the little that is known of ready scores.
ProtocolCard cardOf(const ReportSubject& subject) {
    if (subject.pairs != nullptr) {
        return subject.pairs->card;
    }
    ProtocolCard card;
    card.source = subject.scores->source;
    card.dataHash = subject.scores->dataHash;
    card.modelName = subject.name;
    card.pairs = subject.scores->report->pairs;
    card.genuine = subject.scores->report->genuine;
    card.impostor = subject.scores->report->impostor;
    card.warnings = subject.scores->report->warnings;
    return card;
}

HtmlTable skippedTable(const std::vector<std::string>& skipped) {
    HtmlTable table;
    table.wordColumns = 2;
    table.columns = {"No.", "Image and reason"};
    for (std::size_t i = 0; i < skipped.size(); ++i) {
        table.rows.push_back({formatCount(i + 1), skipped[i]});
    }
    return table;
}

void addThresholdRows(const ScoreReport& report, const std::string& who, HtmlTable& table) {
    table.rows.push_back({HtmlCell(who)});
    for (std::size_t i = 0; i < report.roc->tmrAtFmr.size(); ++i) {
        const OperatingPoint& point = report.roc->tmrAtFmr[i];
        const auto& intervals = report.roc->tmrIntervals;
        std::vector<HtmlCell> row = {"FMR " + targetNumber(point.fmrTarget)};
        row.emplace_back(fixedNumber(point.threshold, 4),
                         point.reachable ? "" : "of the highest impostors alone");
        row.emplace_back(rateText(point.fmr));
        if (point.reachable) {
            row.emplace_back(percentText(point.tmr),
                             i < intervals.size() ? percentInterval(intervals[i]) : "");
            row.emplace_back(percentText(point.fnmr()));
        } else {
            row.emplace_back("not measurable", "too few impostor pairs");
            row.emplace_back("not measurable");
        }
        table.rows.push_back(std::move(row));
    }
}

void addPercentiles(const ReportSet& set, HtmlSection& section) {
    HtmlTable table;
    table.caption = "Percentiles of σ² over all of its values (no unit; compare within one model only).";
    table.columns = {"Model"};
    for (const double percent : kSigmaPercentiles) {
        table.columns.emplace_back(compactNumber(percent, 0) + " %");
    }
    for (const auto& subject : set.subjects) {
        // All zero: a record that was made without them, as σ² is positive.
        if (subject.pairs == nullptr || subject.pairs->record.sigmaSq.back() == 0.0) {
            continue;
        }
        std::vector<HtmlCell> row = {subject.name};
        for (const double value : subject.pairs->record.sigmaSq) {
            row.emplace_back(fixedNumber(value, 4));
        }
        table.rows.push_back(std::move(row));
    }
    if (!table.rows.empty()) {
        section.add(std::move(table));
    }
}

}  // namespace

void addProvenance(const ReportSet& set, HtmlSection& section) {
    HtmlTable table;
    table.columns = {"Protocol card"};
    table.wordColumns = set.subjects.size() + 1;
    std::vector<ProtocolCard> cards;
    for (const auto& subject : set.subjects) {
        table.columns.emplace_back(subject.name);
        cards.push_back(cardOf(subject));
    }
    const auto add = [&](const char* name, const auto& textOf) {
        std::vector<HtmlCell> row = {name};
        for (const auto& card : cards) {
            row.emplace_back(textOf(card));
        }
        table.rows.push_back(std::move(row));
    };
    add("Program", [](const auto& card) { return orUnknown(card.program); });
    add("Created", [](const auto& card) { return orUnknown(card.created); });
    add("Model", [](const auto& card) {
        return card.model.empty() ? "none: ready embeddings or scores" : card.model;
    });
    add("Backbone", [](const auto& card) { return orUnknown(card.backbone); });
    add("Preprocessing", [](const auto& card) { return orUnknown(card.preprocessing); });
    add("Source", [](const auto& card) { return orUnknown(card.source); });
    add("Data SHA-256", [](const auto& card) { return orUnknown(card.dataHash); });
    add("Pairs from", [](const auto& card) { return orUnknown(card.pairsFrom); });
    add("Subjects from", [](const auto& card) { return orUnknown(card.subjectsFrom); });
    add("Pairs", [](const auto& card) {
        return formatCount(card.pairs) + ": " + formatCount(card.genuine) + " genuine, " +
               formatCount(card.impostor) + " impostor";
    });
    add("Images",
        [](const auto& card) { return card.images == 0 ? "not stated" : formatCount(card.images); });
    add("Warnings", [](const auto& card) {
        const auto ended = [](const std::string& text) { return text + (text.ends_with('.') ? "" : "."); };
        return card.warnings.empty() ? "none" : joined(card.warnings, " ", ended);
    });
    add("Failure to enrol", [](const auto& card) {
        return card.absent.any() ? absentText(card.absent) : std::string("none: every pair is compared");
    });
    add("Seen in training", [](const auto& card) { return orUnknown(card.trainingOverlap); });
    add("Images left out", [](const auto& card) { return formatCount(card.skipped.size()); });
    add("Notes", [](const auto& card) { return card.notes.empty() ? "none" : joined(card.notes, " · "); });
    add("Embedding and σ² size", [](const auto& card) {
        return card.embeddingSize == 0
                   ? "not stated"
                   : formatCount(card.embeddingSize) + " and " + formatCount(card.sigmaSize);
    });
    std::vector<HtmlCell> seconds = {"Computing time"};
    for (const auto& subject : set.subjects) {
        const double spent = subject.pairs ? subject.pairs->seconds : subject.scores->report->seconds;
        seconds.emplace_back(fixedNumber(spent, 2) + " s");
    }
    table.rows.push_back(std::move(seconds));
    section.add(HtmlHeading{"Where the numbers come from"});
    section.add(std::move(table));
    for (std::size_t i = 0; i < cards.size(); ++i) {
        if (!cards[i].skipped.empty()) {
            section.add(skippedTable(cards[i].skipped),
                        formatCount(cards[i].skipped.size()) + " images left out, " + set.subjects[i].name);
        }
    }
}

void addThresholds(const ReportSet& set, HtmlSection& section) {
    HtmlTable table;
    table.caption =
        "The threshold to use where false matches must stay at a rate; accept when score ≥ threshold.";
    table.columns = {"Target", "Threshold", "FMR reached", "TMR", "FNMR"};
    for (const auto& score : set.scores()) {
        for (const auto& subject : set.subjects) {
            if (const auto* report =
                    subject.find(score, [](const ScoreReport& each) { return each.roc.has_value(); })) {
                addThresholdRows(*report, scoreLabel(score) + (set.hasSeveral() ? ", " + subject.name : ""),
                                 table);
            }
        }
    }
    if (!table.rows.empty()) {
        section.add(HtmlHeading{"Calibrated thresholds"});
        section.add(std::move(table), "Threshold for each FMR, of every score");
    }
    addPercentiles(set, section);
}

HtmlSection templateSection(const NamedTemplates& templates) {
    const TemplateReport& report = *templates.report;
    HtmlSection section;
    section.title =
        "Templates 1:1, " + report.protocol + (templates.name.empty() ? "" : ": " + templates.name);
    section.add(
        HtmlParagraph{"A template is a set of images, fused into one face and compared as a whole. Mean: the "
                      "normalised mean of the embeddings. PFE_fuse: weighted by (1 / σ²)^(1/T). A template "
                      "without any usable image scores -9999 with every other one. TAR is the mean over the "
                      "splits, ± its standard deviation over them (over n)."});
    HtmlTable tar;
    tar.wordColumns = 2;
    tar.columns = {"Fusion", "Match"};
    if (!report.results.empty()) {
        for (const auto& point : report.results.front().tar) {
            tar.columns.emplace_back("TAR at FAR " + targetNumber(point.farTarget));
        }
    }
    for (const auto& result : report.results) {
        std::vector<HtmlCell> row = {templateFusionName(result.fusion),
                                     scoreLabel(std::string(pairScoreKindName(result.match)))};
        for (const auto& point : result.tar) {
            const std::string deviation =
                report.splits.size() > 1 ? " ± " + fixedNumber(100.0 * point.deviation, 2) : "";
            row.push_back(point.reachable ? HtmlCell(percentText(point.mean) + deviation,
                                                     "FAR reached " + rateText(point.far))
                                          : HtmlCell("not measurable", "too few impostor comparisons"));
        }
        tar.rows.push_back(std::move(row));
    }
    section.add(std::move(tar));
    if (!report.results.empty()) {
        section.add(HtmlFigure{templateChart(report)});
    }
    HtmlTable splits;
    splits.columns = {"Split",  "Templates", "unusable", "Genuine", "Impostor", "unusable comparisons",
                      "Images", "missing"};
    for (const auto& split : report.splits) {
        splits.rows.push_back({split.name, formatCount(split.templates), formatCount(split.unusableTemplates),
                               formatCount(split.genuine), formatCount(split.impostor),
                               formatCount(split.unusableComparisons), formatCount(split.images),
                               formatCount(split.missingImages)});
    }
    section.add(std::move(splits), "What the splits hold");
    if (!report.notes.empty()) {
        section.add(HtmlParagraph{joined(report.notes, " ")});
    }
    if (report.missingImages > 0) {
        section.add(HtmlParagraph{
            formatCount(report.missingImages) + " images of the protocol are not among the embeddings" +
            (report.firstMissing.empty() ? "" : "; the first: " + joined(report.firstMissing)) + "."});
    }
    return section;
}

}  // namespace pf::detail
