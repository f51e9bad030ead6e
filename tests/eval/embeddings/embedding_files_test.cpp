#include "core/eval/embeddings/embedding_files.h"

#include <gtest/gtest.h>

#include <cmath>

#include "core/base/numpy/npy.h"
#include "tests/eval/embeddings/embedding_pickles.h"
#include "tests/support/matchers.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

using namespace matchers;

using Floats = std::vector<float>;

const Floats kMu = {1, 0, 0, 0, 0.6F, 0.8F, 0, 0, 1, 0.8F, 0, -0.6F};
const Floats kSigmaSq = {0.5F, 0.25F, 2, 0.125F};

std::string npy(const Floats& values, std::vector<std::size_t> shape) {
    return test::toText(npyBytes(NpyArray::fromFloats(values, std::move(shape))));
}

std::string pickle(const char* hex) {
    return test::toText(test::fromHex(hex));
}

class EmbeddingFiles : public testing::Test {
  protected:
    EmbeddingSet read(const std::string& name, const std::string& content,
                      const EmbeddingReadOptions& options = {}) const {
        return readEmbeddings(folder_.write(name, content), options);
    }
    std::string refusal(const std::string& name, const std::string& content,
                        const EmbeddingReadOptions& options = {}) const {
        return errorOf([&] { read(name, content, options); });
    }
    std::string npzRefusal(const NpzArrays& arrays) const {
        writeNpz(folder_ / "bad.npz", arrays);
        return errorOf([&] { readEmbeddings(folder_ / "bad.npz"); });
    }

    test::TemporaryFolder folder_;
};

TEST_F(EmbeddingFiles, AnNpzMayHaveFlatSigmaAndNoNames) {
    writeNpz(folder_ / "a.npz", {{"mu", NpyArray::fromFloats(kMu, {4, 3})},
                                 {"sigma_sq", NpyArray::fromFloats(kSigmaSq, {4})},
                                 {"issame", NpyArray::fromIntegers(std::vector<std::int64_t>{1, 0}, {2})}});
    const auto set = readEmbeddings(folder_ / "a.npz");
    EXPECT_EQ(set.mu, kMu);
    EXPECT_EQ(set.sigmaSq, kSigmaSq);
    EXPECT_EQ(set.sigmaSize, 1U);
    EXPECT_THAT(set.names, ElementsAre("a.npz#0", "a.npz#1", "a.npz#2", "a.npz#3"));
    EXPECT_THAT(set.labels, ElementsAre(-1, -1, -1, -1));
    EXPECT_THAT(set.issame, ElementsAre(true, false));
    // The suffix does not matter where the content tells.
    std::filesystem::copy_file(folder_ / "a.npz", folder_ / "a.features");
    EXPECT_EQ(readEmbeddings(folder_ / "a.features").mu, kMu);
}

TEST_F(EmbeddingFiles, BadArraysAreNamed) {
    const auto floats = [](const Floats& values, std::vector<std::size_t> shape) {
        return NpyArray::fromFloats(values, std::move(shape));
    };
    const auto mu = floats({1, 0, 0, 1}, {2, 2});
    const auto sigmaSq = floats({1, 1}, {2, 1});
    EXPECT_THAT(npzRefusal({{"sigma_sq", sigmaSq}}),
                AllOf(HasSubstr("bad.npz"), HasSubstr("no array 'mu'"), HasSubstr("'sigma_sq'")));
    EXPECT_THAT(npzRefusal({{"mu", mu}, {"sigma_sq", floats({1, 1, 1}, {3, 1})}}), HasSubstr("[3, 1]"));
    EXPECT_THAT(npzRefusal({{"mu", mu}, {"sigma_sq", floats({1, 0}, {2, 1})}}),
                AllOf(HasSubstr("bad.npz"), HasSubstr("row 1 has sigma_sq 0 ")));
    EXPECT_THAT(npzRefusal({{"mu", mu}, {"sigma_sq", floats({1, std::nanf("")}, {2, 1})}}),
                HasSubstr("row 1 has sigma_sq nan"));
    EXPECT_THAT(npzRefusal({{"mu", floats({1, 0, 3, 4}, {2, 2})}, {"sigma_sq", sigmaSq}}),
                HasSubstr("row 1 has mu of length 5 "));
    EXPECT_THAT(npzRefusal({{"mu", floats({}, {0, 2})}, {"sigma_sq", floats({}, {0, 1})}}),
                HasSubstr("no rows"));
    EXPECT_THAT(npzRefusal({{"mu", mu}, {"sigma_sq", NpyArray::fromStrings({"1", "1"})}}),
                AllOf(HasSubstr("bad.npz"), HasSubstr("array sigma_sq")));
    NpzArrays arrays = {{"mu", mu}, {"sigma_sq", sigmaSq}, {"issame", NpyArray::fromBools({true, false})}};
    EXPECT_THAT(npzRefusal(arrays), HasSubstr("issame has 2 pairs, which need 4 rows"));
    arrays["issame"] = NpyArray::fromIntegers(std::vector<std::int64_t>{2}, {1});
    EXPECT_THAT(npzRefusal(arrays), AllOf(HasSubstr("bad.npz"), HasSubstr("array issame"), HasSubstr("2")));
    arrays.erase("issame");
    arrays["files"] = NpyArray::fromStrings({"a"});
    EXPECT_THAT(npzRefusal(arrays), HasSubstr("files names 1 images"));
    arrays["files"] = floats({1, 2}, {2});
    EXPECT_THAT(npzRefusal(arrays), HasSubstr("array files"));
}

