#include "app/cli/commands/inspect.h"

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "app/cli/options/flag_reader.h"
#include "app/cli/output/output_file.h"
#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/base/numbers.h"
#include "core/base/text.h"
#include "core/base/weight_listing.h"
#include "core/session/commands/file_commands.h"
#include "core/session/exchange/weight_listing.h"
#include "core/session/inspect/source_card.h"

namespace pf::cli {
namespace {

/// Names of files need not be UTF-8, JSON must.
std::string textOf(const nlohmann::ordered_json& json) {
    return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

bool holdsTensors(const SourceCard& card) {
    return card.kind == SourceKind::Weights || card.kind == SourceKind::Backbone ||
           card.kind == SourceKind::Detector;
}

void printTensors(const WeightListing& listing) {
    std::size_t widest = 0;
    for (const TensorListing& tensor : listing.tensors) {
        widest = std::max(widest, tensor.name.size());
    }
    for (const TensorListing& tensor : listing.tensors) {
        std::printf("  %-*s  %-9s %s\n", static_cast<int>(widest), tensor.name.c_str(), tensor.type.c_str(),
                    ("[" + joined(tensor.shape) + "]").c_str());
    }
}

nlohmann::ordered_json tensorsJson(const WeightListing& listing) {
    auto json = nlohmann::ordered_json::array();
    for (const TensorListing& tensor : listing.tensors) {
        json.push_back(
            {{"name", tensor.name}, {"type", tensor.type}, {"shape", tensor.shape}, {"bytes", tensor.bytes}});
    }
    return json;
}

/// Nothing is written here, so that Ctrl+C may end it at once, inside any reader.
void endOnInterrupt() {
    for (const int number : {SIGINT, SIGTERM}) {
        std::signal(number, [](int /*number*/) { std::_Exit(kInterrupted); });
    }
}

int inspect(const InspectRequest& request) {
    endOnInterrupt();
    RunControl control;
    auto all = nlohmann::ordered_json::array();
    bool known = true;
    for (const std::string& path : request.paths) {
        const SourceCard card = describeSource(path, control);
        const bool unusable = card.uses.empty() && card.problemCount > 0;
        known = known && card.kind != SourceKind::Unknown && !unusable;
        const bool listed = request.tensors && holdsTensors(card) && card.problemCount == 0;
        const WeightListing listing = listed ? listWeights(path) : WeightListing{};
        if (request.json) {
            auto json = parseJson(cardJson(card));
            if (listed) {
                json["tensors"] = tensorsJson(listing);
            }
            all.push_back(std::move(json));
        } else {
            std::printf("%s", cardText(card).c_str());
            printTensors(listing);
        }
    }
    if (request.json) {
        std::printf("%s", textOf(all.size() == 1 ? all[0] : all).c_str());
    }
    return known ? kOk : kFailed;
}

struct CheckArguments {
    BackboneCheckRequest request;
    std::string config;  ///< as it was given
    std::string json;
};

const char* levelText(BackboneFinding::Level level) {
    constexpr std::array kTexts = {"good", "note", "warning"};
    return kTexts.at(static_cast<std::size_t>(level));
}

nlohmann::ordered_json toJson(const BackboneCheck& check) {
    nlohmann::ordered_json json = {{"backbone", check.description},
                                   {"outputs", check.outputs},
                                   {"preprocessing", check.preprocessing},
                                   {"embedding_size", check.embeddingSize},
                                   {"feature_size", check.featureSize},
                                   {"images_per_second", check.imagesPerSecond},
                                   {"images", nlohmann::ordered_json::array()}};
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
    printEach(stdout, "  output ", check.outputs);
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
    const BackboneCheck found = withProgress(control, checkBackbone, request);
    if (found.stopped) {
        return kInterrupted;
    }
    print(found);
    if (!asked.json.empty()) {
        writeTextAtomically(asked.json, textOf(toJson(found)));
    }
    return kOk;
}

}  // namespace

void addInspect(CLI::App& app, int& exitCode) {
    auto* command = app.add_subcommand(
        verbOf(InspectRequest()),
        "Say what a file or folder is: faces, pairs, embeddings, weights, a run ... and list its tensors");
    command->footer(
        "Nothing from the file is run, whatever it is. Exit code 1 when it is not recognised or cannot be "
        "used.\n"
        "Examples:\n  probface inspect /data/faces_emore/train.rec\n  probface inspect net.onnx "
        "model.ckpt.index");
    onRequest<InspectRequest>(*command, exitCode, inspect);
}

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
