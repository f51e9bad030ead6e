#include "core/session/model/internal/network.h"

#include <algorithm>
#include <charconv>
#include <tuple>

#include "core/base/config/config_file.h"
#include "core/base/error.h"
#include "core/base/stand_in.h"
#include "core/base/text.h"
#include "core/nn/backbones/torchscript_backbone.h"
#include "core/nn/pch.h"
#include "core/nn/weights/weight_listing.h"
#include "core/session/model/internal/onnx_backbone.h"
#include "core/session/programs.h"

namespace pf {
namespace {

/// As the options say; else by the extension, and by the first bytes where that says nothing.
BackboneKind kindOf(const std::string& said, const std::filesystem::path& file) {
    if (said != "auto") {
        return said.starts_with("torchscript") ? BackboneKind::TorchScript
               : said == "onnx"                ? BackboneKind::Onnx
                                               : BackboneKind::Native;
    }
    const std::string extension = lowerCase(file.extension().string());
    if (extension == ".pt" || extension == ".pth" || extension == ".torchscript") {
        return BackboneKind::TorchScript;
    }
    const WeightFormat format = extension == ".safetensors" ? WeightFormat::Safetensors
                                : extension == ".onnx"      ? WeightFormat::Onnx
                                                            : weightFormatOf(file);
    // Everything else is for LibTorch to refuse.
    return format == WeightFormat::Safetensors ? BackboneKind::Native
           : format == WeightFormat::Onnx      ? BackboneKind::Onnx
                                               : BackboneKind::TorchScript;
}

/// The sides of "HxW"; zeros for "none".
std::pair<int, int> parseCrop(const std::string& text) {
    if (text == "none" || text.empty()) {
        return {0, 0};
    }
    int height = 0;
    int width = 0;
    const char* end = text.data() + text.size();
    const auto first = std::from_chars(text.data(), end, height);
    const bool half = first.ec == std::errc{} && first.ptr != end && *first.ptr == 'x';
    const auto second = half ? std::from_chars(first.ptr + 1, end, width) : first;
    throwIf(!half || second.ec != std::errc{} || second.ptr != end || height < 1 || width < 1,
            ErrorCode::Config, "'" + text + "' is not a crop; give height x width as in 112x96, or none",
            "model.input.crop");
    return {height, width};
}

ResizeFilter parseFilter(const std::string& text) {
    for (const auto filter : {ResizeFilter::Bilinear, ResizeFilter::Bicubic, ResizeFilter::Lanczos}) {
        if (resizeFilterName(filter) == text) {
            return filter;
        }
    }
    throw Error(ErrorCode::Config, "'" + text + "' is not a filter; choose bilinear, bicubic or lanczos",
                "model.input.filter");
}

ExportedNetworkOptions exportedOptions(const Options& options, const std::filesystem::path& file) {
    const auto& model = options.model;
    return {file, model.input.height, model.input.width, model.backbone.embeddingOutput,
            model.backbone.featureOutput};
}

/// Whether images stay numbers from 0 to 255.
bool areGivenPixels(const InputOptions& input) {
    const auto all = [](const NumberList& values, double wanted) {
        return std::all_of(values.begin(), values.end(), [wanted](double value) { return value == wanted; });
    };
    return all(input.mean, 0) && all(input.std, 1);
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
    throwIf(device == "cuda" && !available, ErrorCode::Config,
            "train.device: cuda was asked for, but this LibTorch sees no GPU; use cpu or auto");
    return at::Device(available && device != "cpu" ? torch::kCUDA : torch::kCPU);
}

PreprocessOptions preprocessFor(const Options& options, bool augmented) {
    const auto& input = options.model.input;
    for (const auto* values : {&input.mean, &input.std}) {
        throwIf(values->size() != 3, ErrorCode::Config, "three numbers are needed, one per channel",
                values == &input.mean ? "model.input.mean" : "model.input.std");
    }
    PreprocessOptions preprocess;
    preprocess.inputHeight = static_cast<int>(input.height);
    preprocess.inputWidth = static_cast<int>(input.width);
    preprocess.channelOrder = input.channels == "bgr" ? ChannelOrder::Bgr : ChannelOrder::Rgb;
    for (std::size_t c = 0; c < 3; ++c) {
        preprocess.mean[c] = static_cast<float>(input.mean.at(c));
        preprocess.std[c] = static_cast<float>(input.std.at(c));
    }
    std::tie(preprocess.cropHeight, preprocess.cropWidth) = parseCrop(input.crop);
    preprocess.filter = parseFilter(input.filter);
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
    throwIf(!backbone.kind.starts_with("resface"), ErrorCode::Config,
            "model.backbone.kind: choose resface20, resface36 or resface64 to pretrain");
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
    refuseStandIn(file);
    OpenedBackbone opened;
    switch (kindOf(options.model.backbone.kind, file)) {
        case BackboneKind::Native:
            opened = openNative(options, file);
            opened.network->to(device);
            break;
        case BackboneKind::TorchScript:
            requireAllowedProgram(file);
            opened.network = std::make_unique<TorchScriptBackbone>(
                TorchScriptOptions{exportedOptions(options, file)}, device);
            break;
        case BackboneKind::Onnx:
            opened.network = std::make_unique<OnnxBackbone>(
                OnnxBackboneOptions{exportedOptions(options, file), areGivenPixels(options.model.input)},
                device);
            break;
    }
    for (const auto& note : opened.network->notes()) {
        opened.notes.push_back(note);
    }
    opened.notes.insert(opened.notes.begin(), "backbone: " + opened.network->description());
    return opened;
}

}  // namespace pf
