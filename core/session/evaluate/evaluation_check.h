// Opening a recipe's evaluation sets and judging what can be measured on them, before anything is spent on
// training.
#pragma once

#include <string>
#include <vector>

#include "core/base/config/options.h"
#include "core/session/images.h"

namespace pf {

/// An evaluation set of a recipe.
struct OpenedSet {
    std::string name;
    std::string source;
    ImageCatalog images;  ///< empty with a problem
    std::string problem;  ///< why nothing can be measured on it, with the cure; empty when something can
    std::string caution;  ///< "10-fold accuracy is not measured, because ..."; empty: everything can
};

/// Opens one set and judges it. Never throws for what is wrong with the set. Cost: reads a .bin set, lists a
/// folder.
OpenedSet openEvaluationSet(const std::string& name, const std::string& source);

/// The same for every set of options.evaluation.sets, by name.
std::vector<OpenedSet> openEvaluationSets(const Options& options);

/// Opens the recipe's evaluation sets and judges what can be measured on each. Returns what cannot, one
/// sentence a set. Throws: Error(Config) naming every set that cannot be used. Cost: reads .bin sets.
std::vector<std::string> checkEvaluationSets(const Options& options);

/// One line for each set with a problem; empty when there is none.
std::string problemsOf(const std::vector<OpenedSet>& sets);

}  // namespace pf
