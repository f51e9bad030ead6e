#include "core/nn/weights/state_dict.h"

#include <cstring>
#include <fstream>

#include "core/base/rng.h"
#include "tests/nn/nn_support.h"
#include "tests/support/matchers.h"
#include "tests/support/mutations.h"
#include "tests/support/torch_zip.h"

namespace pf {
namespace {

using test::Bytes;
using test::messageOf;
using test::toBytes;
using test::TorchTensor;
using test::ZipPart;
using namespace matchers;

const std::filesystem::path kData = PF_SOURCE_DIR "/tests/nn/data";

Bytes floats(const std::vector<float>& values) {
    Bytes bytes(values.size() * sizeof(float));
    std::memcpy(bytes.data(), values.data(), bytes.size());
    return bytes;
}

std::vector<std::string> namesOf(const StateDict& dict) {
    std::vector<std::string> names;
    for (const auto& [name, tensor] : dict.tensors) {
        names.push_back(name);
    }
    return names;
}

const TorchTensor kWeight{"w", {2, 2}, floats({1, 2, 3, 4})};
const TorchTensor kBias{"b", {3}, floats({5, 6, 7})};

StateDict readBytes(const Bytes& bytes) {
    return readStateDict(bytes, "net.pth");
}

std::string dataError(const Bytes& bytes) {
    return messageOf(ErrorCode::Data, [&] { readBytes(bytes); });
}

/// The dict of `inner` under a key of an outer one.
std::string entry(const std::string& key, const std::string& value) {
    return "V" + key + "\n" + value + "s";
}

TensorMap byName(const StateDict& dict) {
    return {dict.tensors.begin(), dict.tensors.end()};
}

TEST(StateDict, ReadsEveryTypeAsPyTorchWroteIt) {
    const StateDict dict = readStateDict(kData / "types.pt");
    EXPECT_THAT(namesOf(dict),
                ElementsAre("transposed", "part", "float16", "bfloat16", "float64", "int64", "int32", "int16",
                            "int8", "uint8", "bool", "empty", "scalar", "parameter"));
    const TensorMap tensors = byName(dict);
    const at::Tensor base = at::arange(24, at::kFloat);
    EXPECT_TRUE(tensors.at("transposed").equal(base.view({4, 6}).t()));
    EXPECT_TRUE(tensors.at("part").equal(base.slice(0, 6, 12)));
    EXPECT_EQ(tensors.at("part").storage().data(), tensors.at("transposed").storage().data());
    for (const auto& [name, type] :
         std::vector<std::pair<std::string, at::ScalarType>>{{"float16", at::kHalf},
                                                             {"bfloat16", at::kBFloat16},
                                                             {"float64", at::kDouble},
                                                             {"int64", at::kLong},
                                                             {"int32", at::kInt},
                                                             {"int16", at::kShort},
                                                             {"int8", at::kChar},
                                                             {"uint8", at::kByte},
                                                             {"bool", at::kBool}}) {
        EXPECT_TRUE(tensors.at(name).equal(at::arange(2).to(type))) << name;
    }
    EXPECT_THAT(tensors.at("empty").sizes(), ElementsAre(0, 3));
    EXPECT_EQ(tensors.at("scalar").item<float>(), 5.0F);
    EXPECT_TRUE(tensors.at("parameter").equal(at::ones({2})));
}

TEST(StateDict, FindsTheNetworkInACheckpoint) {
    const StateDict dict = readStateDict(kData / "checkpoint.pth");
    EXPECT_THAT(namesOf(dict), ElementsAre("0.weight", "1.weight", "1.bias", "1.running_mean",
                                           "1.running_var", "1.num_batches_tracked"));
    EXPECT_TRUE(byName(dict).at("0.weight").equal(at::arange(54, at::kFloat).view({2, 3, 3, 3})));
    EXPECT_THAT(dict.facts, ElementsAre(testing::Pair("epoch", "3"), testing::Pair("arch", "tiny")));
    EXPECT_THAT(dict.notes, ElementsAre(AllOf(HasSubstr("'optimizer' with 3 tensors"), HasSubstr("left out")),
                                        HasSubstr("'state_dict'")));
}

TEST(StateDict, RefusesFilesOfOtherKindsWithTheRemedy) {
    EXPECT_THAT(messageOf(ErrorCode::Data, [] { readStateDict(kData / "legacy.pt"); }),
                AllOf(HasSubstr("legacy.pt"), HasSubstr("before 1.6"), HasSubstr("torch.save")));
    EXPECT_THAT(messageOf(ErrorCode::Data, [] { readStateDict(kData / "module.pt"); }),
                AllOf(HasSubstr("torch.nn.modules.container.Sequential"), HasSubstr("model.state_dict()")));
    EXPECT_THAT(messageOf(ErrorCode::Data, [] { readStateDict(kData / "traced.pt"); }),
                HasSubstr("TorchScript program"));
    EXPECT_THAT(messageOf(ErrorCode::Data, [] { readStateDict(kData / "tiny.onnx"); }),
                AllOf(HasSubstr("tiny.onnx"), HasSubstr("PyTorch file")));
    EXPECT_THAT(messageOf(ErrorCode::Io, [] { readStateDict(kData / "none.pt"); }), HasSubstr("none.pt"));
    EXPECT_THAT(dataError({}), HasSubstr("net.pth"));
    EXPECT_THAT(dataError(test::zipOf({{"a.npy", toBytes("x")}})), HasSubstr("no data.pkl"));
    EXPECT_THAT(dataError(test::torchZip("}", {})), HasSubstr("holds no tensor"));
}

TEST(StateDict, JoinsNamesOfNestedDicts) {
    const std::string inner = test::torchDictPickle({kWeight});
    const auto names = [&](const std::string& pickle) {
        return namesOf(readBytes(test::torchZip("}" + pickle, {kWeight})));
    };
    EXPECT_THAT(names(entry("backbone", inner)), ElementsAre("backbone.w"));
    EXPECT_THAT(names(entry("model", entry("state_dict", inner).insert(0, "}"))), ElementsAre("w"));
    EXPECT_THAT(names(entry("model", inner) + entry("ema", inner)), ElementsAre("w"));
    EXPECT_THAT(names(entry("model", inner) + entry("head", inner)), ElementsAre("model.w", "head.w"));
    EXPECT_THAT(names(entry("optimizer", inner)), ElementsAre("optimizer.w"));
    const std::string tensor = test::torchTensorPickle("FloatStorage", "0", 4, 0, {4}, {1});
    EXPECT_THAT(names("V0\n" + tensor + "s" + entry("model", inner)), ElementsAre("0", "model.w"));
    EXPECT_THAT(names(entry("list", "(" + tensor + tensor + "l")), ElementsAre("list.0", "list.1"));
    EXPECT_THAT(names("I7\n" + tensor + "s"), ElementsAre("7"));
}

TEST(StateDict, RefusesNamesThatAreNone) {
    const std::string tensor = test::torchTensorPickle("FloatStorage", "0", 4, 0, {4}, {1});
    const auto error = [&](const std::string& pickle) {
        return dataError(test::torchZip(pickle, {kWeight}));
    };
    EXPECT_THAT(error("}Va\n" + tensor + "sVa\n" + tensor + "s"), HasSubstr("two tensors of the name 'a'"));
    EXPECT_THAT(error("}N" + tensor + "s"), HasSubstr("None where a name is due"));
    EXPECT_THAT(error("}V" + std::string(1100, 'x') + "\n" + tensor + "s"), HasSubstr("longer than 1024"));
    EXPECT_THAT(error("}p0\nVx\n" + tensor + "sVa\ng0\ns"), HasSubstr("nested too deeply"));
    // A thousand times a list of a thousand times one tensor, under a long name: gigabytes of names.
    const auto manyTimes = [](const std::string& value, const std::string& memo) {
        std::string text = "(" + value + "p" + memo + "\n";
        for (int i = 1; i < 999; ++i) {
            text += "g" + memo + "\n";
        }
        return text + "l";
    };
    EXPECT_THAT(error("}V" + std::string(900, 'n') + "\n" + manyTimes(manyTimes(tensor, "5"), "6") + "s"),
                HasSubstr("more than 64 MiB"));
    // 64 lists that hold the next one twice: 2^64 tensors in a kilobyte.
    std::string bomb = tensor;
    for (int i = 0; i < 60; ++i) {
        bomb = "(" + bomb + "p" + std::to_string(i) + "\ng" + std::to_string(i) + "\nl";
    }
    EXPECT_THAT(error("}Va\n" + bomb + "s"), HasSubstr("net.pth"));
}

TEST(StateDict, ChecksStoragesAgainstTheArchive) {
    const std::string pickle = test::torchDictPickle({kWeight});
    EXPECT_THAT(dataError(test::torchZip(pickle, {})),
                AllOf(HasSubstr("'w'"), HasSubstr("net/data/0"), HasSubstr("does not have")));
    TorchTensor small = kWeight;
    small.content.resize(12);
    EXPECT_THAT(dataError(test::torchZip(pickle, {small})),
                AllOf(HasSubstr("12 bytes"), HasSubstr("16 are due")));
    const std::string expanded =
        "}Vw\n" + test::torchTensorPickle("FloatStorage", "0", 4, 0, {1000, 4}, {0, 1}) + "s";
    EXPECT_THAT(dataError(test::torchZip(expanded, {kWeight})),
                AllOf(HasSubstr("'w'"), HasSubstr("contiguous()")));
    const TorchTensor flags{"f", {2}, Bytes{std::byte{1}, std::byte{2}}, "BoolStorage", 1};
    EXPECT_THAT(dataError(test::torchZip(test::torchDictPickle({flags}), {flags})),
                HasSubstr("not truth values"));
    EXPECT_THAT(
        messageOf(ErrorCode::Data, [&] { readStateDict(test::torchZip(pickle, {kWeight}), "net.pth", 15); }),
        HasSubstr("more bytes than are accepted"));
}

TEST(StateDict, RefusesDamageAndOtherByteOrders) {
    const std::string pickle = test::torchDictPickle({kWeight, kBias});
    std::vector<ZipPart> parts = {{"net/data.pkl", toBytes(pickle + ".")},
                                  {"net/data/0", kWeight.content},
                                  {"net/data/1", kBias.content, true}};
    EXPECT_TRUE(byName(readBytes(test::zipOf(parts))).at("b").equal(at::tensor({5.0F, 6.0F, 7.0F})));
    parts[2].crcError = 4;
    EXPECT_THAT(dataError(test::zipOf(parts)), AllOf(HasSubstr("net/data/1"), HasSubstr("damaged")));
    parts[2].crcError = 0;
    parts.push_back({"net/byteorder", toBytes("big")});
    EXPECT_THAT(dataError(test::zipOf(parts)), HasSubstr("big-endian"));
    const Bytes whole = test::torchZip(pickle, {kWeight, kBias});
    for (std::size_t length = 0; length < whole.size(); length += 7) {
        const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
        EXPECT_THAT(dataError(cut), HasSubstr("net.pth")) << length;
    }
}

/// Either the whole archive is damaged, or one entry of an archive that is otherwise sound.
TEST(StateDictFuzz, MutatedFilesGiveTensorsOrADataError) {
    const std::string pickle = "}" + entry("epoch", "I3\n") +
                               entry("model", test::torchDictPickle({kWeight, kBias})) +
                               entry("optimizer", test::torchDictPickle({kWeight}, 1));
    const std::vector<ZipPart> parts = {{"net/data.pkl", toBytes(pickle + ".")},
                                        {"net/data/0", kWeight.content},
                                        {"net/data/1", kBias.content, true}};
    const Bytes whole = test::zipOf(parts);
    Rng rng(20220208);
    std::size_t refused = 0;
    std::size_t read = 0;
    for (int i = 0; i < 100000; ++i) {
        Bytes bytes;
        if (i % 4 == 0) {
            bytes = test::mutated(whole, rng);
        } else {
            std::vector<ZipPart> changed = parts;
            Bytes& content = changed[i % 4 == 1 ? rng.below(3) : 0].content;
            content = test::mutated(std::move(content), rng);
            bytes = test::zipOf(changed);
        }
        try {
            for (const auto& [name, tensor] : readBytes(bytes).tensors) {
                ASSERT_LE(tensor.numel(), 16);
                read += tensor.contiguous().numel() >= 0 ? 1 : 0;
            }
        } catch (const Error& error) {
            ASSERT_EQ(error.code(), ErrorCode::Data) << error.what();
            ++refused;
        }
    }
    EXPECT_GT(refused, 20000U);
    EXPECT_GT(read, 10000U);
}

}  // namespace
}  // namespace pf
