#include "core/session/conversion/conversion.h"

#include <gtest/gtest.h>

#include <fstream>

#include "core/base/pickle/pickle_writer.h"
#include "tests/session/conversion/conversion_sources.h"
#include "tests/support/failures.h"
#include "tests/support/matchers.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

using test::Bytes;
using test::contentsOf;
using test::convert;
using test::damagedFaces;
using namespace matchers;
using test::filesBelow;
using test::kFaces;
using test::kPairs;
using test::sharedFile;

TEST(FaceFormat, IsKnownByNameAndExtension) {
    EXPECT_EQ(faceFormatFromName("rec"), FaceFormat::Record);
    EXPECT_EQ(faceFormatFromName("folder"), FaceFormat::Folder);
    EXPECT_THAT(errorOf([] { faceFormatFromName("tar"); }),
                AllOf(HasSubstr("config: "), HasSubstr("folder, list")));
    EXPECT_EQ(faceFormatOf("a/b.REC"), FaceFormat::Record);
    EXPECT_EQ(faceFormatOf("b.bin"), FaceFormat::Bin);
    EXPECT_EQ(faceFormatOf("b.lst"), FaceFormat::List);
    EXPECT_EQ(faceFormatOf("b.csv"), FaceFormat::List);
    EXPECT_EQ(faceFormatOf("faces"), FaceFormat::Folder);
    EXPECT_EQ(faceFormatOf("faces.d"), FaceFormat::Folder);
}

TEST(Conversion, AFolderHoldsTheBytesOfItsSource) {
    const test::TemporaryFolder folder;
    const auto out = folder / "faces";
    const auto outcome = convert({.sources = {kFaces}, .out = out.string() + "/"});
    EXPECT_TRUE(outcome.complete);
    EXPECT_EQ(outcome.images, 36U);
    EXPECT_EQ(outcome.resumedAt, 0U);
    EXPECT_THAT(outcome.skipped, IsEmpty());
    EXPECT_THAT(outcome.files, ElementsAre(out));
    EXPECT_EQ(contentsOf(out.string()), contentsOf(kFaces));
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1)
        << "only OUT is left";
}

TEST(Conversion, FolderRecordFolderIsTheSame) {
    const test::TemporaryFolder folder;
    convert({.sources = {kFaces}, .out = folder / "a"});
    const auto record =
        convert({.sources = {(folder / "a").string()}, .out = folder / "b", .format = FaceFormat::Record});
    EXPECT_THAT(record.files, testing::UnorderedElementsAre(folder / "b.rec", folder / "b.idx",
                                                            folder / "b.lst", folder / "b.property"));
    EXPECT_EQ(record.files.front(), folder / "b.rec");
    EXPECT_EQ(contentsOf((folder / "b.rec").string()), contentsOf((folder / "a").string()));
    convert({.sources = {(folder / "b.rec").string()}, .out = folder / "c"});
    EXPECT_EQ(filesBelow(folder / "c"), filesBelow(folder / "a"));
}

TEST(Conversion, RefusesASourceThatIsNamedTwice) {
    const test::TemporaryFolder folder;
    convert({.sources = {kFaces}, .out = folder / "a"});
    const std::string faces = (folder / "a").string();
    EXPECT_THAT(test::failure([&] {
                    convert({.sources = {faces, faces + "/."}, .out = folder / "b"});
                }),
                HasSubstr("is named twice"));
}

TEST(Conversion, AFolderAndItsPairListAreTheBinAgain) {
    const test::TemporaryFolder folder;
    convert({.sources = {kPairs}, .out = folder / "a.bin", .format = FaceFormat::Bin});
    convert({.sources = {(folder / "a.bin").string()}, .out = folder / "faces"});
    ConvertRequest back{
        .sources = {(folder / "faces").string()}, .out = folder / "b.bin", .format = FaceFormat::Bin};
    const auto fails = [&] { return test::failure([&] { convert(back); }, ErrorCode::Config); };
    EXPECT_THAT(fails(), HasSubstr("this set has none; give a list of pairs"));
    back.pairs = folder / "faces.pairs.csv";
    EXPECT_TRUE(convert(back).complete);
    EXPECT_EQ(readTextFile(folder / "b.bin"), readTextFile(folder / "a.bin"));
    back.sources = {(folder / "a.bin").string()};
    back.out = folder / "c.bin";
    EXPECT_THAT(fails(), HasSubstr("is a pair set already"));
}

