// What a run says of its training data, and that it learns from the right pairs of it.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/eval/embeddings/embedding_files.h"
#include "core/eval/embeddings/embedding_writer.h"
#include "core/session/conversion/conversion.h"
#include "core/session/evaluate/evaluation.h"
#include "core/session/evaluate/training_overlap.h"
#include "core/session/model/face_model.h"
#include "core/session/model/internal/training_pictures.h"
#include "core/session/run/run_reader.h"
#include "tests/session/small_run.h"
#include "tests/support/failures.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

/// A folder of synthetic people as files: 000000/000.png ...
fs::path makePeople(const fs::path& folder, int people, int images) {
    RunControl control;
    const std::string source =
        "synthetic:identities=" + std::to_string(people) + ",images=" + std::to_string(images) + ",seed=7";
    convertImages({.sources = {source}, .out = folder}, control, {});
    return folder;
}

std::vector<fs::path> filesOf(const fs::path& folder) {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".png") {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::string notesOf(const fs::path& run) {
    RunReader reader(run);
    std::string text;
    for (auto update = reader.poll(); !update.empty(); update = reader.poll()) {
        for (const NoteRecord& note : update.notes) {
            text += (note.level == NoteRecord::Level::Warning ? "warning: " : "note: ") + note.text + "\n";
        }
    }
    return text;
}

class TrainingDataTest : public testing::Test {
  protected:
    Options options() const {
        Options small = test::smallOptions(folder_.path());
        small.data.train = {faces_.string()};
        small.evaluation.sets.clear();
        return small;
    }

    test::TemporaryFolder folder_;
    fs::path faces_ = folder_ / "faces";
};

TEST_F(TrainingDataTest, PeopleWithOnePictureAreCountedAndASetOfThemIsRefused) {
    makePeople(faces_, 10, 4);
    const auto files = filesOf(faces_);
    for (std::size_t i = 0; i < files.size(); ++i) {
        if (i / 4 >= 6 && i % 4 > 0) {
            fs::remove(files[i]);
        }
    }
    fs::remove(files[0]);
    fs::copy_file(files[1], files[0]);  // a copy counts once
    test::trainSmall(options(), folder_ / "run");
    test::expectContains(notesOf(folder_ / "run"),
                         {"4 identities have one picture, which joins batches as a negative",
                          "1 image is a byte-identical copy"});
    const std::string log = readTextFile(folder_ / "run/training-log.txt");
    test::expectContains(log, {"# note: 4 identities have one picture"});
    Options leaveOut = options();
    leaveOut.data.onePicture = "leave_out";
    test::trainSmall(leaveOut, folder_ / "fewer");
    test::expectContains(notesOf(folder_ / "fewer"), {"4 identities have one picture and are left out"});
    leaveOut.train.identitiesPerBatch = 8;
    test::expectContains(
        test::failure([&] { test::trainSmall(leaveOut, folder_ / "too-few"); }),
        {"6 identities with two different pictures or more", "lower train.identities_per_batch"});
    // Before anything crosses the backbone.
    EXPECT_EQ(notesOf(folder_ / "too-few").find("feature store"), std::string::npos);
    for (const auto& file : filesOf(faces_)) {
        if (file.filename() != "000.png") {
            fs::remove(file);
        }
    }
    test::expectContains(test::failure([&] { test::trainSmall(options(), folder_ / "single"); }),
                         {"nobody in the training set has two different pictures", "add pictures"});
}

TEST_F(TrainingDataTest, OnePictureUnderTwoPeopleIsSaid) {
    makePeople(faces_, 8, 4);
    const auto files = filesOf(faces_);
    fs::copy_file(files[0], files[4].parent_path() / "copy.png");
    test::trainSmall(options(), folder_ / "run");
    test::expectContains(notesOf(folder_ / "run"), {"warning: 1 picture is filed under two identities",
                                                    files[0].string() + " = ", "copy.png"});
}

TEST_F(TrainingDataTest, DataReplacedUnderTheSameNamesIsNoticedOnResume) {
    makePeople(faces_, 8, 4);
    test::trainSmall(options(), folder_ / "run");
    const auto first = readDataRecord(folder_ / "run");
    ASSERT_TRUE(first);
    EXPECT_EQ(first->contents.size(), 64U);
    // The same data elsewhere, and touched: nothing to say.
    for (const auto& file : filesOf(faces_)) {
        fs::last_write_time(file, fs::file_time_type::clock::now() + std::chrono::hours(1));
    }
    test::trainSmall({}, folder_ / "run", true, 1);
    EXPECT_EQ(notesOf(folder_ / "run").find("not what this run began with"), std::string::npos);
    const auto files = filesOf(faces_);
    fs::remove(files[6]);
    fs::copy_file(files[5], files[6]);
    test::trainSmall({}, folder_ / "run", true, 1);
    const auto second = readDataRecord(folder_ / "run");
    ASSERT_TRUE(second);
    EXPECT_EQ(second->names, first->names);
    EXPECT_EQ(second->contents, first->contents) << "what the run began with stays recorded";
    ASSERT_EQ(second->later.size(), 1U);
    EXPECT_NE(second->later[0], first->contents);
    test::expectContains(notesOf(folder_ / "run"),
                         {"warning: the training data is not what this run began with; 1 picture is gone"});
    RunControl control;
    fs::remove(files[7]);
    convertImages({.sources = {"synthetic:identities=1,images=1,seed=99"}, .out = folder_ / "other"}, control,
                  {});
    fs::copy_file(filesOf(folder_ / "other").front(), files[7]);
    test::trainSmall({}, folder_ / "run", true, 1);
    test::expectContains(notesOf(folder_ / "run"),
                         {"1 picture under the same names is new (" + files[7].string()});
    EXPECT_EQ(readDataRecord(folder_ / "run")->contents, first->contents);
    EXPECT_EQ(readDataRecord(folder_ / "run")->later.size(), 2U);
}

TEST_F(TrainingDataTest, TestPicturesThatWereTrainedOnAreCounted) {
    makePeople(faces_, 10, 4);
    Options both = options();
    std::string pairs = "a,b,same\n";
    for (int person = 0; person < 10; ++person) {
        const std::string one = "00000" + std::to_string(person);
        const std::string other = "00000" + std::to_string((person + 1) % 10);
        pairs += one + "/000.png," + one + "/001.png,1\n" + one + "/002.png," + other + "/003.png,0\n";
    }
    const fs::path list = folder_.write("pairs.csv", pairs);
    RunControl control;
    ASSERT_TRUE(convertImages({.sources = {faces_.string()},
                               .out = folder_ / "own.bin",
                               .format = FaceFormat::Bin,
                               .pairs = list},
                              control, {})
                    .complete);
    both.evaluation.sets = {{"own", (folder_ / "own.bin").string()},
                            {"clean", "synthetic:pairs=40,identities=10,images=4,first=5000,seed=7"}};
    test::trainSmall(both, folder_ / "run");
    test::expectContains(notesOf(folder_ / "run"),
                         {"warning: own: 40 of the 40 test pictures are byte-identical to training pictures",
                          "note: clean: none of the "});
    FaceModel model(folder_ / "run");
    const auto evaluations = evaluateModel(model, {{"own", (folder_ / "own.bin").string()}}, fullEvaluation(),
                                           folder_ / "out", control, {});
    ASSERT_EQ(evaluations.size(), 1U);
    const ProtocolCard& card = evaluations.front()->report.card;
    EXPECT_TRUE(card.overlapsTraining);
    test::expectContains(card.trainingOverlap, {"40 of the 40 test pictures", "better than on unseen faces"});
    test::expectContains(readTextFile(folder_ / "out/own/report.json"), {"\"overlaps_training\": true"});
    test::expectContains(readTextFile(folder_ / "out/own/report.html"), {"Seen in training", "40 of the 40"});
    // A model outside of its run does not know.
    const fs::path alone = folder_ / "alone.safetensors";
    fs::copy_file(folder_ / "run/checkpoints/best.safetensors", alone);
    const auto unknown = overlapWithTraining(openImages({(folder_ / "own.bin").string()}),
                                             FaceModel(alone).info().runDirectory, control, 2);
    EXPECT_FALSE(unknown.isWarning);
    EXPECT_EQ(unknown.text.rfind("not known", 0), 0U);
}

TEST_F(TrainingDataTest, PeopleAreKnownByTheirNamesInOtherSpellings) {
    TrainingPictures training;
    training.identities = {"Ann_Lee", "Zo\u00eb_Kim", "000003"};
    RunControl control;
    const auto overlapOf = [&](const std::string& name) {
        const fs::path root = folder_ / ("test " + name);
        makePeople(root, 1, 1);
        fs::rename(root / "000000", root / name);
        return trainingOverlap(openImages({root.string()}), training, control, 1).value();
    };
    for (const char* name : {"Ann_Lee", "ANN LEE", "ann-lee", "zoe\u0308_kim"}) {
        EXPECT_EQ(overlapOf(name).sharedNames.size(), 1U) << name;
    }
    EXPECT_TRUE(overlapOf("Anna_Lee").sharedNames.empty());
    training.identities = {"000003"};
    EXPECT_NE(overlapOf("Ann Lee").text().find("whether identities are shared is not known"),
              std::string::npos);
}

TEST_F(TrainingDataTest, NamesThatAreNoUtf8SurviveToTheEnd) {
    faces_ = folder_ / "set_\xD5\xC5";
    makePeople(faces_, 8, 4);
    fs::rename(faces_ / "000000", faces_ / "\xD5\xC5\xC8\xFD");
    fs::rename(faces_ / "000001" / "001.png", faces_ / "000001" / "\xF1.png");
    const TrainOutcome outcome = test::trainSmall(options(), folder_ / "run");
    EXPECT_EQ(outcome.end, TrainEnd::Finished);
    const TrainOutcome more = test::trainSmall({}, folder_ / "run", true, 1);
    EXPECT_EQ(more.step, outcome.step + 6) << "config.yaml names the same folder";
    FaceModel model(folder_ / "run");
    EXPECT_EQ(model.info().options.data.train, std::vector<std::string>{faces_.string()});
    RunControl control;
    const EmbeddingSet embedded = model.embed(openImages({faces_.string()}), control, {});
    for (const char* name : {"e.npz", "e.csv"}) {
        writeEmbeddings(folder_ / name, embedded);
        const EmbeddingSet back = readEmbeddings(folder_ / name);
        EXPECT_EQ(back.names, embedded.names) << name;
    }
    test::expectContains(readTextFile(folder_ / "e.csv"), {"/\xF1.png"});
    test::expectContains(readTextFile(folder_ / "e.npz"), {"set_\xD5\xC5/\xD5\xC5\xC8\xFD/000.png"});
}

}  // namespace
}  // namespace pf
