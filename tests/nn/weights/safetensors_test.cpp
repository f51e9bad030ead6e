#include "core/nn/weights/safetensors.h"

#include <cstring>
#include <fstream>

#include "core/nn/weights/safetensors_layout.h"
#include "tests/nn/nn_support.h"

namespace pf {
namespace {

using test::messageOf;

class Safetensors : public test::NnTest {
  protected:
    std::filesystem::path file() const { return folder_ / "weights.safetensors"; }

    void write(const std::string& bytes) const {
        std::ofstream(file(), std::ios::binary | std::ios::trunc) << bytes;
    }

    /// A file of another program: length, table, payload.
    void writeForeign(const std::string& table, const std::string& payload) const {
        const uint64_t length = table.size();
        std::string bytes(sizeof length, '\0');
        std::memcpy(bytes.data(), &length, sizeof length);
        write(bytes + table + payload);
    }
};

NamedTensors everyType() {
    return {
        {"float", at::randn({2, 3})},           {"double", at::randn({4}, at::kDouble)},
        {"half", at::randn({3}).to(at::kHalf)}, {"bfloat", at::randn({3}).to(at::kBFloat16)},
        {"long", at::arange(5, at::kLong)},     {"int", at::arange(3, at::kInt)},
        {"short", at::arange(3, at::kShort)},   {"char", at::arange(3, at::kChar)},
        {"byte", at::arange(7, at::kByte)},     {"bool", at::arange(5, at::kInt).remainder(2).to(at::kBool)},
        {"scalar", at::scalar_tensor(2.5)},     {"empty", at::zeros({0, 4})}};
}

TEST_F(Safetensors, RoundTripKeepsTypesShapesValuesAndMetadata) {
    const NamedTensors tensors = everyType();
    writeSafetensors(file(), tensors, {{"step", "12"}, {"text", "σ² \"quoted\"\n"}});
    const SafetensorsFile read = readSafetensors(file(), true);
    ASSERT_EQ(read.tensors.size(), tensors.size());
    for (const auto& [name, tensor] : tensors) {
        EXPECT_EQ(read.tensors.at(name).scalar_type(), tensor.scalar_type()) << name;
        EXPECT_TRUE(at::equal(read.tensors.at(name), tensor)) << name;
    }
    EXPECT_EQ(read.metadata, (Metadata{{"step", "12"}, {"text", "σ² \"quoted\"\n"}}));
    EXPECT_TRUE(read.checksumVerified);
}

TEST_F(Safetensors, TransposedTensorsAreStoredInOrder) {
    const at::Tensor matrix = at::arange(6, at::kFloat).view({2, 3});
    writeSafetensors(file(), {{"t", matrix.t().requires_grad_(true)}});
    EXPECT_TRUE(at::equal(readSafetensors(file()).tensors.at("t"), matrix.t()));
}

TEST_F(Safetensors, EveryFlippedByteIsRefused) {
    writeSafetensors(file(), {{"w", at::randn({3})}, {"flags", at::ones({2}, at::kBool)}}, {{"step", "3"}});
    const std::string good = readTextFile(file());
    for (std::size_t i = 0; i < good.size(); ++i) {
        // One bit, another one in each byte, and all of them.
        for (const unsigned mask : {1U << (i % 8), 0xFFU}) {
            std::string bad = good;
            bad[i] = static_cast<char>(static_cast<unsigned char>(bad[i]) ^ mask);
            write(bad);
            SCOPED_TRACE(testing::Message() << "byte " << i << " mask " << mask);
            messageOf(ErrorCode::Data, [&] { readSafetensors(file()); });
        }
    }
    write(good);
    EXPECT_TRUE(readSafetensors(file()).checksumVerified);
}

TEST_F(Safetensors, EveryTruncationAndExtensionIsRefused) {
    writeSafetensors(file(), {{"w", at::randn({3})}});
    const std::string good = readTextFile(file());
    for (std::size_t length = 0; length < good.size(); ++length) {
        write(good.substr(0, length));
        messageOf(ErrorCode::Data, [&] { readSafetensors(file()); });
    }
    write(good + '\0');
    messageOf(ErrorCode::Data, [&] { readSafetensors(file()); });
}

TEST_F(Safetensors, ForeignFilesAreAcceptedButFlagged) {
    const float values[2] = {1.5F, -2.0F};
    writeForeign(R"({"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})",
                 std::string(reinterpret_cast<const char*>(values), sizeof values));
    const SafetensorsFile read = readSafetensors(file());
    EXPECT_FALSE(read.checksumVerified);
    EXPECT_EQ(read.tensors.at("x")[1].item<float>(), -2.0F);
    EXPECT_NE(messageOf(ErrorCode::Data, [&] { readSafetensors(file(), true); }).find("checksum"),
              std::string::npos);
}