TEST_F(EmbeddingFiles, AnNpyIsDividedWhereRowsHaveLengthOne) {
    // [D + 1]: an even and an odd number of columns
    const auto odd = read("a.npy", npy({0.6F, 0.8F, 0.5F, 1, 0, 2}, {2, 3}));
    EXPECT_EQ(odd.embeddingSize, 2U);
    EXPECT_EQ(odd.mu, (Floats{0.6F, 0.8F, 1, 0}));
    EXPECT_EQ(odd.sigmaSq, (Floats{0.5F, 2}));
    const auto scalar = read("b.npy", npy({1, 0, 0, 0.5F, 0, 0.6F, 0.8F, 2}, {2, 4}));
    EXPECT_EQ(scalar.embeddingSize, 3U);
    EXPECT_EQ(scalar.mu, (Floats{1, 0, 0, 0, 0.6F, 0.8F}));
    EXPECT_EQ(scalar.sigmaSq, (Floats{0.5F, 2}));
    // [2 D]: the first row alone would fit [D + 1] too
    const auto vector = read("c.npy", npy({0.6F, 0.8F, 1e-4F, 2, 1, 0, 0.5F, 0.25F}, {2, 4}));
    EXPECT_EQ(vector.embeddingSize, 2U);
    EXPECT_EQ(vector.sigmaSize, 2U);
    EXPECT_EQ(vector.mu, (Floats{0.6F, 0.8F, 1, 0}));
    EXPECT_EQ(vector.sigmaSq, (Floats{1e-4F, 2, 0.5F, 0.25F}));
    // Two columns can only be an embedding of size 1.
    EXPECT_EQ(read("d.npy", npy({1, 0.5F, -1, 2}, {2, 2})).mu, (Floats{1, -1}));
}

TEST_F(EmbeddingFiles, AnNpyThatFitsBothWaysNeedsItsSize) {
    const auto both = npy({0.6F, 0.8F, 1e-4F, 2, 1, 0, 1e-5F, 2.5F}, {2, 4});
    EXPECT_THAT(refusal("a.npy", both), AllOf(HasSubstr("a.npy"), HasSubstr("size 3 with one sigma²"),
                                              HasSubstr("size 2"), HasSubstr("embedding size")));
    EXPECT_EQ(read("a.npy", both, {.embeddingSize = 3}).sigmaSq, (Floats{2, 2.5F}));
    EXPECT_EQ(read("a.npy", both, {.embeddingSize = 2}).sigmaSq, (Floats{1e-4F, 2, 1e-5F, 2.5F}));
    EXPECT_EQ(read("a.npy", both, {.embeddingSize = 4}).sigmaSq, Floats()) << "all of it mu";
    EXPECT_THAT(refusal("a.npy", both, {.embeddingSize = 5}), HasSubstr("mu of size 5"));
}

