// probface: the engine of ProbFace Studio as a command line.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <string>
#include <vector>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "core/base/text.h"
#include "core/session/version.h"

namespace {

/// Whether there is such a command; otherwise says so, with the nearest one.
bool knows(const CLI::App& app, const std::string& command) {
    std::vector<std::string> names;
    for (const CLI::App* known : app.get_subcommands([](const CLI::App*) { return true; })) {
        if (known->get_name() == command) {
            return true;
        }
        names.push_back(known->get_name());
    }
    const std::string nearest = pf::nearestWord(command, names);
    std::fprintf(stderr, "probface: unknown command '%s'%s (probface --help lists them)\n", command.c_str(),
                 nearest.empty() ? "" : ("; did you mean '" + nearest + "'?").c_str());
    return false;
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
    pf::cli::addDemo(app, exitCode);
    pf::cli::addTrain(app, exitCode);
    pf::cli::addPretrain(app, exitCode);
    pf::cli::addEvaluate(app, exitCode);
    pf::cli::addEmbed(app, exitCode);
    pf::cli::addCompare(app, exitCode);
    pf::cli::addCompareMethods(app, exitCode);
    pf::cli::addGallery(app, exitCode);
    pf::cli::addRuns(app, exitCode);
    pf::cli::addValidate(app, exitCode);
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
