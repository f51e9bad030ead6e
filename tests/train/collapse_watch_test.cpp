#include "core/train/collapse_watch.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/nn/pch.h"
#include "tests/train/synthetic_views.h"

namespace pf {
namespace {

StepRecord recordOf(const SigmaPercentiles& sigmaSq) {
    StepRecord record;
    record.sigmaSq = sigmaSq;
    return record;
}

int warningsOf(CollapseWatch& watch, const SigmaPercentiles& sigmaSq, int steps) {
    int warnings = 0;
    for (int i = 0; i < steps; ++i) {
        warnings += watch.add(recordOf(sigmaSq)) ? 1 : 0;
    }
    return warnings;
}

constexpr SigmaPercentiles kFlat = {0.3, 0.3, 0.3, 0.3001, 0.3001, 0.3002, 0.3003};
constexpr SigmaPercentiles kLow = {0.004, 0.006, 0.009, 0.011, 0.02, 0.05, 0.3};
/// What the reference printed of a trained head.
constexpr SigmaPercentiles kReference = {0.198, 0.258, 0.290, 0.350, 0.403, 0.445, 0.563};

TEST(CollapseWatch, WarnsOnceAndNeverForTheReferenceProfile) {
    CollapseWatch flat(std::exp(-1.0));
    EXPECT_EQ(warningsOf(flat, kFlat, 99), 0);
    EXPECT_EQ(warningsOf(flat, kFlat, 400), 1);
    CollapseWatch low(std::exp(-1.0));
    EXPECT_EQ(warningsOf(low, kLow, 99), 0);
    EXPECT_EQ(warningsOf(low, kReference, 1), 0);
    EXPECT_EQ(warningsOf(low, kLow, 99), 0) << "it had recovered";
    EXPECT_EQ(warningsOf(low, kLow, 400), 1);
    CollapseWatch calm(std::exp(-1.0));
    EXPECT_EQ(warningsOf(calm, kReference, 12000), 0);
    // A vector sigma² starts, and stays, far lower.
    CollapseWatch vector(std::exp(-7.0));
    EXPECT_EQ(warningsOf(vector, {2e-4, 3e-4, 4e-4, 5e-4, 6e-4, 8e-4, 1e-3}, 12000), 0);
}

/// The step of the alarm when a head learns from these views; 0: none.
std::int64_t alarmStep(const test::SyntheticViews& views, const SamplerOptions& sampling, std::int64_t steps,
                       std::int64_t sigmaSize = 1) {
    test::ProjectionBackbone backbone;
    UncertaintyHead head(test::smallHead(sigmaSize), 1);
    const auto source = makeStreamedBatchSource(views, IdentitySampler(sampling, views.labels()), backbone,
                                                at::kCPU, std::stop_token());
    Trainer trainer(test::smallTrainer(1, steps), head, *source);
    CollapseWatch watch(std::exp(*head.options().beta0));
    while (!trainer.finished()) {
        const auto record = trainer.step();
        if (watch.add(*record)) {
            return record->step;
        }
    }
    return 0;
}

TEST(CollapseWatch, FiresWithin500StepsOnPicturesThatAreNearlyOne) {
    test::SyntheticViews views(12, 8);
    const SamplerOptions sampling{.identitiesPerBatch = 8, .onePicture = OnePicture::Negatives};
    EXPECT_EQ(alarmStep(views, sampling, 500), 0);
    EXPECT_EQ(alarmStep(views, sampling, 500, 16), 0);
    views.spread = 1e-3;  // as frames of one video
    const std::int64_t step = alarmStep(views, sampling, 500);
    EXPECT_GT(step, 100);
    EXPECT_LE(step, 500);
}

}  // namespace
}  // namespace pf