TEST_F(EmbeddingFiles, AnNpyThatFitsNeitherWaySaysWhy) {
    // log sigma²
    EXPECT_THAT(refusal("a.npy", npy({1, 0, 0, 0.5F, 0, 1, 0, -1.5F}, {2, 4})),
                AllOf(HasSubstr("with mu of size 3, row 1 has sigma_sq -1.5"),
                      HasSubstr("with mu of size 2, row 0 has sigma_sq 0"), HasSubstr("logarithm")));
    // not normalised
    EXPECT_THAT(refusal("b.npy", npy({3, 4, 0.5F}, {1, 3})), HasSubstr("row 0 has mu of length 5"));
    EXPECT_THAT(refusal("c.npy", npy({1, 0, std::nanf("")}, {1, 3})), HasSubstr("sigma_sq nan"));
    EXPECT_THAT(refusal("d.npy", npy({3, 4, 0.5F}, {1, 3}), {.embeddingSize = 2}), HasSubstr("length 5"));
}

TEST_F(EmbeddingFiles, AnNpyOfAnotherShapeIsRefused) {
    EXPECT_THAT(refusal("a.npy", npy({1, 2}, {2})), HasSubstr("[N, D + 1]"));
    EXPECT_THAT(refusal("a.npy", npy({1, 2}, {2, 1})), HasSubstr("[N, D + 1]"));
    EXPECT_THAT(refusal("a.npy", npy({}, {0, 3})), HasSubstr("no rows"));
    EXPECT_THAT(refusal("a.npy", test::toText(npyBytes(NpyArray::fromStrings({"a"})))),
                HasSubstr("[N, D + 1]"));
}

TEST_F(EmbeddingFiles, ReadsTheReferencesPickles) {
    const auto triple = read("lfw_feature.pkl", pickle(test::kTriplePickle));
    EXPECT_EQ(triple.mu, kMu);
    EXPECT_EQ(triple.sigmaSq, kSigmaSq);
    EXPECT_THAT(triple.issame, ElementsAre(true, false));
    EXPECT_EQ(triple.names[3], "lfw_feature.pkl#3");

    const auto pair = read("a.pkl", pickle(test::kPairPickle));
    EXPECT_EQ(pair.mu, kMu);
    EXPECT_EQ(pair.sigmaSize, 3U);
    EXPECT_EQ(pair.sigmaSq[3], 0.25F);
    EXPECT_TRUE(pair.issame.empty());

    const auto columns = read("a.pkl", pickle(test::kColumnsPickle));
    EXPECT_EQ(columns.mu, kMu);
    EXPECT_EQ(columns.sigmaSq, kSigmaSq);

    const auto dict = read("a.pickle", pickle(test::kDictPickle));
    EXPECT_EQ(dict.mu, kMu);
    EXPECT_EQ(dict.sigmaSq, kSigmaSq);
    EXPECT_THAT(dict.names, ElementsAre("a.jpg", "b.jpg", "c.jpg", "d.jpg"));
    EXPECT_THAT(dict.issame, ElementsAre(true, false));
    // From protocol 2 on the content tells.
    EXPECT_EQ(read("features", pickle(test::kTriplePickle)).mu, kMu);
}

TEST_F(EmbeddingFiles, RefusesOtherPicklesAndRunsNone) {
    EXPECT_THAT(refusal("a.pkl", "cos\nsystem\n(S'touch /tmp/x'\ntR."),
                AllOf(HasSubstr("a.pkl"), HasSubstr("'os.system'")));
    EXPECT_THAT(refusal("a.pkl", "(lp0\n."), AllOf(HasSubstr("a list"), HasSubstr("(mu, sigma_sq)")));
    EXPECT_THAT(refusal("a.pkl", "N."), HasSubstr("None"));
    EXPECT_THAT(refusal("a.pkl", "(I1\nI2\nt."), AllOf(HasSubstr("an integer"), HasSubstr("(mu, sigma_sq)")));
    EXPECT_THAT(refusal("a.pkl", "(d."), HasSubstr("no key 'mu'"));
    EXPECT_THAT(refusal("a.pkl", pickle(test::kFortranPickle)), HasSubstr("ascontiguousarray"));
    EXPECT_THAT(refusal("a.pkl", pickle(test::kBigEndianPickle)), HasSubstr("'>f4'"));
    // An array whose state was never set has no type.
    EXPECT_THAT(refusal("a.pkl", "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR."),
                HasSubstr("never filled"));
}

