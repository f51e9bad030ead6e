#include "core/session/model/internal/onnx_backbone.h"

#include <algorithm>

#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/base/text.h"
#include "core/data/onnx_network.h"
#include "core/formats/onnx/onnx_training.h"
#include "core/nn/backbones/steadiness.h"
#include "core/nn/pch.h"
#include "core/nn/threads.h"

namespace pf {
namespace {

/// One output on a single image.
struct Probe {
    std::string name;
    std::vector<std::int64_t> shape;
    std::int64_t size = 0;  ///< values per image

    std::string text() const { return OnnxValue{name, shape}.text(); }
    bool isSingleValue() const { return size == 1; }
    /// [1, D] or [1, D, 1, 1].
    bool isRow() const {
        return shape.size() >= 2 && size > 1 &&
               std::all_of(shape.begin() + 2, shape.end(), [](std::int64_t side) { return side == 1; });
    }
};

at::Tensor toTensor(const FloatArray& array, std::int64_t rows) {
    return torch::from_blob(const_cast<float*>(array.values.data()),
                            {rows, static_cast<std::int64_t>(array.count()) / rows}, at::kFloat)
        .clone();
}

at::Tensor unitRows(const at::Tensor& rows) {
    return rows / rows.norm(2, {1}, true).clamp_min(1e-12);
}

}  // namespace

struct OnnxBackbone::Impl : ExportedNetwork {
    bool isGivenPixels;
    OnnxNetwork network;
    /// Images per pass. One at a time is as fast as any other number on OpenCV's kernels, and the only number
    /// that graphs exported for it take.
    std::int64_t chunk = 1;
    std::vector<Probe> probes;  ///< of the graph
    Probe embedding;
    Probe features;
    std::string length;  ///< the output that is the embedding's length; empty when there is none
    bool unitNorm = false;
    bool channelsLast = false;  ///< the graph takes [N, H, W, 3]

    Impl(const OnnxBackboneOptions& given, const c10::Device& target)
        : ExportedNetwork{given, target}, isGivenPixels(given.isGivenPixels), network(given.file) {
        setOpenCvThreads(torchThreads());
        checkInput();
        probe();
        const std::string training = onnxTrainingOperator(network.outline());
        if (!training.empty()) {
            unsteady = "was exported in training mode (its operator " + training +
                       " is of training); call model.eval() before torch.onnx.export, and export it again";
        } else if (chunk > 1) {
            // One image at a time cannot depend on others, and OpenCV runs nothing that draws numbers.
            unsteady =
                pf::unsteadiness([this](const at::Tensor& images) { return rows(images); },
                                 trialPictures(options.inputHeight, options.inputWidth), {.repetitions = 1});
        }
    }

    void checkInput() {
        const OnnxValue& input = network.outline().inputs.front();
        constexpr std::int64_t kUint8 = 2;  // of TensorProto.DataType
        throwIf(input.type == kUint8 && !isGivenPixels, ErrorCode::Config,
                "takes whole numbers from 0 to 255 (uint8); set model.input.mean=[0,0,0] and "
                "model.input.std=[1,1,1]",
                where());
        const std::int64_t wanted[3] = {3, options.inputHeight, options.inputWidth};
        // Converters from TensorFlow leave the channels behind; the graph's first operator turns them.
        channelsLast = input.shape[1] != 3 && input.shape[3] == 3;
        const std::size_t sides[3] = {channelsLast ? 3U : 1U, channelsLast ? 1U : 2U, channelsLast ? 2U : 3U};
        constexpr const char* kKeys[3] = {"", "model.input.height", "model.input.width"};
        std::string cure;
        for (std::size_t side = 0; side < 3; ++side) {
            const std::int64_t stated = input.shape[sides[side]];
            if (stated < 0 || stated == wanted[side]) {
                continue;
            }
            if (side == 0) {
                cure = "; it is not a network for colour images";
                break;
            }
            cure += c10::str(cure.empty() ? "; set " : " and ", kKeys[side], "=", stated);
        }
        if (!cure.empty()) {
            throw Error(ErrorCode::Config,
                        c10::str("takes ", input.text(), " but is given images of 3 x ", wanted[1], " x ",
                                 wanted[2], cure),
                        where());
        }
        chunk = std::max<std::int64_t>(1, input.shape[0]);
        if (chunk > 1024) {
            throw Error(ErrorCode::Data,
                        c10::str("takes batches of exactly ", chunk, " images, which is too many"), where());
        }
    }

