#include "core/session/evaluate/evaluation_check.h"

#include "core/base/error.h"
#include "core/data/face_set.h"
#include "core/eval/pairs/pair_report.h"

namespace pf {
namespace {

constexpr const char* kCure = "; name another file or leave the set out (evaluation.sets)";

}  // namespace

OpenedSet openEvaluationSet(const std::string& name, const std::string& source) {
    OpenedSet set{name, source, {}, "", ""};
    try {
        set.images = openImages({source});
        if (set.images.isPairSet()) {
            set.caution = whyNotMeasured(sameFlags(set.images.faces()->pairIsSame()));
        } else {
            set.problem =
                source + ": is not a pair set; evaluation.sets needs .bin sets (or synthetic:pairs=600)";
            set.images = {};
        }
    } catch (const Error& error) {
        set.problem = std::string(error.what()) + kCure;
    }
    return set;
}

std::vector<OpenedSet> openEvaluationSets(const Options& options) {
    std::vector<OpenedSet> sets;
    for (const auto& [name, source] : options.evaluation.sets) {
        sets.push_back(openEvaluationSet(name, source));
    }
    return sets;
}

std::string problemsOf(const std::vector<OpenedSet>& sets) {
    std::string text;
    for (const auto& set : sets) {
        if (!set.problem.empty()) {
            text +=
                (text.empty() ? "" : "\n") + std::string("evaluation.sets.") + set.name + ": " + set.problem;
        }
    }
    return text;
}

std::vector<std::string> checkEvaluationSets(const Options& options) {
    const auto sets = openEvaluationSets(options);
    if (const std::string problems = problemsOf(sets); !problems.empty()) {
        throw Error(ErrorCode::Config, problems);
    }
    std::vector<std::string> cautions;
    for (const auto& set : sets) {
        if (!set.caution.empty()) {
            cautions.push_back(set.name + ": " + set.caution);
        }
    }
    return cautions;
}

}  // namespace pf
