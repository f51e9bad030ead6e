#include "core/eval/templates/ijb.h"

#include <gtest/gtest.h>

#include <string>

#include "core/base/error.h"
#include "core/base/line_reader.h"
#include "tests/support/failures.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

using test::expectContains;
using test::failure;
using test::TemporaryFolder;
using Names = std::vector<std::string>;
using Indices = std::vector<std::uint32_t>;
using Flags = std::vector<std::uint8_t>;

const std::string kMetadata =
    "TEMPLATE_ID,SUBJECT_ID,FILE,MEDIA_ID,FACE_YAW\r\n"
    "7,100,img/a.jpg,1,\r\n"
    "7,100,img/b.jpg,2,3.5\r\n"
    "9,200,img/c.jpg,3,\r\n"
    "7,100,frame/d.png,4,\r\n"
    "7,100,img/a.jpg,5,\r\n"
    "11,100,img/e.jpg,6,\r\n";

const std::string kImageList = "1.jpg 1 10\n2.jpg 1 10\n3.jpg\t5  11\n";

TEST(Ijba, ReadsTemplatesAndComparisons) {
    const TemporaryFolder folder;
    const auto metadata = folder.write("m.csv", kMetadata);
    const auto split = readIjbaSplit(metadata, folder.write("c.csv", "7,9\r\n7,11\r\n\r\n11,9"), "one");
    EXPECT_EQ(split.name, "one");
    ASSERT_EQ(split.templates.size(), 3U);
    EXPECT_EQ(split.templates[0].id, 7);
    EXPECT_EQ(split.templates[0].subject, 100);
    EXPECT_EQ(split.templates[0].images, (Names{"img/a.jpg", "img/b.jpg", "frame/d.png"}));
    EXPECT_EQ(split.repeatedImages, 1U);
    EXPECT_EQ(split.templates[1].images, Names{"img/c.jpg"});
    EXPECT_EQ(split.comparisons.first, (Indices{0, 0, 2}));
    EXPECT_EQ(split.comparisons.second, (Indices{1, 2, 1}));
    EXPECT_EQ(split.comparisons.same, (Flags{0, 1, 0}));
}

TEST(Ijba, FindsItsColumnsByName) {
    const TemporaryFolder folder;
    const auto metadata = folder.write("m.csv", "FILE,SUBJECT_ID,X,TEMPLATE_ID\na.jpg,1,,4\nb.jpg,1,,6\n");
    const auto split = readIjbaSplit(metadata, folder.write("c.csv", "4,6\n"), "one");
    EXPECT_EQ(split.templates[1].id, 6);
    EXPECT_EQ(split.templates[1].images, Names{"b.jpg"});
    EXPECT_EQ(split.comparisons.same, Flags{1});
}

struct BadLine {
    std::string metadata;
    std::string comparisons;
    Names parts;
};

TEST(Ijba, NamesTheFileAndLineOfWhatIsWrong) {
    const std::string header = "TEMPLATE_ID,SUBJECT_ID,FILE\n";
    const BadLine cases[] = {
        {"TEMPLATE_ID,FILE\n1,a.jpg\n", "1,1\n", {"m.csv:1", "no column SUBJECT_ID"}},
        {header + "1,2,a.jpg\n1,2\n", "1,1\n", {"m.csv:3", "2 columns instead of 3"}},
        {header + "\n1,2,a.jpg,b\n", "1,1\n", {"m.csv:3", "4 columns instead of 3"}},
        {header + "one,2,a.jpg\n", "1,1\n", {"m.csv:2", "TEMPLATE_ID is 'one'"}},
        {header + "1,2x,a.jpg\n", "1,1\n", {"m.csv:2", "SUBJECT_ID is '2x'"}},
        {header + "-1,2,a.jpg\n", "1,1\n", {"m.csv:2", "TEMPLATE_ID is '-1'"}},
        {header + "99999999999999999999,2,a.jpg\n", "1,1\n", {"m.csv:2", "TEMPLATE_ID is '9999"}},
        {header + "1,2,\n", "1,1\n", {"m.csv:2", "no image"}},
        {header + "1,2,a.jpg\n1,3,b.jpg\n",
         "1,1\n",
         {"m.csv:3", "template 1 shows subject 3", "subject 2 further up"}},
        {header, "1,1\n", {"m.csv", "no images"}},
        {"", "1,1\n", {"m.csv", "no images"}},
        {header + "1,2,a.jpg\n", "", {"c.csv", "no comparisons"}},
        {header + "1,2,a.jpg\n", "1,1\n1\n", {"c.csv:2", "1 columns instead of 2"}},
        {header + "1,2,a.jpg\n", "1,1,1\n", {"c.csv:1", "3 columns instead of 2"}},
        {header + "1,2,a.jpg\n", "1,1\n1,5\n", {"c.csv:2", "template 5 is compared but no image"}},
        {header + "1,2,a.jpg\n", "1, 1\n", {"c.csv:1", "template is ' 1'"}},
    };
    for (const auto& bad : cases) {
        const TemporaryFolder folder;
        const auto metadata = folder.write("m.csv", bad.metadata);
        const auto comparisons = folder.write("c.csv", bad.comparisons);
        expectContains(failure([&] { readIjbaSplit(metadata, comparisons, "one"); }), bad.parts);
    }
}