    std::vector<std::int64_t> batchShape() const {
        return channelsLast ? std::vector{chunk, options.inputHeight, options.inputWidth, std::int64_t{3}}
                            : std::vector{chunk, std::int64_t{3}, options.inputHeight, options.inputWidth};
    }

    /// Exactly `chunk` images [chunk, 3, H, W] in the graph's layout.
    std::vector<FloatArray> forward(const at::Tensor& images, const std::vector<std::string>& names) {
        const at::Tensor input = (channelsLast ? images.permute({0, 2, 3, 1}) : images).contiguous();
        return network.forward({input.data_ptr<float>(), static_cast<std::size_t>(input.numel())},
                               batchShape(), names);
    }

    /// Runs exactly `chunk` images; the outputs as [chunk, values].
    std::vector<at::Tensor> run(const at::Tensor& images, const std::vector<std::string>& names) {
        const auto arrays = forward(images, names);
        std::vector<at::Tensor> results;
        for (std::size_t i = 0; i < arrays.size(); ++i) {
            if (arrays[i].count() == 0 || arrays[i].shape.empty() || arrays[i].shape[0] != chunk) {
                throw Error(ErrorCode::Data,
                            c10::str("for ", chunk, " images its output ",
                                     OnnxValue{names[i], arrays[i].shape}.text(),
                                     " has not one row for each; export the network so that the output is "
                                     "[images, values], with a batch size of 1 or an open one"),
                            where());
            }
            results.push_back(toTensor(arrays[i], chunk));
        }
        return results;
    }

    Probe probeOf(const std::string& name, const at::Tensor& image) {
        const auto arrays = forward(image, {name});
        Probe result{name, arrays.front().shape, 0};
        result.size = static_cast<std::int64_t>(arrays.front().count()) / chunk;
        return result;
    }

    void probe() {
        // A zero image may map to anything, so a textured one is looked at.
        const at::Tensor image = at::linspace(-1.0, 1.0, 3 * options.inputHeight * options.inputWidth)
                                     .view({1, 3, options.inputHeight, options.inputWidth})
                                     .repeat({chunk, 1, 1, 1});
        for (const auto& name : network.outputNames()) {
            probes.push_back(probeOf(name, image));
        }
        embedding =
            options.embeddingOutput.empty() ? chosenEmbedding() : probeOf(options.embeddingOutput, image);
        failDataIf(
            !embedding.isRow(), where(), "its output ", embedding.text(),
            " is not an embedding [1, D]; name another one in model.backbone.embedding_output (there are ",
            joined(probes, ", ", &Probe::text), ")");
        features = options.featureOutput.empty() ? chosenFeatures() : probeOf(options.featureOutput, image);
        length = chosenLength();
        embeddingSize = embedding.size;
        featureSize = features.size;
        const auto outputs = run(image, names());
        unitNorm = (outputs.front().norm(2, {1}) - 1.0).abs().max().item<float>() < 1e-3F;
    }

    Probe chosenEmbedding() const {
        const Probe* best = nullptr;
        for (const auto& candidate : probes) {
            if (candidate.isRow() && (best == nullptr || candidate.size < best->size)) {
                best = &candidate;
            }
        }
        failDataIf(best == nullptr, where(),
                   "none of its outputs is an embedding [1, D]: ", joined(probes, ", ", &Probe::text),
                   "; name a value inside it in model.backbone.embedding_output");
        return *best;
    }

    Probe chosenFeatures() const {
        const Probe* best = nullptr;
        for (const auto& candidate : probes) {
            if (candidate.name != embedding.name && !candidate.isSingleValue() &&
                (best == nullptr || candidate.size > best->size)) {
                best = &candidate;
            }
        }
        return best == nullptr ? embedding : *best;
    }

    /// A single value per image beside the embedding is its length; which of several is not said by any.
    std::string chosenLength() const {
        std::string name;
        for (const auto& candidate : probes) {
            if (candidate.isSingleValue() && candidate.name != embedding.name &&
                candidate.name != features.name) {
                if (!name.empty()) {
                    return "";
                }
                name = candidate.name;
            }
        }
        return name;
    }

    bool hasFeatures() const { return features.name != embedding.name; }

    std::vector<std::string> names() const {
        return hasFeatures() ? std::vector{embedding.name, features.name} : std::vector{embedding.name};
    }

