// Seeded mutations of valid files: whatever comes out must be a value or a pf::Error(Data), never anything
// else.
#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/data/images/image_decoder.h"
#include "tests/data/test_images.h"
#include "tests/support/mutations.h"

namespace pf {
namespace {

using test::Bytes;
using test::mutated;

TEST(DataFuzz, MutatedImagesGiveAnImageOrADataError) {
    std::vector<Bytes> seeds;
    for (const char* extension : {".jpg", ".png", ".bmp", ".webp", ".ppm"}) {
        seeds.push_back(test::encodedImage(extension, 9, 7));
    }
    Rng rng(20220205);
    std::size_t refused = 0;
    for (int i = 0; i < 100000; ++i) {
        const Bytes bytes = mutated(seeds[rng.below(seeds.size())], rng);
        try {
            const ImageHeader header = checkImage(bytes, "fuzz", {.maxPixels = 10000});
            ASSERT_LE(header.width * header.height, 10000U);
        } catch (const Error& error) {
            ASSERT_EQ(error.code(), ErrorCode::Data) << error.what();
            ++refused;
        }
    }
    EXPECT_GT(refused, 5000U);
    EXPECT_LT(refused, 100000U);
}

TEST(DataFuzz, MutatedImagesDecodeWithinTheirHeadersSize) {
    std::vector<Bytes> seeds;
    for (const char* extension : {".png", ".bmp", ".webp", ".ppm"}) {
        seeds.push_back(test::encodedImage(extension, 9, 7));
    }
    Rng rng(20220206);
    for (int i = 0; i < 2000; ++i) {
        const Bytes bytes = mutated(seeds[rng.below(seeds.size())], rng);
        try {
            const cv::Mat image = decodeImage(bytes, "fuzz", {.maxPixels = 10000});
            ASSERT_LE(image.total(), 10000U);
        } catch (const Error& error) {
            ASSERT_EQ(error.code(), ErrorCode::Data) << error.what();
        }
    }
}

}  // namespace
}  // namespace pf
