#include "core/nn/torchscript_backbone.h"

#include <torch/script.h>
#include <torch/torch.h>

#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/nn/chunked_forward.h"

namespace pf {
namespace {

/// The first line of LibTorch's message; the rest is its own call stack.
std::string firstLine(const std::exception& error) {
    const std::string text = error.what();
    return text.substr(0, text.find('\n'));
}

/// The last line that is not empty: where TorchScript puts the reason of a failed run.
std::string lastLine(const std::exception& error) {
    std::string text = error.what();
    text.erase(text.find_last_not_of(" \n") + 1);
    const std::size_t start = text.rfind('\n');
    return start == std::string::npos ? text : text.substr(start + 1);
}

}  // namespace

struct TorchScriptBackbone::Impl {
    TorchScriptOptions options;
    c10::Device device;
    torch::jit::Module original;
    torch::jit::Module module;
    std::int64_t embeddingSize = 0;
    std::int64_t featureSize = 0;
    bool normalise = false;
    bool hasFeatures = false;
    std::string fileHash;  ///< of a program that shows neither parameters nor buffers

    Impl(const TorchScriptOptions& scriptOptions, const c10::Device& target)
        : options(scriptOptions), device(target) {
        const std::string where = options.file.string();
        std::error_code failure;
        if (!std::filesystem::is_regular_file(options.file, failure)) {
            throw Error(ErrorCode::Io, "there is no such TorchScript file", where);
        }
        try {
            original = torch::jit::load(options.file.string(), torch::kCPU);
        } catch (const std::exception& error) {
            throw Error(ErrorCode::Data, "not a readable TorchScript file (" + firstLine(error) + ")", where);
        }
        original.eval();
        if (original.parameters().size() == 0 && original.buffers().size() == 0) {
            fileHash = fileSha256(options.file);
        }
        place();
        probe();
    }

    void place() {
        module = original;
        module.to(device);
        if (options.optimise) {
            try {
                module = torch::jit::freeze(module);
                if (device.is_cpu()) {
                    module = torch::jit::optimize_for_inference(module);
                }
            } catch (const std::exception&) {
                // Some programs cannot be frozen; they run as saved, only slower.
                module = original;
            }
        }
    }

    BackboneOutput run(const at::Tensor& images) {
        const torch::NoGradGuard noGrad;
        const c10::IValue value = module.forward({images});
        BackboneOutput output;
        if (value.isTensor()) {
            output.mu = value.toTensor();
        } else if (value.isTuple() && value.toTupleRef().elements().size() == 2 &&
                   value.toTupleRef().elements()[0].isTensor() &&
                   value.toTupleRef().elements()[1].isTensor()) {
            output.mu = value.toTupleRef().elements()[0].toTensor();
            output.features = value.toTupleRef().elements()[1].toTensor().flatten(1);
        } else {
            throw Error(
                ErrorCode::Data,
                "the module returns a " + value.tagKind() + "; it must return mu or the pair (mu, features)",
                options.file.string());
        }
        return output;
    }

    /// A batch of any size, as the module gives it.
    BackboneOutput runChecked(const at::Tensor& images) {
        if (images.dim() != 4 || images.size(0) < 1 || images.size(1) != 3 ||
            images.size(2) != options.inputHeight || images.size(3) != options.inputWidth) {
            throw Error(ErrorCode::Shape,
                        c10::str("the backbone was given images of shape ", images.sizes(),
                                 "; it takes [B, 3, ", options.inputHeight, ", ", options.inputWidth, "]"));
        }
        try {
            return detail::forwardInChunks(images, [this](const at::Tensor& part) { return run(part); });
        } catch (const Error&) {
            throw;
        } catch (const std::exception& error) {
            throw Error(ErrorCode::Data, "the TorchScript module failed (" + lastLine(error) + ")",
                        options.file.string());
        }
    }

    void probe() {
        const std::string where = options.file.string();
        BackboneOutput output;
        try {
            // Twice: LibTorch specialises a program on its first runs.
            const at::Tensor zeros = at::zeros({2, 3, options.inputHeight, options.inputWidth}, device);
            run(zeros);
            output = run(zeros);
        } catch (const Error&) {
            throw;
        } catch (const std::exception& error) {
            throw Error(
                ErrorCode::Data,
                c10::str("the module fails on a batch of 2x3x", options.inputHeight, "x", options.inputWidth,
                         " (", lastLine(error), "); check the input size in the configuration"),
                where);
        }
        hasFeatures = output.features.defined();
        const auto isBatch = [](const at::Tensor& t) {
            return t.dim() == 2 && t.size(0) == 2 && t.size(1) > 0;
        };
        if (!isBatch(output.mu) || !output.mu.is_floating_point() ||
            (hasFeatures && (!isBatch(output.features) || !output.features.is_floating_point()))) {
            throw Error(ErrorCode::Data,
                        c10::str("for a batch of 2 the module returns mu of shape ", output.mu.sizes(),
                                 "; [2, D] is needed, and [2, ...] for features"),
                        where);
        }
        embeddingSize = output.mu.size(1);
        featureSize = hasFeatures ? output.features.size(1) : embeddingSize;
        // A zero image may map to anything, so a textured one decides whether the module normalises.
        const at::Tensor ramp = at::linspace(-1.0, 1.0, 3 * options.inputHeight * options.inputWidth)
                                    .view({1, 3, options.inputHeight, options.inputWidth})
                                    .to(device);
        const at::Tensor norms = run(at::cat({ramp, ramp.flip({2})})).mu.norm(2, {1});
        normalise = !((norms - 1.0).abs() < 1e-3).all().item<bool>();
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
    if (!impl_->hasFeatures) {
        output.features = output.mu;
    }
    if (output.mu.dim() != 2 || output.mu.size(0) != images.size(0) ||
        output.mu.size(1) != impl_->embeddingSize || output.features.dim() != 2 ||
        output.features.size(0) != images.size(0) || output.features.size(1) != impl_->featureSize) {
        throw Error(ErrorCode::Shape,
                    c10::str("for ", images.size(0), " images the module returned mu ", output.mu.sizes(),
                             " and features ", output.features.sizes()),
                    impl_->options.file.string());
    }
    return output;
}

at::Tensor TorchScriptBackbone::embeddingNorms(const at::Tensor& images) {
    return impl_->runChecked(images).mu.norm(2, {1});
}

std::int64_t TorchScriptBackbone::embeddingSize() const {
    return impl_->embeddingSize;
}

std::int64_t TorchScriptBackbone::featureSize() const {
    return impl_->featureSize;
}

std::int64_t TorchScriptBackbone::inputHeight() const {
    return impl_->options.inputHeight;
}

std::int64_t TorchScriptBackbone::inputWidth() const {
    return impl_->options.inputWidth;
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

std::string TorchScriptBackbone::description() const {
    return c10::str("TorchScript ", impl_->options.file.filename().string(), ", ", inputHeight(), "x",
                    inputWidth(), " -> ", embeddingSize(), " (", featureSize(), " features)");
}

std::vector<std::string> TorchScriptBackbone::notes() const {
    std::vector<std::string> result;
    if (impl_->normalise) {
        result.emplace_back("The module's embeddings are not unit vectors; they are normalised after it.");
    }
    if (!impl_->hasFeatures) {
        result.emplace_back(
            "The module returns no features; the uncertainty head sees the embedding itself.");
    }
    return result;
}

}  // namespace pf
