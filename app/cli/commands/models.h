// `probface export`, `import-tensorflow` and `import-weights`: add themselves to the parser; running one sets
// `exitCode`.
#pragma once

#include "app/cli/options/command.h"

namespace pf::cli {
void addExport(CLI::App& app, int& exitCode);
void addImportTensorflow(CLI::App& app, int& exitCode);
void addImportWeights(CLI::App& app, int& exitCode);
}  // namespace pf::cli
