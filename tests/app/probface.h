// The command line as a person runs it: the program itself, its exit code and what it prints.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tests/support/child_process.h"

namespace pf::test {

/// The program with these arguments, for ChildProcess. A call takes half a second, most of it loading
/// LibTorch.
std::vector<std::string> probface(const std::vector<std::string>& arguments);

/// A small model, and faces it was not trained on, of tests/reference/formats.
std::string referenceModel();
std::string referenceFaces();
std::string referenceRun();

/// Options of a run that takes a second, as --set wants them, after a recipe.
std::vector<std::string> smallRun(int epochs, int stepsPerEpoch);

}  // namespace pf::test
