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

std::string refusal(const SamplerOptions& options, const std::vector<int>& labels,
                    const std::vector<std::uint64_t>& pictures = {}) {
    try {
        IdentitySampler(options, labels, pictures);
    } catch (const Error& error) {
        return error.what();
    }
    return "none";
}

TEST(IdentitySampler, PeopleWithOnePictureAreNegativesOnly) {
    // Ten people with four pictures and thirty with one.
    std::vector<int> labels;
    for (int person = 0; person < 40; ++person) {
        labels.insert(labels.end(), person % 4 == 0 ? 4 : 1, person);
    }
    IdentitySampler sampler({.seed = 5, .identitiesPerBatch = 8, .onePicture = OnePicture::Negatives},
                            labels);
    EXPECT_EQ(sampler.identityCount(), 40);
    EXPECT_EQ(sampler.onePictureCount(), 30);
    EXPECT_EQ(sampler.negativesCount(), 30);
    EXPECT_EQ(sampler.images().size(), 70U);
    std::map<std::int64_t, int> uses;
    for (int step = 0; step < 120; ++step) {
        const auto batch = sampler.plan(step);
        const std::size_t half = batch.views.size() / 2;
        ASSERT_EQ(half, 8U * 4 + 8);
        std::map<std::int64_t, std::set<std::int64_t>> imagesOf;
        for (std::size_t i = 0; i < half; ++i) {
            imagesOf[batch.labels[i]].insert(batch.views[i].image);
            EXPECT_EQ(batch.labels[i], batch.labels[half + i]);
        }
        std::size_t pairable = 0;
        for (const auto& [identity, images] : imagesOf) {
            pairable += images.size() > 1 ? 1 : 0;
            EXPECT_TRUE(images.size() == 4 || images.size() == 1);
            if (images.size() == 1) {
                ++uses[*images.begin()];
            }
        }
        EXPECT_EQ(pairable, 8U);
    }
    EXPECT_EQ(uses.size(), 30U) << "everybody takes part";
    for (const auto& [image, count] : uses) {
        EXPECT_NEAR(count, 32, 2);
    }
}

TEST(IdentitySampler, FewPeopleWithOnePictureJoinSeldomAndFillUpWhereTheOthersAreTooFew) {
    std::vector<int> labels = labelsOf({4, 4, 4, 4, 4, 4, 4, 4, 1});
    IdentitySampler seldom({.identitiesPerBatch = 4, .onePicture = OnePicture::Negatives}, labels);
    std::size_t rows = 0;
    for (int step = 0; step < 100; ++step) {
        rows += seldom.plan(step).views.size() / 2 - 16;
    }
    EXPECT_EQ(rows, 50U) << "as often as each of the others";
    labels = labelsOf({4, 4, 1, 1, 1});
    IdentitySampler filled({.identitiesPerBatch = 4, .onePicture = OnePicture::Negatives}, labels);
    for (int step = 0; step < 10; ++step) {
        const auto batch = filled.plan(step);
        const std::set<std::int64_t> people(batch.labels.begin(), batch.labels.end());
        EXPECT_GE(people.size(), 4U);
    }
}

TEST(IdentitySampler, LeavesPeopleWithOnePictureOutWhenAskedTo) {
    const auto labels = labelsOf({3, 1, 3, 1, 3});
    IdentitySampler sampler({.identitiesPerBatch = 3, .onePicture = OnePicture::LeaveOut}, labels);
    EXPECT_EQ(sampler.identityCount(), 3);
    EXPECT_EQ(sampler.onePictureCount(), 2);
    EXPECT_EQ(sampler.negativesCount(), 0);
    EXPECT_EQ(sampler.images(), (std::vector<std::int64_t>{0, 1, 2, 4, 5, 6, 8, 9, 10}));
    EXPECT_NE(refusal({.identitiesPerBatch = 4, .onePicture = OnePicture::LeaveOut}, labels)
                  .find("2 identities have one and are left out"),
              std::string::npos);
}

TEST(IdentitySampler, CopiesOfAPictureAreOnePicture) {
    const std::vector<int> labels = {0, 0, 0, 1, 1, 2, 2};
    // 0 has one picture twice and another; 1 has the same one twice; of 2 nothing is known.
    const std::vector<std::uint64_t> pictures = {7, 7, 8, 9, 9, 0, 0};
    const SamplerOptions options{.identitiesPerBatch = 2, .onePicture = OnePicture::Negatives};
    const IdentitySampler sampler(options, labels, pictures);
    EXPECT_EQ(sampler.copyCount(), 2);
    EXPECT_EQ(sampler.onePictureCount(), 1);
    EXPECT_EQ(sampler.twoPicturesCount(), 2);
    EXPECT_EQ(sampler.images(), (std::vector<std::int64_t>{0, 2, 3, 5, 6}));
}

TEST(IdentitySampler, ASetWithoutGenuinePairsIsRefusedWithARemedy) {
    const SamplerOptions options{.identitiesPerBatch = 2, .onePicture = OnePicture::Negatives};
    const std::string single = refusal(options, labelsOf({1, 1, 1}));
    EXPECT_NE(single.find("nobody in the training set has two different pictures (3 identities have one)"),
              std::string::npos)
        << single;
    EXPECT_NE(single.find("add pictures"), std::string::npos);
    EXPECT_NE(refusal(options, labelsOf({2, 2}), {5, 5, 6, 6}).find("copies not counted"), std::string::npos);
    EXPECT_NE(refusal({.identitiesPerBatch = 2, .imagesPerIdentity = 1, .onePicture = OnePicture::Negatives},
                      labelsOf({4, 4}))
                  .find("train.images_per_identity"),
              std::string::npos);
    // ArcFace's classes need no pairs.
    EXPECT_EQ(refusal({.identitiesPerBatch = 2, .imagesPerIdentity = 1}, labelsOf({1, 1, 1})), "none");
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