TEST_F(EmbeddingFiles, ReadsTables) {
    const auto scalar = read("a.csv",
                             "name,mu_0,mu_1,sigma_sq\n"
                             "x/a.jpg,0.6,0.8,0.5\n"
                             "\"b, c.jpg\",1,0,2e-1\n");
    EXPECT_THAT(scalar.names, ElementsAre("x/a.jpg", "b, c.jpg"));
    EXPECT_EQ(scalar.mu, (Floats{0.6F, 0.8F, 1, 0}));
    EXPECT_EQ(scalar.sigmaSq, (Floats{0.5F, 0.2F}));
    const auto vector = read("a.tsv", "file\tmu_0\tmu_1\tsigma_sq_0\tsigma_sq_1\r\na\t0\t-1\t1\t2\r\n");
    EXPECT_EQ(vector.embeddingSize, 2U);
    EXPECT_EQ(vector.sigmaSize, 2U);
    EXPECT_EQ(vector.sigmaSq, (Floats{1, 2}));
}

TEST_F(EmbeddingFiles, TablesNameTheLineThatIsWrong) {
    const std::string header = "name,mu_0,mu_1,sigma_sq\n";
    for (const char* wrong : {"mu_0,mu_1,sigma_sq,name\n", "name,mu_0,mu_2,sigma_sq\n",
                              "name,mu_0,mu_1,mu_2,sigma_sq_0,sigma_sq_1\n", "name,mu_0,sigma_sq,quality\n",
                              "name,sigma_sq\n", "name\n"}) {
        EXPECT_THAT(refusal("a.csv", wrong), AllOf(HasSubstr("a.csv:1"), HasSubstr("mu_0"))) << wrong;
    }
    EXPECT_THAT(refusal("a.csv", header + "a,1,0,1\n\nb,1,zero,1\n"),
                AllOf(HasSubstr("a.csv:4"), HasSubstr("mu_1 is 'zero'")));
    EXPECT_THAT(refusal("a.csv", header + "a,1,0,nan\n"), AllOf(HasSubstr("a.csv:2"), HasSubstr("sigma_sq")));
    EXPECT_THAT(refusal("a.csv", header + "a,1,0\n"), AllOf(HasSubstr("a.csv:2"), HasSubstr("3 columns")));
    EXPECT_THAT(refusal("a.csv", header + "a,1,0,1\nb,1,1,1\n"), HasSubstr("row 1 has mu of length 1.41"));
    EXPECT_THAT(refusal("a.csv", header), HasSubstr("no rows"));
    EXPECT_THAT(refusal("a.csv", "\n\n"), HasSubstr("no header"));
}

TEST_F(EmbeddingFiles, AnNpzMayHoldMuAlone) {
    writeNpz(folder_ / "a.npz", {{"mu", NpyArray::fromFloats(kMu, {4, 3})},
                                 {"files", NpyArray::fromStrings({"a", "b", "c", "d"})},
                                 {"age", NpyArray::fromFloats(kSigmaSq, {4})}});
    const auto set = readEmbeddings(folder_ / "a.npz");
    EXPECT_EQ(set.size(), 4U);
    EXPECT_FALSE(set.hasSigma());
    EXPECT_EQ(set.mu, kMu);
    EXPECT_TRUE(set.norms.empty());
    EXPECT_TRUE(set.sigmaSummary().empty());
    EXPECT_THAT(set.notes, ElementsAre(HasSubstr("'age' are not read"), HasSubstr("no sigma²")));
    writeNpz(folder_ / "b.npz", {{"embeddings", NpyArray::fromFloats(kMu, {4, 3})}});
    EXPECT_EQ(readEmbeddings(folder_ / "b.npz").mu, kMu);
}

TEST_F(EmbeddingFiles, MuOfOtherLengthsIsNormalisedAndTheLengthKept) {
    writeNpz(folder_ / "a.npz", {{"mu", NpyArray::fromFloats(Floats{3, 4, 0, -0.5F}, {2, 2})}});
    const auto set = readEmbeddings(folder_ / "a.npz");
    EXPECT_EQ(set.mu, (Floats{0.6F, 0.8F, 0, -1}));
    EXPECT_EQ(set.norms, (Floats{5, 0.5F}));
    EXPECT_THAT(set.notes.front(),
                AllOf(HasSubstr("0.5 to 5"), HasSubstr("normalised"), HasSubstr("\"norm\"")));
    // One length for all tells nothing.
    writeNpz(folder_ / "b.npz", {{"mu", NpyArray::fromFloats(Floats{3, 4, 5, 0}, {2, 2})}});
    EXPECT_TRUE(readEmbeddings(folder_ / "b.npz").norms.empty());
}

