// `probface evaluate`: adds itself to the parser; running it sets `exitCode`.
#pragma once

#include "app/cli/options/command.h"

namespace pf::cli {
void addEvaluate(CLI::App& app, int& exitCode);
}
