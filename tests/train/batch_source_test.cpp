#include "core/train/batch_source.h"

#include <gtest/gtest.h>

#include <numeric>

#include "core/base/error.h"
#include "core/nn/pch.h"
#include "tests/train/synthetic_views.h"

namespace pf {
namespace {

std::vector<std::int64_t> allImages(const ViewSource& source) {
    std::vector<std::int64_t> images(static_cast<std::size_t>(source.imageCount()));
    std::iota(images.begin(), images.end(), std::int64_t{0});
    return images;
}

TEST(FeatureStore, EachDistinctViewCrossesTheBackboneOnce) {
    const test::SyntheticViews views(8, 5);
    test::ProjectionBackbone backbone;
    const auto store = std::make_shared<FeatureStore>(views, allImages(views), true, backbone, 7, at::kCPU,
                                                      std::stop_token(), nullptr);
    ASSERT_TRUE(store->complete());
    EXPECT_EQ(backbone.rows, 80);
    const auto sampler = test::smallSampler(views);
    const auto source = makeStoredBatchSource(store, views, sampler);
    for (int step = 0; step < 20; ++step) {
        source->batch(step);
    }
    EXPECT_EQ(backbone.rows, 80);
    EXPECT_EQ(FeatureStore::bytesNeeded(40, true, backbone), 80U * (16 + 96) * 4);
}

TEST(BatchSource, StoredAndStreamedBatchesAreEqualWithinRounding) {
    const test::SyntheticViews views(8, 5);
    test::ProjectionBackbone backbone;
    const auto store = std::make_shared<FeatureStore>(views, allImages(views), true, backbone, 16, at::kCPU,
                                                      std::stop_token(), nullptr);
    const auto sampler = test::smallSampler(views);
    const auto stored = makeStoredBatchSource(store, views, sampler);
    const auto streamed = makeStreamedBatchSource(views, sampler, backbone, at::kCPU, std::stop_token());
    for (const std::int64_t step : {0, 1, 5, 2}) {
        const auto a = stored->batch(step);
        const auto b = streamed->batch(step);
        ASSERT_TRUE(a && b);
        EXPECT_EQ(a->views, b->views);
        EXPECT_TRUE(a->labels.equal(b->labels));
        EXPECT_TRUE(torch::allclose(a->mu, b->mu, 1e-5, 1e-6));
        EXPECT_TRUE(torch::allclose(a->features, b->features, 1e-5, 1e-6));
    }
}

TEST(BatchSource, AStreamedBatchSendsEqualViewsOnce) {
    const test::SyntheticViews views(8, 5);
    test::ProjectionBackbone backbone;
    const auto sampler = test::smallSampler(views);
    const auto streamed = makeStreamedBatchSource(views, sampler, backbone, at::kCPU, std::stop_token());
    const auto batch = streamed->batch(0);
    std::int64_t flipped = 0;
    for (const auto& view : batch->views) {
        flipped += view.flipped ? 1 : 0;
    }
    EXPECT_EQ(backbone.rows, 32 + flipped);
}

TEST(BatchSource, AnUnreadableImageIsNamedWithARemedy) {
    test::SyntheticViews views(8, 4);
    views.bad = {3};
    test::ProjectionBackbone backbone;
    const auto sampler = test::smallSampler(views);
    const auto streamed = makeStreamedBatchSource(views, sampler, backbone, at::kCPU, std::stop_token());
    try {
        streamed->batch(0);
        FAIL() << "no error";
    } catch (const Error& error) {
        EXPECT_NE(std::string(error.what()).find("image-3"), std::string::npos);
        EXPECT_NE(std::string(error.what()).find("data.check_images"), std::string::npos);
    }
    const FeatureStore store(views, allImages(views), true, backbone, 8, at::kCPU, std::stop_token(),
                             nullptr);
    EXPECT_TRUE(store.complete());
    ASSERT_EQ(store.failures().size(), 1U);
    EXPECT_EQ(store.failures().front().image, 3);
}

TEST(FeatureStore, StopsWithinABatch) {
    const test::SyntheticViews views(8, 5);
    test::ProjectionBackbone backbone;
    std::stop_source stop;
    const FeatureStore store(views, allImages(views), true, backbone, 8, at::kCPU, stop.get_token(),
                             [&](std::int64_t done, std::int64_t) {
                                 if (done >= 16) {
                                     stop.request_stop();
                                 }
                             });
    EXPECT_FALSE(store.complete());
    EXPECT_EQ(backbone.rows, 16);
}

}  // namespace
}  // namespace pf
