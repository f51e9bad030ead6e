#include "core/metrics/kfold.h"

#include <algorithm>
#include <limits>
#include <stdexcept>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/metrics/pair_data.h"

namespace pf {
namespace {

using test::messageOf;
using test::PairData;
using ::testing::HasSubstr;

/// The protocol as it is written down, candidate by candidate.
KFoldResult bruteForce(const PairData& data, std::size_t folds) {
    const std::size_t n = data.scores.size();
    KFoldResult result;
    for (std::size_t fold = 0, begin = 0; fold < folds; ++fold) {
        const std::size_t end = begin + n / folds + (fold < n % folds ? 1 : 0);
        std::size_t best = 0;
        std::vector<double> tied;
        for (std::size_t c = 0; c < n; ++c) {
            if ((c >= begin && c < end) || data.same[c] == 0) {
                continue;
            }
            std::size_t correct = 0;
            for (std::size_t i = 0; i < n; ++i) {
                if (i < begin || i >= end) {
                    correct += (data.scores[i] >= data.scores[c]) == (data.same[i] != 0) ? 1 : 0;
                }
            }
            if (tied.empty() || correct > best) {
                tied.clear();
                best = correct;
            }
            if (correct == best) {
                tied.push_back(data.scores[c]);
            }
        }
        double threshold = 0;
        for (const double score : tied) {
            threshold += score / static_cast<double>(tied.size());
        }
        if (std::adjacent_find(tied.begin(), tied.end(), std::not_equal_to<>()) == tied.end()) {
            threshold = tied.front();
        }
        std::size_t right = 0;
        for (std::size_t i = begin; i < end; ++i) {
            right += (data.scores[i] >= threshold) == (data.same[i] != 0) ? 1 : 0;
        }
        result.accuracy += static_cast<double>(right) / static_cast<double>(end - begin);
        result.threshold += threshold;
        begin = end;
    }
    result.accuracy /= static_cast<double>(folds);
    result.threshold /= static_cast<double>(folds);
    return result;
}

TEST(KFold, ByHand) {
    // Folds {0, 1, 2} and {3, 4}. The first is judged at 0.7 (2 of 3 right), the second at 0.9 (1 of 2).
    const std::vector<double> scores = {0.9, 0.8, 0.3, 0.7, 0.5};
    const std::vector<std::uint8_t> same = {1, 0, 0, 1, 0};
    const KFoldResult result = kFoldVerification(scores, same, 2);
    ASSERT_EQ(result.folds.size(), 2U);
    EXPECT_EQ(result.folds[0].pairs, 3U);
    EXPECT_EQ(result.folds[1].pairs, 2U);
    EXPECT_EQ(result.folds[0].threshold, 0.7);
    EXPECT_EQ(result.folds[1].threshold, 0.9);
    EXPECT_DOUBLE_EQ(result.accuracy, (2.0 / 3.0 + 1.0 / 2.0) / 2.0);
    EXPECT_DOUBLE_EQ(result.threshold, 0.8);
    EXPECT_EQ(result.pairs, 5U);
}

TEST(KFold, TakesTheMeanOfAllTyingCandidates) {
    // Trained on the first fold: 0.9 (three times) and 0.6 (twice) both make the same number of errors.
    const std::vector<double> scores = {0.9, 0.9, 0.9, 0.8, 0.8, 0.6, 0.6, 0.5, 0.1, 0.9, 0.1, 0.1, 0.1, 0.1};
    const std::vector<std::uint8_t> same = {1, 1, 1, 0, 0, 1, 1, 0, 0, 1, 0, 0, 0, 0};
    const KFoldResult result = kFoldVerification(scores, same, 2);
    EXPECT_DOUBLE_EQ(result.folds[1].threshold, (3 * 0.9 + 2 * 0.6) / 5);
}

TEST(KFold, PerfectIsExactlyOne) {
    // Ten tenths do not sum to 1 in floating point; ten ones over ten are 1.
    std::vector<double> scores;
    std::vector<std::uint8_t> same;
    for (int i = 0; i < 30; ++i) {
        same.push_back(i % 3 == 0 ? 1 : 0);
        scores.push_back(i % 3 == 0 ? 0.9 : 0.1);
    }
    EXPECT_EQ(kFoldVerification(scores, same).accuracy, 1.0);
    EXPECT_DOUBLE_EQ(kFoldVerification(scores, same).threshold, 0.9);
}

TEST(KFold, EqualScoresAcceptThemselves) {
    // (0.1 + 0.1 + 0.1) / 3 rounds above 0.1, which must not turn every pair away.
    const std::vector<double> scores(6, 0.1);
    const std::vector<std::uint8_t> genuine(6, 1);
    const KFoldResult all = kFoldVerification(scores, genuine, 2);
    EXPECT_EQ(all.accuracy, 1.0);
    EXPECT_EQ(all.threshold, 0.1);
    const std::vector<std::uint8_t> half = {1, 0, 1, 0, 1, 0};
    EXPECT_DOUBLE_EQ(kFoldVerification(scores, half, 2).accuracy, 0.5);
}

TEST(KFold, WithoutImpostorsAcceptsDownToTheLowest) {
    // Every candidate is as good as its rank: the lowest of the other fold wins.
    const std::vector<double> scores = {0.5, 0.4, 0.3, 0.2};
    const std::vector<std::uint8_t> same(4, 1);
    const KFoldResult result = kFoldVerification(scores, same, 2);
    EXPECT_EQ(result.folds[0].threshold, 0.2);
    EXPECT_EQ(result.folds[1].threshold, 0.4);
    EXPECT_DOUBLE_EQ(result.accuracy, 0.5);
}

TEST(KFold, EqualsTheDefinitionOnRandomPairs) {
    for (std::uint64_t seed = 1; seed <= 40; ++seed) {
        const double step = seed % 2 == 0 ? 0.25 : 1e-9;
        const PairData data = test::randomPairs(60 + seed, seed, step);
        const KFoldResult expected = bruteForce(data, 10);
        const KFoldResult result = kFoldVerification(data.scores, data.same);
        EXPECT_NEAR(result.accuracy, expected.accuracy, 1e-12) << "seed " << seed;
        EXPECT_NEAR(result.threshold, expected.threshold, 1e-12) << "seed " << seed;
    }
}

TEST(KFold, InsideAPartEqualsThePartAlone) {
    const PairData data = test::randomPairs(200, 5, 0.1);
    std::vector<std::uint8_t> keep(200, 0);
    PairData part;
    for (std::size_t i = 0; i < 200; ++i) {
        if (data.risk[i] < 0.6) {
            keep[i] = 1;
            part.scores.push_back(data.scores[i]);
            part.same.push_back(data.same[i]);
        }
    }
    const KFoldResult inside = KFoldVerifier(data.scores, data.same).evaluate(keep);
    const KFoldResult alone = kFoldVerification(part.scores, part.same);
    EXPECT_EQ(inside.pairs, part.scores.size());
    EXPECT_EQ(inside.accuracy, alone.accuracy);
    EXPECT_EQ(inside.threshold, alone.threshold);
}

TEST(KFold, WithoutSomePairsTheOthersStayInTheFoldsOfTheList) {
    // Of a list of five in two folds, the fourth is missing: three and one are left.
    const std::vector<double> scores = {0.9, 0.5, 0.4, 0.6};
    const std::vector<std::uint8_t> same = {1, 0, 1, 1};
    const std::vector<std::uint32_t> place = {0, 1, 2, 4};
    const KFoldResult listed = kFoldVerification(scores, same, 2, {place, 5});
    ASSERT_EQ(listed.folds.size(), 2U);
    EXPECT_EQ(listed.folds[0].pairs, 3U);
    EXPECT_DOUBLE_EQ(listed.folds[0].threshold, 0.6);
    EXPECT_DOUBLE_EQ(listed.folds[0].accuracy, 2.0 / 3.0);
    EXPECT_DOUBLE_EQ(listed.folds[1].threshold, 0.65);
    EXPECT_DOUBLE_EQ(listed.accuracy, 1.0 / 3.0);
    EXPECT_DOUBLE_EQ(kFoldVerification(scores, same, 2).accuracy, 0.25);
    // Inside a part, folds are laid out again.
    const KFoldVerifier verifier(scores, same, 2, {place, 5});
    const std::vector<std::uint8_t> keep = {1, 0, 1, 1};
    EXPECT_EQ(verifier.evaluate(keep).accuracy, KFoldVerifier(scores, same, 2).evaluate(keep).accuracy);
    const std::vector<std::uint32_t> first = {0, 1, 3, 4};
    EXPECT_THAT(messageOf<std::invalid_argument>([&] {
                    kFoldVerification(scores, same, 3, {first, 9});
                }),
                HasSubstr("fold 3 of 3 has lost all its pairs"));
    EXPECT_THAT(messageOf<std::invalid_argument>([&] {
                    kFoldVerification(scores, same, 2, {first, 3});
                }),
                HasSubstr("place 3"));
}

TEST(KFold, SaysWhatIsMissing) {
    const std::vector<double> scores = {0.9, 0.1, 0.8, 0.2};
    const std::vector<std::uint8_t> same = {1, 0, 1, 0};
    EXPECT_THAT(messageOf<std::invalid_argument>([&] { kFoldVerification(scores, same); }),
                HasSubstr("4 pairs cannot fill 10 folds"));
    EXPECT_THAT(messageOf<std::invalid_argument>([&] { kFoldVerification(scores, same, 1); }),
                HasSubstr("at least 2"));
    EXPECT_THAT(messageOf<std::invalid_argument>([] { kFoldVerification({}, {}); }), HasSubstr("no pairs"));
    EXPECT_THAT(messageOf<std::invalid_argument>([&] {
                    kFoldVerification(scores, std::vector<std::uint8_t>{1, 0});
                }),
                HasSubstr("4 scores but 2 same flags"));
    EXPECT_THAT(messageOf<std::invalid_argument>(
                    [&] { kFoldVerification(scores, std::vector<std::uint8_t>(4, 0), 2); }),
                HasSubstr("none of the 4 pairs is genuine"));
    EXPECT_THAT(messageOf<std::invalid_argument>([&] {
                    kFoldVerification(scores, std::vector<std::uint8_t>{0, 0, 1, 1}, 2);
                }),
                HasSubstr("all 2 genuine pairs are in fold 2 of 2"));
    EXPECT_THAT(messageOf<std::invalid_argument>(
                    [&] { KFoldVerifier(scores, same, 2).evaluate(std::vector<std::uint8_t>(3, 1)); }),
                HasSubstr("3 keep flags but 4 pairs"));
}

TEST(KFold, RefusesScoresThatHaveNoOrder) {
    const std::vector<std::uint8_t> same = {1, 0, 1, 0};
    const std::vector<double> nan = {0.9, 0.1, std::numeric_limits<double>::quiet_NaN(), 0.2};
    const std::vector<double> infinite = {0.9, -std::numeric_limits<double>::infinity(), 0.3, 0.2};
    EXPECT_THAT(messageOf<std::domain_error>([&] { kFoldVerification(nan, same, 2); }),
                HasSubstr("score[2] is nan"));
    EXPECT_THAT(messageOf<std::domain_error>([&] { kFoldVerification(infinite, same, 2); }),
                HasSubstr("score[1] is -inf"));
}

}  // namespace
}  // namespace pf
