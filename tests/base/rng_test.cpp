#include "core/base/rng.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace pf {
namespace {

TEST(Rng, KnownFirstValues) {
    // xoshiro256** seeded with splitmix64(0): the published first outputs.
    Rng rng(0);
    EXPECT_EQ(rng.next(), 0x99EC5F36CB75F2B4ULL);
    EXPECT_EQ(rng.next(), 0xBF6E1F784956452AULL);
}

TEST(Rng, StreamsDifferAndRepeat) {
    EXPECT_EQ(Rng::stream(1, "a", 2).next(), Rng::stream(1, "a", 2).next());
    EXPECT_NE(Rng::stream(1, "a", 2).next(), Rng::stream(1, "a", 3).next());
    EXPECT_NE(Rng::stream(1, "a", 2).next(), Rng::stream(1, "b", 2).next());
    EXPECT_NE(Rng::stream(1, "a", 2).next(), Rng::stream(2, "a", 2).next());
}

TEST(Rng, BelowIsUniformEnoughAndInRange) {
    Rng rng(4);
    std::vector<int> counts(7);
    for (int i = 0; i < 70000; ++i) {
        ++counts.at(rng.below(7));
    }
    for (const int count : counts) {
        EXPECT_NEAR(count, 10000, 500);
    }
}

TEST(Rng, NormalHasMeanZeroAndVarianceOne) {
    Rng rng(5);
    double sum = 0;
    double squares = 0;
    constexpr int kCount = 100000;
    for (int i = 0; i < kCount; ++i) {
        const double value = rng.normal();
        sum += value;
        squares += value * value;
    }
    EXPECT_NEAR(sum / kCount, 0.0, 0.02);
    EXPECT_NEAR(squares / kCount, 1.0, 0.03);
}

TEST(Rng, ShuffleKeepsEveryElement) {
    std::vector<int> values(50);
    std::iota(values.begin(), values.end(), 0);
    auto shuffled = values;
    Rng(6).shuffle(std::span(shuffled));
    EXPECT_NE(shuffled, values);
    std::sort(shuffled.begin(), shuffled.end());
    EXPECT_EQ(shuffled, values);
}

}  // namespace
}  // namespace pf
