#include "core/train/trainer.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "core/nn/pch.h"
#include "core/train/schedule.h"

namespace pf {
namespace {

/// Of one number per face: sigma² itself, of a vector the geometric mean. Shapes: [N, 1|D].
SigmaPercentiles sigmaPercentiles(const at::Tensor& sigmaSq) {
    const at::Tensor summary = sigmaSq.size(1) == 1 ? sigmaSq.squeeze(1) : sigmaSq.log().mean(1).exp();
    auto sorted = std::get<0>(summary.flatten().to(torch::kCPU, torch::kDouble).sort());
    const double* values = sorted.data_ptr<double>();
    const auto last = static_cast<double>(sorted.numel() - 1);
    SigmaPercentiles result{};
    for (std::size_t i = 0; i < result.size(); ++i) {
        const double position = kSigmaPercentiles[i] / 100.0 * last;
        const auto low = static_cast<std::int64_t>(position);
        const auto high = std::min(low + 1, sorted.numel() - 1);
        result[i] = values[low] + (values[high] - values[low]) * (position - static_cast<double>(low));
    }
    return result;
}

/// Copies of the head's running statistics, which a forward pass in training mode changes before any loss is
/// known.
TensorMap copyOfBuffers(const UncertaintyHead& head) {
    TensorMap copies;
    for (const auto& [name, tensor] : head.namedTensors()) {
        if (!tensor.requires_grad()) {
            copies.emplace(name, tensor.detach().clone());
        }
    }
    return copies;
}

/// [N] int64, CPU: equal for two views of one picture.
at::Tensor picturesOf(const TrainBatch& batch) {
    std::vector<std::int64_t> pictures;
    pictures.reserve(batch.views.size());
    for (const View& view : batch.views) {
        pictures.push_back(view.image);
    }
    return torch::tensor(pictures, torch::kLong);
}

}  // namespace

LossOptions lossOptions(const LossSettings& settings) {
    LossOptions options;
    options.positives =
        settings.positives == "reference" ? Positives::Reference : Positives::DifferentPictures;
    options.mls.weight = settings.mlsWeight;
    options.constraint.kind = settings.constraintKind == "l1"   ? ConstraintKind::L1
                              : settings.constraintKind == "l2" ? ConstraintKind::L2
                                                                : ConstraintKind::None;
    options.constraint.weight = settings.constraintWeight;
    options.constraint.reduction = settings.constraintReduction == "mean" ? Reduction::Mean : Reduction::Sum;
    options.discriminate.kind = settings.discriminateKind == "triplet_semihard"
                                    ? DiscriminateKind::TripletSemihard
                                : settings.discriminateKind == "contrastive" ? DiscriminateKind::Contrastive
                                                                             : DiscriminateKind::None;
    options.discriminate.weight = settings.discriminateWeight;
    options.discriminate.margin = settings.discriminateMargin;
    options.weightDecay = settings.weightDecay;
    options.check();
    return options;
}

Trainer::Trainer(const TrainerOptions& options, UncertaintyHead& head, BatchSource& source)
    : SteppedTraining(options.length),
      options_(options),
      head_(head),
      source_(source),
      sgd_(head.parameters(), options.momentum) {}

std::optional<StepRecord> Trainer::update() {
    const auto batch = source_.batch(completedSteps());
    if (!batch) {
        return std::nullopt;
    }
    StepRecord record;
    record.learningRate = learningRateAt(options_.schedule, completedSteps(), length().totalSteps());
    batchImages_ = static_cast<std::int64_t>(batch->views.size());

    const auto buffers = copyOfBuffers(head_);
    const auto device = head_.parameters().front().second.device();
    head_.train();
    const auto logSigmaSq = head_.forward(batch->features.to(device));
    const auto losses = computeLosses(batch->mu.to(device), logSigmaSq, batch->labels, options_.loss,
                                      head_.weightsForDecay(), picturesOf(*batch));
    record.terms = losses.values();
    if (!std::isfinite(record.terms.at("a"))) {
        refuse(*batch, buffers, "the loss");
    }
    sgd_.zeroGrad();
    losses.total.backward();
    if (!sgd_.gradientsFinite()) {
        refuse(*batch, buffers, "a gradient");
    }
    sgd_.step(record.learningRate);
    record.sigmaSq = sigmaPercentiles(logSigmaSq.detach().exp());
    return record;
}

void Trainer::refuse(const TrainBatch& batch, const TensorMap& buffers, const std::string& what) {
    const torch::NoGradGuard noGrad;
    for (const auto& [name, tensor] : head_.namedTensors()) {
        if (const auto found = buffers.find(name); found != buffers.end()) {
            tensor.copy_(found->second);
        }
    }
    SteppedTraining::refuse(
        batch.views, [this](std::int64_t image) { return source_.imageName(image); }, what,
        "the weights are as they were before that step. Lower the learning rate or look at the batch's "
        "images (failed-batch.txt)");
}

NamedTensors Trainer::state() const {
    auto tensors = head_.namedTensors();
    std::ranges::copy(sgd_.namedTensors(), std::back_inserter(tensors));
    return tensors;
}

void Trainer::load(const TensorMap& tensors) {
    head_.load(tensors);
    sgd_.load(tensors);
}

}  // namespace pf