TEST(Conversion, BinToBinIsTheSameFile) {
    const test::TemporaryFolder folder;
    convert({.sources = {kPairs}, .out = folder / "a.bin", .format = FaceFormat::Bin});
    convert({.sources = {(folder / "a.bin").string()}, .out = folder / "b.bin", .format = FaceFormat::Bin});
    EXPECT_EQ(readTextFile(folder / "b.bin"), readTextFile(folder / "a.bin"));
    const auto contents = contentsOf((folder / "a.bin").string());
    EXPECT_EQ(contents.images, contentsOf(kPairs).images);
    EXPECT_EQ(contents.same, contentsOf(kPairs).same);
}

TEST(Conversion, AListNamesTheFilesWhereTheyAre) {
    const test::TemporaryFolder folder;
    convert({.sources = {kFaces}, .out = folder / "a"});
    for (const char* name : {"l.txt", "l.csv", "plain"}) {
        const auto outcome =
            convert({.sources = {(folder / "a").string()}, .out = folder / name, .format = FaceFormat::List});
        const auto file = outcome.files.at(0);
        EXPECT_EQ(file.extension() == ".csv", std::string(name) == "l.csv");
        EXPECT_EQ(contentsOf(file.string()), contentsOf((folder / "a").string())) << name;
    }
    EXPECT_TRUE(fs::exists(folder / "plain.txt"));
}

TEST(Conversion, ThePairsOfAFolderAreListedBesideIt) {
    const test::TemporaryFolder folder;
    convert({.sources = {kPairs}, .out = folder / "a.bin", .format = FaceFormat::Bin});
    const auto outcome = convert({.sources = {(folder / "a.bin").string()}, .out = folder / "faces"});
    EXPECT_THAT(outcome.files, ElementsAre(folder / "faces", folder / "faces.pairs.csv"));
    EXPECT_THAT(outcome.notes, ElementsAre(HasSubstr(".pairs.csv")));
    EXPECT_THAT(readTextFile(folder / "faces.pairs.csv"),
                testing::StartsWith("a,b,same\n00000000.png,00000001.png,"));
    EXPECT_EQ(contentsOf((folder / "faces").string()).images, contentsOf(kPairs).images);
}

TEST(Conversion, UnusableImagesAreListedAndTheLabelsHaveNoGap) {
    const test::TemporaryFolder folder;
    const auto source = damagedFaces(folder);
    const auto outcome =
        convert({.sources = {source}, .out = folder / "out.rec", .format = FaceFormat::Record});
    EXPECT_EQ(outcome.images, 32U);
    ASSERT_EQ(outcome.skipped.size(), 5U)
        << "three of one identity, one of another, and the remark on the .txt";
    EXPECT_THAT(outcome.skipped.front(), HasSubstr("(.txt)"));
    EXPECT_THAT(outcome.skipped.back(), HasSubstr("empty"));
    EXPECT_THAT(outcome.files, testing::Contains(fs::path(folder / "out.rec.skipped.txt")));
    std::string lines;
    for (const auto& line : outcome.skipped) {
        lines += line + "\n";
    }
    EXPECT_EQ(readTextFile(folder / "out.rec.skipped.txt"), lines);
    const auto contents = contentsOf((folder / "out.rec").string());
    EXPECT_EQ(contents.identities.size(), 11U);
    EXPECT_EQ(contents.labels.back(), 10);
}

TEST(Conversion, OfAPairBothImagesAreLeftOut) {
    const test::TemporaryFolder folder;
    const auto good = contentsOf(kPairs);
    const auto file = folder / "a.bin";
    writeFileAtomically(file, [&](const ByteSink& sink) {
        PickleWriter pickle(sink);
        pickle.begin();
        pickle.beginList();
        pickle.addBytes(good.images[0]);
        pickle.addBytes(std::span(good.images[1]).first(50));
        pickle.addBytes(good.images[2]);
        pickle.addBytes(good.images[3]);
        pickle.endList();
        pickle.beginList();
        pickle.addFlag(true);
        pickle.addFlag(false);
        pickle.endList();
        pickle.endPair();
    });
    const auto outcome =
        convert({.sources = {file.string()}, .out = folder / "b.bin", .format = FaceFormat::Bin});
    EXPECT_EQ(outcome.images, 2U);
    EXPECT_THAT(outcome.skipped, ElementsAre("a.bin#0: the other image of its pair cannot be used",
                                             testing::StartsWith("a.bin#1: ")));
    const auto contents = contentsOf((folder / "b.bin").string());
    EXPECT_EQ(contents.images, (std::vector<Bytes>{good.images[2], good.images[3]}));
    EXPECT_THAT(contents.same, ElementsAre(false));
}

