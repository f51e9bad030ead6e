// probface: the engine of ProbFace Studio as a command line.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "app/cli/commands/compare.h"
#include "app/cli/commands/compare_methods.h"
#include "app/cli/commands/embed.h"
#include "app/cli/commands/evaluate.h"
#include "app/cli/commands/faces.h"
#include "app/cli/commands/inspect.h"
#include "app/cli/commands/models.h"
#include "app/cli/commands/runs.h"
#include "app/cli/commands/train.h"
#include "app/cli/output/console.h"
#include "core/base/text.h"
#include "core/session/programs.h"
#include "core/session/version.h"

namespace {

/// The help is the same wherever the program is built: CLI11 writes a default as " [8] " since 2.4, as "=8"
/// before.
class HelpFormatter : public CLI::Formatter {
  public:
    std::string make_option_opts(const CLI::Option* option) const override {
        std::string text = CLI::Formatter::make_option_opts(option);
        const std::string newer = " [" + option->get_default_str() + "] ";
        if (const auto at = text.find(newer); at != std::string::npos) {
            text.replace(at, newer.size(), "=" + option->get_default_str());
        }
        return text;
    }
};

/// Whether there is such a command; otherwise says so, with the nearest one.
bool knows(const CLI::App& app, const std::string& command) {
    std::vector<std::string> names;
    for (const CLI::App* known : app.get_subcommands([](const CLI::App*) { return true; })) {
        if (known->get_name() == command) {
            return true;
        }
        names.push_back(known->get_name());
    }
    std::fprintf(stderr, "probface: unknown command '%s'%s (probface --help lists them)\n", command.c_str(),
                 pf::didYouMean(command, names).c_str());
    return false;
}

/// Every verb, in the groups of --help.
void addCommands(CLI::App& app, int& exitCode) {
    using Add = void (*)(CLI::App&, int&);
    const std::vector<std::pair<std::string, std::vector<Add>>> groups = {
        {"Training", {pf::cli::addDemo, pf::cli::addTrain, pf::cli::addPretrain, pf::cli::addValidate}},
        {"Using a model",
         {pf::cli::addEvaluate, pf::cli::addCompareMethods, pf::cli::addEmbed, pf::cli::addGallery,
          pf::cli::addCompare}},
        {"Faces and files of other programs",
         {pf::cli::addInspect, pf::cli::addAlign, pf::cli::addConvert, pf::cli::addCheckBackbone,
          pf::cli::addImportTensorflow, pf::cli::addImportWeights}},
        {"Results and models for other programs",
         {pf::cli::addRuns, pf::cli::addMetrics, pf::cli::addExport}}};
    for (const auto& [title, commands] : groups) {
        for (const Add add : commands) {
            add(app, exitCode);
            app.get_subcommands([](const CLI::App*) { return true; }).back()->group(title);
        }
    }
}

/// Says once for every TorchScript file that opening it runs its code; a person who starts a command line has
/// named it.
bool announceProgram(const pf::ForeignProgram& program) {
    std::fprintf(
        stderr,
        "probface: %s is a program (%s): opening it runs code from the file. Open only files you trust.\n"
        "  SHA-256 %s; this is said once for each such file.\n",
        program.file.c_str(), program.kind.c_str(), program.sha256.c_str());
    return true;
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app{
        "ProbFace makes a face-recognition network say when it does not know: every face becomes a Gaussian "
        "(mu, sigma²). Train an uncertainty head on a frozen backbone, then reject the faces with the "
        "highest sigma².\n\n"
        "A first look:  probface demo\n"
        "Your own data: probface train configs/own_backbone.yaml --set data.train=FACES --set "
        "model.backbone.file=NET.pt\n"};
    app.name("probface");
    app.formatter(std::make_shared<HelpFormatter>());
    app.set_version_flag("--version", [] {
        std::string text = "probface " + pf::programVersion();
        for (const auto& library : pf::engineLibraries()) {
            text += "\n  " + library.name + (library.version.empty() ? "" : " " + library.version) + " (" +
                    library.licence + ")";
        }
        return text;
    });
    app.require_subcommand(1);
    app.footer(
        "Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 130 interrupted (state saved).\n"
        "probface COMMAND --help explains each command.");
    int exitCode = pf::cli::kOk;
    pf::setProgramGate(announceProgram);
    addCommands(app, exitCode);
    if (argc > 1 && argv[1][0] != '-' && !knows(app, argv[1])) {
        return pf::cli::kUsage;
    }
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const int code = app.exit(error);
        return code == 0 ? pf::cli::kOk : pf::cli::kUsage;
    }
    return exitCode;
}
