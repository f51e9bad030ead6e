#include "core/data/sets/verify_images.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <algorithm>
#include <opencv2/core.hpp>

#include "core/data/sets/face_sources.h"
#include "tests/data/test_images.h"

namespace pf {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class VerifyImages : public testing::Test {
  protected:
    void SetUp() override {
        const test::Bytes good = test::encodedImage(".jpg");
        for (int i = 0; i < 20; ++i) {
            folder_.write("id" + std::to_string(i % 4) + "/" + std::to_string(100 + i) + ".jpg", good);
        }
        folder_.write("id1/101.jpg", std::span(good).first(good.size() / 2));
        folder_.write("id2/102.jpg", "");
        folder_.write("lost/1.jpg", "not an image");
    }

    FaceSetPtr open() const { return openFaceSet(folder_.path().string()); }

    test::TempFolder folder_;
};

TEST_F(VerifyImages, FindsExactlyTheBadOnes) {
    for (const int threads : {1, 2, 4}) {
        std::size_t last = 0;
        std::size_t calls = 0;
        const VerifyResult found =
            verifyImages(*open(), {.threads = threads, .progress = [&](auto done, auto total) {
                                       EXPECT_EQ(total, 21U);
                                       EXPECT_GT(done, last);
                                       last = done;
                                       ++calls;
                                   }});
        EXPECT_TRUE(found.complete);
        EXPECT_EQ(last, 21U);
        EXPECT_GT(calls, 1U);
        EXPECT_THAT(found.indices, ElementsAre(5, 10, 20));
        ASSERT_EQ(found.skipped.size(), 3U);
        EXPECT_THAT(found.skipped[0].name, testing::EndsWith("id1/101.jpg"));
        EXPECT_THAT(found.skipped[0].reason, testing::StartsWith("cannot use the image: it is cut short"));
        EXPECT_THAT(found.skipped[1].reason, HasSubstr("empty"));
        EXPECT_THAT(found.skipped[2].reason, HasSubstr("not an image"));
    }
}

TEST_F(VerifyImages, LeavesOutTheBadOnesAndEmptyIdentities) {
    const FaceSetPtr set = withoutBadImages(open());
    EXPECT_EQ(set->size(), 18U);
    EXPECT_THAT(set->identities(), ElementsAre("id0", "id1", "id2", "id3"));
    EXPECT_THAT(set->droppedIdentities(), ElementsAre("lost"));
    EXPECT_EQ(set->skipped().size(), 3U);
    EXPECT_EQ(withoutBadImages(set), set);
}

TEST_F(VerifyImages, StopsWhenAsked) {
    std::stop_source source;
    source.request_stop();
    const VerifyResult found = verifyImages(*open(), {}, source.get_token());
    EXPECT_FALSE(found.complete);
    EXPECT_TRUE(found.indices.empty());
}

TEST_F(VerifyImages, RefusesNoThreads) {
    EXPECT_THAT(test::errorOf([&] { verifyImages(*open(), {.threads = 0, .progress = {}}); }),
                testing::StartsWith("config: "));
}

}  // namespace
}  // namespace pf
