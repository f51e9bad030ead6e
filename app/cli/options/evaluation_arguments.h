// The options of an evaluation that several verbs share.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/session/evaluate/evaluation.h"

namespace CLI {
class App;
}

namespace pf::cli {

struct EvaluationArguments {
    std::vector<std::string> protocols;
    std::vector<double> targets;  ///< FMR or FAR at which rates are listed
    std::vector<double> fmrTargets;
    std::vector<double> discards;
    std::string score = "cosine";
    std::string risk = "max";
    std::vector<std::string> qualities;
    bool qualityHigherIsBetter = false;
    bool strict = false;
    std::string pairList;
    std::string identities;
    std::size_t bootstrap = 0;
    std::uint64_t seed = 1;

    bool asks(const std::string& protocol) const;
};

/// Adds --protocol, --at-fmr, --fmr, --discard, --score, --risk, --quality, --quality-higher-is-better,
/// --pairs,
/// --strict, --identities, --bootstrap and --seed.
void addEvaluationOptions(CLI::App& command, EvaluationArguments& arguments);

/// What they ask of pair sets; protocols that were not named are chosen by what is usually reported.
/// Discards and the FMR that are not given come from `defaults`. Throws: Error(Config).
EvaluationRequest requestOf(const EvaluationArguments& arguments, const EvaluationOptions& defaults);

/// "NAME=PATH", e.g. of --on. `option` names it in errors. Throws: Error(Config).
std::vector<NamedSource> namedSources(const std::vector<std::string>& texts, const std::string& option);

}  // namespace pf::cli
