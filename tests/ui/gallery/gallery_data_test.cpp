#include "ui/gallery/gallery_data.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <set>

#include "core/base/error.h"
#include "tests/ui/gallery/gallery_fixtures.h"

namespace pf::ui {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

std::shared_ptr<GalleryData> sixFaces() {
    const std::vector<double> sigmas = {0.3, 0.5, 0.1, 0.4, 0.3, kUnknown};
    return plainGallery(2, 3, [sigmas](std::size_t i) { return sigmas[i]; });
}

TEST(NaturalLess, ComparesRunsOfDigitsAsNumbers) {
    EXPECT_TRUE(naturalLess("img2", "img10"));
    EXPECT_FALSE(naturalLess("img10", "img2"));
    EXPECT_TRUE(naturalLess("a/2/x", "a/2/y"));
    EXPECT_TRUE(naturalLess("a", "a1"));
    EXPECT_FALSE(naturalLess("same7", "same7"));
    EXPECT_TRUE(naturalLess("a01", "a1") != naturalLess("a1", "a01"));
    EXPECT_TRUE(naturalLess("x99999999999999999999998", "x99999999999999999999999"));
}

TEST(Arrange, SortsBySigmaBothWaysWithUnknownLastAndTiesByName) {
    const auto data = sixFaces();
    EXPECT_THAT(arrange(*data, GallerySort::SigmaDescending, {}), ElementsAre(1, 3, 0, 4, 2, 5));
    EXPECT_THAT(arrange(*data, GallerySort::SigmaAscending, {}), ElementsAre(2, 0, 4, 3, 1, 5));
}

TEST(Arrange, SortsByNameAndByIdentity) {
    const auto data = sixFaces();
    data->nameRank = {5, 4, 3, 2, 1, 0};
    EXPECT_THAT(arrange(*data, GallerySort::Name, {}), ElementsAre(5, 4, 3, 2, 1, 0));
    EXPECT_THAT(arrange(*data, GallerySort::Identity, {}), ElementsAre(1, 0, 2, 3, 4, 5));
}

TEST(Arrange, WithoutSigmaFollowsTheNames) {
    const auto data = sixFaces();
    data->sigmaSq.clear();
    data->sortedSigmaSq.clear();
    EXPECT_THAT(arrange(*data, GallerySort::SigmaDescending, {}), ElementsAre(0, 1, 2, 3, 4, 5));
}

TEST(Arrange, FiltersByRangeIncludingItsEndsAndByIdentity) {
    const auto data = sixFaces();
    GalleryFilter filter;
    filter.sigmaRange = {0.3, 0.4};
    EXPECT_THAT(arrange(*data, GallerySort::SigmaAscending, filter), ElementsAre(0, 4, 3));
    filter.label = 1;
    EXPECT_THAT(arrange(*data, GallerySort::SigmaAscending, filter), ElementsAre(4, 3));
    filter.sigmaRange = {0.9, 1.0};
    EXPECT_THAT(arrange(*data, GallerySort::SigmaAscending, filter), IsEmpty());
}

TEST(Arrange, OrdersAHundredThousandImages) {
    const auto data =
        plainGallery(10000, 10, [](std::size_t i) { return std::fmod(static_cast<double>(i) * 0.618, 1.0); });
    const FaceIndices order = arrange(*data, GallerySort::SigmaDescending, {});
    ASSERT_EQ(order.size(), 100000U);
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end(), [&](FaceIndex a, FaceIndex b) {
        return data->sigmaSq[a] > data->sigmaSq[b];
    }));
    EXPECT_EQ(std::set<FaceIndex>(order.begin(), order.end()).size(), 100000U);
}

TEST(GalleryDataTest, PercentileCountsLowerValuesAndHalfOfTheTies) {
    const auto data = sixFaces();  // known: .1 .3 .3 .4 .5
    EXPECT_DOUBLE_EQ(*data->percentileOf(2), 0.1);
    EXPECT_DOUBLE_EQ(*data->percentileOf(0), 0.4);
    EXPECT_DOUBLE_EQ(*data->percentileOf(1), 0.9);
    EXPECT_FALSE(data->percentileOf(5).has_value());
}

TEST(LowMediumHigh, TakesLowestMiddleAndHighest) {
    const FaceIndices members = {10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20};
    const auto groups = lowMediumHigh(members, 3);
    EXPECT_THAT(groups[0], ElementsAre(10, 11, 12));
    EXPECT_THAT(groups[1], ElementsAre(14, 15, 16));
    EXPECT_THAT(groups[2], ElementsAre(18, 19, 20));
}

TEST(LowMediumHigh, NeverShowsAFaceTwice) {
    for (std::size_t n = 0; n <= 30; ++n) {
        FaceIndices members(n);
        for (std::size_t i = 0; i < n; ++i) {
            members[i] = static_cast<FaceIndex>(i);
        }
        for (std::size_t perGroup = 1; perGroup <= 5; ++perGroup) {
            std::set<FaceIndex> seen;
            std::size_t shown = 0;
            for (const FaceIndices& group : lowMediumHigh(members, perGroup)) {
                shown += group.size();
                seen.insert(group.begin(), group.end());
            }
            EXPECT_EQ(seen.size(), shown) << n << " members, " << perGroup << " per group";
            EXPECT_EQ(shown, std::min(n, 3 * perGroup));
        }
    }
}