TEST(Conversion, NothingUsableIsAnErrorAndLeavesNothing) {
    const test::TemporaryFolder folder;
    folder.write("a/1/x.jpg", "no image");
    EXPECT_THAT(errorOf([&] { convert({.sources = {(folder / "a").string()}, .out = folder / "out"}); }),
                AllOf(HasSubstr("data: "), HasSubstr("none of the 1 images"), HasSubstr("x.jpg")));
    EXPECT_FALSE(fs::exists(folder / "out.part"));
}

TEST(Conversion, NamesFromAListCannotLeaveTheFolder) {
    const test::TemporaryFolder folder;
    convert({.sources = {kFaces}, .out = folder / "a"});
    const std::string image =
        readTextFile(fs::recursive_directory_iterator(folder / "a")->path() / "000.png");
    folder.write("in/1.png", image);
    folder.write("in/2.png", image);
    const auto list = folder.write("in/l.txt", "1.png\t../../evil\n2.png\t/etc\n");
    const auto outcome = convert({.sources = {list.string()}, .out = folder / "x" / "out"});
    EXPECT_EQ(outcome.images, 2U);
    const auto files = filesBelow(folder / "x");
    EXPECT_EQ(files.size(), 2U);
    EXPECT_TRUE(files.contains("out/_._.._evil/1.png"));
    EXPECT_TRUE(files.contains("out/_etc/2.png"));
    EXPECT_THAT(outcome.notes, ElementsAre(AllOf(HasSubstr("2 identities were renamed: "),
                                                 HasSubstr("'../../evil' is _._.._evil"))));
}

TEST(Conversion, ImagesOfOneNameKeepApart) {
    const test::TemporaryFolder folder;
    convert({.sources = {kFaces}, .out = folder / "a"});
    const auto list = folder / "flat.txt";
    std::ofstream lines(list);
    for (const auto& [path, text] : filesBelow(folder / "a")) {
        lines << "a/" << path << "\n";
    }
    lines.close();
    const auto outcome = convert({.sources = {list.string()}, .out = folder / "flat"});
    EXPECT_EQ(filesBelow(folder / "flat").size(), 36U);
    EXPECT_THAT(outcome.notes, ElementsAre(HasSubstr("33 images were renamed")));
}

TEST(Conversion, RecordsSayWhenTheOrderChanged) {
    const test::TemporaryFolder folder;
    convert({.sources = {kFaces}, .out = folder / "a"});
    std::vector<std::string> names;
    for (const auto& [path, text] : filesBelow(folder / "a")) {
        names.push_back(path);
    }
    std::string text;
    for (const auto& name : {names[4], names[0], names[5], names[1]}) {
        text += "a/" + name + "\t" + fs::path(name).parent_path().string() + "\n";
    }
    const auto list = folder.write("l.txt", text);
    const auto outcome =
        convert({.sources = {list.string()}, .out = folder / "b.rec", .format = FaceFormat::Record});
    EXPECT_THAT(outcome.notes, ElementsAre(HasSubstr("order")));
    EXPECT_THAT(contentsOf((folder / "b.rec").string()).labels, ElementsAre(0, 0, 1, 1));
}

TEST(Conversion, RefusesWhatAFormatCannotHold) {
    const test::TemporaryFolder folder;
    const auto message = [&](const std::string& source, FaceFormat format) {
        return errorOf([&] { convert({.sources = {source}, .out = folder / "out", .format = format}); });
    };
    EXPECT_THAT(message(kFaces, FaceFormat::Bin), AllOf(HasSubstr("config: "), HasSubstr("--to folder")));
    EXPECT_THAT(message(kPairs, FaceFormat::Record), AllOf(HasSubstr("config: "), HasSubstr("pairs.csv")));
    EXPECT_THAT(message(kFaces, FaceFormat::List), AllOf(HasSubstr("config: "), HasSubstr("--to folder")));
    convert({.sources = {kPairs}, .out = folder / "p.bin", .format = FaceFormat::Bin});
    EXPECT_THAT(message((folder / "p.bin").string(), FaceFormat::List), HasSubstr("p.bin#0"));
    convert({.sources = {(folder / "p.bin").string()}, .out = folder / "flat"});
    EXPECT_THAT(message((folder / "flat").string(), FaceFormat::Record),
                HasSubstr("RecordIO keeps images by identity"));
    EXPECT_THAT(errorOf([&] {
                    convert({.sources = {kFaces, (folder / "flat").string()}, .out = folder / "out"});
                }),
                HasSubstr("separately"));
    EXPECT_THAT(errorOf([&] { convert({.sources = {kFaces}, .out = ""}); }), HasSubstr("config: "));
    EXPECT_THAT(message("/no/such/place", FaceFormat::Folder), HasSubstr("/no/such/place"));
    EXPECT_FALSE(fs::exists(folder / "out"));
    EXPECT_FALSE(fs::exists(folder / "out.part"));
    EXPECT_FALSE(fs::exists(folder / "out.rec.part"));
}

