// Training a backbone from scratch with ArcFace.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <stop_token>

#include "core/base/config/options.h"
#include "core/nn/backbones/resface.h"
#include "core/nn/losses/arcface.h"
#include "core/nn/sgd.h"
#include "core/train/identity_sampler.h"
#include "core/train/stepped_training.h"

namespace pf {

struct PretrainerOptions {
    ScheduleOptions schedule;
    double momentum = 0.9;
    double weightDecay = 5e-4;
    RunLength length;
};

/// SGD on the ArcFace loss of the augmented copies of each planned batch. Records a (loss), accuracy (share
/// of the batch whose nearest class weight is its own), and the learning rate.
class Pretrainer final : public SteppedTraining {
  public:
    /// The references must outlive the pretrainer.
    Pretrainer(const PretrainerOptions& options, ResFace& network, ArcFaceHead& classifier,
               const ViewSource& source, const IdentitySampler& sampler, const at::Device& device,
               std::stop_token stop);

    NamedTensors state() const override;

  protected:
    std::optional<StepRecord> update() override;
    void load(const TensorMap& tensors) override;

  private:
    void restartStream();

    PretrainerOptions options_;
    ResFace& network_;
    ArcFaceHead& classifier_;
    const ViewSource& source_;
    IdentitySampler sampler_;
    at::Device device_;
    std::stop_token stop_;
    Sgd sgd_;
    std::int64_t plannedStep_ = 0;
    std::unique_ptr<ViewStream> stream_;
};

}  // namespace pf
