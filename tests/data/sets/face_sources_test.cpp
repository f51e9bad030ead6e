#include "core/data/sets/face_sources.h"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include "core/data/derived_sets.h"
#include "core/data/sets/thumbnail.h"
#include "tests/data/record_io/record_bytes.h"
#include "tests/data/test_images.h"
#include "tests/support/failures.h"
#include "tests/support/matchers.h"
#include "tests/support/unprivileged.h"

namespace pf {
namespace {

namespace fs = std::filesystem;
using test::encodedImage;
using namespace matchers;
using test::TempFolder;

std::vector<std::string> baseNames(const FaceSet& set) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < set.size(); ++i) {
        names.push_back(fs::path(set.info(i).name).filename().string());
    }
    return names;
}

std::vector<int> labels(const FaceSet& set) {
    std::vector<int> values;
    for (std::size_t i = 0; i < set.size(); ++i) {
        values.push_back(set.info(i).label);
    }
    return values;
}

std::string reasonFor(const FaceSet& set, const std::string& name) {
    for (const SkippedImage& skipped : set.skipped()) {
        if (fs::path(skipped.name).filename() == name) {
            return skipped.reason;
        }
    }
    return {};
}

std::string openError(const fs::path& path) {
    return errorOf([&] { openFaceSet(path.string()); });
}

TEST(FaceFolder, LabelsImagesByFolderInByteOrder) {
    const TempFolder folder;
    for (const char* name : {"bob/2.jpg", "bob/10.jpg", "Zoe/a.png", "alice/x.jpg"}) {
        folder.write(name, encodedImage(fs::path(name).extension()));
    }
    const FaceSetPtr set = openFaceSet(folder.path().string());
    EXPECT_THAT(set->identities(), ElementsAre("Zoe", "alice", "bob"));
    EXPECT_THAT(baseNames(*set), ElementsAre("a.png", "x.jpg", "10.jpg", "2.jpg"));
    EXPECT_THAT(labels(*set), ElementsAre(0, 1, 2, 2));
    EXPECT_EQ(set->file(3), folder.path() / "bob" / "2.jpg");
    EXPECT_EQ(set->decode(1).size(), cv::Size(16, 24));
    EXPECT_TRUE(set->skipped().empty());
    EXPECT_TRUE(set->pairIsSame().empty());
    EXPECT_FALSE(set->degradation(0).has_value());
}

TEST(FaceFolder, WithoutSubFoldersIsUnlabelled) {
    const TempFolder folder;
    folder.write("b.jpg", encodedImage(".jpg"));
    folder.write("a.jpg", encodedImage(".jpg"));
    fs::create_directory(folder.path() / "notes");
    const FaceSetPtr set = openFaceSet(folder.path().string());
    EXPECT_THAT(baseNames(*set), ElementsAre("a.jpg", "b.jpg"));
    EXPECT_THAT(labels(*set), ElementsAre(-1, -1));
    EXPECT_TRUE(set->identities().empty());
}

TEST(FaceFolder, AccountsForEverythingLeftOut) {
    const TempFolder folder;
    folder.write("ann/1.jpg", encodedImage(".jpg"));
    folder.write("ann/info.txt", "x");
    folder.write("ann/Thumbs.db", "x");
    folder.write("ann/scan.tiff", "x");
    folder.write("ann/deeper/2.jpg", encodedImage(".jpg"));
    folder.write("stray.jpg", encodedImage(".jpg"));
    fs::create_symlink("nowhere.jpg", folder.path() / "ann" / "broken.jpg");
    fs::create_symlink("loop.jpg", folder.path() / "ann" / "loop.jpg");
    fs::create_directory_symlink(folder.path(), folder.path() / "again");
    fs::create_directory(folder.path() / "empty");
    const FaceSetPtr set = openFaceSet(folder.path().string());
    EXPECT_THAT(baseNames(*set), ElementsAre("1.jpg"));
    EXPECT_THAT(set->identities(), ElementsAre("ann"));
    EXPECT_THAT(set->droppedIdentities(), ElementsAre("empty"));
    EXPECT_THAT(reasonFor(*set, "scan.tiff"), HasSubstr("does not end like an image"));
    EXPECT_THAT(reasonFor(*set, "deeper"), HasSubstr("folders inside"));
    EXPECT_THAT(reasonFor(*set, "stray.jpg"), HasSubstr("outside"));
    EXPECT_THAT(reasonFor(*set, "broken.jpg"), HasSubstr("does not exist"));
    EXPECT_THAT(reasonFor(*set, "loop.jpg"), HasSubstr("back to itself"));
    EXPECT_THAT(reasonFor(*set, "again"), HasSubstr("leads back"));
    EXPECT_THAT(reasonFor(*set, folder.path().filename()), AllOf(HasSubstr("1 file"), HasSubstr(".txt")));
    EXPECT_EQ(set->skipped().size(), 7U);
    EXPECT_THAT(set->notes(),
                ElementsAre(AllOf(HasSubstr("1 hidden or system entry"), HasSubstr("Thumbs.db"))));
}

