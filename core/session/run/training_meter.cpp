#include "core/session/run/training_meter.h"

#include <utility>

namespace pf {
namespace {

/// Until the data is open: the size of a small set, and the paces of a small machine.
constexpr double kImages = 2000;
constexpr double kLookSeconds = 0.001;
constexpr double kNetworkSeconds = 0.01;
constexpr double kStepSeconds = 0.02;

std::vector<JobPart> partsOf(const Options& options) {
    std::vector<JobPart> parts;
    if (options.data.checkImages) {
        parts.push_back(
            {.phase = Phase::Checking, .stage = 0, .unitsPerRound = kImages, .secondsPerUnit = kLookSeconds});
    }
    if (options.features.store != "off") {
        parts.push_back({.phase = Phase::Extracting,
                         .stage = 1,
                         .unitsPerRound = kImages,
                         .secondsPerUnit = kNetworkSeconds});
    }
    parts.push_back({.phase = Phase::Training,
                     .stage = 2,
                     .unitsPerRound = static_cast<double>(options.train.epochs * options.train.stepsPerEpoch),
                     .secondsPerUnit = kStepSeconds,
                     .mayResume = true});
    if (!options.evaluation.sets.empty()) {
        // Its images cross the backbone once; later evaluations have their features.
        parts.push_back({.phase = Phase::Evaluating,
                         .stage = 2,
                         .rounds = static_cast<double>(options.evaluation.sets.size()),
                         .unitsPerRound = kImages,
                         .secondsPerUnit = kNetworkSeconds,
                         .paceOf = Phase::Extracting});
    }
    return parts;
}

}  // namespace

TrainingMeter::TrainingMeter(const Options& options, ProgressObserver observer)
    : viewsPerImage_(options.augment.flip ? 2 : 1), meter_(partsOf(options), std::move(observer)) {}

ProgressObserver TrainingMeter::observer() {
    return [this](const Progress& progress) {
        if (progress.phase == Phase::Checking && progress.total > 0) {
            meter_.plan(Phase::Extracting, 1, viewsPerImage_ * static_cast<double>(progress.total));
        }
        meter_.report(progress);
    };
}

std::function<void(const std::string& why)> TrainingMeter::heard(
    std::function<void(const std::string& why)> told) {
    return [this, told = std::move(told)](const std::string& why) {
        meter_.setWaiting(!why.empty());
        if (told) {
            told(why);
        }
    };
}

}  // namespace pf
