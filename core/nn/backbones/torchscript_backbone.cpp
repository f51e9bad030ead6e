#include "core/nn/backbones/torchscript_backbone.h"

#include <functional>

#include <torch/script.h>
#include <torch/torch.h>

#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/nn/backbones/chunked_forward.h"
#include "core/nn/backbones/steadiness.h"
#include "core/nn/backbones/torchscript_outputs.h"
#include "core/nn/backbones/torchscript_program.h"

namespace pf {
namespace {

/// Of two ways to compute the same in single precision.
constexpr double kOptimiserTolerance = 1e-3;

}  // namespace

struct TorchScriptBackbone::Impl : ExportedNetwork {
    bool mayOptimise;
    torch::jit::Module original;
    torch::jit::Module module;
    at::ScalarType inputType = at::kFloat;
    bool oneAtATime = false;  ///< as some traces are for
    OutputChoice choice;
    std::vector<ModuleOutput> outputs;  ///< of the probe
    bool normalise = false;
    bool converted = false;
    std::string fileHash;  ///< of a program that shows neither parameters nor buffers
    std::vector<std::string> adaptations;

    Impl(const TorchScriptOptions& scriptOptions, const c10::Device& target)
        : ExportedNetwork{scriptOptions, target},
          mayOptimise(scriptOptions.optimise),
          original(loadTorchScript(options.file)) {
        if (original.parameters().size() == 0 && original.buffers().size() == 0) {
            fileHash = fileSha256(options.file);
        }
        place();
    }

    /// Finds out how the module runs on the device, and what it returns.
    void place() {
        adaptations.clear();
        for (const std::string& written : moveWrittenDevices(original, device)) {
            adaptations.push_back("The module has the device " + written + " written into it; it runs on " +
                                  device.str() + " here.");
        }
        original.to(device);
        const at::Tensor pictures = trialPictures(options.inputHeight, options.inputWidth).to(device);
        probe(pictures);
        const TrainingOperators found = findTrainingOperators(module);
        unsteady = pf::unsteadiness(
            [this](const at::Tensor& images) { return guarded([&] { return runInChunks(images); }); },
            pictures, {.randomOperator = found.random, .batchStatistics = found.batchStatistics});
        if (mayOptimise && unsteady.empty() && inputType == at::kFloat) {
            optimise(pictures);
        }
    }

    /// The module's tensors for images in one pass.
    std::vector<ModuleOutput> call(const at::Tensor& images) {
        const torch::NoGradGuard noGrad;
        const c10::IValue value = module.forward({images.to(inputType)});
        auto results = moduleOutputs(value);
        if (results.empty()) {
            failData(where(), "the module returns a ", value.tagKind(),
                     " without tensors; it must return mu, (mu, features) or a dict of tensors");
        }
        return results;
    }

    BackboneOutput run(const at::Tensor& images) {
        const auto results = call(images);
        const auto rows = [&](std::size_t place) {
            throwIf(place >= results.size(), ErrorCode::Shape, "the module returns other outputs than before",
                    where());
            const at::Tensor& value = results[place].value;
            if (value.dim() < 1 || value.size(0) != images.size(0)) {
                throw Error(
                    ErrorCode::Shape,
                    c10::str("for ", images.size(0), " images the module returned ", outputsText(results)),
                    where());
            }
            return value.reshape({images.size(0), -1}).to(at::kFloat);
        };
        return {rows(choice.mu), choice.features ? rows(*choice.features) : at::Tensor()};
    }

    BackboneOutput runInChunks(const at::Tensor& images) {
        return inChunks(images, [this](const at::Tensor& part) { return run(part); });
    }

    template <typename Forward>
    BackboneOutput inChunks(const at::Tensor& images, const Forward& forward) const {
        return detail::forwardInChunks(images, forward, oneAtATime ? 1 : 0);
    }

