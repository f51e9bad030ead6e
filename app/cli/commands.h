// The verbs of the command line. Each adds itself to the parser; running it sets `exitCode`.
#pragma once

namespace CLI {
class App;
}

namespace pf::cli {

void addTrain(CLI::App& app, int& exitCode);
void addPretrain(CLI::App& app, int& exitCode);
void addDemo(CLI::App& app, int& exitCode);
void addEvaluate(CLI::App& app, int& exitCode);
void addEmbed(CLI::App& app, int& exitCode);
void addCompare(CLI::App& app, int& exitCode);
void addCompareMethods(CLI::App& app, int& exitCode);
void addGallery(CLI::App& app, int& exitCode);
void addValidate(CLI::App& app, int& exitCode);
void addRuns(CLI::App& app, int& exitCode);
void addMetrics(CLI::App& app, int& exitCode);
void addInspect(CLI::App& app, int& exitCode);
void addCheckBackbone(CLI::App& app, int& exitCode);
void addAlign(CLI::App& app, int& exitCode);
void addConvert(CLI::App& app, int& exitCode);
void addImportTensorflow(CLI::App& app, int& exitCode);
void addImportWeights(CLI::App& app, int& exitCode);
void addExport(CLI::App& app, int& exitCode);

}  // namespace pf::cli
