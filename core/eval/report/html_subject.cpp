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

class Arrangement {
  public:
    void add(const std::string& set, ReportSubject subject) {
        const auto [colour, isNew] = colours_.try_emplace(subject.name, static_cast<int>(colours_.size()));
        subject.colour = colour->second;
        auto found =
            std::find_if(sets_.begin(), sets_.end(), [&](const auto& each) { return each.name == set; });
        if (found == sets_.end()) {
            sets_.push_back({set, {}});
            found = sets_.end() - 1;
        }
        subject.name = unique(*found, subject.name);
        subject.id = subject.name;
        found->subjects.push_back(std::move(subject));
    }

    std::vector<ReportSet> take() { return std::move(sets_); }

  private:
    static std::string unique(const ReportSet& set, const std::string& name) {
        std::string candidate = name;
        const auto taken = [&] {
            return std::any_of(set.subjects.begin(), set.subjects.end(),
                               [&](const auto& each) { return each.name == candidate; });
        };
        for (int number = 2; taken(); ++number) {
            candidate = name + " (" + std::to_string(number) + ")";
        }
        return candidate;
    }

    std::vector<ReportSet> sets_;
    std::map<std::string, int> colours_;
};

void require(const void* report) {
    if (report == nullptr) {
        throw std::invalid_argument("a report to be written is missing");
    }
}

}  // namespace

std::vector<ReportSet> reportSets(const ReportContents& contents) {
    Arrangement arrangement;
    for (const auto* report : contents.pairs) {
        require(report);
        const ProtocolCard& card = report->card;
        ReportSubject subject;
        subject.name = firstOf({card.modelName, fileName(card.model), fileName(card.source)}, "embeddings");
        subject.pairs = report;
        for (const auto& curve : report->curves) {
            subject.curves.push_back(&curve);
        }
        arrangement.add(firstOf({card.set, report->record.set}, "pairs"), std::move(subject));
    }
    for (const auto& scores : contents.scores) {
        require(scores.report);
        ReportSubject subject;
        subject.name = firstOf({scores.name, scores.report->name}, "scores");
        subject.scores = &scores;
        subject.curves.push_back(scores.report);
        arrangement.add(firstOf({scores.set, scores.report->name}, "scores"), std::move(subject));
    }
    for (const auto& templates : contents.templates) {
        require(templates.report);
    }
    return arrangement.take();
}

}  // namespace pf::detail
