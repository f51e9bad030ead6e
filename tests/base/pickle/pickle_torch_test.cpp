// PyTorch's pickles: tensors are described, nothing is called, and nobody reads them who did not ask.
#include <gtest/gtest.h>

#include <algorithm>

#include "core/base/error.h"
#include "core/base/pickle/pickle_reader.h"
#include "core/base/rng.h"
#include "tests/base/pickle/pickle_samples.h"
#include "tests/base/pickle/pickle_torch_samples.h"
#include "tests/support/matchers.h"
#include "tests/support/mutations.h"
#include "tests/support/torch_zip.h"

namespace pf {
namespace {

using test::Bytes;
using test::fromHex;
using test::toBytes;
using namespace matchers;

PickleLimits limitsOf(PickleDialect dialect) {
    PickleLimits limits;
    limits.dialect = dialect;
    return limits;
}

const PickleLimits kStateDict = limitsOf(PickleDialect::StateDict);
const PickleLimits kTorchScript = limitsOf(PickleDialect::TorchScript);

std::string readError(const Bytes& bytes, const PickleLimits& limits = kStateDict) {
    return test::errorOf([&] { PickleDocument(bytes, "data.pkl", limits); });
}

std::string tensorError(std::int64_t count, std::int64_t offset, const std::vector<std::int64_t>& shape,
                        const std::vector<std::int64_t>& strides) {
    return readError(
        toBytes(test::torchTensorPickle("FloatStorage", "0", count, offset, shape, strides) + "."));
}

TEST(PickleTorch, ReadsAStateDict) {
    const Bytes bytes = fromHex(test::kStateDictPickle);
    const PickleDocument document(bytes, "data.pkl", kStateDict);
    const PickleValue root = document.root();
    ASSERT_EQ(root.kind(), PickleKind::Dict);
    ASSERT_EQ(root.size(), 2U);
    const PickleTensor& w = root.at("w").asTensor();
    EXPECT_EQ(w.type, "float32");
    EXPECT_EQ(w.itemBytes, 4U);
    EXPECT_THAT(w.shape, ElementsAre(2, 2));
    EXPECT_THAT(w.strides, ElementsAre(2, 1));
    EXPECT_EQ(w.storageKey, "0");
    EXPECT_EQ(w.storageBytes, 16U);
    EXPECT_EQ(w.location, "cpu");
    EXPECT_EQ(w.count(), 4U);
    EXPECT_EQ(root.at("b").asTensor().type, "int64");
    EXPECT_EQ(root.at("b").asTensor().storageKey, "1");
    EXPECT_THAT(test::errorOf([&] { root.asTensor(); }), HasSubstr("a tensor"));
}

TEST(PickleTorch, ReadsProtocol4) {
    const Bytes bytes = fromHex(test::kStateDictPickle4);
    const PickleDocument document(bytes, "data.pkl", kStateDict);
    EXPECT_THAT(document.root().at("w").asTensor().shape, ElementsAre(2));
}

TEST(PickleTorch, IsRefusedWhereNobodyAskedForIt) {
    EXPECT_THAT(readError(fromHex(test::kStateDictPickle), {}),
                AllOf(HasSubstr("collections.OrderedDict"), HasSubstr("refused")));
    EXPECT_THAT(readError(toBytes("NQ."), {}), HasSubstr("BINPERSID"));
    EXPECT_THAT(readError(toBytes("N)\x81."), {}), HasSubstr("makes an object"));
    for (const char* name : {"torch\nFloatStorage", "torch._utils\n_rebuild_tensor_v2", "torch\nfloat32"}) {
        EXPECT_THAT(readError(toBytes("c" + std::string(name) + "\n."), {}), HasSubstr("refused")) << name;
    }
}

TEST(PickleTorch, RefusesEveryOtherCallByName) {
    for (const auto& [module, name] :
         std::vector<std::pair<std::string, std::string>>{{"os", "system"},
                                                          {"builtins", "eval"},
                                                          {"builtins", "getattr"},
                                                          {"torch", "load"},
                                                          {"torch.storage", "_load_from_bytes"},
                                                          {"torch._utils", "_rebuild_sparse_tensor"},
                                                          {"torch.nn.modules.container", "Sequential"},
                                                          {"__torch__.mine", "Net"},
                                                          {"torch.jit._pickle", "build_intlist"},
                                                          {"collections", "OrderedDict.__init__"}}) {
        EXPECT_THAT(readError(toBytes("c" + module + "\n" + name + "\n(Vx\ntR.")),
                    AllOf(HasSubstr("it wants to call '" + module + "." + name + "'"),
                          HasSubstr("only plain state_dicts are read"), HasSubstr("model.state_dict()")));
    }
    EXPECT_THAT(readError(toBytes("ctorch\nComplexFloatStorage\n.")), HasSubstr("a type that is not read"));
    EXPECT_THAT(readError(toBytes("ctorch\nFloatStorage\n(tR.")), HasSubstr("refused"));
    EXPECT_THAT(readError(toBytes("ctorch\nfloat32\n(tR.")), HasSubstr("refused"));
}

TEST(PickleTorch, RefusesTensorsOutsideTheirStorage) {
    EXPECT_EQ(tensorError(4, 0, {2, 2}, {2, 1}), "");
    EXPECT_EQ(tensorError(4, 3, {}, {}), "");
    EXPECT_EQ(tensorError(4, 0, {1000}, {0}), "");  // expanded: every element is inside
    EXPECT_EQ(tensorError(0, 0, {0, 3}, {3, 1}), "");
    EXPECT_THAT(tensorError(4, 1, {2, 2}, {2, 1}),
                AllOf(HasSubstr("outside its storage '0'"), HasSubstr("16 bytes")));
    EXPECT_THAT(tensorError(4, 4, {}, {}), HasSubstr("outside"));
    EXPECT_THAT(tensorError(4, 0, {2, 2}, {3, 1}), HasSubstr("outside"));
    EXPECT_THAT(tensorError(0, 0, {1}, {1}), HasSubstr("outside"));
    EXPECT_THAT(tensorError(4, 5, {0}, {1}), HasSubstr("outside"));
    EXPECT_THAT(tensorError(4, 0, {3, 3}, {1LL << 47, 1LL << 47}), HasSubstr("outside"));
    EXPECT_THAT(tensorError(4, 0, {2}, {-1}), HasSubstr("impossible strides"));
    EXPECT_THAT(tensorError(4, -1, {2}, {1}), HasSubstr("impossible offset"));
    EXPECT_THAT(tensorError(4, 0, {-2}, {1}), HasSubstr("impossible shape"));
    EXPECT_THAT(tensorError(-4, 0, {2}, {1}), HasSubstr("impossible storage size"));
    EXPECT_THAT(tensorError(4, 0, {2, 2}, {1}), HasSubstr("1 strides for 2 dimensions"));
    EXPECT_THAT(tensorError(4, 0, {1LL << 40, 1LL << 40}, {0, 0}), HasSubstr("impossible number"));
    EXPECT_THAT(tensorError(4, 0, std::vector<std::int64_t>(33, 1), std::vector<std::int64_t>(33, 1)),
                HasSubstr("32 dimensions"));
}

TEST(PickleTorch, RefusesReferencesThatAreNoStorage) {
    EXPECT_THAT(readError(toBytes("NQ.")), HasSubstr("not a storage"));
    EXPECT_THAT(readError(toBytes("(Vmodule\nNNNNtQ.")), HasSubstr("not a storage"));
    EXPECT_THAT(readError(toBytes("(Vstorage\nNV0\nVcpu\nI4\ntQ.")), HasSubstr("no element type"));
    EXPECT_THAT(readError(toBytes("(Vstorage\nctorch\nfloat32\nV0\nVcpu\nI4\ntQ.")),
                HasSubstr("no element type"));
    EXPECT_THAT(readError(toBytes("(Vstorage\nctorch\nFloatStorage\nNVcpu\nI4\ntQ.")), HasSubstr("no name"));
    EXPECT_THAT(readError(toBytes("ctorch._utils\n_rebuild_tensor_v2\n(NI0\n(t(ttR.")),
                HasSubstr("something else"));
}

TEST(PickleTorch, ReadsNewerRebuildsAndParameters) {
    // PyTorch 2: an untyped storage of 8 bytes, read as two float32.
    const Bytes three = toBytes(
        "ctorch._utils\n_rebuild_tensor_v3\n((Vstorage\nctorch.storage\nUntypedStorage\nV0\nVcuda:0\nI8\ntQ"
        "I0\n(I2\nt(I1\ntI00\nNctorch\nfloat32\ntR.");
    const PickleDocument document(three, "data.pkl", kStateDict);
    EXPECT_EQ(document.root().asTensor().type, "float32");
    EXPECT_EQ(document.root().asTensor().storageBytes, 8U);
    EXPECT_EQ(document.root().asTensor().location, "cuda:0");
    const std::string tensor = test::torchTensorPickle("HalfStorage", "k", 2, 0, {2}, {1});
    const Bytes parameter = toBytes("ctorch._utils\n_rebuild_parameter\n(" + tensor + "I01\nNtR.");
    const PickleDocument second(parameter, "data.pkl", kStateDict);
    EXPECT_EQ(second.root().asTensor().type, "float16");
    EXPECT_THAT(readError(toBytes("ctorch._utils\n_rebuild_parameter\n(NI01\nNtR.")), HasSubstr("parameter"));
}

TEST(PickleTorch, LeavesAttributesOfOrderedDicts) {
    const Bytes bytes = toBytes("ccollections\nOrderedDict\n((lp0\n(Va\nI1\ntatR}V_metadata\nNsb.");
    const PickleDocument document(bytes, "data.pkl", kStateDict);
    ASSERT_EQ(document.root().size(), 1U);
    EXPECT_EQ(document.root().at("a").asInt(), 1);
    EXPECT_THAT(readError(toBytes("ccollections\nOrderedDict\n((lp0\nI1\natR.")), HasSubstr("list of pairs"));
    EXPECT_THAT(readError(toBytes("]}b.")), HasSubstr("sets the state of a list"));
}

TEST(PickleTorch, KeepsObjectsOfTorchScriptOnly) {
    const Bytes bytes = toBytes(
        "c__torch__.mine\nNet\n)\x81}Vtraining\nI00\nsVsub\nc__torch__\nSub\n)\x81N"
        "bsb.");
    const PickleDocument document(bytes, "data.pkl", kTorchScript);
    const PickleValue root = document.root();
    ASSERT_EQ(root.kind(), PickleKind::Object);
    EXPECT_FALSE(root.at("training").asBool());
    EXPECT_EQ(root.at("sub").at("state").kind(), PickleKind::None);
    EXPECT_THAT(readError(bytes), HasSubstr("__torch__.mine.Net"));
    const Bytes list = toBytes("ctorch.jit._pickle\nbuild_intlist\n((lp0\nI7\natR.");
    EXPECT_EQ(PickleDocument(list, "data.pkl", kTorchScript).root().item(0).asInt(), 7);
    EXPECT_THAT(readError(toBytes("c__torch__evil\nNet\n."), kTorchScript), HasSubstr("refused"));
}

/// Files of a few kilobytes that copy one value until the memory is full.
TEST(PickleTorch, RefusesCopiesThatOutgrowTheFile) {
    std::string pairs = "(lp0\n";
    for (int i = 0; i < 500; ++i) {
        pairs += "(NNta";
    }
    std::string repeated = pairs + "0ccollections\nOrderedDict\np1\n0";
    for (int i = 0; i < 500; ++i) {
        repeated += "g1\n(g0\ntR0";
    }
    EXPECT_THAT(readError(toBytes(repeated + "N.")), HasSubstr("fill the memory"));
    std::string state = "}p0\n";
    for (int i = 0; i < 500; ++i) {
        state += "NNs";
    }
    state += "0c__torch__\nNet\n)\x81p1\n0";
    for (int i = 0; i < 500; ++i) {
        state += "g1\ng0\nb0";
    }
    EXPECT_THAT(readError(toBytes(state + "N."), kTorchScript), HasSubstr("fill the memory"));
    std::string encoded = "V" + std::string(2000, 'x') + "\np0\n0c_codecs\nencode\np1\n0";
    for (int i = 0; i < 500; ++i) {
        encoded += "g1\n(g0\nVlatin1\ntR0";
    }
    EXPECT_THAT(readError(toBytes(encoded + "N."), {}), HasSubstr("fill the memory"));
    EXPECT_THAT(readError(toBytes("ccollections\nOrderedDict\n(" + std::string(17, 'N') + "tR.")),
                HasSubstr("17 arguments"));
}

TEST(PickleTorch, IsRefusedWhenCutAnywhere) {
    const Bytes whole = fromHex(test::kStateDictPickle);
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
        EXPECT_THAT(readError(cut), testing::StartsWith("data: data.pkl: ")) << "cut at " << length;
    }
}

/// Walks a value to a bounded depth and checks that every tensor lies within its storage.
std::size_t walk(const PickleValue& value, int depth) {
    std::size_t seen = 1;
    const PickleKind kind = value.kind();
    if (kind == PickleKind::Tensor) {
        const PickleTensor& tensor = value.asTensor();
        std::uint64_t last = tensor.offset;
        for (std::size_t i = 0; i < tensor.shape.size(); ++i) {
            last += static_cast<std::uint64_t>(std::max<std::int64_t>(tensor.shape[i] - 1, 0) *
                                               tensor.strides[i]);
        }
        EXPECT_TRUE(tensor.count() == 0 || (last + 1) * tensor.itemBytes <= tensor.storageBytes);
        return seen + tensor.count();
    }
    if (depth > 0 && (kind == PickleKind::List || kind == PickleKind::Tuple)) {
        for (std::size_t i = 0; i < std::min<std::size_t>(value.size(), 8); ++i) {
            seen += walk(value.item(i), depth - 1);
        }
    }
    if (depth > 0 && (kind == PickleKind::Dict || kind == PickleKind::Object)) {
        for (std::size_t i = 0; i < std::min<std::size_t>(value.size(), 8); ++i) {
            seen += walk(value.key(i), depth - 1) + walk(value.value(i), depth - 1);
        }
    }
    return seen;
}

TEST(PickleTorchFuzz, MutatedPicklesGiveAValueOrADataError) {
    const std::vector<Bytes> seeds = {
        fromHex(test::kStateDictPickle),
        fromHex(test::kStateDictPickle4),
        fromHex(test::kTorchScriptPickle),
        toBytes(test::torchTensorPickle("ByteStorage", "0", 6, 1, {2, 2}, {3, 1}) + "."),
        fromHex(test::kPlainPickles[2]),
        fromHex(test::kArrayPickles[1])};
    Rng rng(20220207);
    std::size_t refused = 0;
    std::size_t read = 0;
    for (int i = 0; i < 100000; ++i) {
        const Bytes bytes = test::mutated(seeds[rng.below(seeds.size())], rng);
        try {
            const PickleDocument document(bytes, "fuzz", i % 2 == 0 ? kTorchScript : kStateDict);
            read += walk(document.root(), 5) > 0 ? 1 : 0;
        } catch (const Error& error) {
            ASSERT_EQ(error.code(), ErrorCode::Data) << error.what();
            ++refused;
        }
    }
    EXPECT_EQ(read + refused, 100000U);
    EXPECT_GT(refused, 20000U);
    EXPECT_GT(read, 5000U);
}

}  // namespace
}  // namespace pf
