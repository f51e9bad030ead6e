#include "core/data/align/landmark_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "core/base/rng.h"
#include "core/base/text.h"
#include "tests/data/test_images.h"
#include "tests/support/mutations.h"

namespace pf {
namespace {

using test::errorOf;
using ::testing::HasSubstr;

/// A frontal face, turned by `degrees` and moved.
FacePoints somePoints(double degrees = 5, double scale = 1.5) {
    const double angle = degrees * 3.14159265358979 / 180;
    const Similarity map{.a = scale * std::cos(angle), .b = scale * std::sin(angle), .tx = 40.25, .ty = 30.5};
    FacePoints points{};
    const FacePoints& face = alignTemplate(112, 112).points;
    for (std::size_t i = 0; i < face.size(); i += 2) {
        const auto [x, y] = map.apply(face[i], face[i + 1]);
        points[i] = static_cast<float>(std::round(x * 100) / 100);
        points[i + 1] = static_cast<float>(std::round(y * 100) / 100);
    }
    return points;
}

std::string numbers(const FacePoints& points, PointOrder order, char between = ' ') {
    std::string text;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const std::size_t at = order == PointOrder::Pairs ? i : i < 5 ? 2 * i : 2 * (i - 5) + 1;
        text += (i == 0 ? "" : std::string(1, between)) + formatNumber(static_cast<double>(points[at]));
    }
    return text;
}

LandmarkList read(const std::string& text) {
    return parseLandmarkList(text, "dir/list.txt");
}

TEST(LandmarkList, FindsTheOrderOfTheNumbersOut) {
    for (const PointOrder order : {PointOrder::Pairs, PointOrder::Columns}) {
        for (const double degrees : {0.0, 30.0, -90.0, 180.0}) {
            const FacePoints points = somePoints(degrees);
            const LandmarkList list = read("a/b.jpg " + numbers(points, order) + "\n");
            EXPECT_EQ(list.order, order) << degrees;
            ASSERT_EQ(list.faces.size(), 1U);
            EXPECT_EQ(list.faces[0].name, "a/b.jpg");
            for (std::size_t i = 0; i < points.size(); ++i) {
                EXPECT_NEAR(list.faces[0].points[i], points[i], 1e-4);
            }
        }
    }
    EXPECT_EQ(read("a.jpg " + numbers(somePoints(), PointOrder::Pairs)).describe(),
              "x1 y1 ... x5 y5, 1 face");
    EXPECT_EQ(read("a.jpg 7 " + numbers(somePoints(), PointOrder::Columns)).describe(),
              "x1 ... x5 y1 ... y5 with a label after the name, 1 face");
}

TEST(LandmarkList, RefusesFractionsOfThePhoto) {
    FacePoints points = somePoints();
    for (float& point : points) {
        point /= 1000;
    }
    EXPECT_THAT(test::errorOf([&] { read("a.jpg " + numbers(points, PointOrder::Pairs) + "\n"); }),
                HasSubstr("multiply x by the photo's width"));
}

TEST(LandmarkList, FindsTheLabelEvenWhenItIsANumberLikeTheOthers) {
    for (const PointOrder order : {PointOrder::Pairs, PointOrder::Columns}) {
        std::string first;
        std::string last;
        for (int i = 0; i < 20; ++i) {
            const std::string line = numbers(somePoints(i - 10), order);
            const std::string label = std::to_string(100 + i);
            first += "p" + std::to_string(i) + ".jpg " + label + " " + line + "\n";
            last += "p" + std::to_string(i) + ".jpg " + line + " " + label + "\n";
        }
        const LandmarkList before = read(first);
        EXPECT_EQ(before.order, order);
        EXPECT_EQ(before.label, LabelPlace::AfterName);
        EXPECT_EQ(before.faces[19].label, "119");
        const LandmarkList after = read(last);
        EXPECT_EQ(after.order, order);
        EXPECT_EQ(after.label, LabelPlace::AtEnd);
        EXPECT_EQ(after.faces[3].label, "103");
    }
    const LandmarkList words = read("p.jpg Anna " + numbers(somePoints(), PointOrder::Pairs));
    EXPECT_EQ(words.faces[0].label, "Anna");
    const LandmarkList large = read("p.jpg 58226530 " + numbers(somePoints(), PointOrder::Pairs));
    EXPECT_EQ(large.faces[0].label, "58226530");
}

TEST(LandmarkList, NamesMayHoldBlanksAndQuotesAndOccurTwice) {
    const std::string points = numbers(somePoints(), PointOrder::Pairs);
    const LandmarkList list =
        read("my  photo 1.jpg " + points + "\n\"a \"\"b\"\" 2\" " + points + "\nit's\"so\".png\t" + points +
             "\nplain " + points + "\nplain " + points + "\r\n\n# a remark\n");
    ASSERT_EQ(list.faces.size(), 5U);
    EXPECT_EQ(list.faces[0].name, "my  photo 1.jpg");
    EXPECT_EQ(list.faces[1].name, "a \"b\" 2");
    EXPECT_EQ(list.faces[2].name, "it's\"so\".png");
    EXPECT_EQ(list.faces[3].name, "plain");
    EXPECT_EQ(list.faces[4].name, "plain");
    EXPECT_EQ(list.faces[4].line, 5U);
    EXPECT_EQ(list.place(list.faces[4]), "list.txt:5");
}

TEST(LandmarkList, ReadsCommasAHeaderAndAMarkOfUtf8) {
    const std::string points = numbers(somePoints(), PointOrder::Columns, ',');
    const LandmarkList list = read("\xEF\xBB\xBFname,lx,rx,nx,mlx,mrx,ly,ry,ny,mly,mry\nmy photo.jpg," +
                                   points + "\n\"a, b.jpg\"," + points + "\n");
    ASSERT_EQ(list.faces.size(), 2U);
    EXPECT_EQ(list.order, PointOrder::Columns);
    EXPECT_EQ(list.faces[0].name, "my photo.jpg");
    EXPECT_EQ(list.faces[1].name, "a, b.jpg");
    EXPECT_EQ(list.faces[1].line, 3U);
}

TEST(LandmarkList, KeepsPointsThatCoincideAmongOthers) {
    const LandmarkList list =
        read("a.jpg 0 0 0 0 0 0 0 0 0 0\nb.jpg " + numbers(somePoints(), PointOrder::Columns));
    ASSERT_EQ(list.faces.size(), 2U);
    EXPECT_EQ(list.order, PointOrder::Columns);
    EXPECT_EQ(list.faces[0].points, FacePoints{});
}

TEST(LandmarkList, RefusesMalformedLinesWithTheirPlace) {
    const std::string good = "a.jpg " + numbers(somePoints(), PointOrder::Pairs) + "\n";
    const auto error = [&](const std::string& line) { return errorOf([&] { read(good + line); }); };
    EXPECT_THAT(error("b.jpg 1 2 3"), HasSubstr("dir/list.txt:2: there are 3 fields after the name"));
    EXPECT_THAT(error("b.jpg 1 2 3 4 5 6 7 8 9 ten"), HasSubstr("'ten' is not a place in a photo"));
    EXPECT_THAT(error("b.jpg 1 2 3 4 5 6 7 8 9 nan"), HasSubstr("'nan' is not a place"));
    EXPECT_THAT(error("b.jpg 1 2 3 4 5 6 7 8 9 1e9"), HasSubstr("'1e9' is not a place"));
    EXPECT_THAT(error("\"b.jpg 1 2 3 4 5 6 7 8 9 10"), HasSubstr("closing quote"));
    EXPECT_THAT(error("\"\" 1 2 3 4 5 6 7 8 9 10"), HasSubstr("name is empty"));
    EXPECT_THAT(errorOf([] { read(",1,2,3,4,5,6,7,8,9,10\n"); }), HasSubstr("name is empty"));
    EXPECT_THAT(error("a b c 1 2 3 4 5 6 7 8 9 10 11"), HasSubstr("no name of an image"));
    EXPECT_THAT(error("b.jpg 5 " + numbers(somePoints(), PointOrder::Pairs)),
                HasSubstr("11 fields after the name, but 10 on line 1"));
    EXPECT_THAT(error("b.jpg " + numbers(somePoints(), PointOrder::Pairs) + " x y"), HasSubstr("12 fields"));
    EXPECT_THAT(errorOf([] { read("b.jpg a 1 2 3 4 5 6 7 8 9 b"); }), HasSubstr("are words"));
    EXPECT_THAT(errorOf([] { read(""); }), HasSubstr("the list is empty"));
    EXPECT_THAT(errorOf([] { read("# nothing\n\n"); }), HasSubstr("the list is empty"));
    EXPECT_THAT(errorOf([] { read(std::string("a\0b", 3)); }), HasSubstr("this is not a text file"));
    EXPECT_THAT(errorOf([] { readLandmarkList("/no/such/list.txt"); }), HasSubstr("io: /no/such/list.txt"));
}

TEST(LandmarkList, RefusesWhatItCannotTell) {
    const std::string pairs = numbers(somePoints(), PointOrder::Pairs);
    const std::string columns = numbers(somePoints(), PointOrder::Columns);
    EXPECT_THAT(errorOf([&] { read("a.jpg " + pairs + "\nb.jpg " + columns + "\n"); }),
                HasSubstr("the lines disagree: 1 read as"));
    std::string mostly;
    for (int i = 0; i < 50; ++i) {
        mostly += "a.jpg " + pairs + "\n";
    }
    EXPECT_THAT(errorOf([&] { read(mostly + "b.jpg " + columns + "\n" + mostly); }),
                HasSubstr("list.txt:51: it is a face only when read as x1 ... x5 y1 ... y5"));
    EXPECT_THAT(errorOf([] { read("a.jpg 0 0 0 0 0 0 0 0 0 0\n"); }), HasSubstr("list.txt:1: no line tells"));
    EXPECT_THAT(errorOf([] { read("a.jpg 1 1 2 2 3 3 4 4 5 5\n"); }), HasSubstr("no line tells"));
    FacePoints exchanged = somePoints();
    for (const std::size_t i : {std::size_t{0}, std::size_t{6}}) {
        std::swap(exchanged[i], exchanged[i + 2]);
        std::swap(exchanged[i + 1], exchanged[i + 3]);
    }
    EXPECT_THAT(errorOf([&] { read("a.jpg " + numbers(exchanged, PointOrder::Pairs)); }),
                HasSubstr("left and right are exchanged"));
}

TEST(LandmarkList, ReadsTheListOfRealPhotos) {
    const std::filesystem::path file = PF_SOURCE_DIR "/../shared/data/unaligned/landmarks.txt";
    if (!std::filesystem::exists(file)) {
        GTEST_SKIP() << file << " is not here";
    }
    const LandmarkList list = readLandmarkList(file);
    EXPECT_EQ(list.describe(), "x1 y1 ... x5 y5, 40 faces");
    EXPECT_EQ(list.faces[0].name, "AJ_Lamas_0001.jpg");
    EXPECT_FLOAT_EQ(list.faces[0].points[0], 99.66F);
}

TEST(LandmarkListFuzz, MutatedListsGiveFacesOrOneSentence) {
    std::vector<test::Bytes> seeds;
    const std::string pairs = numbers(somePoints(), PointOrder::Pairs);
    const std::string columns = numbers(somePoints(-20), PointOrder::Columns);
    seeds.push_back(test::toBytes("a b.jpg " + pairs + "\n\"q\"\"q\" " + pairs + "\n"));
    seeds.push_back(test::toBytes("a.jpg,7," + numbers(somePoints(9), PointOrder::Columns, ',') + "\n"));
    seeds.push_back(test::toBytes("name x1 x2 x3 x4 x5 y1 y2 y3 y4 y5\nx " + columns + "\ny " + columns));
    seeds.push_back(test::toBytes("a.jpg " + pairs + " Anna\nb.jpg " + pairs + " Berta\n"));
    Rng rng(20240601);
    std::size_t refused = 0;
    for (int i = 0; i < 100000; ++i) {
        const std::string text = test::toText(test::mutated(seeds[rng.below(seeds.size())], rng));
        try {
            const LandmarkList list = read(text);
            ASSERT_FALSE(list.faces.empty());
            for (const ListedFace& face : list.faces) {
                ASSERT_FALSE(face.name.empty());
                for (const float value : face.points) {
                    ASSERT_LE(std::abs(value), 1e6F);
                }
            }
        } catch (const Error& error) {
            ASSERT_EQ(error.code(), ErrorCode::Data) << error.what();
            ++refused;
        }
    }
    EXPECT_GT(refused, 10000U);
    EXPECT_LT(refused, 95000U);
}

}  // namespace
}  // namespace pf
