// `probface validate`: adds itself to the parser; running it sets `exitCode`.
#pragma once

#include "app/cli/options/command.h"

namespace pf::cli {
void addValidate(CLI::App& app, int& exitCode);
}
