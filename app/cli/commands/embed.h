// `probface embed` and `gallery`: add themselves to the parser; running one sets `exitCode`.
#pragma once

#include "app/cli/options/command.h"

namespace pf::cli {
void addEmbed(CLI::App& app, int& exitCode);
void addGallery(CLI::App& app, int& exitCode);
}  // namespace pf::cli
