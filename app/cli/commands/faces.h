// `probface align` and `convert`: add themselves to the parser; running one sets `exitCode`.
#pragma once

#include "app/cli/options/command.h"

namespace pf::cli {
void addAlign(CLI::App& app, int& exitCode);
void addConvert(CLI::App& app, int& exitCode);
}  // namespace pf::cli
