// `probface export`: adds itself to the parser; running it sets `exitCode`.
#pragma once

namespace CLI {
class App;
}

namespace pf::cli {

void addExport(CLI::App& app, int& exitCode);

}  // namespace pf::cli
