#include "core/results/report_numbers.h"

#include <gtest/gtest.h>

#include <cmath>

namespace pf {
namespace {

TEST(ReportNumbers, AreWrittenAsPeopleReadThem) {
    EXPECT_EQ(compactNumber(12.5, 2), "12.5");
    EXPECT_EQ(compactNumber(100, 0), "100");
    EXPECT_EQ(compactNumber(-0.001, 2), "0");
    EXPECT_EQ(fixedNumber(0.12346, 4), "0.1235");
    EXPECT_EQ(fixedNumber(std::nan(""), 4), "–");
    EXPECT_EQ(targetNumber(1e-3), "1e-3");
    EXPECT_EQ(targetNumber(0.1), "0.1");
    EXPECT_EQ(targetNumber(0.015), "0.015");
    EXPECT_EQ(significantNumber(0.00067123, 2), "0.00067");
    EXPECT_EQ(percentText(0.9915), "99.15 %");
    EXPECT_EQ(percentText(std::nan("")), "–");
    EXPECT_EQ(rateText(0.25), "25.00 %");
    EXPECT_EQ(rateText(0.000987), "0.0987 %");
    EXPECT_EQ(rateText(0), "0 %");
    EXPECT_EQ(percentInterval({0.1, 0.25}), "10.00\u00a0to\u00a025.00\u00a0%");
    EXPECT_EQ(percentInterval({std::nan(""), 0.25}), "");
    EXPECT_EQ(fixedNumber(-1.5, 2), "-1.50") << "a minus that can be copied";
}

}  // namespace
}  // namespace pf
