// probface compare.
#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>

#include "app/cli/commands.h"
#include "app/cli/console.h"
#include "app/cli/model_arguments.h"
#include "core/base/numbers.h"

namespace pf::cli {
namespace {

void printSigma(const char* name, double sigmaSq, const std::optional<double>& percentile) {
    printFormatted("sigma² %s      %.4f", name, sigmaSq);
    if (percentile) {
        printFormatted("  (percentile %.0f of the training images; higher is less certain)", *percentile);
    }
    std::printf("\n");
}

}  // namespace

void addCompare(CLI::App& app, int& exitCode) {
    struct Arguments {
        std::string imageA;
        std::string imageB;
        ModelArguments model;
    };
    auto* command = app.add_subcommand("compare", "Compare two face images");
    command->footer(
        "Images must be aligned crops as the model was trained with.\n"
        "Example: probface compare a.jpg b.jpg --model runs/demo/RUN");
    const auto arguments = std::make_shared<Arguments>();
    command->add_option("A", arguments->imageA, "First image")->required();
    command->add_option("B", arguments->imageB, "Second image")->required();
    addModelOptions(*command, arguments->model);
    command->callback([arguments, &exitCode] {
        exitCode = guarded([&] {
            FaceModel model = openModel(arguments->model);
            const auto pair = model.compare(arguments->imageA, arguments->imageB);
            printFormatted("cosine        %.4f\n", pair.cosine);
            printFormatted(
                "MLS           %.4f  (= -(distance term %.4f + log-variance term %.4f); negative is "
                "normal)\n",
                pair.mls, pair.attention, pair.logVariance);
            printSigma("A", pair.sigmaSqA, pair.percentileA);
            printSigma("B", pair.sigmaSqB, pair.percentileB);
            std::printf("verdict       %s\n", pair.verdict.c_str());
            return kOk;
        });
    });
}

}  // namespace pf::cli