TEST(FaceFolder, FoldersThatSystemsKeepForThemselvesAreNobody) {
    const TempFolder folder;
    folder.write("ann/1.jpg", encodedImage(".jpg"));
    folder.write("bob/1.jpg", encodedImage(".jpg"));
    const std::vector<std::string> folders = {
        ".ipynb_checkpoints", ".thumbnails",  "@eaDir",   "__MACOSX",  ".Trash-1000",
        "lost+found",         "$RECYCLE.BIN", "#recycle", "FOUND.000", "System Volume Information"};
    for (const std::string& name : folders) {
        folder.write(name + "/1-checkpoint.jpg", encodedImage(".jpg"));
    }
    for (const char* name :
         {"Thumbs.db", "desktop.ini", ".DS_Store", "ann/._1.jpg", "ann/.1.jpg.swp", "ann/@eaDir/1.jpg"}) {
        folder.write(name, "x");
    }
    const FaceSetPtr set = openFaceSet(folder.path().string());
    EXPECT_THAT(set->identities(), ElementsAre("ann", "bob"));
    EXPECT_THAT(baseNames(*set), ElementsAre("1.jpg", "1.jpg"));
    EXPECT_TRUE(set->skipped().empty());
    EXPECT_TRUE(set->droppedIdentities().empty());
    EXPECT_THAT(set->notes(), ElementsAre(HasSubstr("16 hidden or system entries")));
    // People may be called like this.
    for (const char* name : {"@handle", "Recycle", "found", "_x", "$ave"}) {
        folder.write(std::string(name) + "/1.jpg", encodedImage(".jpg"));
    }
    EXPECT_EQ(openFaceSet(folder.path().string())->identities().size(), 7U);
}

TEST(FaceFolder, OfPicturesStaysOneWithAHiddenFolderInIt) {
    const TempFolder folder;
    folder.write("a.jpg", encodedImage(".jpg"));
    folder.write("b.jpg", encodedImage(".jpg"));
    folder.write(".cache/a.jpg", encodedImage(".jpg"));
    const FaceSetPtr set = openFaceSet(folder.path().string());
    EXPECT_THAT(baseNames(*set), ElementsAre("a.jpg", "b.jpg"));
    EXPECT_TRUE(set->identities().empty());
    EXPECT_THAT(set->notes(), ElementsAre(HasSubstr(".cache")));
    fs::remove(folder.path() / "a.jpg");
    fs::remove(folder.path() / "b.jpg");
    EXPECT_THAT(openError(folder.path()), AllOf(HasSubstr("no image found"), HasSubstr(".cache")));
    // Whoever names it means it.
    EXPECT_EQ(openFaceSet((folder.path() / ".cache").string())->size(), 1U);
}

TEST(FaceFolder, FollowsLinksToImagesAndFolders) {
    const TempFolder folder;
    const TempFolder elsewhere;
    elsewhere.write("1.jpg", encodedImage(".jpg"));
    fs::create_directory_symlink(elsewhere.path(), folder.path() / "linked");
    const FaceSetPtr set = openFaceSet(folder.path().string());
    EXPECT_THAT(set->identities(), ElementsAre("linked"));
}

TEST(FaceFolder, NamesPeopleWhoseFoldersMayNotBeReadInANote) {
    const TempFolder folder;
    folder.write("ann/1.jpg", encodedImage(".jpg"));
    folder.write("bob/1.jpg", encodedImage(".jpg"));
    fs::permissions(folder.path() / "bob", fs::perms::none);
    FaceSetPtr set;
    {
        const pf::test::Unprivileged user(folder.path());
        set = openFaceSet(folder.path().string());
    }
    fs::permissions(folder.path() / "bob", fs::perms::owner_all);
    EXPECT_THAT(set->identities(), ElementsAre("ann"));
    EXPECT_THAT(set->notes(), ElementsAre(AllOf(HasSubstr("1 identity is left out"), HasSubstr("bob"),
                                                HasSubstr("check the permissions"))));
    EXPECT_TRUE(set->skipped().empty());
    EXPECT_THAT(set->droppedIdentities(), ElementsAre("bob"));
}