TEST_F(EmbeddingFiles, AnNpyWithoutSigmaIsMuAlone) {
    const Floats units = {0.6F, 0.8F, 0, -0.8F, 0, -0.6F, 0, 0.6F, -0.8F};
    const auto set = read("a.npy", npy(units, {3, 3}));
    EXPECT_EQ(set.embeddingSize, 3U);
    EXPECT_FALSE(set.hasSigma());
    EXPECT_EQ(set.mu, units);
    const auto lengths = read("b.npy", npy({3, 4, 0, -8, 0, -6, 0, 6, -8}, {3, 3}));
    EXPECT_EQ(lengths.mu, units);
    EXPECT_EQ(lengths.norms, (Floats{5, 10, 10}));
    // What could be sigma² that is not in order is refused, until the size is given.
    const auto doubtful = npy({3, 4, 0.5F, 1, 1, 2}, {2, 3});
    EXPECT_THAT(refusal("c.npy", doubtful), AllOf(HasSubstr("length 5"), HasSubstr("embedding size 3")));
    EXPECT_EQ(read("c.npy", doubtful, {.embeddingSize = 3}).embeddingSize, 3U);
}

TEST_F(EmbeddingFiles, HalfPrecisionIsRead) {
    // 1, -0.5, 2^-24 (the smallest of all), 65504 (the largest)
    NpyArray halves{"<f2", {2, 2}, test::fromHex("003c00b80100ff7b")};
    EXPECT_EQ(halves.toFloats(), (Floats{1, -0.5F, 0x1p-24F, 65504}));
}

TEST_F(EmbeddingFiles, ReadsLinesOfANameAndNumbers) {
    const auto set = read("a.txt", "x/a.jpg 0.6 -0.8\nP B/1.jpg 0 1\n");
    EXPECT_THAT(set.names, ElementsAre("x/a.jpg", "P B/1.jpg"));
    EXPECT_EQ(set.mu, (Floats{0.6F, -0.8F, 0, 1}));
    EXPECT_FALSE(set.hasSigma());
    for (const char* text : {"path,0,1\na,0.6,-0.8\nb,0,1\n", "img;e1;e2\na;0.6;-0.8\nb;0;1\n",
                             "name,mu_0,mu_1\na,0.6,-0.8\nb,0,1\n", "\"a\",0.6,-0.8\n\"b\",0,1\n"}) {
        const auto table = read("a.csv", text);
        EXPECT_THAT(table.names, ElementsAre("a", "b")) << text;
        EXPECT_EQ(table.mu, (Floats{0.6F, -0.8F, 0, 1})) << text;
    }
    EXPECT_THAT(read("a.txt", "0.6 -0.8 0\n0 1 0\n").names, ElementsAre("a.txt#0", "a.txt#1"));
    // Behind vectors of length 1, a positive number is sigma².
    EXPECT_EQ(read("a.csv", "a,0.6,0.8,0.5\n").sigmaSq, (Floats{0.5F}));
    EXPECT_THAT(refusal("a.txt", "a 0.6 0.8 0\nb 0 1\n"),
                AllOf(HasSubstr("a.txt:2"), HasSubstr("3 columns")));
    EXPECT_THAT(refusal("a.txt", "a 0.6 0.8 0\nb 0 x 1\n"), AllOf(HasSubstr("a.txt:2"), HasSubstr("'x'")));
    EXPECT_THAT(refusal("a.txt", "just some words\n"), HasSubstr("no rows of numbers"));
}

