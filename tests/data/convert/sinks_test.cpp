#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "core/base/atomic_file.h"
#include "core/data/convert/file_sinks.h"
#include "core/data/convert/image_sink.h"
#include "core/data/convert/visit_order.h"
#include "core/data/sets/face_list.h"
#include "core/data/sets/pair_bin.h"
#include "tests/data/test_images.h"

namespace pf {
namespace {

using test::Bytes;
using testing::HasSubstr;

TEST(VisitOrder, SortsByLabelAndKeepsTheRest) {
    const VisitOrder order({2, 0, 2, 1, 0});
    std::vector<std::size_t> visited;
    for (std::size_t i = 0; i < 5; ++i) {
        visited.push_back(order.at(i));
    }
    EXPECT_EQ(visited, (std::vector<std::size_t>{1, 4, 3, 0, 2}));
    EXPECT_FALSE(order.isSourceOrder());
    const VisitOrder same({0, 0, 1, 3});
    EXPECT_TRUE(same.isSourceOrder());
    EXPECT_EQ(same.at(3), 3U);
    EXPECT_TRUE(VisitOrder(std::vector<int>{}).isSourceOrder());
}

TEST(FolderSink, WritesAndDiscards) {
    const test::TempFolder folder;
    const auto sink = makeFolderSink(folder.path() / "out");
    const Bytes bytes = test::toBytes("image");
    sink->add({.bytes = bytes, .label = 0, .file = "a/1.jpg"});
    sink->add({.bytes = bytes, .label = 0, .file = "a/2.jpg"});
    sink->discard("a/1.jpg");
    sink->discard("b/1.jpg");
    sink->finish({});
    EXPECT_FALSE(std::filesystem::exists(folder.path() / "out" / "a" / "1.jpg"));
    EXPECT_EQ(readTextFile(folder.path() / "out" / "a" / "2.jpg"), "image");
}

TEST(FolderSink, DoesNotFollowALinkLaidInItsWay) {
    const test::TempFolder folder;
    const auto target = folder.write("target", "keep");
    const auto sink = makeFolderSink(folder.path() / "out");
    std::filesystem::create_symlink(target, folder.path() / "out" / "1.jpg");
    EXPECT_THAT(test::errorOf([&] { sink->add({.bytes = {}, .file = "1.jpg"}); }), HasSubstr("1.jpg"));
    EXPECT_EQ(readTextFile(target), "keep");
}

TEST(ListSink, IsReadBackWithBlanksAndCommas) {
    const test::TempFolder folder;
    const auto image = test::encodedImage(".png");
    for (const bool isCsv : {false, true}) {
        const auto a = folder.write("with blank, comma.png", image);
        const auto b = folder.write("tab\there.png", image);
        const auto list = folder.path() / (isCsv ? "l.csv" : "l.txt");
        {
            const auto sink = makeListSink(list, isCsv, {});
            sink->add({.bytes = image, .label = 0, .identity = "Ann, B", .sourceName = a.string()});
            sink->flush();
        }
        const auto bytes = std::filesystem::file_size(list);
        std::ofstream(list, std::ios::app) << "half a li";
        const auto sink = makeListSink(list, isCsv, {.bytes = bytes, .images = 1});
        sink->add({.bytes = image, .label = 1, .identity = "C D", .sourceName = b.string()});
        sink->finish({});
        const FaceSetPtr set = openFaceList(list);
        ASSERT_EQ(set->size(), 2U);
        EXPECT_EQ(set->info(0).name, a.string());
        EXPECT_EQ(set->info(1).name, b.string());
        EXPECT_EQ(set->identities(), (std::vector<std::string>{"Ann, B", "C D"}));
    }
}

TEST(ListSink, UnlabelledPathsAreReadBack) {
    const test::TempFolder folder;
    const auto image = test::encodedImage(".png");
    const auto a = folder.write("a b.png", image);
    for (const bool isCsv : {false, true}) {
        const auto list = folder.path() / (isCsv ? "l.csv" : "l.txt");
        const auto sink = makeListSink(list, isCsv, {});
        sink->add({.bytes = image, .sourceName = a.string()});
        sink->finish({});
        const FaceSetPtr set = openFaceList(list);
        ASSERT_EQ(set->size(), 1U);
        EXPECT_EQ(set->info(0).label, -1);
        EXPECT_TRUE(set->skipped().empty());
    }
}

TEST(ListSink, RefusesWhatALineCannotHold) {
    const test::TempFolder folder;
    const auto text = makeListSink(folder.path() / "l.txt", false, {});
    const auto csv = makeListSink(folder.path() / "l.csv", true, {});
    EXPECT_THAT(test::errorOf([&] { text->add({.sourceName = "/a\nb.png"}); }),
                HasSubstr("list cannot hold"));
    EXPECT_THAT(test::errorOf([&] { csv->add({.sourceName = "/a\"b.png"}); }), HasSubstr("list cannot hold"));
    const auto file = folder.write("a.png", "12345").string();
    const Bytes bytes = test::toBytes("12345");
    for (const char* identity : {"a\tb", "", " a", "a\nb"}) {
        EXPECT_THAT(test::errorOf([&] {
                        text->add({.bytes = bytes, .label = 0, .identity = identity, .sourceName = file});
                    }),
                    HasSubstr("identity"));
    }
    EXPECT_THAT(
        test::errorOf([&] { text->add({.bytes = test::toBytes("other"), .sourceName = "/none.png"}); }),
        HasSubstr("not the image"));
    EXPECT_THAT(test::errorOf([&] { text->add({.bytes = test::toBytes("1234"), .sourceName = file}); }),
                HasSubstr("not the image"));
}

TEST(BinSink, IsReadBack) {
    const test::TempFolder folder;
    const auto file = folder.path() / "a.bin";
    const auto sink = makeBinSink(file, {});
    std::vector<Bytes> images;
    for (int i = 0; i < 4; ++i) {
        images.push_back(test::encodedImage(".png", 10, 8, 50 * i));
        sink->add({.bytes = images.back()});
    }
    sink->finish({.pairIsSame = {false, true}});
    const FaceSetPtr set = openPairBin(file);
    ASSERT_EQ(set->size(), 4U);
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(set->encoded(i), images[i]);
    }
    EXPECT_THAT(set->pairIsSame(), testing::ElementsAre(false, true));
}

}  // namespace
}  // namespace pf
