// Seeded mutations of valid pickles: whatever comes out must be a value or a pf::Error(Data), never anything
// else.
#include <gtest/gtest.h>

#include "core/base/error.h"
#include "core/base/pickle/pickle_reader.h"
#include "core/base/rng.h"
#include "tests/base/pickle/pickle_samples.h"
#include "tests/support/bytes.h"
#include "tests/support/mutations.h"

namespace pf {
namespace {

using test::Bytes;
using test::mutated;

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

TEST(PickleFuzz, MutatedPicklesGiveAValueOrADataError) {
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
    for (int i = 0; i < 100000; ++i) {
        const Bytes bytes = mutated(seeds[rng.below(seeds.size())], rng);
        try {
            const PickleDocument document(bytes, "fuzz");
            read += walk(document.root(), 6) > 0 ? 1 : 0;
        } catch (const Error& error) {
            ASSERT_EQ(error.code(), ErrorCode::Data) << error.what();
            ++refused;
        }
    }
    EXPECT_EQ(read + refused, 100000U);
    EXPECT_GT(refused, 5000U);
    EXPECT_GT(read, 1000U);
}

}  // namespace
}  // namespace pf