TEST(FaceFolder, ManyFoldersThatMayNotBeReadAreAFaultOfTheMachine) {
    const TempFolder folder;
    folder.write("a/1.jpg", encodedImage(".jpg"));
    for (char person = 'b'; person <= 'r'; ++person) {
        folder.write(std::string(1, person) + "/1.jpg", encodedImage(".jpg"));
        fs::permissions(folder.path() / std::string(1, person), fs::perms::none);
    }
    std::string said;
    {
        const pf::test::Unprivileged user(folder.path());
        said = pf::test::failure([&] { openFaceSet(folder.path().string()); }, ErrorCode::Io);
    }
    for (char person = 'b'; person <= 'r'; ++person) {
        fs::permissions(folder.path() / std::string(1, person), fs::perms::owner_all);
    }
    EXPECT_THAT(said, AllOf(HasSubstr("may read neither"), HasSubstr("check their permissions")));
}

TEST(FaceSources, NamesThePathAndWhatWasExpected) {
    const TempFolder folder;
    EXPECT_THAT(openError(folder.path() / "none"), AllOf(HasSubstr("none"), HasSubstr("expected a folder")));
    EXPECT_THAT(openError(folder.path()),
                AllOf(HasSubstr(folder.path().string()), HasSubstr("no image found")));
    EXPECT_THAT(openError(folder.write("a.xyz", "x")), AllOf(HasSubstr("a.xyz"), HasSubstr("not known")));
    EXPECT_THAT(openError(folder.write("a.onnx", "x")), HasSubstr("this is a network, not images; expected"));
    EXPECT_THAT(openError(folder.write("a.PT", "x")), HasSubstr("a network or its weights"));
    EXPECT_THAT(openError(folder.write("a.npz", "x")), HasSubstr("a file of arrays"));
    EXPECT_THAT(openError(folder.write("a.tar", "x")), HasSubstr("must be unpacked first"));
    EXPECT_THAT(openError(""), HasSubstr("empty"));
}

TEST(FaceSources, OpensRecordFilesByAnyOfTheirFiles) {
    const TempFolder folder;
    test::insightfaceSet({2, 1}).write(folder, "train");
    for (const char* name : {"train.rec", "train.idx", "train.property", "property", "."}) {
        if (std::string(name).ends_with("property")) {
            folder.write(name, "2,7,5");
        }
        EXPECT_EQ(openFaceSet((folder.path() / name).string())->size(), 3U) << name;
    }
    EXPECT_THAT(openError(folder.write("other.idx", "0\t0\n")),
                AllOf(HasSubstr("other.idx"), HasSubstr("belongs to other.rec, which is not beside it")));
}

TEST(FaceSources, OpensADatasetFolderOfInsightface) {
    const TempFolder folder;
    test::insightfaceSet({2, 1}).write(folder, "train");
    folder.write("property", "2,7,5");
    folder.write("lfw.bin", "pairs");
    const std::string path = folder.path().string();
    EXPECT_EQ(openFaceSet(path)->size(), 3U);
    EXPECT_TRUE(openFaceSet(path)->notes().empty());
    test::insightfaceSet({4}).write(folder, "val");
    EXPECT_EQ(openFaceSet(path)->size(), 3U);
    EXPECT_THAT(openFaceSet(path)->notes(), ElementsAre(HasSubstr("only train.rec is used")));
    folder.write("._train.rec", "what a Mac leaves on other disks");
    EXPECT_EQ(openFaceSet(path)->size(), 3U);
    fs::rename(folder.path() / "train.rec", folder.path() / "first.rec");
    EXPECT_THAT(openError(folder.path()), AllOf(HasSubstr("first.rec, val.rec"), HasSubstr("name the one")));
    // Images win over .rec files, which are then among what is listed.
    folder.write("ann/1.jpg", encodedImage(".jpg"));
    const FaceSetPtr images = openFaceSet(path);
    EXPECT_EQ(images->size(), 1U);
    EXPECT_THAT(reasonFor(*images, folder.path().filename()), HasSubstr(".rec"));
}