TEST(LowMediumHigh, OneFaceIsMediumTwoAreLowAndHigh) {
    EXPECT_THAT(lowMediumHigh({7}, 3), ElementsAre(IsEmpty(), ElementsAre(7), IsEmpty()));
    EXPECT_THAT(lowMediumHigh({7, 8}, 3), ElementsAre(ElementsAre(7), IsEmpty(), ElementsAre(8)));
}

TEST(LowMediumHigh, WhatIsHiddenKeepsThePlacesOfTheOthers) {
    const FaceIndices members = {10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20};
    const auto odd = lowMediumHigh(members, 2, [](FaceIndex face) { return face % 2 == 1; });
    EXPECT_THAT(odd[0], ElementsAre(11, 13));
    EXPECT_THAT(odd[1], ElementsAre(15));
    EXPECT_THAT(odd[2], ElementsAre(17, 19));
}

TEST(IdentityRows, ABrushHidesFacesAndMakesNoHighOneLow) {
    // Two people of six: 0.0 to 0.5 and 0.6 to 1.1.
    const auto data = plainGallery(2, 6, [](std::size_t i) { return 0.1 * static_cast<double>(i); });
    GalleryFilter filter;
    filter.sigmaRange = {0.45, 0.65};
    const auto rows = identityRows(*data, GallerySort::SigmaAscending, filter, 2);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_THAT(rows[0].groups, ElementsAre(IsEmpty(), IsEmpty(), ElementsAre(5)));
    EXPECT_THAT(rows[1].groups, ElementsAre(ElementsAre(6), IsEmpty(), IsEmpty()));
    EXPECT_EQ(rows[0].shown, 1U);
    EXPECT_EQ(rows[0].total, 6U);
    EXPECT_NEAR(rows[0].medianSigmaSq, 0.25, 1e-12);
}

TEST(IdentityRows, FollowTheMedianOrTheNameAndLeaveOutUnknownFaces) {
    const auto data = sixFaces();
    const auto descending = identityRows(*data, GallerySort::SigmaDescending, {}, 3);
    ASSERT_EQ(descending.size(), 2U);
    EXPECT_EQ(descending[0].label, 1);  // .3 and .4: median .35
    EXPECT_DOUBLE_EQ(descending[0].medianSigmaSq, 0.35);
    EXPECT_EQ(descending[0].total, 2U);
    EXPECT_DOUBLE_EQ(descending[1].medianSigmaSq, 0.3);
    EXPECT_EQ(identityRows(*data, GallerySort::SigmaAscending, {}, 3)[0].label, 0);
    EXPECT_EQ(identityRows(*data, GallerySort::Name, {}, 3)[0].label, 0);
}

TEST(WithMeasurements, PutsEachSigmaAtItsImageAndListsWhatWasSkipped) {
    const GalleryDataPtr images = makeGalleryData(openImages({"synthetic:identities=2,images=3,size=32"}));
    ASSERT_EQ(images->size(), 6U);
    EXPECT_FALSE(images->hasSigma());
    const auto measured = measurementsOf(
        images->catalog, [](std::size_t i) { return i == 1 ? 0.0 : 0.25 + static_cast<double>(i) / 8; });
    const GalleryDataPtr data = withMeasurements(images, measured, ModelInfo{});
    EXPECT_TRUE(std::isnan(data->sigmaOf(1)));
    EXPECT_DOUBLE_EQ(data->sigmaOf(2), 0.5);
    EXPECT_EQ(data->sortedSigmaSq.size(), 5U);
    ASSERT_EQ(data->unreadable.size(), 1U);
    EXPECT_NE(data->unreadable[0].find("truncated"), std::string::npos);
    EXPECT_EQ(data->identityOf(0), images->catalog.identity(0));
    EXPECT_EQ(data->measurements().bySigma(), (std::vector<std::size_t>{0, 2, 3, 4, 5}));
}

TEST(WithMeasurements, RefusesMeasurementsOfOtherImages) {
    const GalleryDataPtr images = makeGalleryData(openImages({"synthetic:identities=1,images=2,size=32"}));
    FaceMeasurements measured = measurementsOf(images->catalog, [](std::size_t) { return 0.5; });
    measured.faces.resize(3);
    EXPECT_THROW(withMeasurements(images, measured, ModelInfo{}), Error);
}

TEST(Arrange, OrdersByTheNormWithUnknownOnesLast) {
    const GalleryDataPtr images = makeGalleryData(openImages({"synthetic:identities=2,images=2,size=32"}));
    FaceMeasurements measured = measurementsOf(images->catalog, [](std::size_t) { return 0.5; });
    measured.faces[0].norm = 20;
    measured.faces[2].norm = std::numeric_limits<double>::quiet_NaN();
    const GalleryDataPtr data = withMeasurements(images, measured, ModelInfo{});
    EXPECT_THAT(arrange(*data, GallerySort::NormAscending, {}), ElementsAre(1, 3, 0, 2));
    EXPECT_THAT(arrange(*data, GallerySort::NormDescending, {}), ElementsAre(0, 3, 1, 2));
    EXPECT_THAT(arrange(*images, GallerySort::NormDescending, {}), ElementsAre(0, 1, 2, 3))
        << "by name while no norm is known";
}

}  // namespace
}  // namespace pf::ui
