#include "core/data/input/batch_loader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <atomic>
#include <opencv2/core.hpp>
#include <set>
#include <stdexcept>
#include <thread>

#include "core/base/error.h"
#include "tests/data/test_images.h"

namespace pf {
namespace {

/// Images made on demand; some fail, and one can be made to wait.
class MadeFaces final : public FaceSet {
  public:
    explicit MadeFaces(std::size_t count) : infos_(count) {
        for (std::size_t i = 0; i < count; ++i) {
            infos_[i].name = "made#" + std::to_string(i);
        }
    }
    std::size_t size() const override { return infos_.size(); }
    FaceInfo info(std::size_t index) const override { return infos_.at(index); }
    cv::Mat decode(std::size_t index) const override {
        ++decoded;
        if (static_cast<int>(index) == bad) {
            throw Error(ErrorCode::Data, "it is cut short", info(index).name);
        }
        if (static_cast<int>(index) == broken) {
            throw std::runtime_error("a bug");
        }
        const int side = static_cast<int>(index) == small ? 8 : 20;
        return test::patternImage(side, side, static_cast<int>(index));
    }

    int bad = -1;
    int small = -1;
    int broken = -1;
    mutable std::atomic<int> decoded{0};

  private:
    std::vector<FaceInfo> infos_;
};

PreprocessOptions augmented() {
    PreprocessOptions options;
    options.inputHeight = 12;
    options.inputWidth = 10;
    options.transforms = {parseTransform("random_crop"), parseTransform("cutout:size=3"),
                          parseTransform("gaussian_blur"), parseTransform("rotate")};
    return options;
}

/// Batches of 8 random rows, each image twice.
ViewSequence randomSequence(std::size_t images, int batches) {
    return [images, batches, rng = Rng(11)]() mutable -> std::optional<std::vector<View>> {
        if (batches-- == 0) {
            return std::nullopt;
        }
        std::vector<View> rows;
        for (int i = 0; i < 8; ++i) {
            const auto image = static_cast<std::int64_t>(rng.below(images));
            rows.push_back({.image = image, .flipped = rng.flip(), .augmentSeed = rng.next()});
        }
        for (std::size_t i = 0; i < 8; ++i) {
            rows.push_back({.image = rows[i].image});
        }
        return rows;
    };
}

/// The first images in order, as they are.
ViewSequence plainBatches(std::int64_t images, std::int64_t batchSize) {
    return viewBatches(images, batchSize, [](std::int64_t image) { return View{.image = image}; });
}

std::vector<ViewBatch> loadAll(const std::unique_ptr<ViewStream>& loader) {
    std::vector<ViewBatch> batches;
    while (std::optional<ViewBatch> batch = loader->next()) {
        batches.push_back(std::move(*batch));
    }
    return batches;
}

TEST(BatchLoader, IsTheSameForAnyNumberOfThreads) {
    const auto faces = std::make_shared<MadeFaces>(30);
    std::vector<ViewBatch> reference;
    for (const int threads : {0, 1, 2, 4}) {
        const auto loader = loadBatches(faces, augmented(), randomSequence(30, 25),
                                        {.threads = threads, .prefetchBatches = 3});
        std::vector<ViewBatch> batches = loadAll(loader);
        ASSERT_EQ(batches.size(), 25U);
        ViewSequence asked = randomSequence(30, 25);
        for (const ViewBatch& batch : batches) {
            EXPECT_EQ(batch.views, asked());
            EXPECT_TRUE(batch.failures.empty());
        }
        if (reference.empty()) {
            reference = std::move(batches);
            continue;
        }
        for (std::size_t i = 0; i < batches.size(); ++i) {
            EXPECT_EQ(*batches[i].pixels, *reference[i].pixels) << threads << " threads, batch " << i;
        }
    }
}

TEST(BatchLoader, RowsAreWhatPreprocessingGives) {
    const auto faces = std::make_shared<MadeFaces>(5);
    const PreprocessOptions options = augmented();
    const std::vector<View> rows = {{.image = 3, .flipped = true, .augmentSeed = 99}, {.image = 1}};
    bool given = false;
    const auto loader = loadBatches(faces, options, [&]() -> std::optional<std::vector<View>> {
        return std::exchange(given, true) ? std::nullopt : std::optional(rows);
    });
    const std::optional<ViewBatch> batch = loader->next();
    ASSERT_TRUE(batch.has_value());
    EXPECT_EQ(batch->height, 12);
    EXPECT_EQ(batch->width, 10);
    Pixels expected(2 * options.imageFloats());
    Rng rng(99);
    preprocessInto(faces->decode(3), options, true, &rng, std::span(expected).first(options.imageFloats()));
    preprocessInto(faces->decode(1), options, false, nullptr,
                   std::span(expected).last(options.imageFloats()));
    EXPECT_EQ(*batch->pixels, expected);
    EXPECT_FALSE(loader->next().has_value());
    EXPECT_FALSE(loader->next().has_value());
}

TEST(BatchLoader, DecodesAnImageOncePerBatch) {
    const auto faces = std::make_shared<MadeFaces>(4);
    const auto loader = loadBatches(
        faces, {}, viewBatches(6, 6, [](std::int64_t i) { return View{.image = i == 5 ? 2 : i % 2}; }));
    ASSERT_TRUE(loader->next().has_value());
    EXPECT_EQ(faces->decoded, 3);
}

TEST(BatchLoader, FlagsABadImageAndGoesOn) {
    const auto faces = std::make_shared<MadeFaces>(10);
    faces->bad = 4;
    for (const int threads : {0, 2}) {
        const auto loader =
            loadBatches(faces, {}, plainBatches(10, 5), {.threads = threads, .prefetchBatches = 2});
        const std::vector<ViewBatch> batches = loadAll(loader);
        ASSERT_EQ(batches.size(), 2U);
        ASSERT_EQ(batches[0].failures.size(), 1U);
        EXPECT_EQ(batches[0].failures[0].image, 4);
        EXPECT_EQ(batches[0].failures[0].reason, "made#4: it is cut short");
        EXPECT_THAT(std::span(*batches[0].pixels).last(PreprocessOptions{}.imageFloats()),
                    testing::Each(0.0F));
        EXPECT_TRUE(batches[1].failures.empty());
    }
}

TEST(BatchLoader, LeavesNothingOfAnEarlierBatchInItsMemory) {
    const auto faces = std::make_shared<MadeFaces>(4);
    faces->bad = 3;
    const auto loader = loadBatches(faces, {}, plainBatches(4, 1), {.threads = 0, .prefetchBatches = 1});
    std::set<const float*> places;
    while (const std::optional<ViewBatch> batch = loader->next()) {
        places.insert(batch->pixels->data());
        const bool isEmpty = std::ranges::all_of(*batch->pixels, [](float v) { return v == 0.0F; });
        EXPECT_EQ(isEmpty, !batch->failures.empty()) << batch->views[0].image;
    }
    EXPECT_LE(places.size(), 2U) << "one being filled, one in the consumer's hands";
}

TEST(BatchLoader, SkipsAnImageSmallerThanTheCropByName) {
    const auto faces = std::make_shared<MadeFaces>(3);
    faces->small = 1;
    PreprocessOptions options;
    options.cropHeight = 16;
    options.cropWidth = 16;
    const auto loader = loadBatches(faces, options, plainBatches(3, 3));
    const std::vector<ViewBatch> batches = loadAll(loader);
    ASSERT_EQ(batches.size(), 1U);
    ASSERT_EQ(batches[0].failures.size(), 1U);
    EXPECT_EQ(batches[0].failures[0].image, 1);
    EXPECT_THAT(batches[0].failures[0].reason, testing::StartsWith("made#1: "));
    EXPECT_THAT(batches[0].failures[0].reason, testing::HasSubstr("the image has 8 x 8 pixels"));
}

TEST(BatchLoader, SurfacesAWorkersException) {
    const auto faces = std::make_shared<MadeFaces>(100);
    faces->broken = 30;
    for (const int threads : {0, 1, 3}) {
        const auto loader =
            loadBatches(faces, {}, plainBatches(100, 5), {.threads = threads, .prefetchBatches = 3});
        EXPECT_THROW(loadAll(loader), std::runtime_error) << threads;
    }
}

TEST(BatchLoader, SurfacesTheSequencesException) {
    const auto faces = std::make_shared<MadeFaces>(10);
    int calls = 0;
    const auto loader = loadBatches(faces, {}, [&]() -> std::optional<std::vector<View>> {
        if (++calls > 5) {
            throw std::logic_error("no more");
        }
        return std::vector<View>{{.image = 1}};
    });
    EXPECT_THROW(loadAll(loader), std::logic_error);
}

TEST(BatchLoader, PrefetchIsBounded) {
    const auto faces = std::make_shared<MadeFaces>(100);
    int asked = 0;
    const auto loader = loadBatches(faces, {},
                                    [&]() -> std::optional<std::vector<View>> {
                                        ++asked;
                                        return std::vector<View>{{.image = 1}};
                                    },
                                    {.threads = 2, .prefetchBatches = 4});
    EXPECT_EQ(asked, 4);
    ASSERT_TRUE(loader->next().has_value());
    EXPECT_EQ(asked, 5);
}

TEST(BatchLoader, StopsAndEndsWithWorkLeft) {
    const auto faces = std::make_shared<MadeFaces>(1000);
    std::stop_source source;
    const auto loader = loadBatches(faces, {}, plainBatches(1000, 100), {.threads = 2, .prefetchBatches = 8},
                                    source.get_token());
    ASSERT_TRUE(loader->next().has_value());
    source.request_stop();
    EXPECT_FALSE(loader->next().has_value());
    EXPECT_LT(faces->decoded, 1000);
}

/// A set whose images never come until it is told to go on.
class SlowFaces final : public FaceSet {
  public:
    std::size_t size() const override { return 1; }
    FaceInfo info(std::size_t) const override { return info_; }
    cv::Mat decode(std::size_t) const override {
        go.wait(false);
        return test::patternImage(4, 4);
    }
    mutable std::atomic<bool> go{false};

