// `probface inspect`: adds itself to the parser; running it sets `exitCode`.
#pragma once

#include "app/cli/options/command.h"

namespace pf::cli {
void addInspect(CLI::App& app, int& exitCode);
}
