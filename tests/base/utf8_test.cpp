#include "core/base/utf8.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "core/base/rng.h"

namespace pf {
namespace {

TEST(Utf8, KnowsWhatIsNone) {
    for (const char* text : {"", "ann", "\xC3\xA9", "\xE2\x82\xAC", "\xF0\x9F\x98\x80", "\xEF\xBF\xBD"}) {
        EXPECT_TRUE(isUtf8(text)) << text;
    }
    // Cut, stray, overlong, a surrogate, beyond U+10FFFF, Latin-1 and GBK.
    for (const char* text : {"\xC3", "\x80", "\xC0\x80", "\xE0\x80\x80", "\xED\xB3\x95", "\xF5\x80\x80\x80",
                             "ni\xF1o", "\xD5\xC5\xC8\xFD"}) {
        EXPECT_FALSE(isUtf8(text)) << text;
    }
}

TEST(Utf8, CodePointsMakeTheTextAgain) {
    const std::string text = "a\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80";
    const auto codes = utf8CodePoints(text);
    EXPECT_EQ(codes, (std::vector<std::uint32_t>{'a', 0xE9, 0x20AC, 0x1F600}));
    std::string back;
    for (const auto code : codes) {
        appendUtf8(back, code);
    }
    EXPECT_EQ(back, text);
    EXPECT_EQ(utf8CodePoints("\xFF"), (std::vector<std::uint32_t>{0xFF}));
    EXPECT_EQ(utf8CodePoints("\xE2\x28z"), (std::vector<std::uint32_t>{0xE2, '(', 'z'}));
}

TEST(Utf8, AStartCutsNoCharacterInTwo) {
    EXPECT_EQ(utf8Start("a\xE2\x82\xACz", 3), "a");
    EXPECT_EQ(utf8Start("a\xE2\x82\xACz", 4), "a\xE2\x82\xAC");
    EXPECT_EQ(utf8Start("ann", 9), "ann");
    EXPECT_EQ(utf8Start("\x80\x80\x80", 2), "");
}

TEST(Utf8, DisplayReplacesWhatIsNone) {
    EXPECT_EQ(displayText("a\xF1z"), "a\xEF\xBF\xBDz");
    EXPECT_EQ(displayText("\xE2\x82"), "\xEF\xBF\xBD\xEF\xBF\xBD");
    EXPECT_EQ(displayText("\xC3\xA9"), "\xC3\xA9");
}

TEST(Utf8, PackingGivesTheSameBytesBack) {
    EXPECT_EQ(packBytes("/faces/\xC3\xA9"), "/faces/\xC3\xA9");
    EXPECT_EQ(packBytes("a\xF1"), "a\xEE\xBF\xB1");  // U+EFF1
    Rng rng(5);
    for (int round = 0; round < 20000; ++round) {
        std::string bytes;
        for (std::uint64_t i = rng.below(12); i > 0; --i) {
            // Also what packing itself makes.
            bytes += rng.below(4) == 0 ? std::string("\xEE\xBF\xB1")
                                       : std::string(1, static_cast<char>(rng.below(256)));
        }
        const std::string packed = packBytes(bytes);
        ASSERT_TRUE(isUtf8(packed));
        ASSERT_EQ(unpackBytes(packed), bytes);
    }
}

}  // namespace
}  // namespace pf