    /// Tries the module as it was saved, then in single precision, then with input of its own precision; two
    /// images at a time, then one, as some traces are for.
    void probe(const at::Tensor& pictures) {
        struct Way {
            torch::jit::Module module;
            at::ScalarType input;
            bool converted;
            std::string note;
        };
        std::vector<Way> ways = {{original, at::kFloat, false, ""}};
        if (const std::string precision = otherPrecision(original); !precision.empty()) {
            ways.push_back({inSinglePrecision(original), at::kFloat, true,
                            "The module is in " + precision + "; it runs in single precision here."});
        }
        for (const auto& [type, name] : {std::pair(at::kDouble, "double"), std::pair(at::kHalf, "half"),
                                         std::pair(at::kBFloat16, "bfloat16")}) {
            ways.push_back(
                {original, type, false,
                 c10::str("The module computes in ", name, " precision; its input is converted.")});
        }
        std::string reason;
        for (const std::int64_t count : {2, 1}) {
            for (const Way& way : ways) {
                module = way.module;
                inputType = way.input;
                oneAtATime = count == 1;
                try {
                    outputs = call(pictures.narrow(0, 0, count));
                    choice = chooseOutputs(outputs, count, options.embeddingOutput, options.featureOutput);
                } catch (const Error& error) {
                    // What it returns may be right for one image only.
                    reason = reason.empty() ? error.what() : reason;
                    if (count == 2) {
                        break;
                    }
                    throw Error(error.code(), reason, error.where().empty() ? where() : "");
                } catch (const std::exception& error) {
                    reason = reason.empty() ? torchReason(error) : reason;
                    continue;
                }
                converted = way.converted;
                noteWay(way.note);
                measure(pictures);
                return;
            }
        }
        module = original;
        inputType = at::kFloat;
        refuseFixedBatch(pictures);
        throw Error(
            ErrorCode::Data,
            c10::str("the module fails on a batch of 2x3x", options.inputHeight, "x", options.inputWidth,
                     " (", reason, ")", torchCure(reason, options.inputHeight, options.inputWidth)),
            where());
    }

    /// Says so where the program runs with one number of images only. Throws: Error(Data).
    void refuseFixedBatch(const at::Tensor& pictures) {
        const auto runs = [&](std::int64_t count) {
            try {
                const auto results = call(pictures.narrow(0, 0, 1).repeat({count, 1, 1, 1}));
                return results.front().value.dim() > 0 && results.front().value.size(0) == count;
            } catch (const std::exception&) {
                return false;
            }
        };
        for (const std::int64_t count : {1, 2, 3, 4, 8, 16, 32, 64}) {
            if (!runs(count)) {
                continue;
            }
            throwIf(count > 1 && !runs(count + 1), ErrorCode::Data,
                    c10::str("the module takes only batches of ", count,
                             " images, because that number is written into it; export it again with "
                             "a free batch size (x.flatten(1), not x.view(",
                             count, ", -1)), or for one image, which runs too"),
                    where());
            return;
        }
    }

    void noteWay(const std::string& note) {
        if (!note.empty()) {
            adaptations.push_back(note);
        }
        if (oneAtATime) {
            adaptations.emplace_back(
                "The module takes one image at a time, so it runs slower than it could.");
        }
    }

    void measure(const at::Tensor& pictures) {
        BackboneOutput output;
        try {
            output = guarded([&] { return runInChunks(pictures); });
        } catch (const Error&) {
            refuseFixedBatch(pictures);
            throw;
        }
        embeddingSize = output.mu.size(1);
        featureSize = output.features.defined() ? output.features.size(1) : embeddingSize;
        normalise = !((output.mu.norm(2, {1}) - 1.0).abs() < 1e-3).all().item<bool>();
    }

    /// Replaces the module by a faster one that gives the same numbers, if there is one.
    void optimise(const at::Tensor& pictures) {
        const torch::jit::Module plain = module;
        const BackboneOutput wanted = runInChunks(pictures);
        std::string problem;
        for (const bool forInference : {true, false}) {
            if (forInference && !device.is_cpu()) {
                continue;
            }
            try {
                module = torch::jit::freeze(plain);
                if (forInference) {
                    module = torch::jit::optimize_for_inference(module);
                }
                // Several times: LibTorch specialises a program on its first runs.
                for (const std::int64_t count : {2, 2, 1, 3}) {
                    const BackboneOutput output = runInChunks(pictures.narrow(0, 0, count));
                    requireEqual(output.mu, wanted.mu.narrow(0, 0, count));
                    if (output.features.defined()) {
                        requireEqual(output.features, wanted.features.narrow(0, 0, count));
                    }
                }
                break;
            } catch (const std::exception& error) {
                problem = problem.empty() ? torchReason(error) : problem;
                module = plain;
            }
        }
        if (!problem.empty()) {
            adaptations.push_back("LibTorch's optimiser breaks this network (" + problem +
                                  "); it runs without it, which is slower.");
        }
    }

