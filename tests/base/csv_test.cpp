#include "core/base/csv.h"

#include <gtest/gtest.h>

#include <limits>

namespace pf {
namespace {

TEST(Csv, QuotesWhatWouldEndAField) {
    EXPECT_EQ(csvField("plain text"), "plain text");
    EXPECT_EQ(csvField("a,b"), "\"a,b\"");
    EXPECT_EQ(csvField("say \"hi\""), "\"say \"\"hi\"\"\"");
    EXPECT_EQ(csvField("two\nlines"), "\"two\nlines\"");
    EXPECT_EQ(csvField("two\rlines"), "\"two\rlines\"");
    EXPECT_EQ(csvField(""), "");
    EXPECT_EQ(csvQuoted("plain"), "\"plain\"");
}

TEST(CsvWriter, WritesTextsAndNumbersAndWhatIsMissing) {
    CsvWriter csv;
    csv.columns("name,score").add("odd,name").endLine();
    csv.line(std::string("a\nb"), 0.1, 7, std::size_t{8}, 0.1F);
    csv.line(std::optional<double>(), std::numeric_limits<double>::quiet_NaN(), -0.0F / 1, std::optional(2));
    csv.line("");
    EXPECT_EQ(csv.take(), "name,score,\"odd,name\"\n\"a\nb\",0.1,7,8,0.1\n,,-0,2\n\n");
}

TEST(CsvWriter, EndsLinesAsAsked) {
    CsvWriter csv("\r\n");
    csv.line("a", 1);
    csv.line("b", 2);
    EXPECT_EQ(csv.take(), "a,1\r\nb,2\r\n");
}

}  // namespace
}  // namespace pf
