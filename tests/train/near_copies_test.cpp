#include "core/train/near_copies.h"

#include <gtest/gtest.h>

#include <numeric>

#include "core/nn/pch.h"
#include "core/train/feature_store.h"
#include "tests/train/synthetic_views.h"

namespace pf {
namespace {

/// Every second picture of a person is the one before it, every second of those mirrored.
class CopiedViews final : public ViewSource {
  public:
    explicit CopiedViews(const test::SyntheticViews& views) : views_(views) {}
    std::int64_t imageCount() const override { return 2 * views_.imageCount(); }
    std::string imageName(std::int64_t image) const override { return "image-" + std::to_string(image); }
    std::unique_ptr<ViewStream> open(ViewSequence sequence, std::stop_token stop) const override {
        return views_.open(
            [sequence = std::move(sequence)]() -> std::optional<std::vector<View>> {
                auto views = sequence();
                if (views) {
                    for (View& view : *views) {
                        const bool mirrored = view.image % 4 == 1;
                        view = {.image = view.image / 2, .flipped = view.flipped != mirrored};
                    }
                }
                return views;
            },
            stop);
    }

  private:
    const test::SyntheticViews& views_;
};

TEST(NearCopies, AreMarkedAsThePictureTheyShow) {
    const test::SyntheticViews views(6, 4);
    const CopiedViews copied(views);
    test::ProjectionBackbone backbone;
    std::vector<std::int64_t> images(static_cast<std::size_t>(copied.imageCount()));
    std::iota(images.begin(), images.end(), std::int64_t{0});
    const FeatureStore store(copied, images, true, backbone, 8, at::kCPU, std::stop_token(), nullptr);
    std::vector<int> labels;
    for (const int label : views.labels()) {
        labels.insert(labels.end(), 2, label);
    }
    std::vector<std::uint64_t> pictures;
    EXPECT_EQ(markNearCopies(store, labels, images, pictures), views.imageCount());
    for (std::size_t i = 0; i < pictures.size(); i += 2) {
        EXPECT_EQ(pictures[i], pictures[i + 1]);
        EXPECT_NE(pictures[i], 0U);
    }
    // Who is nobody is not looked at, and different pictures stay.
    std::fill(labels.begin(), labels.end(), -1);
    std::vector<std::uint64_t> none;
    EXPECT_EQ(markNearCopies(store, labels, images, none), 0);
}

TEST(NearCopies, DifferentPicturesOfAPersonStay) {
    const test::SyntheticViews views(6, 4);
    test::ProjectionBackbone backbone;
    std::vector<std::int64_t> images(static_cast<std::size_t>(views.imageCount()));
    std::iota(images.begin(), images.end(), std::int64_t{0});
    const FeatureStore store(views, images, true, backbone, 8, at::kCPU, std::stop_token(), nullptr);
    std::vector<std::uint64_t> pictures;
    EXPECT_EQ(markNearCopies(store, views.labels(), images, pictures), 0);
}

}  // namespace
}  // namespace pf
