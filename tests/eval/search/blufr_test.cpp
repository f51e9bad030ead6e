#include "core/eval/search/blufr.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <unordered_set>

#include "core/base/error.h"
#include "tests/eval/search/identification_fixtures.h"
#include "tests/support/failures.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

using namespace test;
using Names = std::vector<std::string>;
using Rows = std::vector<std::uint32_t>;

/// Images 1, 2 of A; 3, 4 of B; 5 of C; 6 of D.
void writeLists(const test::TemporaryFolder& folder) {
    MatWriter(folder / "imagelist_lfw.mat")
        .texts("imagelist_lfw", {"A\\A_0001.jpg", "A\\A_0002.jpg", "B\\B_0001.jpg", "B\\B_0002.jpg",
                                 "C\\C_0001.jpg", "D\\D_0001.jpg"});
    MatWriter(folder / "id_lfw.mat").doubles("id_lfw", {1, 1, 2, 2, 3, 4});
}

void writeIndices(const test::TemporaryFolder& folder, const std::string& ending = "") {
    MatWriter(folder / ("lfw_gallery_index" + ending + ".mat"), MAT_COMPRESSION_NONE)
        .ints("gallery_index_2", {2, 4})
        .ints("gallery_index_1", {1, 3});
    MatWriter(folder / ("lfw_genuine_probe_index" + ending + ".mat"))
        .ints("genuine_probe_index_1", {4, 2})
        .ints("genuine_probe_index_2", {3});
    MatWriter(folder / ("lfw_impostor_probe_index" + ending + ".mat"))
        .ints("impostor_probe_index_1", {5, 6})
        .ints("impostor_probe_index_2", {6});
}

void writePublished(const test::TemporaryFolder& folder,
                    const Names& images = {"A_0001.jpg", "A_0002.jpg", "B_0001.jpg", "B_0002.jpg",
                                           "C_0001.jpg", "D_0001.jpg"}) {
    MatWriter(folder / "blufr_lfw_config.mat")
        .texts("imageList", images)
        .doubles("labels", {1, 1, 2, 2, 3, 4})
        .intCells("galIndex", {{1}, {3, 5}})
        .intCells("probIndex", {{6, 2, 3}, {4, 1}});
}

TEST(Blufr, ReadsTheIndexLists) {
    const test::TemporaryFolder folder;
    writeLists(folder);
    writeIndices(folder);
    writeIndices(folder, "_close");
    const auto protocol = readBlufr(folder.path());
    ASSERT_EQ(protocol.images.size(), 6U);
    EXPECT_EQ(protocol.images[1], "A/A_0002.jpg");
    EXPECT_EQ(protocol.labels, (std::vector<std::int32_t>{1, 1, 2, 2, 3, 4}));
    ASSERT_EQ(protocol.openSet.trials.size(), 2U);
    EXPECT_EQ(protocol.openSet.trials[0].gallery, (Rows{0, 2}));
    EXPECT_EQ(protocol.openSet.trials[0].genuineProbes, (Rows{3, 1}));
    EXPECT_EQ(protocol.openSet.trials[0].impostorProbes, (Rows{4, 5}));
    EXPECT_EQ(protocol.openSet.trials[1].gallery, (Rows{1, 3}));
    EXPECT_EQ(protocol.closedSet.trials.size(), 2U);
    EXPECT_TRUE(protocol.published.trials.empty());
}

TEST(Blufr, TellsThePublishedProbesApartByTheirIdentity) {
    const test::TemporaryFolder folder;
    writePublished(folder);
    const auto alone = readBlufr(folder.path());
    EXPECT_EQ(alone.images[2], "B_0001.jpg");
    EXPECT_TRUE(alone.openSet.trials.empty());
    ASSERT_EQ(alone.published.trials.size(), 2U);
    EXPECT_EQ(alone.published.trials[0].gallery, (Rows{0}));
    EXPECT_EQ(alone.published.trials[0].genuineProbes, (Rows{1}));
    EXPECT_EQ(alone.published.trials[0].impostorProbes, (Rows{5, 2}));
    EXPECT_EQ(alone.published.trials[1].genuineProbes, (Rows{3}));
    EXPECT_EQ(alone.published.trials[1].impostorProbes, (Rows{0}));
    writeLists(folder);
    writeIndices(folder);
    const auto both = readBlufr(folder.path());
    EXPECT_EQ(both.images[2], "B/B_0001.jpg");
    EXPECT_EQ(both.published.trials.size(), 2U);
    writePublished(folder,
                   {"A_0001.jpg", "A_0002.jpg", "B_0002.jpg", "B_0001.jpg", "C_0001.jpg", "D_0001.jpg"});
    expectContains(failure([&] { readBlufr(folder.path()); }),
                   {"blufr_lfw_config.mat", "image 3", "'B_0002.jpg'", "'B/B_0001.jpg'"});
}

