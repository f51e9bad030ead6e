// Seeded mutations of valid files: whatever comes out must be a value or a pf::Error(Data), never anything
// else.
#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/data/image_decoder.h"
#include "core/data/pickle_reader.h"
#include "tests/data/pickle_samples.h"
#include "tests/data/test_images.h"

namespace pf {
namespace {

using test::Bytes;

/// Flips, overwrites, removes, repeats or cuts a few bytes.
Bytes mutated(Bytes bytes, Rng& rng) {
    static constexpr std::array<unsigned char, 12> kTelling = {0x00, 0xFF, 0x7F, 0x80, '(',  '.',
                                                               'R',  'b',  'c',  0xD9, 0xDA, 0x01};
    for (std::uint64_t edits = 1 + rng.below(4); edits > 0 && !bytes.empty(); --edits) {
        const std::size_t at = rng.below(bytes.size());
        const auto place = bytes.begin() + static_cast<std::ptrdiff_t>(at);
        switch (rng.below(5)) {
            case 0:
                *place ^= static_cast<std::byte>(1U << rng.below(8));
                break;
            case 1:
                *place = static_cast<std::byte>(kTelling[rng.below(kTelling.size())]);
                break;
            case 2:
                bytes.erase(place);
                break;
            case 3:
                bytes.insert(place, static_cast<std::byte>(rng.below(256)));
                break;
            default:
                if (rng.below(8) == 0) {
                    bytes.resize(at);
                }
                break;
        }
    }
    return bytes;
}

/// Walks a value to a bounded depth, so that every accessor is used.
std::size_t walk(const PickleValue& value, int depth) {
    std::size_t seen = 1;
    const PickleKind kind = value.kind();
    if (kind == PickleKind::Array) {
        const PickleArray& array = value.asArray();
        return seen + array.data.size() + (array.itemBytes > 0 ? array.count() : 0);
    }
    if (kind == PickleKind::Bytes) {
        return seen + value.asBytes().size();
    }
    if (depth > 0 && (kind == PickleKind::List || kind == PickleKind::Tuple)) {
        for (std::size_t i = 0; i < std::min<std::size_t>(value.size(), 16); ++i) {
            seen += walk(value.item(i), depth - 1);
        }
    }
    if (depth > 0 && kind == PickleKind::Dict && value.size() > 0) {
        seen += walk(value.key(0), depth - 1) + walk(value.value(0), depth - 1);
    }
    return seen;
}

TEST(DataFuzz, MutatedPicklesGiveAValueOrADataError) {
    std::vector<Bytes> seeds;
    for (const char* hex : test::kPlainPickles) {
        seeds.push_back(test::fromHex(hex));
    }
    for (const char* hex : test::kArrayPickles) {
        seeds.push_back(test::fromHex(hex));
    }
    Rng rng(20220204);
    std::size_t refused = 0;
    std::size_t read = 0;
    for (int i = 0; i < 20000; ++i) {
        const Bytes bytes = mutated(seeds[rng.below(seeds.size())], rng);
        try {
            const PickleDocument document(bytes, "fuzz");
            read += walk(document.root(), 6) > 0 ? 1 : 0;
        } catch (const Error& error) {
            ASSERT_EQ(error.code(), ErrorCode::Data) << error.what();
            ++refused;
        }
    }
    EXPECT_EQ(read + refused, 20000U);
    EXPECT_GT(refused, 5000U);
    EXPECT_GT(read, 1000U);
}

TEST(DataFuzz, MutatedImagesGiveAnImageOrADataError) {
    std::vector<Bytes> seeds;
    for (const char* extension : {".jpg", ".png", ".bmp", ".webp", ".ppm"}) {
        seeds.push_back(test::encodedImage(extension, 9, 7));
    }
    Rng rng(20220205);
    std::size_t refused = 0;
    for (int i = 0; i < 20000; ++i) {
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
    EXPECT_LT(refused, 20000U);
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