TEST(FaceSources, JoinsThePartsOfADataset) {
    const TempFolder folder;
    for (const char* name : {"train_0", "train_2", "train_10"}) {
        test::insightfaceSet({2, 1}).write(folder, name);
    }
    folder.write("property", "2,7,5");
    const FaceSetPtr one = openFaceSet(folder.path().string());
    EXPECT_EQ(one->size(), 9U);
    EXPECT_THAT(one->identities(), ElementsAre("0", "1"));
    EXPECT_THAT(labels(*one), ElementsAre(0, 0, 1, 0, 0, 1, 0, 0, 1));
    EXPECT_EQ(one->info(3).name, "train_2.rec#1");
    EXPECT_EQ(one->info(8).name, "train_10.rec#3");
    EXPECT_EQ(one->encoded(8), test::smallImage(3));
    EXPECT_TRUE(one->notes().empty());
    folder.write("property", "5,7,5");
    EXPECT_THAT(openFaceSet(folder.path().string())->notes(), ElementsAre(HasSubstr("is a part missing?")));
    // With a property each, or none, label 0 of one file is not label 0 of another.
    folder.write("train_0.property", "2,7,5");
    EXPECT_EQ(openFaceSet(folder.path().string())->identities().size(), 6U);
}

TEST(FaceSources, JoinsRecordsAndKeepsWhatTheySay) {
    const TempFolder folder;
    const std::string first = test::insightfaceSet({2, 1}).write(folder, "a").string();
    const std::string second = test::insightfaceSet({1, 1}).write(folder, "b").string();
    fs::remove(folder.path() / "b.idx");
    const FaceSetPtr joined = joinFaceSets({openFaceSet(first), openFaceSet(second)}, {first, second});
    EXPECT_THAT(labels(*joined), ElementsAre(0, 0, 1, 2, 3));
    EXPECT_EQ(joined->info(4).name, "b.rec#2");
    EXPECT_EQ(joined->file(0).filename(), "a.rec");
    EXPECT_EQ(joined->file(4).filename(), "b.rec");
    const FaceSetPtr chosen = chosenImages(joined, {4, 0});
    EXPECT_THAT(baseNames(*chosen), ElementsAre("b.rec#2", "a.rec#1"));
    EXPECT_THAT(labels(*chosen), ElementsAre(3, 0));
    EXPECT_EQ(chosen->file(0).filename(), "b.rec");
    EXPECT_THAT(joined->notes(), ElementsAre(HasSubstr("b.idx is missing")));
    const FaceSetPtr fewer = withoutImages(joined, {0, 1});
    EXPECT_THAT(labels(*fewer), ElementsAre(0, 1, 2));
    EXPECT_THAT(baseNames(*fewer), ElementsAre("a.rec#3", "b.rec#1", "b.rec#2"));
    EXPECT_THAT(fewer->droppedIdentities(), ElementsAre(first + "/0"));
    EXPECT_EQ(fewer->encoded(2), test::smallImage(2));
    EXPECT_THAT(fewer->notes(), ElementsAre(HasSubstr("b.idx is missing")));
    EXPECT_EQ(distinctImages(joined)->size(), 5U);
    EXPECT_EQ(distinctImages(joinFaceSets({openFaceSet(first), openFaceSet(first)}, {first, first}))->size(),
              3U);
}

TEST(FaceSources, OpensASingleImage) {
    const TempFolder folder;
    const auto file = folder.write("me.jpg", encodedImage(".jpg"));
    const FaceSetPtr set = openFaceSet(file.string());
    ASSERT_EQ(set->size(), 1U);
    EXPECT_EQ(set->info(0).name, file.string());
    EXPECT_EQ(set->decode(0).rows, 24);
}

class TwoRoots : public testing::Test {
  protected:
    void SetUp() override {
        for (const char* name : {"one/ann/1.jpg", "one/bob/1.jpg", "two/ann/2.jpg"}) {
            folder_.write(name, encodedImage(".jpg"));
        }
        paths_ = {(folder_.path() / "one").string(), (folder_.path() / "two").string()};
    }
    FaceSetPtr open(const OpenOptions& options = {}) const {
        return joinFaceSets({openFaceSet(paths_[0]), openFaceSet(paths_[1])}, paths_, options);
    }
    TempFolder folder_;
    std::vector<std::string> paths_;
};

TEST_F(TwoRoots, HoldDifferentPeopleOfTheSameName) {
    const FaceSetPtr set = open();
    EXPECT_THAT(labels(*set), ElementsAre(0, 1, 2));
    EXPECT_THAT(set->identities(), ElementsAre(paths_[0] + "/ann", "bob", paths_[1] + "/ann"));
}

