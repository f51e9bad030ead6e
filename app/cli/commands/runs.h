// `probface runs` and `metrics`: add themselves to the parser; running one sets `exitCode`.
#pragma once

#include "app/cli/options/command.h"

namespace pf::cli {
void addRuns(CLI::App& app, int& exitCode);
void addMetrics(CLI::App& app, int& exitCode);
}  // namespace pf::cli
