// `probface embed`: adds itself to the parser; running it sets `exitCode`.
#pragma once

#include "app/cli/options/command.h"

namespace pf::cli {
void addEmbed(CLI::App& app, int& exitCode);
}