TEST(Blufr, RefusesAFolderWithoutAWholeProtocol) {
    const test::TemporaryFolder folder;
    expectContains(failure([&] { readBlufr(folder / "nowhere"); }, ErrorCode::Io),
                   {"nowhere", "not a folder"});
    expectContains(failure([&] { readBlufr(folder.path()); }),
                   {"lfw_gallery_index.mat", "blufr_lfw_config.mat"});
    writeIndices(folder);
    expectContains(failure([&] { readBlufr(folder.path()); }, ErrorCode::Io), {"imagelist_lfw.mat"});
    writeLists(folder);
    readBlufr(folder.path());
    std::filesystem::remove(folder / "lfw_impostor_probe_index.mat");
    expectContains(failure([&] { readBlufr(folder.path()); }, ErrorCode::Io),
                   {"lfw_impostor_probe_index.mat"});
}

TEST(Blufr, RefusesTrialsThatDoNotFit) {
    const test::TemporaryFolder folder;
    writeLists(folder);
    const auto withGallery = [&](const std::vector<std::int32_t>& first) {
        writeIndices(folder);
        MatWriter(folder / "lfw_gallery_index.mat")
            .ints("gallery_index_1", first)
            .ints("gallery_index_2", {2, 4});
        return failure([&] { readBlufr(folder.path()); });
    };
    EXPECT_EQ(withGallery({1, 3}), "no error");
    const Names place = {"lfw_gallery_index.mat", "'gallery_index_1'"};
    expectContains(withGallery({0, 3}), place);
    expectContains(withGallery({1, 7}),
                   {"lfw_gallery_index.mat", "'gallery_index_1'", "index 7", "6 images"});
    expectContains(withGallery({1, -3}), {"'gallery_index_1'", "-3"});
    expectContains(withGallery({1}), {"trial 1", "genuine probe 4 (identity 2)", "no image"});
    expectContains(withGallery({1, 3, 1}), {"trial 1", "image 1", "twice"});
    expectContains(withGallery({1, 3, 4}), {"trial 1", "image 4", "twice"});
    expectContains(withGallery({1, 3, 5}), {"trial 1", "image 5", "twice"});
    MatWriter(folder / "id_lfw.mat").doubles("id_lfw", {1, 1, 2, 2, 1, 4});
    expectContains(withGallery({1, 3}), {"trial 1", "impostor probe 5 (identity 1)"});
    MatWriter(folder / "id_lfw.mat").doubles("id_lfw", {1, 1, 2, 2, 3});
    expectContains(withGallery({1, 3}), {"id_lfw.mat", "5 identities", "6 images"});
    MatWriter(folder / "id_lfw.mat").doubles("id_lfw", {1, 1, 2, 2, 3.5, 4});
    expectContains(withGallery({1, 3}), {"id_lfw.mat", "3.5", "at 5"});
}

TEST(Blufr, RefusesTrialsThatAreNotThereEverywhere) {
    const test::TemporaryFolder folder;
    writeLists(folder);
    writeIndices(folder);
    MatWriter(folder / "lfw_genuine_probe_index.mat").ints("genuine_probe_index_1", {4});
    expectContains(failure([&] { readBlufr(folder.path()); }),
                   {"lfw_genuine_probe_index.mat", "1 trials", "has 2"});
    MatWriter(folder / "lfw_genuine_probe_index.mat")
        .ints("genuine_probe_index_1", {4})
        .ints("genuine_probe_index_3", {3});
    expectContains(failure([&] { readBlufr(folder.path()); }),
                   {"'genuine_probe_index_3'", "no 'genuine_probe_index_2'"});
    MatWriter(folder / "lfw_genuine_probe_index.mat").ints("probes", {4});
    expectContains(failure([&] { readBlufr(folder.path()); }), {"no variable 'genuine_probe_index_1'"});
}

