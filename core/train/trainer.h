// One step of training after another: batch -> losses -> update.
#pragma once

#include <optional>
#include <string>

#include "core/base/config/options.h"
#include "core/base/records.h"
#include "core/nn/losses/losses.h"
#include "core/nn/sgd.h"
#include "core/nn/uncertainty_head.h"
#include "core/train/batch_source.h"
#include "core/train/stepped_training.h"

namespace pf {

/// The losses that the settings ask for. Throws: Error(Config).
LossOptions lossOptions(const LossSettings& settings);

struct TrainerOptions {
    LossOptions loss;
    ScheduleOptions schedule;
    double momentum = 0.9;
    RunLength length;
};

/// Trains a head on a batch source. Everything that changes lives in the head's and the optimiser's tensors
/// and the step counter, so saving those is saving the run.
class Trainer final : public SteppedTraining {
  public:
    /// The references must outlive the trainer.
    Trainer(const TrainerOptions& options, UncertaintyHead& head, BatchSource& source);

    NamedTensors state() const override;

  protected:
    std::optional<StepRecord> update() override;
    void load(const TensorMap& tensors) override;

  private:
    [[noreturn]] void refuse(const TrainBatch& batch, const TensorMap& buffers, const std::string& what);

    TrainerOptions options_;
    UncertaintyHead& head_;
    BatchSource& source_;
    Sgd sgd_;
};

}  // namespace pf
