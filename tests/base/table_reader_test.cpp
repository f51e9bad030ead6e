#include "core/base/table_reader.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/bytes.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

using test::errorOf;
using testing::AllOf;
using testing::HasSubstr;

using Lines = std::vector<std::vector<std::string>>;

Lines linesOf(const std::string& text) {
    const test::TemporaryFolder folder;
    TableReader table(folder.write("t.csv", text));
    TableReader::Fields fields;
    Lines lines;
    while (table.next(fields)) {
        lines.emplace_back(fields.begin(), fields.end());
    }
    return lines;
}

TEST(TableReader, FindsTheSeparatorInTheFirstLine) {
    EXPECT_EQ(linesOf("a,b\n1, 2 \n"), (Lines{{"a", "b"}, {"1", "2"}}));
    EXPECT_EQ(linesOf("a;b\n1,5;2"), (Lines{{"a", "b"}, {"1,5", "2"}}));
    EXPECT_EQ(linesOf("a b\tc\n1;2\t3\r\n"), (Lines{{"a b", "c"}, {"1;2", "3"}}));
    EXPECT_EQ(linesOf("  a   b\n\n1 2\n"), (Lines{{"a", "b"}, {"1", "2"}}));
    EXPECT_EQ(linesOf("\xEF\xBB\xBFname,q\na,\n"), (Lines{{"name", "q"}, {"a", ""}}));
    EXPECT_EQ(linesOf("\n \n"), (Lines{}));
}

TEST(TableReader, PassesOverWhatStandsInFront) {
    EXPECT_EQ(linesOf("sep=;\na,1;b\n"), (Lines{{"a,1", "b"}}));
    EXPECT_EQ(linesOf("# made by x\n#\na,b\n# c,d\n"), (Lines{{"a", "b"}, {"# c", "d"}}));
    EXPECT_EQ(linesOf("#a,b\n"), (Lines{{"#a", "b"}})) << "a name may begin like this";
}

TEST(TableReader, CarriageReturnsAloneEndLines) {
    EXPECT_EQ(linesOf("a,b\r1,2\r"), (Lines{{"a", "b"}, {"1", "2"}}));
    EXPECT_EQ(linesOf("a,b\r\n1,2\r\n"), (Lines{{"a", "b"}, {"1", "2"}}));
    EXPECT_EQ(linesOf("a\rb,c\n"), (Lines{{"a\rb", "c"}})) << "in a file with other line ends it is a letter";
}

TEST(TableReader, MessagesQuoteTheStartOfALongField) {
    const std::string field(300, 'x');
    EXPECT_EQ(quotedList({field}), "'" + std::string(80, 'x') + "...'");
    EXPECT_EQ(quotedList({"a\rb"}), "'a\\rb'");
}

TEST(TableReader, ASeparatorAtTheEndAddsNoColumn) {
    // As OFIQ writes it: in the header, but not in the lines.
    EXPECT_EQ(linesOf("Filename;Q;\na.png;1\nb.png;2;\n"),
              (Lines{{"Filename", "Q"}, {"a.png", "1"}, {"b.png", "2"}}));
    EXPECT_THAT(errorOf([] { linesOf("a;b\n1;2;;\n"); }), HasSubstr("4 columns instead of the 2"));
}

TEST(TableReader, FieldsMayBeQuoted) {
    EXPECT_EQ(linesOf("name,q\n\"a, \"\"b\"\".jpg\" ,1\n \"\",\"2\"\n"),
              (Lines{{"name", "q"}, {"a, \"b\".jpg", "1"}, {"", "2"}}));
    EXPECT_THAT(errorOf([] { linesOf("a,b\n\"x,1\n"); }),
                AllOf(HasSubstr("t.csv:2"), HasSubstr("not closed")));
    EXPECT_THAT(errorOf([] { linesOf("a,b\n\"x\"y,1\n"); }), HasSubstr("closing quote"));
}

TEST(TableReader, NamesTheLineThatIsWrong) {
    EXPECT_THAT(errorOf([] { linesOf("a,b\n\n1\n"); }),
                AllOf(HasSubstr("t.csv:3"), HasSubstr("1 columns instead of the 2")));
    EXPECT_THAT(errorOf([] { linesOf(std::string("a,b\n1,\0002\n", 9)); }), HasSubstr("not text"));
    EXPECT_THAT(errorOf([] { TableReader("absent.csv"); }), HasSubstr("io: "));
}

TEST(TableReader, ColumnsAndNumbers) {
    const TableReader::Fields header = {"Filename", "Score", "score"};
    EXPECT_EQ(columnNamed(header, {"name", "filename"}), 0U);
    EXPECT_EQ(columnNamed(header, {"score"}), 1U);
    EXPECT_EQ(columnNamed(header, {"quality"}), std::nullopt);
    EXPECT_EQ(quotedList(header), "'Filename', 'Score' and 'score'");
    double value = 0;
    EXPECT_TRUE(parseFinite("-2.5e-3", value));
    EXPECT_EQ(value, -2.5e-3);
    for (const char* text : {"", "nan", "inf", "1x", "1,5", " 1", "1e999"}) {
        EXPECT_FALSE(parseFinite(text, value)) << text;
    }
}

}  // namespace
}  // namespace pf