TEST_F(EmbeddingFiles, ReadsTheColumnsThatTheHeaderCounts) {
    const Floats mu = {0.6F, -0.8F, 0, 1};
    for (const char* text : {
             "name,label,f0,f1\na,7,0.6,-0.8\nb,3,0,1\n",          // labels beside the features
             "name,feat_1,feat_2,age\na,0.6,-0.8,30\nb,0,1,31\n",  // and behind them
             ",name,0,1\n0,a,0.6,-0.8\n1,b,0,1\n",                 // pandas' index
             ",0,1,path\n0,0.6,-0.8,a\n1,0,1,b\n",                 // the name behind
             "\"\",\"V1\",\"V2\"\n\"a\",0.6,-0.8\n\"b\",0,1\n",    // R
             "\"V1\" \"V2\"\n\"a\" 0.6 -0.8\n\"b\" 0 1\n",         // R's write.table: no header for the name
         }) {
        const auto set = read("a.csv", text);
        EXPECT_EQ(set.mu, mu) << text;
        EXPECT_THAT(set.names, ElementsAre("a", "b")) << text;
    }
    EXPECT_THAT(read("a.csv", "name,label,f0,f1\na,7,0.6,-0.8\nb,3,0,1\n").notes,
                testing::Contains(AllOf(HasSubstr("'f0' to 'f1'"), HasSubstr("not from 'label'"))));
    // Rows without a name beside an index
    EXPECT_THAT(read("a.csv", ",0,1\n0,0.6,-0.8\n1,0,1\n").names, ElementsAre("a.csv#0", "a.csv#1"));
    EXPECT_THAT(read("a.txt", "0.6 -0.8 x/a.jpg\n0 1 x/b.jpg\n").names, ElementsAre("x/a.jpg", "x/b.jpg"));
    std::string line = "x/a.jpg";
    for (int i = 0; i < 32; ++i) {
        line += i % 2 == 0 ? " 4.5" : " -3.5";
    }
    EXPECT_EQ(read("feat.list", line + "\n").embeddingSize, 32U) << "MagFace's";
    EXPECT_THAT(refusal("a.csv", "name,embedding\na,\"[0.6, 0.8]\"\n"), HasSubstr("in brackets"));
}

TEST_F(EmbeddingFiles, LabelsBesideEmbeddingsAreNoFeatures) {
    // A label in front of, and behind, embeddings that are no unit vectors, and behind such that are.
    const auto first = npy({0, 0.5F, 2.5F, 1, 0.25F, -1.5F, 2, 1.5F, 0.75F}, {3, 3});
    EXPECT_THAT(refusal("a.npy", first), AllOf(HasSubstr("the first of its 3 columns"), HasSubstr("labels"),
                                               HasSubstr("3 if it belongs to mu")));
    EXPECT_EQ(read("a.npy", first, {.embeddingSize = 3}).embeddingSize, 3U);
    const auto last = npy({0.6F, 0.8F, 1, -0.8F, 0.6F, 2, 0.8F, -0.6F, 2}, {3, 3});
    EXPECT_THAT(refusal("a.npy", last), AllOf(HasSubstr("the last of its"), HasSubstr("2 if it is sigma²")));
    EXPECT_EQ(read("a.npy", last, {.embeddingSize = 2}).sigmaSq, (Floats{1, 2, 2}));
    EXPECT_THAT(refusal("a.csv", "a,3,0.6,0.8\nb,4,0.8,0.6\n"), HasSubstr("the first of its"));
    // Quantised embeddings are whole all over.
    EXPECT_EQ(read("a.npy", npy({3, 4, 8, -6}, {2, 2})).embeddingSize, 2U);
}

TEST_F(EmbeddingFiles, LengthsBehindUnitVectorsAreDoubted) {
    const auto lengths = read("a.npy", npy({0.6F, 0.8F, 10.5F, -0.8F, 0.6F, 29.25F}, {2, 3}));
    EXPECT_EQ(lengths.sigmaSq, (Floats{10.5F, 29.25F}));
    EXPECT_THAT(lengths.warnings, ElementsAre(AllOf(HasSubstr("10.5 to 29.25"), HasSubstr("--quality"))));
    EXPECT_TRUE(read("a.npy", npy({0.6F, 0.8F, 0.5F, -0.8F, 0.6F, 2.25F}, {2, 3})).warnings.empty());
}

