// `probface demo`, `train`, `pretrain` and `validate`: add themselves to the parser; running one sets
// `exitCode`.
#pragma once

#include "app/cli/options/command.h"

namespace pf::cli {
void addDemo(CLI::App& app, int& exitCode);
void addTrain(CLI::App& app, int& exitCode);
void addPretrain(CLI::App& app, int& exitCode);
void addValidate(CLI::App& app, int& exitCode);
}  // namespace pf::cli
