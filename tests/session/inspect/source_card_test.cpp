#include "core/session/inspect/source_card.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "core/base/numpy/npy.h"
#include "core/session/conversion/conversion.h"
#include "tests/session/small_run.h"
#include "tests/support/matchers.h"
#include "tests/support/onnx_models.h"
#include "tests/support/temporary_folder.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

using namespace matchers;

class SourceCardTest : public testing::Test {
  protected:
    SourceCard look(const fs::path& path) {
        RunControl control;
        return describeSource(path.string(), control);
    }
    fs::path made(const std::string& source, const std::string& name,
                  FaceFormat format = FaceFormat::Folder) {
        RunControl control;
        convertImages({.sources = {source}, .out = folder_ / name, .format = format}, control, {});
        return folder_ / name;
    }
    fs::path write(const std::string& name, const std::string& bytes) {
        std::ofstream(folder_ / name, std::ios::binary) << bytes;
        return folder_ / name;
    }

    test::TemporaryFolder folder_;
};

std::string fact(const SourceCard& card, const std::string& name) {
    for (const SourceFact& entry : card.facts) {
        if (entry.name == name) {
            return entry.value;
        }
    }
    return "";
}

const std::string kFaces = "synthetic:identities=3,images=4,size=112";

TEST_F(SourceCardTest, CountsTheFacesOfAFolderAndOfRecords) {
    const SourceCard folder = look(made(kFaces, "faces"));
    EXPECT_EQ(folder.kind, SourceKind::Faces);
    EXPECT_EQ(folder.title, "Folder of identities");
    EXPECT_EQ(fact(folder, "images"), "12");
    EXPECT_EQ(fact(folder, "identities"), "3");
    EXPECT_EQ(fact(folder, "images per identity"), "4");
    EXPECT_EQ(fact(folder, "image size"), "112x112");
    EXPECT_THAT(folder.uses, Contains(SourceUse::Align));

    const SourceCard records = look(made(kFaces, "faces.rec", FaceFormat::Record));
    EXPECT_EQ(records.title, "MXNet RecordIO set");
    EXPECT_EQ(fact(records, "identities"), "3");
    EXPECT_THAT(records.uses, ElementsAre(SourceUse::Train, SourceUse::Gallery, SourceUse::Convert));
    EXPECT_EQ(look(folder_ / "faces.idx").title, "MXNet RecordIO set");
}

TEST_F(SourceCardTest, CountsThePairsOfABin) {
    const SourceCard card =
        look(made("synthetic:identities=4,images=3,size=112,pairs=10", "pairs.bin", FaceFormat::Bin));
    EXPECT_EQ(card.kind, SourceKind::Pairs);
    EXPECT_EQ(fact(card, "pairs"), "10: 5 genuine, 5 impostor");
    EXPECT_EQ(card.uses.front(), SourceUse::Evaluate);
}

TEST_F(SourceCardTest, ListsTheFirstProblemsOfAFolder) {
    const fs::path faces = made(kFaces, "faces");
    std::ofstream(faces / "broken.jpg") << "no picture at all";
    const SourceCard card = look(faces);
    EXPECT_GE(card.problemCount, 1U);
    EXPECT_THAT(card.problems, Contains(HasSubstr("broken.jpg")));
}

TEST_F(SourceCardTest, OffersNothingToDoWithAnImageThatCannotBeUsed) {
    const SourceCard card = look(write("noise.jpg", "no picture at all, whatever its name says"));
    EXPECT_EQ(card.problemCount, 1U);
    EXPECT_THAT(card.uses, IsEmpty());
}

TEST_F(SourceCardTest, TellsABackboneFromADetector) {
    const SourceCard backbone = look(write("net.onnx", test::smallFaceNetwork().bytes()));
    EXPECT_EQ(backbone.kind, SourceKind::Backbone);
    EXPECT_THAT(backbone.uses, ElementsAre(SourceUse::UseAsBackbone));
    EXPECT_FALSE(backbone.isProgram);

    test::OnnxModel yunet({1, 3, 320, 320});
    for (const char* name : {"loc", "conf", "iou"}) {
        yunet.output(name, {1, 4});
    }
    const SourceCard detector = look(write("yunet.onnx", yunet.bytes()));
    EXPECT_EQ(detector.kind, SourceKind::Detector);
    EXPECT_THAT(detector.uses, ElementsAre(SourceUse::Align));
}