TEST(IjbLists, ReadTemplatesAndLabels) {
    const TemporaryFolder folder;
    const auto images = folder.write("images.txt", kImageList);
    const auto split = readIjbLists(images, folder.write("pairs.txt", "1 5 0\n5 5 1\n"), "IJB-C");
    ASSERT_EQ(split.templates.size(), 2U);
    EXPECT_EQ(split.templates[0].images, (Names{"1.jpg", "2.jpg"}));
    EXPECT_EQ(split.templates[0].subject, -1);
    EXPECT_EQ(split.templates[1].id, 5);
    EXPECT_EQ(split.comparisons.first, (Indices{0, 1}));
    EXPECT_EQ(split.comparisons.second, (Indices{1, 1}));
    EXPECT_EQ(split.comparisons.same, (Flags{0, 1}));
}

TEST(IjbLists, NameTheFileAndLineOfWhatIsWrong) {
    const BadLine cases[] = {
        {"1.jpg 1\n", "1 1 1\n", {"images.txt:1", "2 columns instead of 3", "name template media"}},
        {"1.jpg one 10\n", "1 1 1\n", {"images.txt:1", "template is 'one'"}},
        {"1.jpg 1 10\n2.jpg 1 x\n", "1 1 1\n", {"images.txt:2", "media is 'x'"}},
        {"1.jpg 1 10\n", "1 1\n", {"pairs.txt:1", "2 columns instead of 3", "template template label"}},
        {"1.jpg 1 10\n", "1 1 1\n1 2 0\n", {"pairs.txt:2", "template 2 is compared"}},
        {"1.jpg 1 10\n", "1 1.5 1\n", {"pairs.txt:1", "template is '1.5'"}},
        {"1.jpg 1 10\n", "1 1 2\n", {"pairs.txt:1", "the label is '2'"}},
        {"", "1 1 1\n", {"images.txt", "no images"}},
        {"1.jpg 1 10\n", "\n\n", {"pairs.txt", "no comparisons"}},
    };
    for (const auto& bad : cases) {
        const TemporaryFolder folder;
        const auto images = folder.write("images.txt", bad.metadata);
        const auto pairs = folder.write("pairs.txt", bad.comparisons);
        expectContains(failure([&] { readIjbLists(images, pairs, "IJB-C"); }), bad.parts);
    }
}

TEST(IjbProtocol, FindsTheSplitsOfIjba) {
    const TemporaryFolder folder;
    for (const std::string number : {"10", "2"}) {
        folder.write("split" + number + "/verify_metadata_" + number + ".csv", kMetadata);
        folder.write("split" + number + "/verify_comparisons_" + number + ".csv", "7,9\n7,11\n");
        folder.write("split" + number + "/train_" + number + ".csv", "of no interest");
    }
    const auto protocol = readIjbProtocol(folder.path());
    EXPECT_EQ(protocol.name, "IJB-A");
    ASSERT_EQ(protocol.splits.size(), 2U);
    EXPECT_EQ(protocol.splits[0].name, "split 2");
    EXPECT_EQ(protocol.splits[1].name, "split 10");
    EXPECT_EQ(protocol.farTargets, (std::vector<double>{1e-3, 1e-2}));
    EXPECT_EQ(readIjbProtocol(folder / "split10").splits.size(), 1U);

    folder.write("verify_metadata_2.csv", kMetadata);
    expectContains(failure([&] { readIjbProtocol(folder.path()); }), {"verify_metadata_2.csv", "twice"});
}

