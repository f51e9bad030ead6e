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

using testing::ElementsAre;

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
    const std::vector<std::string>& identities() const override { return none_; }
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
    std::vector<std::string> none_;
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
BatchSequence randomSequence(std::size_t images, int batches) {
    return [images, batches, rng = Rng(11)]() mutable -> std::optional<std::vector<ImageRequest>> {
        if (batches-- == 0) {
            return std::nullopt;
        }
        std::vector<ImageRequest> rows;
        for (int i = 0; i < 8; ++i) {
            rows.push_back({.index = rng.below(images), .flip = rng.flip(), .augmentSeed = rng.next()});
        }
        for (std::size_t i = 0; i < 8; ++i) {
            rows.push_back({.index = rows[i].index, .flip = false, .augmentSeed = {}});
        }
        return rows;
    };
}

std::vector<ImageBatch> loadAll(BatchLoader& loader) {
    std::vector<ImageBatch> batches;
    while (std::optional<ImageBatch> batch = loader.next()) {
        batches.push_back(std::move(*batch));
    }
    return batches;
}

TEST(BatchLoader, IsTheSameForAnyNumberOfThreads) {
    const auto faces = std::make_shared<MadeFaces>(30);
    std::vector<ImageBatch> reference;
    for (const int threads : {0, 1, 2, 4}) {
        BatchLoader loader(faces, augmented(), randomSequence(30, 25),
                           {.threads = threads, .prefetchBatches = 3});
        std::vector<ImageBatch> batches = loadAll(loader);
        ASSERT_EQ(batches.size(), 25U);
        for (std::size_t i = 0; i < batches.size(); ++i) {
            EXPECT_EQ(batches[i].number, i);
            EXPECT_TRUE(batches[i].allOk());
        }
        if (reference.empty()) {
            reference = std::move(batches);
            continue;
        }
        for (std::size_t i = 0; i < batches.size(); ++i) {
            EXPECT_EQ(batches[i].pixels.values(), reference[i].pixels.values())
                << threads << " threads, batch " << i;
        }
    }
}

TEST(BatchLoader, RowsAreWhatPreprocessingGives) {
    const auto faces = std::make_shared<MadeFaces>(5);
    const PreprocessOptions options = augmented();
    const std::vector<ImageRequest> rows = {{.index = 3, .flip = true, .augmentSeed = 99},
                                            {.index = 1, .flip = false, .augmentSeed = {}}};
    bool given = false;
    BatchLoader loader(faces, options, [&]() -> std::optional<std::vector<ImageRequest>> {
        return std::exchange(given, true) ? std::nullopt : std::optional(rows);
    });
    const std::optional<ImageBatch> batch = loader.next();
    ASSERT_TRUE(batch.has_value());
    ASSERT_EQ(batch->pixels.size(), 2 * options.imageFloats());
    std::vector<float> expected(2 * options.imageFloats());
    Rng rng(99);
    preprocessInto(faces->decode(3), options, true, &rng, std::span(expected).first(options.imageFloats()));
    preprocessInto(faces->decode(1), options, false, nullptr,
                   std::span(expected).last(options.imageFloats()));
    EXPECT_EQ(batch->pixels.values(), expected);
    EXPECT_FALSE(loader.next().has_value());
    EXPECT_FALSE(loader.next().has_value());
}

TEST(BatchLoader, DecodesAnImageOncePerBatch) {
    const auto faces = std::make_shared<MadeFaces>(4);
    BatchLoader loader(faces, {}, sequentialBatches({0, 1, 0, 1, 0, 2}, 6));
    ASSERT_TRUE(loader.next().has_value());
    EXPECT_EQ(faces->decoded, 3);
}

TEST(BatchLoader, FlagsABadImageAndGoesOn) {
    const auto faces = std::make_shared<MadeFaces>(10);
    faces->bad = 4;
    for (const int threads : {0, 2}) {
        BatchLoader loader(faces, {}, sequentialBatches(10, 5), {.threads = threads, .prefetchBatches = 2});
        const std::vector<ImageBatch> batches = loadAll(loader);
        ASSERT_EQ(batches.size(), 2U);
        EXPECT_THAT(batches[0].ok, ElementsAre(1, 1, 1, 1, 0));
        ASSERT_EQ(batches[0].skipped.size(), 1U);
        EXPECT_EQ(batches[0].skipped[0].name, "made#4");
        EXPECT_EQ(batches[0].skipped[0].reason, "it is cut short");
        EXPECT_THAT(std::span(batches[0].pixels.values()).last(PreprocessOptions{}.imageFloats()),
                    testing::Each(0.0F));
        EXPECT_TRUE(batches[1].allOk());
    }
}

TEST(BatchLoader, LeavesNothingOfAnEarlierBatchInItsMemory) {
    const auto faces = std::make_shared<MadeFaces>(4);
    faces->bad = 3;
    BatchLoader loader(faces, {}, sequentialBatches(4, 1), {.threads = 0, .prefetchBatches = 1});
    std::set<const float*> places;
    while (const std::optional<ImageBatch> batch = loader.next()) {
        places.insert(batch->pixels.values().data());
        const bool isEmpty = std::ranges::all_of(batch->pixels.values(), [](float v) { return v == 0.0F; });
        EXPECT_EQ(isEmpty, !batch->allOk()) << batch->number;
    }
    EXPECT_LE(places.size(), 2U) << "one being filled, one in the consumer's hands";
}

