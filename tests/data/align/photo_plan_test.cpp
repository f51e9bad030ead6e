#include "core/data/align/photo_plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include "core/data/align/crop_file.h"
#include "core/data/images/image_decoder.h"

#include "tests/data/test_images.h"
#include "tests/support/bytes.h"

namespace pf {
namespace {

namespace fs = std::filesystem;
using test::errorOf;
using test::TempFolder;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const std::string kPoints = " 38.3 51.7 73.5 51.5 56.0 71.7 41.5 92.4 70.7 92.2\n";

LandmarkList listOf(const std::vector<std::string>& names, const fs::path& file = "list.txt") {
    std::string text;
    for (const std::string& name : names) {
        text += '"' + name + '"' + kPoints;
    }
    return parseLandmarkList(text, file);
}

std::vector<std::string> stems(const PhotoPlan& plan) {
    std::vector<std::string> names;
    for (const Photo& photo : plan.photos) {
        names.push_back(photo.stem.generic_string());
    }
    return names;
}

/// "stem:faces" or "stem:missing".
std::vector<std::string> owners(const PhotoPlan& plan) {
    std::vector<std::string> names;
    for (const Photo& photo : plan.photos) {
        names.push_back(photo.stem.generic_string() + ":" +
                        (photo.missing.empty() ? std::to_string(photo.faces.size()) : "missing"));
    }
    return names;
}

TEST(PhotoPlan, WalksFoldersInOrderAndAccountsForEveryFile) {
    const TempFolder folder;
    for (const char* name : {"b/2.jpg", "b/1.png", "a/deep/x.JPG", "top.bmp", "b/old.gif"}) {
        folder.write(name, "x");
    }
    folder.write("notes.txt", "x");
    folder.write("b/table.csv", "x");
    for (const char* name : {".hidden.jpg", "b/.thumbnails/1.jpg", "@eaDir/2.jpg", "__MACOSX/b/3.jpg"}) {
        folder.write(name, "x");
    }
    fs::create_directory_symlink(folder.path(), folder.path() / "a" / "loop");
    const PhotoPlan plan = planPhotos({folder.path().string()}, nullptr);
    EXPECT_THAT(stems(plan), ElementsAre("a/deep/x", "b/1", "b/2", "b/old", "top"));
    EXPECT_EQ(plan.otherFiles, 2U);
    EXPECT_THAT(plan.notes, ElementsAre(HasSubstr("4 hidden or system entries")));
    EXPECT_TRUE(plan.complete);
    const PhotoPlan first =
        planPhotos({folder.path().string()}, nullptr, {.limit = 2, .without = {}, .stop = {}});
    EXPECT_THAT(stems(first), ElementsAre("a/deep/x", "b/1"));
    EXPECT_FALSE(first.complete);
    const PhotoPlan without =
        planPhotos({folder.path().string()}, nullptr, {.without = folder.path() / "b", .stop = {}});
    EXPECT_THAT(stems(without), ElementsAre("a/deep/x", "top"));
}

TEST(PhotoPlan, NoTwoPhotosMeetAndNoneLeavesTheFolderOfCrops) {
    const TempFolder folder;
    for (const char* name : {"one/a.jpg", "one/a.png", "one/a_png.jpg", "two/a.jpg"}) {
        folder.write(name, "x");
    }
    const PhotoPlan plan = planPhotos({(folder.path() / "one").string(), (folder.path() / "two").string(),
                                       (folder.path() / "one/a.jpg").string()},
                                      nullptr);
    EXPECT_THAT(stems(plan), ElementsAre("a", "a_png", "a_png_jpg", "a_jpg", "a_jpg_2"));
    const LandmarkList list =
        listOf({"../../etc/x.jpg", "/abs/olute/y.jpg", "./z/../w.jpg", "..", "d\\e.jpg"});
    EXPECT_THAT(stems(planPhotos({}, &list)), ElementsAre("etc/x", "olute/y", "w", "photo", "d/e"));
}

TEST(PhotoPlan, TheListNamesThePhotosOfItsFolderOrItsImagesFolder) {
    const TempFolder folder;
    folder.write("here.jpg", "x");
    folder.write("images/there.jpg", "x");
    const LandmarkList list =
        listOf({"here.jpg", "there.jpg", "gone.jpg", "here.jpg"}, folder.path() / "list.txt");
    const PhotoPlan plan = planPhotos({}, &list);
    EXPECT_THAT(owners(plan), ElementsAre("here:2", "there:1", "gone:missing"));
    EXPECT_EQ(plan.photos[1].path, folder.path() / "images/there.jpg");
    EXPECT_THAT(plan.photos[2].missing, HasSubstr("list.txt:3 names it, but it is neither in"));
}

TEST(PhotoPlan, FindsTheLinesOfAPhotoByAsMuchOfItsPathAsAgrees) {
    const TempFolder folder;
    for (const char* name : {"lfw/a/1.jpg", "lfw/b/1.jpg", "lfw/b/2.jpg", "lfw/c/3.jpg"}) {
        folder.write(name, "x");
    }
    const std::string root = (folder.path() / "lfw").string();
    const LandmarkList relative = listOf({"a/1.jpg", "b/1.jpg", "b/1.jpg", "nobody.jpg"});
    EXPECT_THAT(owners(planPhotos({root}, &relative)),
                ElementsAre("a/1:1", "b/1:2", "b/2:0", "c/3:0", "nobody:missing"));
    const LandmarkList prefixed = listOf({"lfw/a/1.jpg", "F:\\data\\lfw\\b\\2.jpg", "3.jpg"});
    EXPECT_THAT(owners(planPhotos({root}, &prefixed)), ElementsAre("a/1:1", "b/1:0", "b/2:1", "c/3:1"));
    const LandmarkList bare = listOf({"1.jpg"}, "dir/list.txt");
    EXPECT_THAT(errorOf([&] { planPhotos({root}, &bare); }),
                HasSubstr("data: dir/list.txt:1: '1.jpg' could be "));
    const LandmarkList twice = listOf({"x/1.jpg", "y/1.jpg"});
    EXPECT_THAT(errorOf([&] { planPhotos({root + "/a"}, &twice); }),
                HasSubstr("both 'x/1.jpg' and 'y/1.jpg' of the list could be it"));
}

TEST(PhotoPlan, TakesListsAndNamesWhatCannotBeUsed) {
    const TempFolder folder;
    folder.write("x/a.jpg", "x");
    const auto list = folder.write("list.txt", "x/a.jpg 1\nx/gone.jpg 2\n");
    EXPECT_THAT(owners(planPhotos({list.string()}, nullptr)), ElementsAre("x/a:0", "gone:missing"));
    const auto elsewhere = folder.write("lists/photos.tsv", "a.jpg\t1\n");
    EXPECT_THAT(owners(planPhotos({elsewhere.string() + "@" + (folder.path() / "x").string()}, nullptr)),
                ElementsAre("a:0"));
    EXPECT_THAT(errorOf([&] { planPhotos({(folder.path() / "no").string()}, nullptr); }),
                HasSubstr("there is no such photo or folder"));
    const auto set = folder.write("set.bin", "x");
    EXPECT_THAT(errorOf([&] { planPhotos({set.string()}, nullptr); }), HasSubstr("it holds no photos"));
    EXPECT_THAT(errorOf([] { planPhotos({}, nullptr); }), HasSubstr("config: no photos were named"));
}

TEST(CropFile, IsWholeOrNotThere) {
    const TempFolder folder;
    const cv::Mat crop = test::smoothImage(112, 96);
    writeCrop(folder.path() / "a.png", crop, 95);
    writeCrop(folder.path() / "a.jpg", crop, 95);
    EXPECT_EQ(cv::norm(decodeImageFile(folder.path() / "a.png"), crop, cv::NORM_INF), 0);
    EXPECT_LT(cv::norm(decodeImageFile(folder.path() / "a.jpg"), crop, cv::NORM_L1) / (112 * 96 * 3), 3);
    EXPECT_TRUE(isWholeImage(folder.path() / "a.jpg"));
    EXPECT_FALSE(isWholeImage(folder.path() / "b.jpg"));
    EXPECT_FALSE(isWholeImage(folder.path()));
    fs::resize_file(folder.path() / "a.jpg", 700);
    EXPECT_FALSE(isWholeImage(folder.path() / "a.jpg"));
    EXPECT_THAT(errorOf([&] { writeCrop(folder.path() / "no/a.png", crop, 95); }),
                HasSubstr("cannot write the crop: No such file"));
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 2);
}

}  // namespace
}  // namespace pf
