#include "core/train/pretrainer.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "core/base/error.h"
#include "core/nn/pch.h"
#include "core/train/schedule.h"
#include "core/train/view_images.h"

namespace pf {
namespace {

NamedTensors trainable(const ResFace& network, const ArcFaceHead& classifier) {
    auto tensors = network.parameters();
    std::ranges::copy(classifier.parameters(), std::back_inserter(tensors));
    return tensors;
}

/// The plan's first half: each image once, augmented.
PlannedBatch augmentedHalf(PlannedBatch plan) {
    plan.views.resize(plan.views.size() / 2);
    plan.labels.resize(plan.labels.size() / 2);
    return plan;
}

}  // namespace

Pretrainer::Pretrainer(const PretrainerOptions& options, ResFace& network, ArcFaceHead& classifier,
                       const ViewSource& source, const IdentitySampler& sampler, const at::Device& device,
                       std::stop_token stop)
    : SteppedTraining(options.length),
      options_(options),
      network_(network),
      classifier_(classifier),
      source_(source),
      sampler_(sampler),
      device_(device),
      stop_(std::move(stop)),
      sgd_(trainable(network, classifier), options.momentum) {}

void Pretrainer::restartStream() {
    plannedStep_ = completedSteps();
    stream_ = source_.open(
        [this]() -> std::optional<std::vector<View>> {
            return augmentedHalf(sampler_.plan(plannedStep_++)).views;
        },
        stop_);
}

std::optional<StepRecord> Pretrainer::update() {
    if (!stream_) {
        restartStream();
    }
    const auto images = stream_->next();
    if (!images) {
        return std::nullopt;
    }
    if (!images->failures.empty()) {
        failData(source_.imageName(images->failures.front().image),
                 "cannot be used: ", images->failures.front().reason);
    }
    const auto plan = augmentedHalf(sampler_.plan(completedSteps()));
    batchImages_ = static_cast<std::int64_t>(plan.views.size());
    StepRecord record;
    record.learningRate = learningRateAt(options_.schedule, completedSteps(), length().totalSteps());

    const auto labels = torch::tensor(plan.labels, torch::kLong).to(device_);
    const auto mu = network_.forwardTraining(imagesOf(*images).to(device_)).mu;
    const auto output = classifier_.forward(mu, labels);
    const double loss = output.loss.item<double>();
    sgd_.zeroGrad();
    output.loss.backward();
    if (!std::isfinite(loss) || !sgd_.gradientsFinite()) {
        refuse(
            plan.views, [this](std::int64_t image) { return source_.imageName(image); },
            "the loss or a gradient", "resume from the last checkpoint with a lower learning rate");
    }
    {
        const torch::NoGradGuard noGrad;
        for (const auto& [name, tensor] : trainable(network_, classifier_)) {
            if (tensor.dim() > 1) {  // as usual, normalisation parameters are not decayed
                tensor.grad().add_(tensor, options_.weightDecay);
            }
        }
    }
    sgd_.step(record.learningRate);
    record.terms["a"] = loss;
    record.terms["accuracy"] = output.cosine.argmax(1).eq(labels).to(torch::kDouble).mean().item<double>();
    return record;
}

NamedTensors Pretrainer::state() const {
    auto tensors = network_.namedTensors();
    std::ranges::copy(classifier_.namedTensors(), std::back_inserter(tensors));
    std::ranges::copy(sgd_.namedTensors(), std::back_inserter(tensors));
    return tensors;
}

void Pretrainer::load(const TensorMap& tensors) {
    network_.load(tensors);
    classifier_.load(tensors);
    sgd_.load(tensors);
}

}  // namespace pf
