// Alignments that are stopped, killed and taken up again, and the report that makes it possible.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <yaml-cpp/yaml.h>
#include <chrono>

#include "core/base/atomic_file.h"
#include "core/base/rng.h"
#include "core/session/alignment/alignment.h"
#include "core/session/alignment/internal/alignment_report.h"
#include "tests/session/alignment/alignment_photos.h"
#include "tests/support/bytes.h"
#include "tests/support/mutations.h"

namespace pf {
namespace {

namespace fs = std::filesystem;
using namespace test;
using ::testing::HasSubstr;

class AlignmentResume : public AlignmentOfPhotos {};

TEST_F(AlignmentResume, AnyNumberOfThreadsGivesTheSameFiles) {
    AlignRequest made = request();
    made.extension = ".jpg";
    made.threads = 1;
    const AlignOutcome one = align(made);
    made.out = folder / "out4";
    made.threads = 4;
    const AlignOutcome four = align(made);
    EXPECT_EQ(readTextFile(one.report), readTextFile(four.report));
    for (int i = 0; i < kCount; ++i) {
        const std::string name = fs::path(nameOf(i)).replace_extension(".jpg").string();
        EXPECT_EQ(readTextFile(folder / ("out/" + name)), readTextFile(folder / ("out4/" + name)));
    }
}

TEST_F(AlignmentResume, StopsAtOnceAndGoesOnWhereItWas) {
    AlignRequest made = request();
    made.threads = 1;
    const AlignOutcome whole = align(made);
    made.out = folder / "out2";
    RunControl control;
    const AlignOutcome stopped = alignFaces(made, control, [&](const Progress& progress) {
        if (progress.done >= 1) {
            control.requestStop();
        }
    });
    EXPECT_FALSE(stopped.complete);
    EXPECT_EQ(stopped.written, 1U);
    EXPECT_FALSE(YAML::LoadFile((made.out / "alignment.yaml").string())["complete"].as<bool>());
    EXPECT_THAT(errorOf([&] { align(made); }), HasSubstr("is not empty"));
    made.resume = true;
    // A second run that is stopped before it does anything must not forget the first.
    RunControl ended;
    ended.requestStop();
    EXPECT_FALSE(alignFaces(made, ended, {}).complete);
    const AlignOutcome rest = align(made);
    EXPECT_TRUE(rest.complete);
    EXPECT_EQ(rest.kept, 1U);
    EXPECT_EQ(rest.written, 9U);
    expectAccounted(rest);
    EXPECT_EQ(readTextFile(rest.report), readTextFile(whole.report));
}

TEST_F(AlignmentResume, ResumingMakesTheCropOfAReplacedPhotoAgain) {
    AlignRequest made = request();
    align(made);
    const fs::path photo = folder / ("photos/" + nameOf(0));
    writePhoto(photo, faceOf(7));
    fs::last_write_time(photo, fs::file_time_type::clock::now() + std::chrono::seconds(5));
    made.resume = true;
    const AlignOutcome outcome = align(made);
    EXPECT_EQ(outcome.written, 1U);
    EXPECT_EQ(outcome.kept, static_cast<std::size_t>(kCount) - 1);
}

TEST_F(AlignmentResume, ResumingMakesDamagedCropsAgainAndTriesFailedPhotosAgain) {
    const fs::path bad = folder.write("photos/ben/late.png", "not copied yet");
    text += listLine("ben/late.png", alignTemplate(112, 112).points);
    AlignRequest made = request();
    made.extension = ".jpg";
    EXPECT_EQ(align(made).withoutCrop, 1U);
    writePhoto(bad, faceOf(5));
    fs::resize_file(folder / "out/anna/4.jpg", 300);
    fs::remove(folder / "out/ben/3.jpg");
    made.resume = true;
    const AlignOutcome outcome = align(made);
    EXPECT_EQ(outcome.kept, 8U);
    EXPECT_EQ(outcome.written, 3U);
    EXPECT_TRUE(outcome.remarks.empty());
    expectAccounted(outcome);
}

TEST_F(AlignmentResume, GoesOnAfterAProcessThatWasKilled) {
    AlignRequest made = request();
    const AlignOutcome whole = align(made);
    // As it is while the work runs: no report yet, its part cut inside a line.
    const std::string report = readTextFile(whole.report);
    std::size_t at = 0;
    for (int line = 0; line < 5; ++line) {
        at = report.find('\n', at) + 1;
    }
    fs::remove(whole.report);
    folder.write("out/alignment.csv.part", report.substr(0, at + 20));
    made.resume = true;
    const AlignOutcome outcome = align(made);
    EXPECT_EQ(outcome.kept, 4U);
    EXPECT_EQ(outcome.written, 6U);
    EXPECT_EQ(readTextFile(outcome.report), report);
    EXPECT_FALSE(fs::exists(folder / "out/alignment.csv.part"));
}

TEST_F(AlignmentResume, ResumingWithOtherSettingsOrInAForeignFolderIsRefused) {
    AlignRequest made = request();
    align(made);
    made.resume = true;
    made.width = 96;
    EXPECT_THAT(errorOf([&] { align(made); }),
                HasSubstr("made with template arcface-112x112, not sphereface-112x96"));
    made.width = 112;
    text += listLine("more.png", alignTemplate(112, 112).points);
    EXPECT_THAT(errorOf([&] { align(request()); }), HasSubstr("config: "));
    made = request();
    made.resume = true;
    EXPECT_THAT(errorOf([&] { align(made); }), HasSubstr("landmarks_sha256"));
    made.out = folder / "foreign";
    folder.write("foreign/precious.txt", "x");
    EXPECT_THAT(errorOf([&] { align(made); }), HasSubstr("there is no alignment to resume"));
    folder.write("out/alignment.yaml", "]] no yaml");
    made.out = folder / "out";
    EXPECT_THAT(errorOf([&] { align(made); }), HasSubstr("data: "));
}

TEST_F(AlignmentResume, ProgressCountsEveryPhotoToTheLast) {
    std::vector<Progress> seen;
    RunControl control;
    alignFaces(request(), control, [&](const Progress& progress) { seen.push_back(progress); });
    ASSERT_GE(seen.size(), 2U);
    EXPECT_EQ(seen.front().phase, Phase::Opening);
    EXPECT_EQ(seen.back().done, 10);
    EXPECT_EQ(seen.back().total, 10);
    EXPECT_EQ(seen.back().secondsLeft, 0);
    for (std::size_t i = 1; i < seen.size(); ++i) {
        EXPECT_GE(seen[i].done, seen[i - 1].done);
    }
}

TEST(AlignCsv, RowsComeBackWhateverTheirNames) {
    AlignRow row{.photo = "a \"b\",\nc.jpg", .crop = "x,y.jpg", .face = 1, .faces = 1};
    row.found.score = 0.75;
    row.found.box = {1.5F, -2, 3, 4};
    row.found.points = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10.125F};
    row.remarks = {{"several faces", "2 faces; one | two"}, {"outside", "far, far"}};
    const auto rows =
        parseAlignCsv(alignCsvHeader() + alignCsvLine(row) + alignCsvLine({.photo = "z"}), "r.csv", false);
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_EQ(rows[0].photo, row.photo);
    EXPECT_EQ(rows[0].crop, row.crop);
    EXPECT_EQ(rows[0].found.score, 0.75);
    EXPECT_EQ(rows[0].found.box, row.found.box);
    EXPECT_EQ(rows[0].found.points, row.found.points);
    ASSERT_EQ(rows[0].remarks.size(), 2U);
    EXPECT_EQ(rows[0].remarks[0].detail, "2 faces; one / two");
    EXPECT_EQ(rows[0].remarks[1], row.remarks[1]);
    EXPECT_EQ(rows[1].faces, 0U);
    EXPECT_THAT(errorOf([] { parseAlignCsv("a,b\n", "r.csv", false); }),
                HasSubstr("r.csv: it is not a report"));
    EXPECT_THAT(errorOf([] { parseAlignCsv(alignCsvHeader() + "a,b\n", "r.csv", false); }),
                HasSubstr("r.csv:2: there are 2 fields instead of 21"));
    EXPECT_THAT(errorOf([] { parseAlignCsv(alignCsvHeader() + "a,b", "r.csv", false); }),
                HasSubstr("cut short"));
    EXPECT_TRUE(parseAlignCsv(alignCsvHeader() + "a,b", "r.csv", true).empty());
}

TEST(AlignCsvFuzz, MutatedReportsGiveRowsOrOneSentence) {
    AlignRow row{.photo = "a.jpg", .crop = "b \"c\".jpg", .face = 1, .faces = 1};
    row.found.score = 0.5;
    row.remarks = {{"outside", "x"}, {"odd landmarks", "y, z"}};
    const test::Bytes seed = test::toBytes(alignCsvHeader() + alignCsvLine(row) +
                                           alignCsvLine({.photo = "q"}) + alignCsvLine(row));
    Rng rng(20240602);
    std::size_t refused = 0;
    for (int i = 0; i < 100000; ++i) {
        try {
            for (const AlignRow& read :
                 parseAlignCsv(test::toText(test::mutated(seed, rng)), "r.csv", rng.below(2) == 0)) {
                ASSERT_LE(read.face, read.faces);
            }
        } catch (const Error& error) {
            ASSERT_EQ(error.code(), ErrorCode::Data) << error.what();
            ++refused;
        }
    }
    EXPECT_GT(refused, 10000U);
    EXPECT_LT(refused, 99000U);
}

}  // namespace
}  // namespace pf
