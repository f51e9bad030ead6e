#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "core/base/rng.h"
#include "core/base/text.h"

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

TEST(Rng, AStoredStateContinues) {
    Rng rng(3);
    rng.next();
    Rng other;
    other.setState(rng.state());
    EXPECT_EQ(rng.next(), other.next());
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

TEST(Text, NumbersAsPeopleReadThem) {
    EXPECT_EQ(formatCount(15660000), "15,660,000");
    EXPECT_EQ(formatCount(-1234), "-1,234");
    EXPECT_EQ(formatCount(12), "12");
    EXPECT_EQ(formatDuration(14), "0:14");
    EXPECT_EQ(formatDuration(3725), "1 h 02 min");
    EXPECT_EQ(formatDuration(-1), "unknown");
    EXPECT_EQ(formatPercent(0.99154), "99.15 %");
    EXPECT_EQ(formatNumber(0.001), "0.001");
}

TEST(Text, NearestWordNeedsToBeNear) {
    EXPECT_EQ(nearestWord("epoch", {"epochs", "seed"}), "epochs");
    EXPECT_EQ(nearestWord("zzzzzz", {"epochs", "seed"}), "");
}

TEST(Text, SplitKeepsEmptyParts) {
    EXPECT_EQ(splitText("a,,b", ','), (std::vector<std::string>{"a", "", "b"}));
    EXPECT_EQ(trimmed("  a b\n"), "a b");
}

TEST(Text, KeepsUtf8AndLowersAscii) {
    EXPECT_EQ(lowerCase("SubjectID \xC3\x84"), "subjectid \xC3\x84");
    const std::string text = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80";
    const auto codes = utf8CodePoints(text);
    EXPECT_EQ(codes, (std::vector<std::uint32_t>{'a', 0xE9, 0x20AC, 0x1F600}));
    std::string back;
    for (const auto code : codes) {
        appendUtf8(back, code);
    }
    EXPECT_EQ(back, text);
    EXPECT_EQ(utf8CodePoints("\xFF"), (std::vector<std::uint32_t>{0xFF}));
}

}  // namespace
}  // namespace pf