TEST_F(Safetensors, TablesThatLieAreRefused) {
    const std::string eight(8, '\0');
    const std::vector<std::string> tables{
        R"({"x":{"dtype":"F32","shape":[2],"data_offsets":[0,16]}})",
        R"({"x":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}})",
        R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",
        R"({"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}})",
        R"({"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"y":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}})",
        R"({"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"x":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}})",
        R"({"x":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}})",
        R"({"x":{"dtype":"F32","shape":[2.0],"data_offsets":[0,8]}})",
        R"({"x":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}})",
        R"({"x":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}})",
        R"({"x":{"dtype":"Q4","shape":[2],"data_offsets":[0,8]}})",
        R"({"x":{"dtype":"BOOL","shape":[8],"data_offsets":[0,8]},"__metadata__":{"a":1}})",
        R"({"x":[[[[[]]]]]})",
        R"([])",
        R"({)",
        "",
    };
    for (const std::string& table : tables) {
        writeForeign(table, eight);
        EXPECT_NE(messageOf(ErrorCode::Data, [&] { readSafetensors(file()); }).find(file().string()),
                  std::string::npos)
            << table;
    }
    writeForeign(R"({"x":{"dtype":"BOOL","shape":[8],"data_offsets":[0,8]}})", std::string(8, '\2'));
    EXPECT_NE(messageOf(ErrorCode::Data, [&] { readSafetensors(file()); }).find("truth"), std::string::npos);
    writeForeign(std::string(100000, '['), eight);
    EXPECT_NE(messageOf(ErrorCode::Data, [&] { readSafetensors(file()); }).find("deep"), std::string::npos);
}

TEST_F(Safetensors, ManySmallEntriesTakeNoMoreTimeThanTheirBytes) {
    std::string table = "{";
    for (int i = 0; i < 100000; ++i) {
        table += (i > 0 ? ",\"t" : "\"t") + std::to_string(i) +
                 "\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[0,0]}";
    }
    EXPECT_EQ(detail::parseTable(table + "}", 0, "many").entries.size(), 100000U);
}

TEST_F(Safetensors, HeaderLengthIsBoundedBeforeItIsBelieved) {
    for (const uint64_t length : {~uint64_t{0}, uint64_t{1} << 62, uint64_t{9} << 20, uint64_t{100}}) {
        std::string bytes(40, ' ');
        std::memcpy(bytes.data(), &length, sizeof length);
        write(bytes);
        EXPECT_NE(messageOf(ErrorCode::Data, [&] { readSafetensors(file()); }).find(std::to_string(length)),
                  std::string::npos);
    }
    messageOf(ErrorCode::Io, [&] { readSafetensors(folder_ / "absent"); });
    messageOf(ErrorCode::Io, [&] { readSafetensors(folder_); });
    EXPECT_NE(messageOf(ErrorCode::Data, [&] { readSafetensors(file(), false, 39); }).find("39"),
              std::string::npos);
}

TEST_F(Safetensors, WriterRefusesWhatItCannotStore) {
    messageOf(ErrorCode::Internal, [&] {
        writeSafetensors(file(), {{"x", at::ones({1})}, {"x", at::ones({1})}});
    });
    messageOf(ErrorCode::Internal, [&] { writeSafetensors(file(), {{"__metadata__", at::ones({1})}}); });
    messageOf(ErrorCode::Internal, [&] { writeSafetensors(file(), {}, {{kPayloadChecksumKey, "x"}}); });
    messageOf(ErrorCode::Data, [&] { writeSafetensors(file(), {{"c", at::ones({1}, at::kComplexFloat)}}); });
    messageOf(ErrorCode::Data, [&] { writeSafetensors(file(), {{"\xff", at::ones({1})}}); });
    EXPECT_FALSE(std::filesystem::exists(file()));
}

TEST_F(Safetensors, AFailingSinkReachesTheCaller) {
    const ByteSink full = [](std::span<const std::byte>) { throw Error(ErrorCode::Io, "disk full"); };
    EXPECT_EQ(messageOf(ErrorCode::Io, [&] { writeSafetensors(full, {{"x", at::ones({1})}}); }), "disk full");
}

}  // namespace
}  // namespace pf
