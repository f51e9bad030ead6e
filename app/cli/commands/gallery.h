// `probface gallery`: adds itself to the parser; running it sets `exitCode`.
#pragma once

#include "app/cli/options/command.h"

namespace pf::cli {
void addGallery(CLI::App& app, int& exitCode);
}
