#include "core/metrics/identification.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

namespace pf {
namespace {

using Scores = std::vector<double>;
using Ranks = std::vector<std::uint32_t>;

constexpr double kNan = std::numeric_limits<double>::quiet_NaN();

TEST(OpenSetCurve, ByHand) {
    // Impostors by score: 0.8 0.6 0.6 0.2. Of four genuine probes two are at rank 1, one at 2, one at 3.
    const OpenSetCurve first(Scores{0.9, 0.7, 0.6, 0.3}, Ranks{1, 2, 1, 3}, Scores{0.6, 0.2, 0.8, 0.6}, 1);
    const auto quarter = first.atFar(0.25);
    EXPECT_EQ(quarter.farTarget, 0.25);
    EXPECT_EQ(quarter.threshold, 0.8);
    EXPECT_EQ(quarter.far, 0.25);
    EXPECT_EQ(quarter.dir, 0.25);
    EXPECT_TRUE(quarter.reachable);
    // The 2nd highest is 0.6, but its twin would be accepted too: just above both, so is the genuine probe's
    // tie.
    const auto half = first.atFar(0.5);
    EXPECT_EQ(half.threshold, std::nextafter(0.6, 1.0));
    EXPECT_EQ(half.far, 0.25);
    EXPECT_EQ(half.dir, 0.25);
    const auto most = first.atFar(0.75);
    EXPECT_EQ(most.threshold, 0.6);
    EXPECT_EQ(most.far, 0.75);
    EXPECT_EQ(most.dir, 0.5);
    const auto all = first.atFar(1.0);
    EXPECT_EQ(all.threshold, 0.2);
    EXPECT_EQ(all.far, 1.0);
    EXPECT_EQ(all.dir, 0.5);  // ranks 2 and 3 never count, whatever their scores
    const OpenSetCurve second(Scores{0.9, 0.7, 0.6, 0.3}, Ranks{1, 2, 1, 3}, Scores{0.6, 0.2, 0.8, 0.6}, 2);
    EXPECT_EQ(second.atFar(0.25).dir, 0.25);
    EXPECT_EQ(second.atFar(0.75).dir, 0.75);
    EXPECT_EQ(second.at(0.65).far, 0.25);
    EXPECT_EQ(second.at(0.65).dir, 0.5);
}

TEST(OpenSetCurve, RoundsHalvesToEvenAndMarksWhatCannotBeMeasured) {
    const OpenSetCurve curve(Scores{0.8}, Ranks{1}, Scores{0.8, 0.6, 0.4, 0.2}, 1);
    // 0.125 x 4 = 0.5 rounds to 0: just above the highest impostor, with which the genuine probe ties.
    const auto none = curve.atFar(0.125);
    EXPECT_EQ(none.threshold, std::nextafter(0.8, 1.0));
    EXPECT_EQ(none.far, 0.0);
    EXPECT_EQ(none.dir, 0.0);
    EXPECT_FALSE(none.reachable);
    // 0.2 x 4 = 0.8 rounds to 1, but is still below 1 / 4.
    EXPECT_EQ(curve.atFar(0.2).threshold, 0.8);
    EXPECT_FALSE(curve.atFar(0.2).reachable);
    EXPECT_EQ(curve.atFar(0.375).threshold, 0.6);  // 1.5 to 2
    EXPECT_EQ(curve.atFar(0.625).threshold, 0.6);  // 2.5 to 2
    EXPECT_TRUE(curve.atFar(0.0).reachable);
    EXPECT_EQ(curve.atFar(0.0).far, 0.0);
    const OpenSetCurve thousand(Scores{0.8}, Ranks{1}, Scores(1000, 0.1), 1);
    EXPECT_TRUE(thousand.atFar(1e-3).reachable);
    EXPECT_FALSE(thousand.atFar(0.9e-3).reachable);
}

TEST(OpenSetCurve, AllEqual) {
    const OpenSetCurve curve(Scores(3, 0.5), Ranks{1, 1, 1}, Scores(2, 0.5), 1);
    EXPECT_EQ(curve.atFar(1.0).far, 1.0);
    EXPECT_EQ(curve.atFar(1.0).dir, 1.0);
    EXPECT_EQ(curve.atFar(0.5).far, 0.0);
    EXPECT_EQ(curve.atFar(0.5).dir, 0.0);
}

TEST(OpenSetCurve, EqualsCountingOneByOne) {
    std::mt19937_64 random(5);
    Scores mates(200);
    Ranks ranks(200);
    Scores impostors(333);
    for (std::size_t i = 0; i < mates.size(); ++i) {
        mates[i] = static_cast<double>(random() % 50);
        ranks[i] = 1 + static_cast<std::uint32_t>(random() % 4);
    }
    for (auto& score : impostors) {
        score = static_cast<double>(random() % 40);
    }
    auto descending = impostors;
    std::sort(descending.rbegin(), descending.rend());
    for (std::size_t rank = 1; rank <= 4; ++rank) {
        const OpenSetCurve curve(mates, ranks, impostors, rank);
        for (std::size_t alarms = 1; alarms <= impostors.size(); alarms += 7) {
            // Impostors of one score go together.
            const bool tied = alarms < impostors.size() && descending[alarms] == descending[alarms - 1];
            const double threshold =
                tied ? std::nextafter(descending[alarms - 1], 100.0) : descending[alarms - 1];
            std::size_t hits = 0;
            for (std::size_t i = 0; i < mates.size(); ++i) {
                hits += ranks[i] <= rank && mates[i] >= threshold ? 1 : 0;
            }
            const auto point = curve.atFar(static_cast<double>(alarms) / 333.0);
            EXPECT_EQ(point.threshold, threshold);
            EXPECT_EQ(point.dir, static_cast<double>(hits) / 200.0);
        }
    }
}

TEST(OpenSetCurve, RefusesWhatCannotBeMeasured) {
    EXPECT_THROW(OpenSetCurve({}, {}, Scores{1}, 1), std::invalid_argument);
    EXPECT_THROW(OpenSetCurve(Scores{1}, Ranks{1}, {}, 1), std::invalid_argument);
    EXPECT_THROW(OpenSetCurve(Scores{1, 2}, Ranks{1}, Scores{1}, 1), std::invalid_argument);
    EXPECT_THROW(OpenSetCurve(Scores{1}, Ranks{0}, Scores{1}, 1), std::invalid_argument);
    EXPECT_THROW(OpenSetCurve(Scores{1}, Ranks{1}, Scores{1}, 0), std::invalid_argument);
    EXPECT_THROW(OpenSetCurve(Scores{kNan}, Ranks{1}, Scores{1}, 1), std::domain_error);
    EXPECT_THROW(OpenSetCurve(Scores{1}, Ranks{1}, Scores{1, kNan}, 1), std::domain_error);
    EXPECT_THROW(OpenSetCurve(Scores{1}, Ranks{1}, Scores{std::numeric_limits<double>::infinity()}, 1),
                 std::domain_error);
    const OpenSetCurve curve(Scores{1}, Ranks{1}, Scores{1}, 1);
    EXPECT_THROW(curve.atFar(1.5), std::invalid_argument);
    EXPECT_THROW(curve.atFar(kNan), std::invalid_argument);
}

TEST(CumulativeMatches, ByHand) {
    EXPECT_EQ(cumulativeMatches(Ranks{1, 3, 1, 7}, 4), (Scores{0.5, 0.5, 0.75, 0.75}));
    EXPECT_EQ(cumulativeMatches(Ranks{1, 1}, 2), (Scores{1.0, 1.0}));
    EXPECT_EQ(cumulativeMatches(Ranks{5}, 3), (Scores{0.0, 0.0, 0.0}));
    EXPECT_THROW(cumulativeMatches({}, 3), std::invalid_argument);
    EXPECT_THROW(cumulativeMatches(Ranks{1}, 0), std::invalid_argument);
    EXPECT_THROW(cumulativeMatches(Ranks{1, 0}, 2), std::invalid_argument);
}

}  // namespace
}  // namespace pf