TEST_F(EmbeddingFiles, RowsWithoutAFaceAreLeftOutAndNamed) {
    const float nan = std::nanf("");
    writeNpz(folder_ / "a.npz", {{"mu", NpyArray::fromFloats(Floats{3, 4, 0, 0, nan, 1, 5, 12}, {4, 2})},
                                 {"files", NpyArray::fromStrings({"a", "b", "c", "d"})}});
    const auto set = readEmbeddings(folder_ / "a.npz");
    EXPECT_THAT(set.names, ElementsAre("a", "d"));
    EXPECT_EQ(set.norms, (Floats{5, 13}));
    EXPECT_EQ(set.labels.size(), 2U);
    EXPECT_THAT(set.skipped,
                ElementsAre(HasSubstr("b: its embedding is zero"), HasSubstr("c: its embedding is no")));
    EXPECT_THAT(set.notes.front(), HasSubstr("2 of its 4 embeddings are zero or no number"));
    // With sigma², whatever stands beside the failed row.
    const auto columns = read("b.npy", npy({0.6F, 0.8F, 0.5F, 0, 0, 0, 0.8F, 0.6F, 0.25F}, {3, 3}));
    EXPECT_EQ(columns.sigmaSq, (Floats{0.5F, 0.25F}));
    EXPECT_THAT(columns.names, ElementsAre("b.npy#0", "b.npy#2"));
    EmbeddingReadOptions named;
    named.names = folder_.write("names.txt", "x.png\ny.png\nz.png\n");
    EXPECT_THAT(read("b.npy", npy({0.6F, 0.8F, 0.5F, 0, 0, 0, 0.8F, 0.6F, 0.25F}, {3, 3}), named).names,
                ElementsAre("x.png", "z.png"));
    for (const char* text : {"name,f0,f1\na,0.6,0.8\nb,nan,nan\nc,0,1\n", "name,f0,f1\na,0.6,0.8\nb\nc,0,1\n",
                             "name,f0,f1\na,0.6,0.8\nb,,\nc,0,1\n", "a,0.6,0.8\nb,None,None\nc,0,1\n",
                             "name,mu_0,mu_1\na,0.6,0.8\nb,,\nc,0,1\n"}) {
        const auto table = read("c.csv", text);
        EXPECT_THAT(table.names, ElementsAre("a", "c")) << text;
        EXPECT_THAT(table.skipped, ElementsAre(HasSubstr("b: its embedding is not a number"))) << text;
    }
    EXPECT_THAT(npzRefusal({{"mu", NpyArray::fromFloats(Floats{0, 0, 0, 0}, {2, 2})}}),
                AllOf(HasSubstr("bad.npz#0: its embedding is zero"), HasSubstr("all others")));
}

TEST_F(EmbeddingFiles, APairWithoutAFaceIsAbsent) {
    writeNpz(folder_ / "a.npz",
             {{"mu", NpyArray::fromFloats(Floats{1, 0, 0, 1, 0, 0, 1, 0, 0, 1, 1, 0}, {6, 2})},
              {"issame", NpyArray::fromBools({false, true, true})}});
    const auto set = readEmbeddings(folder_ / "a.npz");
    EXPECT_EQ(set.size(), 4U);
    EXPECT_THAT(set.issame, ElementsAre(false, true));
    EXPECT_EQ(set.absent.listed, 3U);
    EXPECT_EQ(set.absent.genuine, 1U);
    EXPECT_EQ(set.absent.impostor, 0U);
    EXPECT_THAT(set.absent.failed, ElementsAre(HasSubstr("a.npz#2: its embedding is zero")));
}

TEST_F(EmbeddingFiles, OtherFilesAreRefused) {
    EXPECT_THAT(refusal("a.npy", ""), AllOf(HasSubstr("a.npy"), HasSubstr("is empty")));
    EXPECT_THAT(refusal("a.npy", "name,mu_0"), HasSubstr("no NUMPY magic"));
    EXPECT_THAT(refusal("a.npz", "name,mu_0"), HasSubstr("npz archive"));
    EXPECT_THAT(refusal("a.jpg", "\xFF\xD8"), AllOf(HasSubstr("a.jpg"), HasSubstr(".npz, .npy, .pkl")));
    EXPECT_THAT(errorOf([&] { readEmbeddings(folder_ / "absent.npz"); }), HasSubstr("io: "));
    EXPECT_THAT(errorOf([&] { readEmbeddings(folder_.path()); }), HasSubstr("io: "));
    EXPECT_THAT(refusal("a.pkl", pickle(test::kTriplePickle), {.embeddingSize = 4}),
                HasSubstr("size 3 and not 4"));
    EXPECT_THAT(refusal("a.pkl", pickle(test::kTriplePickle), {.embeddingSize = 3}), Not(HasSubstr("size")));
}

}  // namespace
}  // namespace pf
