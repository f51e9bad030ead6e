#include "app/cli/commands/inspect.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/base/list_source.h"
#include "core/base/text.h"
#include "core/base/weight_listing.h"
#include "core/session/exchange/weight_listing.h"
#include "core/session/inspect/source_card.h"

namespace pf::cli {
namespace {

struct Arguments {
    std::vector<std::string> paths;
    std::string root;
    bool json = false;
    bool tensors = true;
};

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

int inspect(const Arguments& arguments) {
    endOnInterrupt();
    RunControl control;
    auto all = nlohmann::ordered_json::array();
    bool known = true;
    for (const std::string& path : withListRoot(arguments.paths, arguments.root)) {
        const SourceCard card = describeSource(path, control);
        const bool unusable = card.uses.empty() && card.problemCount > 0;
        known = known && card.kind != SourceKind::Unknown && !unusable;
        const bool listed = arguments.tensors && holdsTensors(card) && card.problemCount == 0;
        const WeightListing listing = listed ? listWeights(path) : WeightListing{};
        if (arguments.json) {
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
    if (arguments.json) {
        std::printf("%s\n", (all.size() == 1 ? all[0] : all)
                                .dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
                                .c_str());
    }
    return known ? kOk : kFailed;
}

}  // namespace

void addInspect(CLI::App& app, int& exitCode) {
    auto* command = app.add_subcommand(
        "inspect",
        "Say what a file or folder is: faces, pairs, embeddings, weights, a run ... and list its tensors");
    command->footer(
        "Nothing from the file is run, whatever it is. Exit code 1 when it is not recognised or cannot be "
        "used.\n"
        "Examples:\n  probface inspect /data/faces_emore/train.rec\n  probface inspect net.onnx "
        "model.ckpt.index");
    const auto arguments = std::make_shared<Arguments>();
    command->add_option("path", arguments->paths, "Files or folders")->required();
    addRootOption(*command, arguments->root);
    command->add_flag("--json", arguments->json, "Print JSON");
    command->add_flag("!--no-tensors", arguments->tensors, "Leave out the list of tensors");
    onRun(*command, arguments, exitCode, inspect);
}

}  // namespace pf::cli
