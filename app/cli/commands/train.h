// `probface train`, `pretrain` and `runs`: adds itself to the parser; running it sets `exitCode`.
#pragma once

namespace CLI {
class App;
}

namespace pf::cli {

void addTrain(CLI::App& app, int& exitCode);

void addPretrain(CLI::App& app, int& exitCode);

void addRuns(CLI::App& app, int& exitCode);

}  // namespace pf::cli
