#include "core/base/names/name_matches.h"

#include <gtest/gtest.h>

#include "core/base/names/name_folding.h"
#include "tests/support/matchers.h"

namespace pf {
namespace {

using namespace matchers;

using Names = std::vector<std::string>;
using Rows = std::vector<std::optional<std::uint32_t>>;

NameMatches match(const Names& names, const Names& images) {
    return matchNames(ImageNames(names), images,
                      {.place = [](std::size_t image) { return "list:" + std::to_string(image + 1); }});
}

/// The rows, and the one note that says by which rule they were found.
std::string noteOf(const Names& names, const Names& images, const Rows& rows) {
    const NameMatches matches = match(names, images);
    EXPECT_EQ(matches.rows, rows);
    EXPECT_EQ(matches.notes.size(), 1U);
    return matches.notes.empty() ? "" : matches.notes.front();
}

TEST(NameMatches, ExactNamesNeedNoNote) {
    const auto matches = match({"F/a/1.png", "F/b/1.png"}, {"b/1.png", "a/1.png", "a/2.png"});
    EXPECT_EQ(matches.rows, (Rows{1, 0, std::nullopt}));
    EXPECT_EQ(matches.found, 2U);
    EXPECT_THAT(matches.notes, IsEmpty());
}

TEST(NameMatches, EachRuleSaysWhatItIgnored) {
    EXPECT_THAT(noteOf({"a/1.png"}, {"a/1.jpg"}, {0}),
                AllOf(HasSubstr("1 name is"), HasSubstr("type of the file"), HasSubstr("'a/1.jpg'"),
                      HasSubstr("'a/1.png'")));
    EXPECT_THAT(noteOf({"a/1.png", "b/1.png"}, {".\\\\a\\\\1.png", ".\\b\\1.png"}, {0, 1}),
                AllOf(HasSubstr("2 names are"), HasSubstr("backslashes")));
    EXPECT_THAT(noteOf({"Ann/Ann_1.png"}, {"ann/ANN_1.png"}, {0}), HasSubstr("capital letters"));
    EXPECT_THAT(noteOf({"Ann/Ann_1.png"}, {"Ann/Ann_0001.png"}, {0}), HasSubstr("zeros"));
    EXPECT_THAT(noteOf({"Ann/Ann_0001_0.png"}, {"Ann/Ann_0001.png"}, {0}), HasSubstr("_0"));
    EXPECT_THAT(noteOf({"Ann/Ann_0001.png"}, {"Ann/Ann_0001_cropped.png"}, {0}), HasSubstr("ending"));
    EXPECT_THAT(noteOf({"/mnt/l/Ann/1.png"}, {"/home/x/Ann/1.png"}, {0}), HasSubstr("end of the path"));
}

TEST(NameMatches, AccentsAreOneHoweverTheyAreEncoded) {
    // "e" with an acute accent behind it, as macOS stores it, and the one letter of everybody else
    EXPECT_THAT(noteOf({"D/Rene\xCC\x81/1.png"}, {"Ren\xC3\xA9/1.png"}, {0}), HasSubstr("accented"));
    // Vietnamese has two accents on a letter, Hangul three parts in one, kana a voicing mark.
    EXPECT_EQ(match({"e\xCC\xA3\xCC\x82.png"}, {"\xE1\xBB\x87.png"}).rows, (Rows{0}));
    EXPECT_EQ(match({"\xED\x95\x9C.png"}, {"\xE1\x84\x92\xE1\x85\xA1\xE1\x86\xAB.png"}).rows, (Rows{0}));
    EXPECT_EQ(match({"\xE3\x81\x8C.png"}, {"\xE3\x81\x8B\xE3\x82\x99.png"}).rows, (Rows{0}));
    EXPECT_EQ(match({"rene\xCC\x81.png"}, {"REN\xC3\x89.png"}).rows, (Rows{0}));
    EXPECT_EQ(match({"rene.png"}, {"ren\xC3\xA9.png"}).rows, (Rows{std::nullopt}));
}

TEST(NameMatches, WhatIsAmbiguousIsNotMatched) {
    EXPECT_EQ(match({"Ann_1.png", "ann_1.png"}, {"ANN_1.png"}).rows, (Rows{std::nullopt}));
    // Two images would be one row.
    EXPECT_EQ(match({"a/1_0.png"}, {"a/1.png", "a/01.png"}).rows, (Rows{std::nullopt, std::nullopt}));
    EXPECT_EQ(match({"A/1.png"}, {"a/1.png", "a/1.jpg"}).rows, (Rows{std::nullopt, std::nullopt}));
    // A row that an image has by its own name is no other image's.
    EXPECT_EQ(match({"a/1.png"}, {"a/1.png", "a/01.png"}).rows, (Rows{0, std::nullopt}));
    // Where names fit, a path that differs means another image.
    EXPECT_EQ(match({"A/x/1.png", "A/x/2.png"}, {"A/x/1.png", "B/x/2.png"}).rows, (Rows{0, std::nullopt}));
}

TEST(NameMatches, TheNumberOfAPictureIsNoCropEnding) {
    EXPECT_EQ(match({"Ann/Ann.png"}, {"Ann/Ann_0000.png"}).rows, (Rows{std::nullopt}));
    EXPECT_EQ(match({"Ann/Ann_0.png"}, {"Ann/Ann_0000.png"}).rows, (Rows{0}));
    EXPECT_EQ(foldedName("a/Ann_0000_0.png", NameFold::Crop), "a/ann_0.png");
    EXPECT_EQ(foldedName("a/_0.png", NameFold::Crop), "a/_0.png");
}

TEST(NameMatches, ACropsEndingGoesBehindWhateverTheNameEndsIn) {
    // MS-Celeb's names and their crops, whichever side has these
    const Names photos = {"m.01/0-FaceId-0.jpg", "m.01/1-FaceId-0.jpg", "m.01/2-FaceId-1.jpg"};
    const Names crops = {"m.01/0-FaceId-0_0.png", "m.01/1-FaceId-0_0.png", "m.01/2-FaceId-1_0.png"};
    EXPECT_EQ(match(photos, crops).rows, (Rows{0, 1, 2}));
    EXPECT_EQ(match(crops, photos).rows, (Rows{0, 1, 2}));
    EXPECT_EQ(match({"a/1_0.jpg", "a/2_0.jpg"}, {"a/1_0_0.png", "a/2_0_crop.png"}).rows, (Rows{0, 1}));
}

TEST(NameMatches, TwoImagesOfOneRowAreRefusedUnlessTheyMayShareIt) {
    const Names names = {"a.png"};
    EXPECT_EQ(match(names, {"a.png", "./a.png"}).rows, (Rows{0, 0}));
    EXPECT_THAT(
        errorOf([&] {
            match(names, {"a.png", "a.jpg"});
        }),
        AllOf(HasSubstr("list:2"), HasSubstr("'a.png'"), HasSubstr("'a.jpg'"), HasSubstr("both fit")));
    EXPECT_EQ(matchNames(ImageNames(names), {"a.png", "a.jpg"}, {.sharesRows = true}).rows, (Rows{0, 0}));
    EXPECT_THAT(errorOf([&] {
                    match({"x/a.png", "y/a.png"}, {"a.png"});
                }),
                AllOf(HasSubstr("list:1"), HasSubstr("more than one")));
}

TEST(NameMatches, TheMessageShowsTheNearestName) {
    const Names names = {"F/Ann/Ann_0001.png", "F/Bob/Bob_0001.png"};
    EXPECT_EQ(
        missingText(ImageNames(names), {"Bob_x0001.png"}, "embeddings"),
        "1 image is not among the 2 embeddings: 'Bob_x0001.png'; the nearest name to 'Bob_x0001.png' is "
        "'F/Bob/Bob_0001.png'");
}

}  // namespace
}  // namespace pf