TEST(Blufr, RefusesFilesOfAnotherKind) {
    const test::TemporaryFolder folder;
    writePublished(folder);
    const auto file = folder / "blufr_lfw_config.mat";
    const auto message = [&] { return failure([&] { readBlufr(folder.path()); }); };
    MatWriter(file).texts("imageList", {"A_0001.jpg"}).doubles("labels", {1});
    expectContains(message(), {file.string(), "no variable 'galIndex'"});
    MatWriter(file).doubles("imageList", {1, 2});
    expectContains(message(), {file.string(), "'imageList'", "not a list of cells"});
    MatWriter(file).intCells("imageList", {{1, 2}});
    expectContains(message(), {"'imageList', cell 1", "not a line of text"});
    MatWriter(file).texts("imageList", {"A_0001.jpg"}).texts("labels", {"1"});
    expectContains(message(), {"'labels'", "no numbers"});
    MatWriter(file, MAT_COMPRESSION_NONE, MAT_FT_MAT4).doubles("labels", {1});
    expectContains(message(), {file.string(), "not a MATLAB file"});
    MatWriter(file, MAT_COMPRESSION_NONE, MAT_FT_MAT73).doubles("labels", {1});
    expectContains(message(), {file.string(), "7.3", "-v7"});
    folder.write("blufr_lfw_config.mat", "name,label\n");
    expectContains(message(), {file.string(), "not a MATLAB file"});
    folder.write("blufr_lfw_config.mat", "");
    expectContains(message(), {file.string(), "not a MATLAB file"});
}

TEST(Blufr, ReadsTheReleasedFiles) {
    const auto folder = std::filesystem::path(PF_SOURCE_DIR) / "../shared/protocols/blufr";
    if (!std::filesystem::exists(folder)) {
        GTEST_SKIP() << "no " << folder;
    }
    const auto protocol = readBlufr(folder);
    EXPECT_EQ(protocol.images.size(), 13233U);
    EXPECT_EQ(protocol.images.front(), "Aaron_Eckhart/Aaron_Eckhart_0001.jpg");
    EXPECT_EQ((std::unordered_set<std::int32_t>(protocol.labels.begin(), protocol.labels.end()).size()),
              5749U);
    ASSERT_EQ(protocol.openSet.trials.size(), 10U);
    for (const auto& trial : protocol.openSet.trials) {
        EXPECT_EQ(trial.gallery.size(), 596U);
        EXPECT_EQ(trial.genuineProbes.size(), 596U);
        EXPECT_EQ(trial.impostorProbes.size(), 9494U);
    }
    ASSERT_EQ(protocol.closedSet.trials.size(), 10U);
    for (const auto& trial : protocol.closedSet.trials) {
        EXPECT_EQ(trial.gallery.size(), 4249U);
        EXPECT_EQ(trial.genuineProbes.size(), 3143U);
        EXPECT_EQ(trial.impostorProbes.size(), 5841U);
    }
    // The published table of trial sizes (blufr_lfw_config_info.txt).
    ASSERT_EQ(protocol.published.trials.size(), 10U);
    const std::size_t genuine[] = {4832, 3943, 4105, 4244, 4417, 4826, 4396, 4249, 3907, 4587};
    const std::size_t impostor[] = {4449, 4862, 4283, 4203, 4053, 4032, 4556, 4262, 4545, 4332};
    for (std::size_t t = 0; t < 10; ++t) {
        EXPECT_EQ(protocol.published.trials[t].gallery.size(), 1000U);
        EXPECT_EQ(protocol.published.trials[t].genuineProbes.size(), genuine[t]);
        EXPECT_EQ(protocol.published.trials[t].impostorProbes.size(), impostor[t]);
    }
}

}  // namespace
}  // namespace pf
