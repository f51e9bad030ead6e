#include "core/data/read_retry.h"

#include <gtest/gtest.h>

#include "core/data/face_folder.h"
#include "tests/support/temporary_folder.h"

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

TEST(ReadRetry, ABadImageInsideAFileOfManyIsLost) {
    const test::TemporaryFolder folder;
    const auto faces = somePeople(folder);
    const std::string place = (folder / "faces").string() + "/" + faces->info(3).name + "#3";
    EXPECT_EQ(whyAway(*faces, 3, Error(ErrorCode::Data, "is damaged", place)), "");
}

}  // namespace
}  // namespace pf