  private:
    FaceInfo info_{.name = "slow"};
};

TEST(BatchLoader, StopWakesAWaitingConsumer) {
    const auto faces = std::make_shared<SlowFaces>();
    std::stop_source source;
    const auto loader =
        loadBatches(faces, {}, plainBatches(1, 1), {.threads = 1, .prefetchBatches = 1}, source.get_token());
    std::jthread stopper([&] { source.request_stop(); });
    EXPECT_FALSE(loader->next().has_value());  // the image is still being decoded
    faces->go = true;
    faces->go.notify_all();
}

TEST(BatchLoader, RefusesImpossibleOptions) {
    const auto faces = std::make_shared<MadeFaces>(2);
    const auto make = [&](const LoaderOptions& options, std::int64_t images, std::int64_t batch) {
        return test::errorOf([&] { loadBatches(faces, {}, plainBatches(images, batch), options); });
    };
    EXPECT_THAT(make({.threads = -1, .prefetchBatches = 1}, 2, 1), testing::StartsWith("config: "));
    EXPECT_THAT(make({.threads = 1, .prefetchBatches = 0}, 2, 1), testing::StartsWith("config: "));
    EXPECT_THAT(make({}, 2, 0), testing::StartsWith("config: "));
    EXPECT_THAT(make({}, 3, 3), testing::StartsWith("internal: image 2"));
    EXPECT_EQ(make({}, 2, 2), "");
}

}  // namespace
}  // namespace pf
