#include "core/metrics/share_below.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <vector>

namespace pf {
namespace {

TEST(ShareBelow, CountsLowerValuesAndHalfOfTheTies) {
    const std::vector<double> sorted = {0.1, 0.3, 0.3, 0.4, 0.5};
    EXPECT_DOUBLE_EQ(shareBelow(sorted, 0.1), 0.1);
    EXPECT_DOUBLE_EQ(shareBelow(sorted, 0.3), 0.4);
    EXPECT_DOUBLE_EQ(shareBelow(sorted, 0.5), 0.9);
    EXPECT_EQ(shareBelow(sorted, 0), 0.0);
    EXPECT_EQ(shareBelow(sorted, 1), 1.0);
    EXPECT_EQ(shareBelow(std::vector<double>{7}, 7), 0.5);
    EXPECT_THROW(shareBelow({}, 1), std::invalid_argument);
}

}  // namespace
}  // namespace pf
