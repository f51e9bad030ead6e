#include "core/session/network.h"

#include "core/base/config_file.h"
#include "core/base/error.h"
#include "core/base/text.h"
#include "core/nn/pch.h"
#include "core/nn/torchscript_backbone.h"

namespace pf {
namespace {

bool isNative(const Options& options) {
    const std::string& kind = options.model.backbone.kind;
    return kind == "auto" ? options.model.backbone.file.ends_with(".safetensors") : kind != "torchscript";
}

OpenedBackbone openNative(Options& options, const std::filesystem::path& file) {
    auto native = loadBackbone(file);
    OpenedBackbone opened;
    InputOptions input = options.model.input;
    input.height = native.network->inputHeight();
    input.width = native.network->inputWidth();
    input.mean.assign(native.normalisation.mean.begin(), native.normalisation.mean.end());
    input.std.assign(native.normalisation.std.begin(), native.normalisation.std.end());
    Options theirs = options;
    theirs.model.input = input;
    const std::string needed = preprocessFor(theirs, false).fingerprint();
    if (needed != preprocessFor(options, false).fingerprint()) {
        opened.notes.push_back(
            "the backbone's file asks for another preprocessing than model.input; the file's is used: " +
            needed);
    }
    options.model.input = input;
    if (!native.checksumVerified) {
        opened.notes.push_back(file.string() + " carries no checksum: damage to it could not be seen");
    }
    opened.network = std::move(native.network);
    return opened;
}

}  // namespace

at::Device resolveDevice(const std::string& device) {
    const bool available = torch::cuda::is_available();
    if (device == "cuda" && !available) {
        throw Error(ErrorCode::Config,
                    "train.device: cuda was asked for, but this LibTorch sees no GPU; use cpu or auto");
    }
    return at::Device(available && device != "cpu" ? torch::kCUDA : torch::kCPU);
}

PreprocessOptions preprocessFor(const Options& options, bool augmented) {
    const auto& input = options.model.input;
    PreprocessOptions preprocess;
    preprocess.inputHeight = static_cast<int>(input.height);
    preprocess.inputWidth = static_cast<int>(input.width);
    preprocess.channelOrder = input.channels == "bgr" ? ChannelOrder::Bgr : ChannelOrder::Rgb;
    for (std::size_t c = 0; c < 3; ++c) {
        preprocess.mean[c] = static_cast<float>(input.mean.at(c));
        preprocess.std[c] = static_cast<float>(input.std.at(c));
    }
    for (const auto& text : options.augment.transforms) {
        try {
            auto spec = parseTransform(text);
            if (augmented) {
                preprocess.transforms.push_back(std::move(spec));
            }
        } catch (const Error& error) {
            throw Error(error.code(), error.what(), "augment.transforms");
        }
    }
    preprocess.check();
    return preprocess;
}

Normalisation normalisationOf(const InputOptions& input) {
    Normalisation normalisation;
    for (std::size_t c = 0; c < 3; ++c) {
        normalisation.mean[c] = input.mean.at(c);
        normalisation.std[c] = input.std.at(c);
    }
    return normalisation;
}

ResFaceOptions resFaceOptions(const Options& options) {
    const auto& backbone = options.model.backbone;
    ResFaceOptions network;
    if (!backbone.kind.starts_with("resface")) {
        throw Error(ErrorCode::Config,
                    "model.backbone.kind: choose resface20, resface36 or resface64 to pretrain");
    }
    network.depth = std::stoi(backbone.kind.substr(7));
    network.width = backbone.width;
    network.inputHeight = options.model.input.height;
    network.inputWidth = options.model.input.width;
    network.embeddingSize = backbone.embeddingSize;
    network.multiLayer = backbone.multiLayer;
    network.tfSamePadding = backbone.samePadding;
    network.check();
    return network;
}

OpenedBackbone openBackbone(Options& options, const at::Device& device) {
    const auto file = resolveBuiltin(options.model.backbone.file);
    OpenedBackbone opened;
    if (isNative(options)) {
        opened = openNative(options, file);
        opened.network->to(device);
    } else {
        TorchScriptOptions script;
        script.file = file;
        script.inputHeight = options.model.input.height;
        script.inputWidth = options.model.input.width;
        opened.network = std::make_unique<TorchScriptBackbone>(script, device);
    }
    for (const auto& note : opened.network->notes()) {
        opened.notes.push_back(note);
    }
    opened.notes.insert(opened.notes.begin(), "backbone: " + opened.network->description());
    return opened;
}

}  // namespace pf
