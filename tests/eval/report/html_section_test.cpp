#include "core/eval/report/html_section.h"

#include <gtest/gtest.h>

#include "tests/eval/markup_check.h"

namespace pf {
namespace {

using test::countOf;
using test::holds;

TEST(HtmlSection, NeighboursOfOneFoldShareItAndFiguresStandTogether) {
    HtmlSection section{"s", {}};
    section.add(HtmlParagraph{"open"});
    section.add(HtmlParagraph{"a"}, "more");
    section.add(HtmlFigure{}, "more");
    section.add(HtmlFigure{}, "more");
    section.add(HtmlFigure{});
    HtmlTable table;
    table.columns = {"a", "b"};
    table.rows = {{"group"}, {HtmlCell("x"), HtmlCell("1", "one\ntwo")}};
    table.rows[1][1].strong = true;
    section.add(table);
    const std::string html = htmlSection(section, "id");
    EXPECT_EQ(test::markupProblem(html), "");
    EXPECT_EQ(countOf(html, "<details>"), 1U);
    EXPECT_EQ(countOf(html, "<div class=\"figures\">"), 2U);
    EXPECT_TRUE(holds(html, "colspan=\"2\">group</th>"));
    EXPECT_TRUE(holds(html, "<td><strong>1</strong><small>one</small><small>two</small></td>"));
}

TEST(MarkupCheck, FindsWhatIsWrong) {
    EXPECT_EQ(test::markupProblem("<!DOCTYPE html><a b=\"1\"><c/>&lt;</a>"), "");
    for (const auto* wrong : {"<a>", "<a></b>", "<a><b></a></b>", "a & b", "< a", "<a b=1/>",
                              "<a b=\"1\" b=\"2\"/>", "\x01", "<a b=\"1\"c=\"2\"/>", "</a>"}) {
        EXPECT_NE(test::markupProblem(wrong), "") << wrong;
    }
}

}  // namespace
}  // namespace pf
