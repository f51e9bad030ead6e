#include "core/base/markup.h"

#include <gtest/gtest.h>

namespace pf {
namespace {

TEST(Markup, MakesMarkdownOfAnyName) {
    EXPECT_EQ(markdownText("ada/1.png"), "ada/1.png");
    EXPECT_EQ(markdownText("a|b`c*d_e<f>[g]\\"), "a\\|b\\`c\\*d\\_e\\<f\\>\\[g\\]\\\\");
    EXPECT_EQ(markdownText("two\nlines"), "two lines") << "a name cannot end its row";
}

TEST(Markup, MakesLatexOfAnyName) {
    EXPECT_EQ(latexText("50 % & $x_1$ #2 {y}"), "50 \\% \\& \\$x\\_1\\$ \\#2 \\{y\\}");
    EXPECT_EQ(latexText("a\\b~c^d"), "a\\textbackslash{}b\\textasciitilde{}c\\textasciicircum{}d");
    EXPECT_EQ(latexText("σ² – ä"), "σ² – ä");
}

TEST(Markup, PutsAnyTextOnOneLine) {
    EXPECT_EQ(singleLine("a\nb\r\nc"), "a b  c");
}

}  // namespace
}  // namespace pf
