#include "app/cli/commands/check_backbone.h"

#include <cstdio>
#include <nlohmann/json.hpp>

#include "app/cli/options/flag_reader.h"
#include "app/cli/output/output_file.h"
#include "core/base/atomic_file.h"
#include "core/base/numbers.h"
#include "core/base/text.h"
#include "core/session/commands/file_commands.h"

namespace pf::cli {
namespace {

struct CheckArguments {
    BackboneCheckRequest request;
    std::string config;  ///< as it was given
    std::string json;
};

const char* levelText(BackboneFinding::Level level) {
    switch (level) {
        case BackboneFinding::Level::Good:
            return "good";
        case BackboneFinding::Level::Note:
            return "note";
        case BackboneFinding::Level::Warning:
            return "warning";
    }
    return "";
}

nlohmann::ordered_json toJson(const BackboneCheck& check) {
    nlohmann::ordered_json json;
    json["backbone"] = check.description;
    json["outputs"] = check.outputs;
    json["preprocessing"] = check.preprocessing;
    json["embedding_size"] = check.embeddingSize;
    json["feature_size"] = check.featureSize;
    json["images_per_second"] = check.imagesPerSecond;
    json["images"] = nlohmann::ordered_json::array();
    for (const auto& row : check.rows) {
        // A number that is not finite becomes null.
        json["images"].push_back(
            {{"name", row.name}, {"norm", row.norm}, {"lowest", row.lowest}, {"highest", row.highest}});
    }
    if (check.pairAccuracy) {
        json["pairs"] = check.pairs;
        json["pair_accuracy"] = *check.pairAccuracy;
    }
    json["better_settings"] = check.betterSettings;
    if (check.betterAccuracy) {
        json["better_accuracy"] = *check.betterAccuracy;
    }
    json["findings"] = nlohmann::ordered_json::array();
    for (const auto& finding : check.findings) {
        json["findings"].push_back({{"level", levelText(finding.level)}, {"text", finding.text}});
    }
    return json;
}

void print(const BackboneCheck& check) {
    std::printf("%s\n", check.description.c_str());
    for (const auto& output : check.outputs) {
        std::printf("  output %s\n", output.c_str());
    }
    std::printf("preprocessing: %s\n", check.preprocessing.c_str());
    std::printf("%-44s %12s %12s %12s\n", "image", "length", "lowest", "highest");
    for (const auto& row : check.rows) {
        // The end of a path tells more than its start.
        const std::string name =
            row.name.size() > 44 ? "..." + row.name.substr(row.name.size() - 41) : row.name;
        printFormatted("%-44s %12.4f %12.4f %12.4f\n", name.c_str(), row.norm, row.lowest, row.highest);
    }
    printFormatted("%.1f images/s\n", check.imagesPerSecond);
    if (check.pairAccuracy) {
        std::printf("%zu pairs: accuracy %s\n", check.pairs, formatPercent(*check.pairAccuracy).c_str());
    }
    for (const auto& finding : check.findings) {
        std::printf("%-8s %s\n", levelText(finding.level), finding.text.c_str());
    }
}

int check(const CheckArguments& asked) {
    const BackboneCheckRequest& request = asked.request;
    std::vector<std::string> used = request.images;
    used.insert(used.end(), {asked.config, request.options.model.backbone.file, request.pairs});
    requireOutputFile(asked.json, used);
    RunControl control;
    const BackboneCheck found = withProgress(
        control, [&](auto& stop, const auto& observer) { return checkBackbone(request, stop, observer); });
    if (found.stopped) {
        return kInterrupted;
    }
    print(found);
    if (!asked.json.empty()) {
        writeTextAtomically(
            asked.json,
            toJson(found).dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n");
    }
    return kOk;
}

}  // namespace

void addCheckBackbone(CLI::App& app, int& exitCode) {
    auto* command =
        app.add_subcommand(verbOf(BackboneCheckRequest()),
                           "Run a few images through a backbone and say whether its settings look right");
    command->footer(
        "With --pairs, other channel orders and normalisations are tried too, and a better one is named.\n"
        "Examples:\n"
        "  probface check-backbone net.onnx --images /data/faces --set model.input.channels=bgr\n"
        "  probface check-backbone configs/own_backbone.yaml --set model.backbone.file=net.onnx \\\n"
        "      --images /data/faces --pairs /data/lfw.bin");
    const auto arguments = std::make_shared<CheckArguments>();
    const FlagReader flags(*command, flagsOf(arguments->request));
    command->add_option("--json", arguments->json, "Write the findings to this file, too");
    onRun(*command, arguments, exitCode, [flags](CheckArguments& asked) {
        flags.take();
        asked.config = flags.given("config");
        return check(asked);
    });
}

}  // namespace pf::cli
