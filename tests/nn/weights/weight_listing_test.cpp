#include "core/nn/weights/weight_listing.h"

#include <fstream>

#include "core/base/rng.h"
#include "core/formats/onnx/onnx_listing.h"
#include "core/nn/weights/safetensors.h"
#include "tests/nn/nn_support.h"
#include "tests/support/matchers.h"
#include "tests/support/mutations.h"
#include "tests/support/torch_zip.h"

namespace pf {
namespace {

using test::Bytes;
using test::messageOf;
using test::toBytes;
using namespace matchers;
using testing::Pair;

const std::filesystem::path kData = PF_SOURCE_DIR "/tests/nn/data";

class WeightList : public test::NnTest {
  protected:
    std::filesystem::path write(const std::string& name, const Bytes& bytes) const {
        std::ofstream(folder_ / name, std::ios::binary)
            .write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        return folder_ / name;
    }

    std::string dataError(const Bytes& bytes) const {
        const auto path = write("unknown.pt", bytes);
        return messageOf(ErrorCode::Data, [&] { listWeightFile(path); });
    }
};

Bytes bytesOf(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    return toBytes(text);
}

WeightListing listed(const Bytes& onnx, const std::string& name) {
    return listOnnx(readUncheckedOnnxOutline(onnx, name), name);
}

std::vector<std::string> lines(const WeightListing& listing) {
    std::vector<std::string> result;
    for (const TensorListing& tensor : listing.tensors) {
        std::string line = tensor.name + " " + tensor.type;
        for (const std::int64_t extent : tensor.shape) {
            line += " " + std::to_string(extent);
        }
        result.push_back(line + " = " + std::to_string(tensor.bytes));
    }
    return result;
}

TEST_F(WeightList, ListsSafetensors) {
    const auto path = folder_ / "w.bin";  // the name says nothing
    writeSafetensors(path, {{"a", at::zeros({2, 3})}, {"n", at::zeros({2}, at::kLong)}}, {{"key", "value"}});
    const WeightListing listing = listWeightFile(path);
    EXPECT_EQ(listing.format, "safetensors");
    EXPECT_THAT(lines(listing), ElementsAre("n int64 2 = 16", "a float32 2 3 = 24"));
    EXPECT_EQ(listing.parameters, 6);
    EXPECT_THAT(listing.metadata, ElementsAre(Pair("key", "value")));
    EXPECT_THAT(listing.notes, ElementsAre(HasSubstr("table's checksum fits")));
    Bytes bytes = bytesOf(path);
    bytes.resize(bytes.size() - 1);
    EXPECT_THAT(dataError(bytes), HasSubstr("cut off"));
    bytes.resize(40);
    EXPECT_THAT(dataError(bytes), HasSubstr("cut off"));
    Bytes changed = bytesOf(path);
    const std::string text = test::toText(changed);
    changed[text.find("\"value\"") + 1] = std::byte{'V'};
    EXPECT_THAT(dataError(changed), HasSubstr("checksum of its table"));
}

TEST_F(WeightList, ListsStateDicts) {
    const WeightListing listing = listWeightFile(kData / "checkpoint.pth");
    EXPECT_EQ(listing.format, "PyTorch state_dict");
    EXPECT_THAT(lines(listing),
                ElementsAre("0.weight float32 2 3 3 3 = 216", "1.weight float32 2 = 8",
                            "1.bias float32 2 = 8", "1.running_mean float32 2 = 8",
                            "1.running_var float32 2 = 8", "1.num_batches_tracked int64 = 8"));
    EXPECT_EQ(listing.parameters, 62);
    EXPECT_THAT(listing.metadata, Contains(Pair("epoch", "3")));
    EXPECT_THAT(listing.notes, Contains(HasSubstr("'optimizer'")));
}

TEST_F(WeightList, ListsProgramsWithoutRunningThem) {
    const WeightListing traced = listWeightFile(kData / "traced.pt");
    EXPECT_EQ(traced.format, "TorchScript program");
    EXPECT_THAT(lines(traced), Contains("0.weight float32 2 3 3 3 = 216"));
    EXPECT_EQ(traced.tensors.size(), 6U);
    const WeightListing frozen = listWeightFile(kData / "frozen.pt");
    EXPECT_EQ(frozen.format, "TorchScript program");
    EXPECT_THAT(lines(frozen), ElementsAre("constants.0 float32 2 3 3 3 = 216", "constants.1 float32 2 = 8"));
}

TEST_F(WeightList, ListsTheStoragesOfProgramsItCannotFollow) {
    const auto path = write("odd.pt", test::zipOf({{"odd/data.pkl", toBytes("csomewhere\nelse\n(tR.")},
                                                   {"odd/data/0", toBytes("12345678")},
                                                   {"odd/code/__torch__.py", toBytes("x")}}));
    const WeightListing listing = listWeightFile(path);
    EXPECT_EQ(listing.format, "TorchScript program");
    EXPECT_THAT(lines(listing), ElementsAre("odd/data/0 bytes 8 = 8"));
    EXPECT_EQ(listing.parameters, 0);
    EXPECT_THAT(listing.notes, Contains(AllOf(HasSubstr("by storage"), HasSubstr("somewhere.else"))));
}

TEST_F(WeightList, ListsOnnx) {
    const WeightListing listing = listWeightFile(kData / "tiny.onnx");
    EXPECT_EQ(listing.format, "ONNX");
    EXPECT_THAT(lines(listing), ElementsAre("w float32 2 3 = 24"));
    EXPECT_EQ(listing.parameters, 6);
    EXPECT_THAT(listing.metadata,
                ElementsAre(Pair("ir_version", "8"), Pair("opset", "13"), Pair("key", "value"),
                            Pair("producer", "test"), Pair("nodes", "1"), Pair("input", "x: float32 [N, 2]"),
                            Pair("output", "y: float32 [N, 3]")));
    const Bytes whole = bytesOf(kData / "tiny.onnx");
    std::size_t refused = 0;
    for (std::size_t length = 3; length < whole.size(); ++length) {
        const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
        try {
            readUncheckedOnnxOutline(cut, "cut.onnx");  // a cut between the last records cannot be seen
        } catch (const Error& error) {
            EXPECT_THAT(error.what(), AllOf(HasSubstr("cut.onnx"), HasSubstr("cut off")));
            ++refused;
        }
    }
    EXPECT_GT(refused, whole.size() - 10);
}

TEST_F(WeightList, RefusesOnnxTensorsWhoseBytesDoNotFit) {
    Bytes bytes = bytesOf(kData / "tiny.onnx");
    const std::string shape("\x08\x02\x08\x03\x10\x01", 6);  // dims 2 and 3, float32
    const std::size_t place = test::toText(bytes).find(shape);
    ASSERT_NE(place, std::string::npos);
    bytes[place + 1] = std::byte{4};
    EXPECT_THAT(messageOf(ErrorCode::Data, [&] { listed(bytes, "tiny.onnx"); }),
                AllOf(HasSubstr("'w'"), HasSubstr("24 bytes"), HasSubstr("needs 48")));
}

TEST_F(WeightList, ListsAGenuineTensorFlowCheckpoint) {
    const std::filesystem::path folder = PF_SOURCE_DIR "/../shared/data/tf_checkpoint";
    if (!std::filesystem::exists(folder)) {
        GTEST_SKIP() << "needs " << folder;
    }
    const WeightListing listing = listWeightFile(folder);
    EXPECT_EQ(listing.format, "TensorFlow checkpoint");
    EXPECT_THAT(lines(listing), Contains("conv1/weights float32 3 3 3 10 = 1080"));
    EXPECT_EQ(listWeightFile(folder / "PNet-18.index").tensors.size(), listing.tensors.size());
}

TEST_F(WeightList, ListsGenuineNetworks) {
    const std::filesystem::path folder = PF_SOURCE_DIR "/../shared/models";
    if (!std::filesystem::exists(folder)) {
        GTEST_SKIP() << "needs " << folder;
    }
    // The same network twice: its weights are constants of one and initialisers of the other.
    const WeightListing script = listWeightFile(folder / "mobilefacenet_112.torchscript.pt");
    const WeightListing onnx = listWeightFile(folder / "mobilefacenet_112.onnx");
    EXPECT_EQ(script.tensors.size(), 102U);
    EXPECT_EQ(script.parameters, onnx.parameters);
    EXPECT_THAT(onnx.metadata, Contains(Pair("output", "embedding: float32 [batch, 128]")));
}

TEST_F(WeightList, SaysWhatIsKnown) {
    EXPECT_THAT(dataError({}), HasSubstr("is empty"));
    for (const std::string& text : {std::string("hello, this is some text"), std::string(64, '\xFF')}) {
        EXPECT_THAT(dataError(toBytes(text)), AllOf(HasSubstr("unknown.pt"), HasSubstr("safetensors"),
                                                    HasSubstr("ONNX"), HasSubstr("TensorFlow")));
    }
    EXPECT_THAT(dataError(toBytes("\x89HDF\r\n\x1a\n")), HasSubstr("HDF5"));
    EXPECT_THAT(dataError(toBytes("\x80\x04N.")), HasSubstr("pickle"));
    EXPECT_THAT(dataError(test::zipOf({{"mu.npy", toBytes("x")}})), HasSubstr("NumPy archive"));
    EXPECT_THAT(dataError(toBytes("PK\x03\x04 cut")), HasSubstr("cut off"));
    EXPECT_THAT(messageOf(ErrorCode::Data, [] { listWeightFile(kData / "legacy.pt"); }),
                HasSubstr("before 1.6"));
    EXPECT_THAT(messageOf(ErrorCode::Data, [&] { listWeightFile(folder_); }), HasSubstr("folder"));
    EXPECT_THAT(messageOf(ErrorCode::Io, [&] { listWeightFile(folder_ / "none"); }),
                HasSubstr("no such file"));
}

TEST_F(WeightList, ShowsNamesOnOneLineAndInUtf8) {
    const test::TorchTensor tensor{"w", {1}, Bytes(4)};
    const std::string pickle = "}V" + std::string("a\x07") + "b\n" +
                               test::torchTensorPickle("FloatStorage", "0", 1, 0, {1}, {1}) + "s" +
                               "Vnote\nV" + std::string(70, 'n') + "\\u000a\ns";
    const WeightListing listing = listWeightFile(write("t.pt", test::torchZip(pickle, {tensor})));
    EXPECT_THAT(lines(listing), ElementsAre("a b float32 1 = 4"));
    EXPECT_THAT(listing.metadata, ElementsAre(Pair("note", std::string(70, 'n') + " ")));
}

TEST(WeightListFuzz, MutatedOnnxGivesAListingOrADataError) {
    const Bytes seed = bytesOf(kData / "tiny.onnx");
    Rng rng(20220209);
    std::size_t refused = 0;
    for (int i = 0; i < 100000; ++i) {
        try {
            listed(test::mutated(seed, rng), "fuzz");
        } catch (const Error& error) {
            ASSERT_EQ(error.code(), ErrorCode::Data) << error.what();
            ++refused;
        }
    }
    EXPECT_GT(refused, 20000U);
    EXPECT_LT(refused, 100000U);
}

}  // namespace
}  // namespace pf
