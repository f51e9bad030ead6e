#include "core/data/read_retry.h"

#include <gtest/gtest.h>
#include <opencv2/core.hpp>

#include "core/data/sets/face_folder.h"
#include "tests/support/failures.h"
#include "tests/support/temporary_folder.h"
#include "tests/support/unprivileged.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

/// 20 people with 3 files each; what is in them does not matter here.
FaceSetPtr somePeople(const test::TemporaryFolder& folder) {
    for (int person = 10; person < 30; ++person) {
        for (int image = 0; image < 3; ++image) {
            folder.write("faces/p" + std::to_string(person) + "/" + std::to_string(image) + ".png", "");
        }
    }
    return openFaceFolder(folder / "faces");
}

std::string whyOf(const FaceSet& faces, std::size_t index) {
    return whyAway(faces, index, Error(ErrorCode::Data, "there is no such file", faces.info(index).name));
}

TEST(ReadRetry, AFolderThatIsGoneIsAway) {
    const test::TemporaryFolder folder;
    const auto faces = somePeople(folder);
    EXPECT_EQ(whyOf(*faces, 30), "") << "it is there";
    fs::rename(folder / "faces", folder / "elsewhere");
    for (const std::size_t index : {0, 1, 30, 59}) {
        EXPECT_NE(whyOf(*faces, index).find("only " + folder.path().string() + " is still there"),
                  std::string::npos)
            << whyOf(*faces, index);
    }
    fs::create_directories(folder / "faces");  // where a share was mounted
    EXPECT_NE(whyOf(*faces, 30), "");
}

TEST(ReadRetry, AnImageOrAPersonThatIsDeletedIsLost) {
    const test::TemporaryFolder folder;
    const auto faces = somePeople(folder);
    fs::remove(faces->info(30).name);
    EXPECT_EQ(whyOf(*faces, 30), "");
    fs::remove_all(fs::path(faces->info(33).name).parent_path());
    EXPECT_EQ(whyOf(*faces, 33), "");
}

TEST(ReadRetry, AFaultOfTheMachineSaysNothingOfTheImage) {
    const test::TemporaryFolder folder;
    const auto faces = somePeople(folder);
    EXPECT_NE(whyAway(*faces, 3, Error(ErrorCode::Io, "Input/output error", faces->info(3).name)), "");
}

TEST(ReadRetry, ManyInARowThatMayNotBeReadAreAFaultOfTheMachine) {
    const test::TemporaryFolder folder;
    const auto faces = somePeople(folder);
    const auto bar = [&](std::size_t begin, std::size_t end) {
        for (std::size_t i = begin; i < end; ++i) {
            fs::permissions(faces->info(i).name, fs::perms::none);
        }
    };
    const auto why = [&](std::size_t index) {
        const test::Unprivileged user(folder.path());
        return whyOf(*faces, index);
    };
    bar(20, 36);
    EXPECT_EQ(why(20), "") << "16 in a row";
    EXPECT_EQ(why(28), "");
    bar(36, 37);
    for (const std::size_t index : {20, 28, 36}) {
        test::expectContains(why(index), {"may not be read", "check their permissions"});
    }
    EXPECT_EQ(why(37), "") << "it may be read";
}

TEST(ReadRetry, WorkThatCannotWaitEndsRatherThanLeaveManyOut) {
    const test::TemporaryFolder folder;
    const auto faces = somePeople(folder);
    const Error missing(ErrorCode::Data, "there is no such file", faces->info(30).name);
    EXPECT_TRUE(refuseAway(*faces, 30, missing, 1)) << "read once more";
    EXPECT_FALSE(refuseAway(*faces, 30, missing, 2));
    fs::rename(folder / "faces", folder / "elsewhere");
    test::expectContains(test::failure([&] { refuseAway(*faces, 30, missing, 1); }, ErrorCode::Io),
                         {"are gone"});
}

/// Pictures inside one file, which are named by it as those of a .bin are.
class PicturesInAFile final : public FaceSet {
  public:
    explicit PicturesInAFile(fs::path file) : file_(std::move(file)) {}
    std::size_t size() const override { return 40; }
    FaceInfo info(std::size_t index) const override { return {.name = "faces.bin#" + std::to_string(index)}; }
    cv::Mat decode(std::size_t) const override { return {}; }
    fs::path file(std::size_t) const override { return file_; }

  private:
    fs::path file_;
};

TEST(ReadRetry, ABadImageThatIsNamedByItsPlaceInAFileIsLost) {
    const test::TemporaryFolder folder;
    const PicturesInAFile faces(folder.write("faces.bin", "40 pictures"));
    EXPECT_EQ(whyOf(faces, 7), "");
}

TEST(ReadRetry, ABadImageInsideAFileOfManyIsLost) {
    const test::TemporaryFolder folder;
    const auto faces = somePeople(folder);
    const std::string place = (folder / "faces").string() + "/" + faces->info(3).name + "#3";
    EXPECT_EQ(whyAway(*faces, 3, Error(ErrorCode::Data, "is damaged", place)), "");
}

}  // namespace
}  // namespace pf
