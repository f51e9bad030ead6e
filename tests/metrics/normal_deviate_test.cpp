#include "core/metrics/normal_deviate.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace pf {
namespace {

TEST(NormalDeviate, KnownQuantilesAndBack) {
    EXPECT_DOUBLE_EQ(normalDeviate(0.5), 0.0);
    EXPECT_NEAR(normalDeviate(0.975), 1.959963984540054, 1e-13);
    EXPECT_NEAR(normalDeviate(0.01), -2.3263478740408408, 1e-13);
    EXPECT_NEAR(normalDeviate(1e-6), -4.753424308822899, 1e-10);
    EXPECT_NEAR(normalDeviate(1e-8), -5.612001244174789, 1e-12);
    EXPECT_NEAR(normalDeviate(0.3), -normalDeviate(0.7), 1e-14);
    EXPECT_EQ(normalDeviate(0.0), -std::numeric_limits<double>::infinity());
    EXPECT_TRUE(std::isinf(normalDeviate(1.0)));
    EXPECT_TRUE(std::isnan(normalDeviate(1.5)));
    EXPECT_TRUE(std::isnan(normalDeviate(std::nan(""))));
    for (const double fraction : {1e-8, 0.003, 0.3, 0.9, 0.99999}) {
        EXPECT_NEAR(normalFraction(normalDeviate(fraction)) / fraction, 1.0, 1e-10);
    }
}

}  // namespace
}  // namespace pf