    BackboneOutput rows(const at::Tensor& images) {
        const auto outputs = outputsOf(images, names());
        return {unitRows(outputs.front()), hasFeatures() ? outputs.back() : at::Tensor()};
    }

    /// The named outputs for any number of images, on the CPU.
    std::vector<at::Tensor> outputsOf(const at::Tensor& given, const std::vector<std::string>& wanted) {
        requireImages(given);
        const torch::NoGradGuard noGrad;
        const at::Tensor images = given.to(at::kCPU, at::kFloat);
        const std::int64_t count = images.size(0);
        std::vector<std::vector<at::Tensor>> parts(wanted.size());
        for (std::int64_t start = 0; start < count; start += chunk) {
            const std::int64_t rows = std::min(chunk, count - start);
            at::Tensor part = images.narrow(0, start, rows);
            if (rows < chunk) {
                // A graph of fixed batch is filled up with repetitions that are then dropped.
                part = at::cat({part, part.narrow(0, 0, 1).expand({chunk - rows, -1, -1, -1})});
            }
            const auto outputs = run(part, wanted);
            for (std::size_t i = 0; i < outputs.size(); ++i) {
                parts[i].push_back(outputs[i].narrow(0, 0, rows));
            }
        }
        std::vector<at::Tensor> results;
        for (const auto& rows : parts) {
            results.push_back(at::cat(rows));
        }
        return results;
    }
};

OnnxBackbone::OnnxBackbone(const OnnxBackboneOptions& options, const c10::Device& device)
    : impl_(std::make_unique<Impl>(options, device)) {}
OnnxBackbone::~OnnxBackbone() = default;

BackboneOutput OnnxBackbone::forward(const at::Tensor& images) {
    BackboneOutput result = impl_->rows(images);
    result.mu = result.mu.to(impl_->device);
    result.features = result.features.defined() ? result.features.to(impl_->device) : result.mu;
    impl_->requireSizes(result, images);
    return result;
}

at::Tensor OnnxBackbone::embeddingNorms(const at::Tensor& images) {
    const bool given = impl_->unitNorm && !impl_->length.empty();
    const at::Tensor values =
        impl_->outputsOf(images, {given ? impl_->length : impl_->embedding.name}).front();
    return (given ? values.reshape({-1}) : values.norm(2, {1})).to(impl_->device);
}

const ExportedNetwork& OnnxBackbone::network() const {
    return *impl_;
}

const std::string& OnnxBackbone::embeddingOutput() const {
    return impl_->embedding.name;
}

std::string OnnxBackbone::featureOutput() const {
    return impl_->hasFeatures() ? impl_->features.name : "";
}

std::string OnnxBackbone::sha256() const {
    return sha256Hex(impl_->network.sha256() + " " + embeddingOutput() + " " + featureOutput());
}

void OnnxBackbone::to(const c10::Device& device) {
    impl_->device = device;
}

std::vector<std::string> OnnxBackbone::notes() const {
    std::vector<std::string> result;
    if (impl_->probes.size() > 1) {
        std::string text = "Of the outputs " + joined(impl_->probes, ", ", &Probe::text) +
                           " the embedding is " + impl_->embedding.name;
        text += impl_->hasFeatures() ? ", the features are " + impl_->features.name : "";
        result.push_back(text + ".");
    }
    if (!impl_->length.empty()) {
        result.push_back("Its output " + impl_->length +
                         " has one value per image and is taken for the embedding's length" +
                         (impl_->unitNorm ? ", which is a quality and does not feed the head."
                                          : ", which the embedding still has; it is left out."));
    }
    if (impl_->channelsLast) {
        result.emplace_back("The network takes images with the channels last; they are turned for it.");
    }
    if (!impl_->unitNorm) {
        result.emplace_back("The network's embeddings are not unit vectors; they are normalised after it.");
    }
    if (!impl_->hasFeatures()) {
        result.emplace_back("The network gives no features; the uncertainty head sees the embedding itself.");
    }
    if (!impl_->device.is_cpu()) {
        result.emplace_back("ONNX networks run on the CPU, through OpenCV.");
    }
    return result;
}

std::vector<std::string> OnnxBackbone::outputs() const {
    std::vector<std::string> result;
    for (const auto& probe : impl_->probes) {
        result.push_back(probe.text());
    }
    return result;
}

}  // namespace pf
