// `probface inspect` and `check-backbone`: add themselves to the parser; running one sets `exitCode`.
#pragma once

#include "app/cli/options/command.h"

namespace pf::cli {
void addInspect(CLI::App& app, int& exitCode);
void addCheckBackbone(CLI::App& app, int& exitCode);
}  // namespace pf::cli
