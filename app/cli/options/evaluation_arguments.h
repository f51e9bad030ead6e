// What the options of an evaluation that several verbs share ask for.
#pragma once

#include <string>
#include <vector>

#include "core/session/commands/model_commands.h"
#include "core/session/evaluate/evaluation.h"

namespace CLI {
class App;
}

namespace pf::cli {

/// Adds --far, the name of --at-fmr until 0.1.
void addOldName(CLI::App& command, std::vector<double>& targets);

/// What the options ask of pair sets; protocols that were not named are chosen by what is usually reported.
/// Discards and the FMR that are not given come from `defaults`. Throws: Error(Config).
EvaluationRequest requestOf(const EvaluationArguments& arguments, const EvaluationOptions& defaults);

/// "NAME=PATH", e.g. of --on. `option` names it in errors. Throws: Error(Config).
std::vector<NamedSource> namedSources(const std::vector<std::string>& texts, const std::string& option);

}  // namespace pf::cli