TEST(IjbProtocol, FindsTheListsOfIjbbAndIjbc) {
    for (const std::string place : {"", "meta/"}) {
        const TemporaryFolder folder;
        folder.write(place + "ijbb_face_tid_mid.txt", kImageList);
        folder.write(place + "ijbb_template_pair_label.txt", "1 5 0\n");
        const auto protocol = readIjbProtocol(folder.path());
        EXPECT_EQ(protocol.name, "IJB-B");
        ASSERT_EQ(protocol.splits.size(), 1U);
        EXPECT_EQ(protocol.splits[0].name, "IJB-B");
        EXPECT_EQ(protocol.farTargets, (std::vector<double>{1e-5, 1e-4, 1e-3, 1e-2}));
    }
    const TemporaryFolder folder;
    folder.write("ijbc_face_tid_mid.txt", kImageList);
    folder.write("ijbc_template_pair_label.txt", "1 5 0\n");
    EXPECT_EQ(readIjbProtocol(folder.path()).name, "IJB-C");
}

TEST(IjbProtocol, SaysWhatEachLayoutNeeds) {
    const TemporaryFolder folder;
    expectContains(failure([&] { readIjbProtocol(folder.path()); }),
                   {"verify_metadata_N.csv", "verify_comparisons_N.csv", "face_tid_mid.txt",
                    "template_pair_label.txt", folder.path().string()});
    expectContains(failure([&] { readIjbProtocol(folder / "nowhere"); }, ErrorCode::Io),
                   {"nowhere", "not a folder"});

    folder.write("ijbc_face_tid_mid.txt", kImageList);
    expectContains(failure([&] { readIjbProtocol(folder.path()); }, ErrorCode::Io),
                   {"ijbc_template_pair_label.txt", "cannot be opened"});

    folder.write("verify_comparisons_3.csv", "7,9\n");
    expectContains(failure([&] { readIjbProtocol(folder.path()); }), {"more than one protocol", "ijbc_"});

    const TemporaryFolder half;
    half.write("verify_comparisons_3.csv", "7,9\n");
    expectContains(failure([&] { readIjbProtocol(half.path()); }), {"split 3", "no verify_metadata_3.csv"});
}

TEST(LineReader, ReadsLinesAcrossItsBuffer) {
    const TemporaryFolder folder;
    std::string text;
    std::size_t count = 0;
    for (; text.size() < (std::size_t{5} << 19U); ++count) {
        text += std::to_string(count) + (count % 3 == 0 ? "\r\n" : "\n");
    }
    text += "last without an end";
    LineReader reader(folder.write("long.txt", text));
    std::string_view line;
    for (std::size_t i = 0; i < count; ++i) {
        ASSERT_TRUE(reader.next(line));
        ASSERT_EQ(line, std::to_string(i));
    }
    ASSERT_TRUE(reader.next(line));
    EXPECT_EQ(line, "last without an end");
    EXPECT_EQ(reader.place(), (folder / "long.txt").string() + ":" + std::to_string(count + 1));
    EXPECT_FALSE(reader.next(line));

    LineReader endless(folder.write("endless.txt", std::string(std::size_t{3} << 20U, 'x')));
    expectContains(failure([&] { endless.next(line); }), {"endless.txt:1", "is it a text file"});
    expectContains(failure([&] { LineReader(folder.path()).next(line); }, ErrorCode::Io), {"cannot be"});
}

/// Counts, by a Python script of a few lines on the files themselves: distinct TEMPLATE_ID, distinct
/// (TEMPLATE_ID, FILE), lines of the comparisons, and those whose two templates have one SUBJECT_ID.
TEST(IjbProtocol, TheRealSplitsHaveTheirCountedSizes) {
    const auto folder = std::filesystem::path(PF_SOURCE_DIR) / ".." / "shared" / "protocols" / "ijba";
    if (!std::filesystem::exists(folder)) {
        GTEST_SKIP() << "no IJB-A splits at " << folder;
    }
    struct Sizes {
        std::size_t templates, images, repeated, comparisons, genuine;
    };
    const Sizes expected[] = {{1970, 17997, 0, 11787, 1803}, {1952, 18711, 4, 11779, 1779}};
    const auto protocol = readIjbProtocol(folder);
    EXPECT_EQ(protocol.name, "IJB-A");
    ASSERT_EQ(protocol.splits.size(), std::size(expected));
    for (std::size_t s = 0; s < std::size(expected); ++s) {
        const auto& split = protocol.splits[s];
        std::size_t images = 0;
        for (const auto& entry : split.templates) {
            images += entry.images.size();
        }
        std::size_t genuine = 0;
        for (const auto same : split.comparisons.same) {
            genuine += same;
        }
        EXPECT_EQ(split.templates.size(), expected[s].templates);
        EXPECT_EQ(images, expected[s].images);
        EXPECT_EQ(split.repeatedImages, expected[s].repeated);
        EXPECT_EQ(split.comparisons.size(), expected[s].comparisons);
        EXPECT_EQ(genuine, expected[s].genuine);
    }
}

}  // namespace
}  // namespace pf