TEST(BatchLoader, SkipsAnImageSmallerThanTheCropByName) {
    const auto faces = std::make_shared<MadeFaces>(3);
    faces->small = 1;
    PreprocessOptions options;
    options.cropHeight = 16;
    options.cropWidth = 16;
    BatchLoader loader(faces, options, sequentialBatches(3, 3));
    const std::vector<ImageBatch> batches = loadAll(loader);
    ASSERT_EQ(batches.size(), 1U);
    EXPECT_THAT(batches[0].ok, ElementsAre(1, 0, 1));
    ASSERT_EQ(batches[0].skipped.size(), 1U);
    EXPECT_EQ(batches[0].skipped[0].name, "made#1");
    EXPECT_THAT(batches[0].skipped[0].reason, testing::HasSubstr("the image has 8 x 8 pixels"));
}

TEST(BatchLoader, SurfacesAWorkersException) {
    const auto faces = std::make_shared<MadeFaces>(100);
    faces->broken = 30;
    for (const int threads : {0, 1, 3}) {
        BatchLoader loader(faces, {}, sequentialBatches(100, 5), {.threads = threads, .prefetchBatches = 3});
        EXPECT_THROW(loadAll(loader), std::runtime_error) << threads;
    }
}

TEST(BatchLoader, SurfacesTheSequencesException) {
    const auto faces = std::make_shared<MadeFaces>(10);
    int calls = 0;
    BatchLoader loader(faces, {}, [&]() -> std::optional<std::vector<ImageRequest>> {
        if (++calls > 5) {
            throw std::logic_error("no more");
        }
        return std::vector<ImageRequest>{{.index = 1, .flip = false, .augmentSeed = {}}};
    });
    EXPECT_THROW(loadAll(loader), std::logic_error);
}

TEST(BatchLoader, PrefetchIsBounded) {
    const auto faces = std::make_shared<MadeFaces>(100);
    int asked = 0;
    BatchLoader loader(faces, {},
                       [&]() -> std::optional<std::vector<ImageRequest>> {
                           ++asked;
                           return std::vector<ImageRequest>{{.index = 1, .flip = false, .augmentSeed = {}}};
                       },
                       {.threads = 2, .prefetchBatches = 4});
    EXPECT_EQ(asked, 4);
    ASSERT_TRUE(loader.next().has_value());
    EXPECT_EQ(asked, 5);
}

TEST(BatchLoader, StopsAndEndsWithWorkLeft) {
    const auto faces = std::make_shared<MadeFaces>(1000);
    std::stop_source source;
    BatchLoader loader(faces, {}, sequentialBatches(1000, 100), {.threads = 2, .prefetchBatches = 8},
                       source.get_token());
    ASSERT_TRUE(loader.next().has_value());
    source.request_stop();
    EXPECT_FALSE(loader.next().has_value());
    EXPECT_LT(faces->decoded, 1000);
}

/// A set whose images never come until it is told to go on.
class SlowFaces final : public FaceSet {
  public:
    std::size_t size() const override { return 1; }
    FaceInfo info(std::size_t) const override { return info_; }
    const std::vector<std::string>& identities() const override { return none_; }
    cv::Mat decode(std::size_t) const override {
        go.wait(false);
        return test::patternImage(4, 4);
    }
    mutable std::atomic<bool> go{false};

  private:
    FaceInfo info_{.name = "slow"};
    std::vector<std::string> none_;
};

TEST(BatchLoader, StopWakesAWaitingConsumer) {
    const auto faces = std::make_shared<SlowFaces>();
    std::stop_source source;
    BatchLoader loader(faces, {}, sequentialBatches(1, 1), {.threads = 1, .prefetchBatches = 1},
                       source.get_token());
    std::jthread stopper([&] { source.request_stop(); });
    EXPECT_FALSE(loader.next().has_value());  // the image is still being decoded
    faces->go = true;
    faces->go.notify_all();
}

TEST(BatchLoader, RefusesImpossibleOptions) {
    const auto faces = std::make_shared<MadeFaces>(2);
    const auto make = [&](const LoaderOptions& options, std::size_t images, std::size_t batch) {
        return test::errorOf([&] { BatchLoader(faces, {}, sequentialBatches(images, batch), options); });
    };
    EXPECT_THAT(make({.threads = -1, .prefetchBatches = 1}, 2, 1), testing::StartsWith("config: "));
    EXPECT_THAT(make({.threads = 1, .prefetchBatches = 0}, 2, 1), testing::StartsWith("config: "));
    EXPECT_THAT(make({}, 2, 0), testing::StartsWith("config: "));
    EXPECT_THAT(make({}, 3, 3), testing::StartsWith("internal: image 2"));
    EXPECT_EQ(make({}, 2, 2), "");
}

}  // namespace
}  // namespace pf
