#include "app/cli/commands/inspect.h"

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "app/cli/options/flag_reader.h"
#include "core/base/error.h"
#include "core/base/json_text.h"
#include "core/base/text.h"
#include "core/base/weight_listing.h"
#include "core/session/commands/file_commands.h"
#include "core/session/exchange/weight_listing.h"
#include "core/session/inspect/source_card.h"

namespace pf::cli {
namespace {

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
        std::printf("%s\n", (all.size() == 1 ? all[0] : all)
                                .dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace)
                                .c_str());
    }
    return known ? kOk : kFailed;
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
    const auto request = std::make_shared<InspectRequest>();
    const FlagReader flags(*command, flagsOf(*request));
    onRun(*command, request, exitCode, flags.before(inspect));
}

}  // namespace pf::cli