TEST_F(SourceCardTest, TellsTheListsApart) {
    EXPECT_EQ(look(write("marks.txt", "a.jpg 10 10 30 10 20 20 12 30 28 30\n")).kind, SourceKind::Landmarks);
    EXPECT_EQ(look(write("pairs.csv", "a,b,same\na.jpg,b.jpg,1\na.jpg,c.jpg,0\n")).kind,
              SourceKind::PairList);
    EXPECT_EQ(look(write("points.csv", "mu_0,mu_1,sigma_sq\n0.6,0.8,0.5\n0,1,0.25\n")).kind,
              SourceKind::Embeddings);
}

TEST_F(SourceCardTest, KnowsEveryPairListThatAnEvaluationReads) {
    for (const char* text : {"2 1\nAnn\t1\t2\nAnn\t1\tBob\t3\n", "Ann\t1\t2\nAnn\t1\tBob\t3\n",
                             "\xEF\xBB\xBF"
                             "1\nAnn 1 2\nAnn 1 Bob 3\n",
                             "1\nAnn B\t1\t2\nAnn B\t1\tBob C\t3\n", "1\nAnn\t0\t2\nAnn\t1\tBob\t3\n"}) {
        const SourceCard card = look(write("pairs.txt", text));
        EXPECT_EQ(card.kind, SourceKind::PairList) << text;
        EXPECT_EQ(card.title, "Pair list in LFW's layout") << text;
        EXPECT_EQ(fact(card, "pairs"), "2: 1 genuine, 1 impostor") << text;
    }
    for (const char* text :
         {"00000 00001 00001\n00002 00005 00000\n", "a.jpg;b.jpg;1.0\na.jpg;c.jpg;0.0\n",
          "a\\1.jpg b\\1.jpg 1\na\\1.jpg c\\1.jpg -1\n", "img1,img2,label\na,b,1\na,c,0\n"}) {
        const SourceCard card = look(write("pairs.txt", text));
        EXPECT_EQ(card.title, "Pair list") << text;
        EXPECT_EQ(fact(card, "pairs"), "2: 1 genuine, 1 impostor") << text;
    }
}

TEST_F(SourceCardTest, ListsOfFacesAreNoPairLists) {
    const fs::path faces = made(kFaces, "faces");
    std::vector<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(faces)) {
        if (entry.is_regular_file()) {
            files.push_back(entry.path().lexically_relative(folder_.path()).string());
        }
    }
    std::string insightface;
    std::string blanks;
    for (std::size_t i = 0; i < files.size(); ++i) {
        const std::string label = std::to_string(i % 2);
        insightface += "1\t" + files[i] + "\t" + label + "\n";
        blanks += std::to_string(i) + "   " + label + ".000000   " + files[i] + "\n";
    }
    for (const auto& [name, text] : {std::pair("two.lst", insightface), std::pair("blanks.lst", blanks)}) {
        const SourceCard card = look(write(name, text));
        EXPECT_EQ(card.kind, SourceKind::Faces) << name;
        EXPECT_EQ(fact(card, "images"), "12") << name;
        EXPECT_EQ(fact(card, "identities"), "2") << name;
    }
}

