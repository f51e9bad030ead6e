// `probface train`, `pretrain` and `runs`: add themselves to the parser; running one sets `exitCode`.
#pragma once

#include "app/cli/options/command.h"

namespace pf::cli {
void addTrain(CLI::App& app, int& exitCode);
void addPretrain(CLI::App& app, int& exitCode);
void addRuns(CLI::App& app, int& exitCode);
}  // namespace pf::cli