TEST_F(TwoRoots, HoldOnePersonWhenAskedTo) {
    const FaceSetPtr set = open({.mergeSameIdentities = true});
    EXPECT_THAT(labels(*set), ElementsAre(0, 1, 0));
    EXPECT_THAT(set->identities(), ElementsAre("ann", "bob"));
}

TEST_F(TwoRoots, HashFollowsNamesAndLabels) {
    const std::string hash = open()->hash();
    EXPECT_EQ(hash, open()->hash());
    EXPECT_NE(hash, open({.mergeSameIdentities = true})->hash());
    EXPECT_NE(hash, openFaceSet(paths_[0])->hash());
}

TEST_F(TwoRoots, WithoutImagesDropsOnlyEmptyIdentities) {
    folder_.write("one/ann/0.jpg", encodedImage(".jpg"));
    const FaceSetPtr all = openFaceSet(paths_[0]);
    ASSERT_THAT(baseNames(*all), ElementsAre("0.jpg", "1.jpg", "1.jpg"));
    const FaceSetPtr fewer = withoutImages(all, {0}, {{"0.jpg", "bad"}});
    EXPECT_THAT(fewer->identities(), ElementsAre("ann", "bob"));
    EXPECT_TRUE(fewer->droppedIdentities().empty());
    EXPECT_EQ(reasonFor(*fewer, "0.jpg"), "bad");
    const FaceSetPtr rest = withoutImages(all, {0, 1});
    EXPECT_THAT(rest->identities(), ElementsAre("bob"));
    EXPECT_THAT(rest->droppedIdentities(), ElementsAre("ann"));
    EXPECT_THAT(labels(*rest), ElementsAre(0));
    EXPECT_EQ(rest->info(0).name, all->info(2).name);
    EXPECT_THAT(errorOf([&] { withoutImages(all, {0, 1, 2}); }), HasSubstr("none of the 3 images"));
}

class FourPairs final : public FaceSet {
  public:
    explicit FourPairs(std::size_t pairs) : infos_(2 * pairs) {
        pairIsSame_.assign(pairs, true);
        for (std::size_t i = 0; i < infos_.size(); ++i) {
            infos_[i].name = std::to_string(i);
        }
        pairIsSame_[0] = false;
    }
    std::size_t size() const override { return infos_.size(); }
    FaceInfo info(std::size_t index) const override { return infos_.at(index); }
    cv::Mat decode(std::size_t) const override { return test::patternImage(100, 50); }

  private:
    std::vector<FaceInfo> infos_;
};

TEST(FaceSources, WithoutImagesKeepsPairsWhole) {
    const FaceSetPtr rest = withoutImages(std::make_shared<FourPairs>(4), {3}, {{"3", "bad"}});
    EXPECT_THAT(baseNames(*rest), ElementsAre("0", "1", "4", "5", "6", "7"));
    EXPECT_THAT(rest->pairIsSame(), ElementsAre(false, true, true));
    EXPECT_EQ(reasonFor(*rest, "3"), "bad");
    EXPECT_THAT(reasonFor(*rest, "2"), HasSubstr("other image of its pair"));
}

TEST(FaceSources, JoinsPairSetsWithPairSetsOnly) {
    const FaceSetPtr pairs = std::make_shared<FourPairs>(2);
    const FaceSetPtr joined = joinFaceSets({pairs, pairs}, {"a", "b"});
    EXPECT_EQ(joined->size(), 8U);
    EXPECT_THAT(joined->pairIsSame(), ElementsAre(false, true, false, true));
    const TempFolder folder;
    folder.write("1.jpg", encodedImage(".jpg"));
    const FaceSetPtr plain = openFaceSet(folder.path().string());
    EXPECT_THAT(errorOf([&] {
                    joinFaceSets({pairs, plain}, {"a.bin", "folder"});
                }),
                AllOf(HasSubstr("a.bin"), HasSubstr("pairs")));
}

TEST(Thumbnail, FitsTheLongerSide) {
    const FourPairs set(2);
    const RgbImage whole = decodeThumbnail(set, 0, 0);
    EXPECT_EQ(whole.width, 50);
    EXPECT_EQ(whole.height, 100);
    EXPECT_EQ(whole.pixels[3 * 50 + 1], (91 + 53) % 256);
    const RgbImage small = decodeThumbnail(set, 0, 40);
    EXPECT_EQ(small.width, 20);
    EXPECT_EQ(small.height, 40);
    EXPECT_EQ(small.pixels.size(), 20U * 40U * 3U);
    EXPECT_EQ(decodeThumbnail(set, 0, 500).width, 50);
}

}  // namespace
}  // namespace pf