    static void requireEqual(const at::Tensor& given, const at::Tensor& wanted) {
        throwIf(largestDifference(given, wanted) > kOptimiserTolerance, ErrorCode::Numeric,
                "it gives other numbers");
    }

    /// A batch of any size, as the module gives it.
    BackboneOutput runChecked(const at::Tensor& images) {
        requireImages(images);
        return guarded([&] { return runInChunks(images); });
    }

    BackboneOutput guarded(const std::function<BackboneOutput()>& work) const {
        try {
            return work();
        } catch (const Error&) {
            throw;
        } catch (const std::exception& error) {
            failData(where(), "the TorchScript module failed (", torchReason(error), ")");
        }
    }

    /// The single value per image that the module returns beside unit vectors.
    at::Tensor givenLengths(const at::Tensor& images) {
        const auto lengths = [&](const at::Tensor& part) {
            const auto results = call(part);
            return BackboneOutput{results.at(*choice.length).value.reshape({part.size(0)}).to(at::kFloat),
                                  {}};
        };
        return guarded([&] { return inChunks(images, lengths); }).mu;
    }
};

TorchScriptBackbone::TorchScriptBackbone(const TorchScriptOptions& options, const c10::Device& device)
    : impl_(std::make_unique<Impl>(options, device)) {}
TorchScriptBackbone::~TorchScriptBackbone() = default;

BackboneOutput TorchScriptBackbone::forward(const at::Tensor& images) {
    BackboneOutput output = impl_->runChecked(images);
    if (impl_->normalise) {
        output.mu = output.mu / output.mu.norm(2, {1}, true).clamp_min(1e-12);
    }
    if (!impl_->choice.features) {
        output.features = output.mu;
    }
    impl_->requireSizes(output, images);
    return output;
}

at::Tensor TorchScriptBackbone::embeddingNorms(const at::Tensor& images) {
    const at::Tensor own = impl_->runChecked(images).mu.norm(2, {1});
    return impl_->choice.length && !impl_->normalise ? impl_->givenLengths(images) : own;
}

const ExportedNetwork& TorchScriptBackbone::network() const {
    return *impl_;
}

NamedTensors TorchScriptBackbone::namedTensors() const {
    NamedTensors result;
    for (const auto& item : impl_->original.named_parameters()) {
        result.emplace_back(item.name, item.value);
    }
    for (const auto& item : impl_->original.named_buffers()) {
        result.emplace_back(item.name, item.value);
    }
    return result;
}

std::string TorchScriptBackbone::sha256() const {
    return impl_->fileHash.empty() ? tensorsSha256(namedTensors()) : impl_->fileHash;
}

void TorchScriptBackbone::to(const c10::Device& device) {
    impl_->device = device;
    impl_->place();
}

std::vector<std::string> TorchScriptBackbone::notes() const {
    std::vector<std::string> result = impl_->adaptations;
    const OutputChoice& choice = impl_->choice;
    const auto& outputs = impl_->outputs;
    if (choice.named || outputs.size() > 2 || choice.mu != 0) {
        std::string text = "Of what the module returns (" + outputsText(outputs) + ") the embedding is " +
                           outputs[choice.mu].name;
        text += choice.features ? ", the features are " + outputs[*choice.features].name : "";
        result.push_back(text + ".");
    }
    if (choice.length) {
        result.emplace_back(
            "The module returns one value per image beside the embedding; it is taken for the embedding's "
            "length" +
            std::string(impl_->normalise ? ", which the embedding still has, and left out."
                                         : ", which is a quality and does not feed the head."));
    }
    if (impl_->normalise) {
        result.emplace_back("The module's embeddings are not unit vectors; they are normalised after it.");
    }
    if (!choice.features) {
        result.emplace_back(
            "The module returns no features; the uncertainty head sees the embedding itself.");
    }
    return result;
}

std::vector<std::string> TorchScriptBackbone::outputs() const {
    std::vector<std::string> result;
    if (impl_->outputs.size() > 1) {
        for (const ModuleOutput& output : impl_->outputs) {
            result.push_back(outputsText({output}));
        }
    }
    return result;
}

TorchScriptCall TorchScriptBackbone::call() const {
    const auto& outputs = impl_->outputs;
    TorchScriptCall call;
    call.mu = outputs[impl_->choice.mu].access;
    call.hasFeatures = impl_->choice.features.has_value();
    call.features = call.hasFeatures ? outputs[*impl_->choice.features].access : call.mu;
    call.singlePrecision = impl_->converted;
    return call;
}

}  // namespace pf
