#include "core/metrics/percentiles.h"

#include <cmath>
#include <limits>
#include <stdexcept>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/metrics/pair_data.h"

namespace pf {
namespace {

using test::messageOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const double kNaN = std::numeric_limits<double>::quiet_NaN();

TEST(Percentiles, InterpolateLinearly) {
    const std::vector<double> values = {4, 1, 3, 2};
    EXPECT_DOUBLE_EQ(percentile(values, 0), 1.0);
    EXPECT_DOUBLE_EQ(percentile(values, 50), 2.5);
    EXPECT_DOUBLE_EQ(percentile(values, 10), 1.3);
    EXPECT_DOUBLE_EQ(percentile(values, 90), 3.7);
    EXPECT_DOUBLE_EQ(percentile(values, 100), 4.0);
}

TEST(Percentiles, OfOneOrEqualValuesAreThatValueExactly) {
    EXPECT_EQ(percentile(std::vector<double>{0.1}, 37), 0.1);
    const std::vector<double> equal(7, 0.1);
    for (int percent = 0; percent <= 100; ++percent) {
        EXPECT_EQ(percentile(equal, percent), 0.1);
    }
}

TEST(Percentiles, OfFloatsInTheOrderAsked) {
    const std::vector<float> values = {3, 1, 2};
    const std::vector<double> asked = {100, 0, 50};
    EXPECT_THAT(percentiles<float>(values, asked), ElementsAre(3.0, 1.0, 2.0));
}

TEST(Percentiles, RefuseBadInput) {
    const std::vector<double> one = {1};
    EXPECT_THROW(percentile({}, 50), std::invalid_argument);
    EXPECT_THROW(percentile(one, -1), std::invalid_argument);
    EXPECT_THROW(percentile(one, 100.5), std::invalid_argument);
    EXPECT_THROW(percentile(one, kNaN), std::invalid_argument);
    const std::vector<double> values = {1, kNaN};
    EXPECT_THAT(messageOf<std::domain_error>([&] { percentile(values, 50); }), HasSubstr("value[1] is nan"));
}

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

TEST(Spearman, RanksShareTheirAverage) {
    // Ranks 3, 5, 3, 1, 3 beside 1 to 5: covariance -4, variances 8 and 10.
    EXPECT_NEAR(*spearman(std::vector<double>{10, 20, 10, 5, 10}, std::vector<double>{1, 2, 3, 4, 5}),
                -4.0 / std::sqrt(8.0 * 10.0), 1e-15);
}

TEST(Spearman, ByHand) {
    const std::vector<double> a = {1, 2, 3, 4};
    EXPECT_DOUBLE_EQ(*spearman(a, std::vector<double>{1, 10, 100, 1000}), 1.0);
    EXPECT_DOUBLE_EQ(*spearman(a, std::vector<double>{4, 3, 2, 1}), -1.0);
    // Distances of ranks 1, 1, 1, 1: 1 - 6 * 4 / (4 * 15).
    EXPECT_DOUBLE_EQ(*spearman(a, std::vector<double>{2, 1, 4, 3}), 0.6);
    // Ranks (1, 2.5, 2.5, 4): covariance 4.5, variances 5 and 4.5.
    EXPECT_NEAR(*spearman(a, std::vector<double>{1, 2, 2, 3}), 4.5 / std::sqrt(5.0 * 4.5), 1e-15);
}

TEST(Spearman, DefinedAtTheEdges) {
    const std::vector<double> a = {1, 2, 3};
    EXPECT_FALSE(spearman(a, std::vector<double>{7, 7, 7}).has_value());
    EXPECT_THROW(spearman(a, std::vector<double>{1, 2}), std::invalid_argument);
    EXPECT_THROW(spearman(std::vector<double>{1}, std::vector<double>{1}), std::invalid_argument);
    EXPECT_THROW(spearman(a, std::vector<double>{1, kNaN, 2}), std::domain_error);
}

}  // namespace
}  // namespace pf
