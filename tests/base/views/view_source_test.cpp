#include "core/base/views/view_source.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/failures.h"

namespace pf {
namespace {

TEST(ViewBatches, EndWithARest) {
    const auto sequence = viewBatches(5, 2, [](std::int64_t row) { return View{.image = 10 * row}; });
    std::vector<std::vector<std::int64_t>> batches;
    while (const auto views = sequence()) {
        batches.emplace_back();
        for (const View& view : *views) {
            batches.back().push_back(view.image);
        }
    }
    EXPECT_THAT(batches, testing::ElementsAre(testing::ElementsAre(0, 10), testing::ElementsAre(20, 30),
                                              testing::ElementsAre(40)));
    EXPECT_FALSE(sequence().has_value());
    EXPECT_FALSE(viewBatches(0, 2, nullptr)().has_value());
    test::failure([] { viewBatches(5, 0, nullptr); }, ErrorCode::Config);
}

TEST(PixelPool, GivesABufferAgainOnceNobodyHoldsIt) {
    const auto pool = std::make_shared<PixelPool>(1);
    auto first = pool->take(100);
    const float* place = first->data();
    EXPECT_EQ(reinterpret_cast<std::uintptr_t>(place) % 64, 0U);
    const auto held = first;
    first.reset();
    EXPECT_NE(pool->take(100)->data(), place) << "somebody still holds it";
}

TEST(PixelPool, KeepsNoMoreThanItIsTold) {
    const auto pool = std::make_shared<PixelPool>(1);
    const float* place = pool->take(100)->data();
    const auto again = pool->take(50);
    EXPECT_EQ(again->data(), place);
    EXPECT_EQ(again->size(), 50U);
    std::weak_ptr<PixelPool> weak = pool;
    EXPECT_EQ(weak.use_count(), 1) << "a buffer does not keep its pool";
}

}  // namespace
}  // namespace pf
