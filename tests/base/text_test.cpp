#include "core/base/text.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace pf {
namespace {

TEST(Text, NumbersAsPeopleReadThem) {
    EXPECT_EQ(formatCount(15660000), "15,660,000");
    EXPECT_EQ(formatCount(-1234), "-1,234");
    EXPECT_EQ(formatCount(12), "12");
    EXPECT_EQ(formatDuration(14), "0:14");
    EXPECT_EQ(formatDuration(3725), "1 h 02 min");
    EXPECT_EQ(formatDuration(-1), "unknown");
    EXPECT_EQ(formatPercent(0.99154), "99.15 %");
    EXPECT_EQ(formatNumber(0.001), "0.001");
    EXPECT_EQ(formatFloat(0.1F), "0.1");
    EXPECT_EQ(formatTime(0, "%Y").size(), 4U);
}

TEST(Text, NearestWordNeedsToBeNear) {
    EXPECT_EQ(nearestWord("epoch", {"epochs", "seed"}), "epochs");
    EXPECT_EQ(nearestWord("zzzzzz", {"epochs", "seed"}), "");
    EXPECT_EQ(didYouMean("epoch", {"epochs", "seed"}), "; did you mean 'epochs'?");
    EXPECT_EQ(didYouMean("zzzzzz", {"epochs", "seed"}), "");
    EXPECT_EQ(editDistance("kitten", "sitting"), 3U);
    EXPECT_EQ(editDistance("kitten", "sitting", 2), 2U);
    EXPECT_EQ(editDistance("", "abc"), 3U);
}

TEST(Text, SplitKeepsEmptyParts) {
    EXPECT_EQ(splitText("a,,b", ','), (std::vector<std::string>{"a", "", "b"}));
    EXPECT_EQ(trimmed("  a b\n"), "a b");
}

TEST(Text, JoinsTextsAndNumbers) {
    EXPECT_EQ(joined(std::vector<std::string>{"a", "b", ""}), "a, b, ");
    EXPECT_EQ(joined(std::vector<double>{0.5, 2}, " "), "0.5 2");
    EXPECT_EQ(joined(std::vector<int>{}, "; "), "");
    const auto doubled = [](int value) { return 2 * value; };
    EXPECT_EQ(joined(std::vector<int>{1, 20}, "; ", doubled), "2; 40");
}

TEST(Text, QuotesForTheShellOnlyWhatNeedsIt) {
    EXPECT_EQ(shellQuoted("train.epochs=3"), "train.epochs=3");
    EXPECT_EQ(shellQuoted(""), "''");
    EXPECT_EQ(shellQuoted("/data/my faces"), "'/data/my faces'");
    EXPECT_EQ(shellQuoted("it's $HOME"), "'it'\\''s $HOME'");
}

TEST(Text, LowersAsciiOnly) {
    EXPECT_EQ(lowerCase("SubjectID \xC3\x84"), "subjectid \xC3\x84");
}

}  // namespace
}  // namespace pf