TEST_F(SourceCardTest, KnowsTheTablesThatAnEvaluationReads) {
    EXPECT_EQ(look(write("s.csv", "score,same,risk\n0.5,1,2\n0.25,0,3\n")).title, "Scores of pairs");
    writeNpz(folder_ / "scores.npz", {{"score", NpyArray::fromFloats(std::vector<float>{0.5F, 0.25F}, {2})},
                                      {"same", NpyArray::fromBools({true, false})}});
    const SourceCard scores = look((folder_ / "scores.npz").string());
    EXPECT_EQ(scores.kind, SourceKind::Scores);
    EXPECT_EQ(fact(scores, "pairs"), "2: 1 genuine, 1 impostor");
    for (const char* text :
         {"0.25 a.jpg\n0.5 b.jpg\n", "0.25,a.jpg\n0.5,b.jpg\n", "Image_Path,Quality_Score\na.jpg,36\n",
          "# CR-FIQA\nname,quality\na.jpg,36\n", "name,quality\ra.jpg,36\r"}) {
        EXPECT_EQ(look(write("q.txt", text)).kind, SourceKind::Qualities) << text;
    }
    // A name and a whole number can be a face and its label, too.
    const SourceCard whole = look(write("q.txt", "a.jpg 36\nb.jpg 58\n"));
    EXPECT_EQ(whole.kind, SourceKind::Unknown);
    EXPECT_THAT(whole.problems.front(), testing::HasSubstr("--quality NAME=FILE"));
    for (const char* text : {"enroll,verif,score\na.jpg,b.jpg,0.5\n", "a.jpg b.jpg 0.3\nc.jpg d.jpg 0.5\n"}) {
        EXPECT_EQ(look(write("q.txt", text)).kind, SourceKind::Unknown) << text;
    }
    std::string header = "\"\"";
    std::string line = "\"a.jpg\"";
    for (int i = 0; i < 64; ++i) {
        header += ",\"V" + std::to_string(i + 1) + "\"";
        line += i % 2 == 0 ? ",0.5" : ",-0.25";
    }
    const SourceCard embeddings = look(write("e.csv", header + "\n" + line + "\n"));
    EXPECT_EQ(embeddings.kind, SourceKind::Embeddings);
    EXPECT_EQ(fact(embeddings, "size of mu"), "64");
    EXPECT_EQ(look(write("ijbc_template_pair_label.txt", "9 132 0\n55 68 1\n")).title,
              "IJB's pairs of templates");
    EXPECT_NE(look(write("counts.txt", "202599\nlefteye_x lefteye_y\n")).kind, SourceKind::PairList);
}

TEST_F(SourceCardTest, TellsQualitiesAndEmbeddingsWithoutSigma) {
    EXPECT_EQ(look(write("q.txt", "a.jpg 0.25\nb.jpg 1\n")).kind, SourceKind::Qualities);
    const SourceCard ofiq =
        look(write("q.csv", "Filename;UnifiedQualityScore;UnifiedQualityScore.scalar;\na.jpg;1;47;\n"));
    EXPECT_EQ(ofiq.kind, SourceKind::Qualities);
    EXPECT_EQ(fact(ofiq, "quality"), "UnifiedQualityScore.scalar");
    std::string line = "a.jpg";
    for (int i = 0; i < 64; ++i) {
        line += i % 2 == 0 ? " 0.5" : " -0.25";
    }
    const SourceCard embeddings = look(write("e.txt", line + "\n"));
    EXPECT_EQ(embeddings.kind, SourceKind::Embeddings);
    EXPECT_EQ(fact(embeddings, "sigma²"), "none");
    EXPECT_EQ(fact(embeddings, "size of mu"), "64");
}

TEST_F(SourceCardTest, ShowsARunWithItsCard) {
    const fs::path run = folder_ / "run";
    test::trainSmall(test::smallOptions(folder_.path()), run);
    const SourceCard card = look(run);
    EXPECT_EQ(card.kind, SourceKind::Model);
    EXPECT_EQ(card.title, "Run");
    EXPECT_THAT(fact(card, "training sigma² 10, 50, 90 %"), Not(IsEmpty()));
    EXPECT_THAT(fact(card, "preprocessing"), HasSubstr("rgb mean"));
    EXPECT_THAT(card.uses, AllOf(Contains(SourceUse::OpenRun), Contains(SourceUse::Export)));
}

TEST_F(SourceCardTest, SaysInASentenceWhatCannotBeRead) {
    const auto problem = [&](const fs::path& path) {
        const SourceCard card = look(path);
        EXPECT_EQ(card.problems.size(), 1U) << path;
        EXPECT_THAT(card.uses, IsEmpty()) << path;
        return card.problems.empty() ? "" : card.problems.front();
    };
    EXPECT_THAT(problem(folder_ / "missing.rec"), HasSubstr("there is no such file or folder"));
    for (const char* name : {"a.rec", "a.bin", "a.onnx", "a.pt", "a.safetensors", "a.npz", "a.jpg", "a.yaml",
                             "a.txt", "a.pth", "a.index", "a.npy"}) {
        EXPECT_THAT(problem(write(name, "")), HasSubstr("empty")) << name;
    }
    for (const char* name :
         {"b.rec", "b.bin", "b.onnx", "b.pt", "b.safetensors", "b.npz", "b.pth", "b.npy"}) {
        EXPECT_THAT(problem(write(name, "this is a letter, not what its name says")), HasSubstr(name))
            << name;
    }
}

}  // namespace
}  // namespace pf