TEST(Conversion, RefusesExistingOutput) {
    const test::TemporaryFolder folder;
    folder.write("full/a.txt", "mine");
    folder.write("x.idx", "mine");
    fs::create_directory(folder / "empty");
    for (const bool resume : {false, true}) {
        EXPECT_THAT(
            errorOf([&] { convert({.sources = {kFaces}, .out = folder / "full", .resume = resume}); }),
            AllOf(HasSubstr("config: "), HasSubstr("full"), HasSubstr("exists")));
        EXPECT_THAT(errorOf([&] {
                        convert({.sources = {kFaces},
                                 .out = folder / "x.rec",
                                 .format = FaceFormat::Record,
                                 .resume = resume});
                    }),
                    AllOf(HasSubstr("x.idx"), HasSubstr("exists")));
    }
    EXPECT_EQ(convert({.sources = {kFaces}, .out = folder / "empty"}).images, 36U);
    EXPECT_EQ(readTextFile(folder / "full" / "a.txt"), "mine");
}

TEST(Conversion, RefusesToWriteIntoItsSource) {
    const test::TemporaryFolder folder;
    convert({.sources = {kFaces}, .out = folder / "a"});
    EXPECT_THAT(
        errorOf([&] { convert({.sources = {(folder / "a").string()}, .out = folder / "a" / "new"}); }),
        AllOf(HasSubstr("config: "), HasSubstr("inside the source")));
    EXPECT_FALSE(fs::exists(folder / "a" / "new.part"));
}

TEST(Conversion, ProgressCountsEveryImage) {
    const test::TemporaryFolder folder;
    std::vector<long long> done;
    RunControl control;
    convertImages({.sources = {kPairs}, .out = folder / "out.bin", .format = FaceFormat::Bin}, control,
                  [&](const Progress& progress) {
                      if (progress.phase == Phase::Saving) {
                          EXPECT_EQ(progress.total, 40);
                          EXPECT_GT(progress.imagesPerSecond, 0);
                          EXPECT_GE(progress.secondsLeft, 0);
                          done.push_back(progress.done);
                      }
                  });
    ASSERT_EQ(done.size(), 20U);
    EXPECT_EQ(done.front(), 2);
    EXPECT_EQ(done.back(), 40);
}

TEST(SharedConversion, ARealBinKeepsItsImagesAndPairs) {
    const auto source = sharedFile("lfw_400_protocol2.bin");
    if (!fs::exists(source)) {
        GTEST_SKIP() << source << " is not there";
    }
    const test::TemporaryFolder folder;
    convert({.sources = {source}, .out = folder / "a.bin", .format = FaceFormat::Bin});
    EXPECT_EQ(contentsOf((folder / "a.bin").string()), contentsOf(source));
    const auto out = convert({.sources = {source}, .out = folder / "faces"});
    EXPECT_EQ(out.images, 800U);
    EXPECT_EQ(contentsOf((folder / "faces").string()).images, contentsOf(source).images);
}

TEST(SharedConversion, ARealRecordBecomesTheFolderItCameFrom) {
    const auto source = sharedFile("faces60.rec");
    const auto original = sharedFile("faces324");
    if (!fs::exists(source) || !fs::exists(original)) {
        GTEST_SKIP() << source << " is not there";
    }
    const test::TemporaryFolder folder;
    convert({.sources = {source}, .out = folder / "faces"});
    const auto copy = contentsOf((folder / "faces").string());
    const auto record = contentsOf(source);
    EXPECT_EQ(copy.images, record.images);
    EXPECT_EQ(copy.labels, record.labels);
    convert({.sources = {(folder / "faces").string()},
             .out = folder / "again.rec",
             .format = FaceFormat::Record});
    const auto again = contentsOf((folder / "again.rec").string());
    EXPECT_EQ(again.images, record.images);
    EXPECT_EQ(again.labels, record.labels);
}

}  // namespace
}  // namespace pf
