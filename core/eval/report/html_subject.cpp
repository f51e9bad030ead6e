#include "core/eval/report/html_subject.h"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <map>
#include <stdexcept>

#include "core/base/text.h"
#include "core/eval/charts/svg_text.h"

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

const ScoreReport* ReportSubject::find(const std::string& score,
                                       const std::function<bool(const ScoreReport&)>& holds) const {
    for (const auto* curve : curves) {
        if ((score.empty() || curve->score == score) && holds(*curve)) {
            return curve;
        }
    }
    return nullptr;
}

std::vector<std::string> ReportSet::scores() const {
    std::vector<std::string> names;
    for (const auto& subject : subjects) {
        for (const auto* curve : subject.curves) {
            if (std::find(names.begin(), names.end(), curve->score) == names.end()) {
                names.push_back(curve->score);
            }
        }
    }
    return names;
}

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

std::string scoreLabel(const std::string& score) {
    if (score == "mls") {
        return "MLS";
    }
    if (score == "attention") {
        return "distance term";
    }
    return score == "negative_squared_distance" ? "negative squared distance" : score;
}

std::string riskLabel(const std::string& risk) {
    constexpr std::string_view kSigma = "sigma_sq";
    return risk.starts_with(kSigma) ? "σ²" + risk.substr(kSigma.size()) : risk;
}

std::string percentText(double fraction) {
    return std::isfinite(fraction) ? fixedNumber(fraction * 100.0, 2) + " %" : "–";
}

std::string percentInterval(const Interval& interval) {
    if (!std::isfinite(interval.low) || !std::isfinite(interval.high)) {
        return "";
    }
    // Spaces that do not break: an interval stays on one line. A dash would let it break, and look like a
    // minus.
    return fixedNumber(interval.low * 100.0, 2) + "\u00a0to\u00a0" + fixedNumber(interval.high * 100.0, 2) +
           "\u00a0%";
}

std::string rateText(double rate) {
    if (!std::isfinite(rate) || rate >= 0.01) {
        return percentText(rate);
    }
    return significantNumber(rate * 100.0, 3) + " %";
}

}  // namespace pf::detail
