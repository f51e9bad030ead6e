#include <gtest/gtest.h>

#include <map>
#include <set>

#include "core/base/error.h"
#include "core/train/identity_sampler.h"
#include "core/train/schedule.h"

namespace pf {
namespace {

std::vector<int> labelsOf(std::initializer_list<int> counts) {
    std::vector<int> labels;
    int identity = 0;
    for (const int count : counts) {
        labels.insert(labels.end(), static_cast<std::size_t>(count), identity++);
    }
    return labels;
}

TEST(IdentitySampler, ABatchIsAugmentedCopiesThenPlainCopiesOfTheSameImages) {
    const auto labels = labelsOf({5, 5, 5, 5, 5});
    IdentitySampler sampler({.seed = 3, .identitiesPerBatch = 3, .imagesPerIdentity = 4}, labels);
    const auto batch = sampler.plan(7);
    ASSERT_EQ(batch.views.size(), 24U);
    EXPECT_EQ(sampler.batchViews(), 24);
    std::map<std::int64_t, std::set<std::int64_t>> imagesOf;
    for (std::size_t i = 0; i < 12; ++i) {
        EXPECT_EQ(batch.views[i].image, batch.views[i + 12].image);
        EXPECT_FALSE(batch.views[i + 12].flipped);
        EXPECT_EQ(batch.labels[i], batch.labels[i + 12]);
        EXPECT_EQ(labels[static_cast<std::size_t>(batch.views[i].image)], batch.labels[i]);
        imagesOf[batch.labels[i]].insert(batch.views[i].image);
    }
    EXPECT_EQ(imagesOf.size(), 3U);
    for (const auto& [identity, images] : imagesOf) {
        EXPECT_EQ(images.size(), 4U) << "images repeat though the identity has enough";
    }
}

TEST(IdentitySampler, IdentitiesDoNotRepeatWithinAPass) {
    IdentitySampler sampler({.seed = 1, .identitiesPerBatch = 2, .imagesPerIdentity = 1},
                            labelsOf({1, 1, 1, 1, 1, 1}));
    for (int pass = 0; pass < 4; ++pass) {
        std::set<std::int64_t> seen;
        for (int i = 0; i < 3; ++i) {
            const auto batch = sampler.plan(pass * 3 + i);
            seen.insert(batch.labels.begin(), batch.labels.end());
        }
        EXPECT_EQ(seen.size(), 6U);
    }
}

TEST(IdentitySampler, AnyStepCanBeAskedForInAnyOrder) {
    const auto labels = labelsOf({3, 4, 5, 6, 7, 8});
    const SamplerOptions options{
        .seed = 9, .identitiesPerBatch = 2, .imagesPerIdentity = 3, .augmented = true};
    IdentitySampler forward(options, labels);
    std::vector<PlannedBatch> batches;
    for (int step = 0; step < 10; ++step) {
        batches.push_back(forward.plan(step));
    }
    IdentitySampler backward(options, labels);
    for (int step = 9; step >= 0; --step) {
        EXPECT_EQ(backward.plan(step).views, batches[static_cast<std::size_t>(step)].views);
    }
}

TEST(IdentitySampler, FewImagesRepeatAndFlipsHappenHalfOfTheTime) {
    IdentitySampler sampler({.seed = 2, .identitiesPerBatch = 2, .imagesPerIdentity = 4}, labelsOf({2, 2}));
    int flipped = 0;
    for (int step = 0; step < 200; ++step) {
        const auto batch = sampler.plan(step);
        std::map<std::int64_t, int> uses;
        for (std::size_t i = 0; i < 8; ++i) {
            ++uses[batch.views[i].image];
            flipped += batch.views[i].flipped ? 1 : 0;
        }
        for (const auto& [image, count] : uses) {
            EXPECT_EQ(count, 2);
        }
    }
    EXPECT_NEAR(flipped, 800, 100);
}

TEST(IdentitySampler, TooFewIdentitiesAreAnErrorWithARemedy) {
    try {
        IdentitySampler({.identitiesPerBatch = 3}, labelsOf({4, 4}));
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("train.identities_per_batch"), std::string::npos);
    }
    EXPECT_THROW(IdentitySampler({.identitiesPerBatch = 1}, std::vector<int>{-1, -1}), Error);
}

TEST(Schedule, StepTakesTheLatestEntryAndPercentages) {
    ScheduleOptions schedule;
    schedule.kind = "step";
    schedule.steps = {{"0", "0.01"}, {"6000", "0.001"}, {"9000", "0.0005"}};
    EXPECT_DOUBLE_EQ(learningRateAt(schedule, 0, 12000), 0.01);
    EXPECT_DOUBLE_EQ(learningRateAt(schedule, 5999, 12000), 0.01);
    EXPECT_DOUBLE_EQ(learningRateAt(schedule, 6000, 12000), 0.001);
    EXPECT_DOUBLE_EQ(learningRateAt(schedule, 11999, 12000), 0.0005);
    schedule.steps = {{"0", "0.01"}, {"50%", "0.001"}};
    EXPECT_DOUBLE_EQ(learningRateAt(schedule, 749, 1500), 0.01);
    EXPECT_DOUBLE_EQ(learningRateAt(schedule, 750, 1500), 0.001);
    schedule.steps = {{"10", "0.01"}};
    EXPECT_THROW(learningRateAt(schedule, 0, 100), Error);
}

TEST(Schedule, CosineAndLinear) {
    ScheduleOptions schedule;
    schedule.kind = "cosine";
    schedule.initial = 0.2;
    schedule.interval = 10;
    EXPECT_DOUBLE_EQ(learningRateAt(schedule, 9, 100), 0.2);
    EXPECT_NEAR(learningRateAt(schedule, 50, 100), 0.1, 1e-12);
    EXPECT_DOUBLE_EQ(learningRateAt(schedule, 100, 100), 0.0);
    schedule.kind = "linear";
    schedule.start = 20;
    schedule.endStep = 60;
    EXPECT_DOUBLE_EQ(learningRateAt(schedule, 20, 100), 0.2);
    EXPECT_DOUBLE_EQ(learningRateAt(schedule, 40, 100), 0.1);
    EXPECT_DOUBLE_EQ(learningRateAt(schedule, 80, 100), 0.0);
    schedule.kind = "sawtooth";
    EXPECT_THROW(learningRateAt(schedule, 0, 100), Error);
}

}  // namespace
}  // namespace pf
