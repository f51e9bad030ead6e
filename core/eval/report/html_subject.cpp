#include "core/eval/report/html_subject.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <stdexcept>

namespace pf::detail {
namespace {

std::string fileName(const std::string& path) {
    const auto name = std::filesystem::path(path).filename().string();
    return name.empty() ? path : name;
}

std::string firstOf(std::initializer_list<std::string> words, const char* otherwise) {
    for (const auto& each : words) {
        if (!each.empty()) {
            return each;
        }
    }
    return otherwise;
}

/// The name, with a number behind it where a subject of the set has it already.
std::string uniqueName(const ReportSet& set, const std::string& name) {
    std::string candidate = name;
    const auto isTaken = [&](const ReportSubject& each) { return each.name == candidate; };
    for (int number = 2; std::ranges::any_of(set.subjects, isTaken); ++number) {
        candidate = name + " (" + std::to_string(number) + ")";
    }
    return candidate;
}

void require(const void* report) {
    if (report == nullptr) {
        throw std::invalid_argument("a report to be written is missing");
    }
}

}  // namespace

std::vector<ReportSet> reportSets(const ReportContents& contents) {
    std::vector<ReportSet> sets;
    std::map<std::string, int> colours;
    const auto add = [&](const std::string& set, ReportSubject subject) {
        subject.colour = colours.try_emplace(subject.name, static_cast<int>(colours.size())).first->second;
        auto found = std::ranges::find(sets, set, &ReportSet::name);
        if (found == sets.end()) {
            found = sets.insert(found, ReportSet{set, {}});
        }
        subject.name = subject.id = uniqueName(*found, subject.name);
        found->subjects.push_back(std::move(subject));
    };
    for (const auto* report : contents.pairs) {
        require(report);
        const ProtocolCard& card = report->card;
        ReportSubject subject;
        subject.name = firstOf({card.modelName, fileName(card.model), fileName(card.source)}, "embeddings");
        subject.pairs = report;
        for (const auto& curve : report->curves) {
            subject.curves.push_back(&curve);
        }
        add(firstOf({card.set, report->record.set}, "pairs"), std::move(subject));
    }
    for (const auto& scores : contents.scores) {
        require(scores.report);
        ReportSubject subject;
        subject.name = firstOf({scores.name, scores.report->name}, "scores");
        subject.scores = &scores;
        subject.curves.push_back(scores.report);
        add(firstOf({scores.set, scores.report->name}, "scores"), std::move(subject));
    }
    for (const auto& templates : contents.templates) {
        require(templates.report);
    }
    return sets;
}

}  // namespace pf::detail
