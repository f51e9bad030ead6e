#include "core/nn/backbones/resface.h"

#include <algorithm>
#include <cmath>

#include <torch/torch.h>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/nn/backbones/chunked_forward.h"

namespace pf {

std::array<int, 4> resFaceBlocks(int depth) {
    return depth == 20   ? std::array{1, 2, 4, 1}
           : depth == 36 ? std::array{2, 4, 8, 2}
                         : std::array{3, 8, 16, 3};
}

std::int64_t resFaceChannels(double width, std::size_t stage) {
    return std::max<std::int64_t>(1, std::llround(width * static_cast<double>(kResFaceChannels.at(stage))));
}

std::int64_t resFaceLastSide(std::int64_t inputSide) {
    return (inputSide + 15) / 16;
}

void ResFaceOptions::check() const {
    refuseIf(depth != 20 && depth != 36 && depth != 64, ErrorCode::Config, "there is no ResFace of depth ",
             depth, "; 20, 36 and 64 exist");
    refuseIf(!(width >= 1.0 / 64.0 && width <= 16.0), ErrorCode::Config, "the backbone's width is ", width,
             "; it must be 1/64 to 16");
    for (const std::int64_t size : {inputHeight, inputWidth}) {
        refuseIf(size < 16 || size > 1024, ErrorCode::Config, "the backbone's input size is ", inputHeight,
                 "x", inputWidth, "; each side must be 16 to 1024");
    }
    refuseIf(embeddingSize < 2 || embeddingSize > 65536, ErrorCode::Config, "the embedding's size is ",
             embeddingSize, "; it must be 2 to 65536");
    refuseIf(!(bnDecay >= 0.0 && bnDecay < 1.0) || !(bnEpsilon > 0.0 && bnEpsilon < 1.0), ErrorCode::Config,
             "the backbone's BN decay ", bnDecay, " and epsilon ", bnEpsilon,
             " must be in [0, 1) and (0, 1)");
}

ResFace::ResFace(const ResFaceOptions& options, std::uint64_t seed) : options_(options) {
    options_.check();
    const auto blocks = resFaceBlocks(options_.depth);
    std::int64_t in = 3;
    for (std::size_t s = 0; s < stages_.size(); ++s) {
        const std::int64_t out = resFaceChannels(options_.width, s);
        const std::string prefix = "backbone.stage" + std::to_string(s + 1) + ".";
        stages_[s].entry = addConvBn(prefix + "conv", prefix + "bn", in, out, seed);
        for (int b = 1; b <= blocks[s]; ++b) {
            const std::string block = prefix + "block" + std::to_string(b) + ".";
            stages_[s].blocks.push_back({addConvBn(block + "conv1", block + "bn1", out, out, seed),
                                         addConvBn(block + "conv2", block + "bn2", out, out, seed)});
        }
        in = out;
    }
    fc_ = set_.addXavier(
        "backbone.fc.weight",
        {options_.embeddingSize, resFaceChannels(options_.width, 3) * resFaceLastSide(options_.inputHeight) *
                                     resFaceLastSide(options_.inputWidth)},
        seed);
    fcBn_ = addBn("backbone.fc_bn", options_.embeddingSize);
}

std::int64_t ResFace::featureSize() const {
    std::int64_t size = fc_.size(1);
    for (std::size_t s = 0; s < stages_.size() && options_.multiLayer; ++s) {
        size += resFaceChannels(options_.width, s);
    }
    return size;
}

ResFace::BatchNorm ResFace::addBn(const std::string& name, std::int64_t channels) {
    return {set_.addParameter(name + ".weight", at::ones({channels})),
            set_.addParameter(name + ".bias", at::zeros({channels})),
            set_.addBuffer(name + ".running_mean", at::zeros({channels})),
            set_.addBuffer(name + ".running_var", at::ones({channels}))};
}

ResFace::ConvBn ResFace::addConvBn(const std::string& conv, const std::string& bn, std::int64_t in,
                                   std::int64_t out, std::uint64_t seed) {
    return {set_.addXavier(conv + ".weight", {out, in, 3, 3}, seed), addBn(bn, out)};
}

at::Tensor ResFace::normalised(const at::Tensor& x, const BatchNorm& bn, bool training) const {
    return at::batch_norm(x, bn.weight, bn.bias, bn.mean, bn.variance, training, 1.0 - options_.bnDecay,
                          options_.bnEpsilon, false);
}

at::Tensor ResFace::entryConvolution(const at::Tensor& x, const at::Tensor& weight) const {
    if (!options_.tfSamePadding) {
        return at::conv2d(x, weight, {}, {2, 2}, {1, 1});
    }
    // TensorFlow pads 1 in all on an even side, at its end; 1 at both ends on an odd one.
    const std::int64_t top = x.size(2) % 2;
    const std::int64_t left = x.size(3) % 2;
    return at::conv2d(at::constant_pad_nd(x, {left, 1, top, 1}), weight, {}, {2, 2});
}

BackboneOutput ResFace::run(const at::Tensor& images, bool training) const {
    refuseIf(images.dim() != 4 || images.size(1) != 3 || images.size(2) != options_.inputHeight ||
                 images.size(3) != options_.inputWidth || images.size(0) < (training ? 2 : 1),
             ErrorCode::Shape, "the backbone was given images of shape ", images.sizes(),
             "; it takes [B, 3, ", options_.inputHeight, ", ", options_.inputWidth, "] with B of at least ",
             training ? 2 : 1);
    at::Tensor x = images;
    std::vector<at::Tensor> pooled;
    for (const Stage& stage : stages_) {
        x = normalised(entryConvolution(x, stage.entry.conv), stage.entry.bn, training).relu_();
        for (const Block& block : stage.blocks) {
            at::Tensor inner = at::conv2d(x, block.first.conv, {}, {1, 1}, {1, 1});
            inner = normalised(inner, block.first.bn, training).relu_();
            inner = at::conv2d(inner, block.second.conv, {}, {1, 1}, {1, 1});
            x = x + normalised(inner, block.second.bn, training).relu_();
        }
        if (options_.multiLayer) {
            pooled.push_back(x.mean({2, 3}));
        }
    }
    at::Tensor features = x.flatten(1);
    const at::Tensor embedding = normalised(at::linear(features, fc_), fcBn_, training);
    if (options_.multiLayer) {
        pooled.insert(pooled.begin(), features);
        features = at::cat(pooled, 1);
    }
    return {embedding / embedding.norm(2, {1}, true).clamp_min(1e-12), features};
}

BackboneOutput ResFace::forward(const at::Tensor& images) {
    const torch::NoGradGuard noGrad;
    if (images.dim() != 4) {
        return run(images, false);
    }
    return detail::forwardInChunks(images, [this](const at::Tensor& part) { return run(part, false); });
}

at::Tensor ResFace::embeddingNorms(const at::Tensor& images) {
    const torch::NoGradGuard noGrad;
    // The flattened last map comes first among the features, also with multiLayer.
    const at::Tensor last = forward(images).features.narrow(1, 0, fc_.size(1));
    return normalised(at::linear(last, fc_), fcBn_, false).norm(2, {1});
}

std::string ResFace::description() const {
    const ResFaceOptions& o = options_;
    // Not by a stream: it goes into files, and the global C++ locale may say otherwise.
    return "ResFace" + std::to_string(o.depth) + (o.multiLayer ? "m" : "") + " width " +
           formatNumber(o.width) + ", " + std::to_string(o.inputHeight) + "x" + std::to_string(o.inputWidth) +
           " -> " + std::to_string(o.embeddingSize) + " (" + std::to_string(featureSize()) + " features" +
           (o.tfSamePadding ? ", SAME padding)" : ")");
}

}  // namespace pf
