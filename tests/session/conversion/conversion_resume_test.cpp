#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <fstream>

#include "core/base/rng.h"
#include "core/session/conversion/conversion.h"
#include "tests/session/conversion/conversion_sources.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

using test::contentsOf;
using test::convert;
using test::convertUntil;
using test::damagedFaces;
using test::errorOf;
using test::filesBelow;
using test::kFaces;
using test::kPairs;
using testing::AllOf;
using testing::HasSubstr;

/// Stops at random places, lays rubbish behind what is known to be on the disk, and goes on.
void expectResumable(const std::vector<std::string>& sources, const std::string& name, FaceFormat format) {
    Rng rng(11);
    const test::TemporaryFolder folder;
    fs::create_directory(folder / "whole");
    fs::create_directory(folder / "parts");
    const auto whole = convert({.sources = sources, .out = folder / "whole" / name, .format = format});
    const auto wanted = filesBelow(folder / "whole");
    for (int attempt = 0; attempt < 3; ++attempt) {
        fs::remove_all(folder / "parts");
        fs::create_directory(folder / "parts");
        const ConvertRequest request{
            .sources = sources, .out = folder / "parts" / name, .format = format, .resume = true};
        ConvertOutcome outcome;
        long long stop = 0;
        int stops = 0;
        do {
            stop += 1 + static_cast<long long>(rng.below(13));
            const std::size_t before = outcome.images;
            outcome = convertUntil(request, stop);
            EXPECT_EQ(outcome.resumedAt, before);
            ASSERT_LT(++stops, 50);
            if (outcome.complete) {
                break;
            }
            EXPECT_FALSE(fs::exists(folder / "parts" / name)) << "appears when it is complete";
            for (const auto& [path, text] : filesBelow(folder / "parts")) {
                const auto extension = fs::path(path).extension();
                if (format != FaceFormat::Folder && path.find("state.json") == std::string::npos &&
                    extension != ".property" && !path.ends_with("lock")) {
                    std::ofstream(folder / "parts" / path, std::ios::app | std::ios::binary) << "rubbish";
                }
            }
        } while (true);
        EXPECT_GT(stops, 1);
        EXPECT_EQ(filesBelow(folder / "parts"), wanted);
        EXPECT_EQ(outcome.images, whole.images);
        EXPECT_EQ(outcome.skipped, whole.skipped);
        EXPECT_EQ(outcome.notes, whole.notes);
    }
}

TEST(Conversion, ResumedFoldersAreTheSame) {
    const test::TemporaryFolder folder;
    expectResumable({damagedFaces(folder)}, "out", FaceFormat::Folder);
    expectResumable({kPairs}, "out", FaceFormat::Folder);
}

TEST(Conversion, ResumedRecordsAreTheSame) {
    const test::TemporaryFolder folder;
    expectResumable({damagedFaces(folder)}, "out.rec", FaceFormat::Record);
}

TEST(Conversion, ResumedBinsAreTheSame) {
    expectResumable({kPairs}, "out.bin", FaceFormat::Bin);
}

TEST(Conversion, ResumedListsAreTheSame) {
    const test::TemporaryFolder folder;
    expectResumable({damagedFaces(folder)}, "out.csv", FaceFormat::List);
    expectResumable({(folder / "a").string()}, "out.txt", FaceFormat::List);
}

TEST(Conversion, AnInterruptedOneIsNotStartedAnewByMistake) {
    const test::TemporaryFolder folder;
    ConvertRequest request{.sources = {kFaces}, .out = folder / "out"};
    EXPECT_FALSE(convertUntil(request, 5).complete);
    EXPECT_THAT(errorOf([&] { convert(request); }), AllOf(HasSubstr("config: "), HasSubstr("--resume")));
    request.resume = true;
    const auto outcome = convert(request);
    EXPECT_EQ(outcome.resumedAt, 5U);
    EXPECT_EQ(outcome.images, 36U);
}

TEST(Conversion, AChangedSourceIsRefusedOnResume) {
    const test::TemporaryFolder folder;
    convert({.sources = {kFaces}, .out = folder / "a"});
    const ConvertRequest request{.sources = {(folder / "a").string()}, .out = folder / "out", .resume = true};
    EXPECT_FALSE(convertUntil(request, 5).complete);
    fs::remove(fs::recursive_directory_iterator(folder / "a")->path() / "000.png");
    EXPECT_THAT(errorOf([&] { convert(request); }), AllOf(HasSubstr("config: "), HasSubstr("out.part")));

    convert({.sources = {kPairs}, .out = folder / "a.bin", .format = FaceFormat::Bin});
    const ConvertRequest pairs{.sources = {(folder / "a.bin").string()},
                               .out = folder / "b.bin",
                               .format = FaceFormat::Bin,
                               .resume = true};
    EXPECT_FALSE(convertUntil(pairs, 4).complete);
    fs::last_write_time(folder / "a.bin", fs::file_time_type::clock::now() + std::chrono::hours(1));
    EXPECT_THAT(errorOf([&] { convert(pairs); }), HasSubstr("other images"));
}

TEST(Conversion, ADamagedStateIsToldOf) {
    const test::TemporaryFolder folder;
    const ConvertRequest request{.sources = {kFaces}, .out = folder / "out", .resume = true};
    EXPECT_FALSE(convertUntil(request, 5).complete);
    folder.write("out.part/state.json", "{");
    EXPECT_THAT(errorOf([&] { convert(request); }), AllOf(HasSubstr("data: "), HasSubstr("state.json")));
    EXPECT_TRUE(fs::exists(folder / "out.part")) << "nothing is removed";
}

}  // namespace
}  // namespace pf
