#include "core/results/pair_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/results/embedding_set.h"
#include "tests/support/bytes.h"

namespace pf {
namespace {

using test::errorOf;
using testing::ElementsAre;
using testing::HasSubstr;

EmbeddingSet fourRows() {
    EmbeddingSet set;
    set.embeddingSize = set.sigmaSize = 1;
    set.sigmaSq = {1, 1, 1, 1};
    set.labels = {-1, -1, -1, -1};
    set.issame = {true, false};
    return set;
}

TEST(PairIndex, PairsNeighbouringRows) {
    const auto pairs = rowPairs(fourRows());
    EXPECT_EQ(pairs.size(), 2U);
    EXPECT_THAT(pairs.a, ElementsAre(0, 2));
    EXPECT_THAT(pairs.b, ElementsAre(1, 3));
    EXPECT_THAT(pairs.same, ElementsAre(1, 0));
    EXPECT_FALSE(pairs.knowsSubjects());
}

TEST(PairIndex, LabelsAreSubjectsWhenAllAreKnown) {
    auto set = fourRows();
    set.labels = {3, 3, 3, 8};
    const auto pairs = rowPairs(set);
    EXPECT_THAT(pairs.subjectA, ElementsAre(3, 3));
    EXPECT_THAT(pairs.subjectB, ElementsAre(3, 8));
    set.labels = {3, 3, 3, -1};
    EXPECT_FALSE(rowPairs(set).knowsSubjects());
    set.labels = {3, 3};
    EXPECT_FALSE(rowPairs(set).knowsSubjects());
}

TEST(PairIndex, RefusesWhatDoesNotFit) {
    auto set = fourRows();
    set.labels = {3, 3, 3, 3};
    EXPECT_THAT(errorOf([&] { rowPairs(set); }), HasSubstr("pair 2 is marked as two persons"));
    set.labels = {3, 4, 5, 6};
    EXPECT_THAT(errorOf([&] { rowPairs(set); }), HasSubstr("pair 1 is marked as the same person"));
    set.issame = {true};
    EXPECT_THAT(errorOf([&] { rowPairs(set); }), HasSubstr("1 pairs"));
    set.issame = {};
    EXPECT_THAT(errorOf([&] { rowPairs(set); }), HasSubstr("not a pair set"));
}

}  // namespace
}  // namespace pf
