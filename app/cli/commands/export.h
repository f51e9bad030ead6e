// `probface export`: adds itself to the parser; running it sets `exitCode`.
#pragma once

#include "app/cli/options/command.h"

namespace pf::cli {
void addExport(CLI::App& app, int& exitCode);
}
