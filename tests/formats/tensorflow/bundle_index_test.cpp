#include "core/formats/tensorflow/bundle_index.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "core/base/rng.h"
#include "tests/formats/tensorflow/bundle_writer.h"
#include "tests/support/mutations.h"

namespace pf {
namespace {

using test::Bundle;
using test::EntryValue;
using test::errorOf;
using test::headerValue;
using test::Pairs;
using test::tableBlock;
using test::tableOf;
using test::toBytes;
using ::testing::HasSubstr;

TensorFlowIndex parsed(const std::string& file) {
    return parseTensorFlowIndex(toBytes(file), "x.index");
}

std::string errorIn(const std::string& file) {
    return errorOf([&] { parsed(file); });
}

/// The error of an index with this one entry.
std::string errorIn(const EntryValue& entry) {
    return errorIn(tableOf(Pairs{{"", headerValue(2)}, {"net/weights", entry.encoded()}}));
}

Bundle smallBundle(int shards = 1) {
    Bundle bundle(shards);
    const std::vector<float> values(24, 0.5F);
    for (int i = 0; i < 20; ++i) {
        bundle.add("net/layer" + std::to_string(i) + "/weights", {2, 3, 4}, values);
    }
    bundle.add("net/scalar", {}, std::span(values).first(1));
    bundle.add("net/nothing", {0, 1 << 30, 1 << 30}, {});
    bundle.add({"step", test::kInt32, {}, std::string(4, '\1'), 0});
    return bundle;
}

TEST(TensorFlowIndex, ListsNamesTypesShapesAndPlaces) {
    const auto index = parsed(tableOf(smallBundle(2).pairs()));
    EXPECT_EQ(index.shards, 2);
    ASSERT_EQ(index.entries.size(), 23U);
    EXPECT_TRUE(std::is_sorted(index.entries.begin(), index.entries.end(),
                               [](const auto& a, const auto& b) { return a.name < b.name; }));
    const auto& layer = index.entries[1];
    EXPECT_EQ(layer.name, "net/layer1/weights");
    EXPECT_EQ(layer.type, "float32");
    EXPECT_EQ(layer.shape, (std::vector<std::int64_t>{2, 3, 4}));
    EXPECT_EQ(layer.bytes, 96U);
    EXPECT_EQ(layer.shard, 1);
    EXPECT_EQ(index.entries[20].name, "net/nothing");
    EXPECT_EQ(index.entries[20].bytes, 0U);
    EXPECT_EQ(index.entries[22].type, "int32");
    EXPECT_TRUE(index.entries[22].shape.empty());
}

TEST(TensorFlowIndex, EveryBlockLayoutGivesTheSameEntries) {
    const Pairs pairs = smallBundle().pairs();
    for (const std::size_t perBlock : {1U, 2U, 7U, 100U}) {
        const auto index = parsed(tableOf(pairs, perBlock));
        EXPECT_EQ(index.entries.size(), pairs.size() - 1) << perBlock;
    }
}

TEST(TensorFlowIndex, SaysWhatIsWrongWithAFileThatIsNoIndex) {
    EXPECT_THAT(errorIn(std::string()), HasSubstr("data: x.index: it is empty"));
    EXPECT_THAT(errorIn("index"), HasSubstr("too short for the index"));
    EXPECT_THAT(errorIn(std::string(100, 'x')), HasSubstr("not the format's mark"));
    const std::string file = tableOf(smallBundle().pairs());
    EXPECT_THAT(errorIn(file.substr(0, file.size() - 1)), HasSubstr("not the format's mark"));
    EXPECT_THAT(errorIn(file.substr(1)), HasSubstr("damaged"));
    EXPECT_THAT(errorIn(tableOf(std::vector<std::string>{})), HasSubstr("lists nothing at all"));
    EXPECT_THAT(errorIn(tableOf(Pairs{{"a", EntryValue{}.encoded()}})), HasSubstr("has no header"));
    EXPECT_THAT(errorIn(tableOf({tableBlock({{"", headerValue(1)}})}, 1)),
                HasSubstr("block at byte 0 is compressed (type 1)"));
}

TEST(TensorFlowIndex, RefusesHeadersItCannotFollow) {
    EXPECT_THAT(errorIn(tableOf(Pairs{{"", headerValue(1, 1)}})), HasSubstr("big-endian"));
    EXPECT_THAT(errorIn(tableOf(Pairs{{"", headerValue(0)}})), HasSubstr("0 data files"));
    EXPECT_THAT(errorIn(tableOf(Pairs{{"", headerValue(100000)}})), HasSubstr("100000 data files"));
    EXPECT_THAT(errorIn(tableOf(Pairs{{"", "\x0A\x7F"}})), HasSubstr("its header is damaged"));
}

TEST(TensorFlowIndex, RefusesEntriesThatCannotBeTrue) {
    const std::string named = "data: x.index: the tensor 'net/weights' ";
    EXPECT_EQ(errorIn(EntryValue{.shape = {2, 2}, .size = 16}), "");
    EXPECT_THAT(errorIn(EntryValue{.type = 99}), HasSubstr(named + "has the unknown type number 99"));
    EXPECT_THAT(errorIn(EntryValue{.type = 0}), HasSubstr(named + "has the unknown type number 0"));
    EXPECT_THAT(errorIn(EntryValue{.type = 101, .size = 4}), HasSubstr("unknown type number 101"));
    EXPECT_THAT(errorIn(EntryValue{.type = test::kFloat64, .shape = {2, 2}, .size = 16}),
                HasSubstr(named + "has a shape that does not fit its 16 bytes of float64"));
    EXPECT_THAT(errorIn(EntryValue{.shape = {2, -2}, .size = 16}), HasSubstr("negative size -2"));
    EXPECT_THAT(errorIn(EntryValue{.size = -4}), HasSubstr("impossible place"));
    EXPECT_THAT(errorIn(EntryValue{.offset = -4, .size = 4}), HasSubstr("impossible place"));
    EXPECT_THAT(errorIn(EntryValue{.offset = std::int64_t{1} << 62, .size = (std::int64_t{1} << 62) + 8}),
                HasSubstr("impossible place"));
    EXPECT_THAT(errorIn(EntryValue{.shard = 2, .size = 4}), HasSubstr("data file 2 of 2"));
    EXPECT_THAT(errorIn(EntryValue{.shard = -1, .size = 4}), HasSubstr("data file -1 of 2"));
    EXPECT_THAT(errorIn(EntryValue{.slices = 3}), HasSubstr(named + "is stored in 3 slices"));
    // 2^32 * 2^32 * 4 bytes is 0 in 64 bits.
    EXPECT_THAT(errorIn(EntryValue{.shape = {std::int64_t{1} << 32, std::int64_t{1} << 32}}),
                HasSubstr("does not fit its 0 bytes"));
    EXPECT_THAT(errorIn(EntryValue{.shape = std::vector<std::int64_t>(255, 1), .size = 4}),
                HasSubstr("no shape that is possible"));
    EXPECT_THAT(errorIn(tableOf(Pairs{{"", headerValue(1)}, {"w", "\x0A\x7F"}})),
                HasSubstr("the tensor 'w' has a damaged entry"));
}

TEST(TensorFlowIndex, NamesThePartitionedTensorRatherThanItsBinarySlice) {
    const std::string sliceKey("\0net\0\1", 6);
    const Pairs pairs{{"", headerValue(1)},
                      {sliceKey, EntryValue{.shape = {1}, .size = 4}.encoded()},
                      {"net/weights", EntryValue{.shape = {1}, .slices = 1}.encoded()}};
    EXPECT_THAT(errorIn(tableOf(pairs)), HasSubstr("'net/weights' is stored in 1 slices"));
    EXPECT_THAT(errorIn(tableOf(Pairs(pairs.begin(), pairs.begin() + 2))), HasSubstr("control characters"));
}

TEST(TensorFlowIndex, RefusesTensorsOnEachOthersBytes) {
    const Pairs pairs{{"", headerValue(1)},
                      {"a", EntryValue{.shape = {4}, .offset = 8, .size = 16}.encoded()},
                      {"b", EntryValue{.shape = {3}, .offset = 0, .size = 12}.encoded()}};
    EXPECT_THAT(errorIn(tableOf(pairs)), HasSubstr("the tensor 'a' lies on the bytes of the tensor 'b'"));
}

TEST(TensorFlowIndex, RefusesBlocksThatLie) {
    const std::string header = tableBlock({{"", headerValue(1)}});
    EXPECT_THAT(errorIn(tableOf({std::string("\0\0", 2)})), HasSubstr("too short for its restart points"));
    EXPECT_THAT(errorIn(tableOf({std::string("\xFF\xFF\xFF\xFF")})), HasSubstr("more restart points"));
    const auto block = [](const std::string& entries) {
        return entries + std::string("\0\0\0\0\1\0\0\0", 8);
    };
    EXPECT_THAT(errorIn(tableOf({block(std::string("\5\1\0x", 4))})), HasSubstr("shares more bytes"));
    EXPECT_THAT(errorIn(tableOf({block(std::string("\0\1\x7Fx", 4))})),
                HasSubstr("an entry of 127 bytes does not fit"));
    EXPECT_THAT(errorIn(tableOf({block(std::string("\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\1\0", 12))})),
                HasSubstr("key of more than 4096"));
    EXPECT_THAT(errorIn(tableOf({block(std::string(11, '\xFF'))})), HasSubstr("not written as numbers are"));
    EXPECT_THAT(errorIn(tableOf({header, header})), HasSubstr("keys are not in order"));
}

/// A few bytes that name the same long key again and again must not become gigabytes of names.
TEST(TensorFlowIndex, BoundsTheMemoryOfSharedNames) {
    std::string block = tableBlock({{"", headerValue(1)}});
    block.resize(block.size() - 8);
    std::string name(4092, 'n');
    const std::string value = EntryValue{.shape = {0}}.encoded();
    for (int i = 0; i < 40000; ++i) {
        const std::string digits = std::to_string(1000 + i % 9000);
        const bool restart = i % 9000 == 0;
        name[0] = static_cast<char>('a' + i / 9000);
        block += (restart ? std::string("\0", 1) : std::string("\xFC\x1F")) +
                 (restart ? std::string("\x80\x20") : std::string("\4")) + static_cast<char>(value.size()) +
                 (restart ? name : std::string()) + digits + value;
    }
    EXPECT_THAT(errorIn(tableOf({block + std::string("\0\0\0\0\1\0\0\0", 8)})),
                HasSubstr("longer than 64 MiB"));
}

TEST(TensorFlowIndex, AnyFlippedByteOfAGenuineOneIsRefused) {
    const std::filesystem::path file = PF_SOURCE_DIR "/../shared/data/tf_checkpoint/PNet-18.index";
    if (!std::filesystem::exists(file)) {
        GTEST_SKIP() << file << " is not here";
    }
    const test::Bytes genuine = toBytes(readTextFile(file));
    EXPECT_EQ(parseTensorFlowIndex(genuine, "x").entries.size(), 31U);
    for (std::size_t i = 0; i < genuine.size(); ++i) {
        for (const unsigned change : {0x01U, 0x80U, 0xFFU}) {
            test::Bytes damaged = genuine;
            damaged[i] ^= static_cast<std::byte>(change);
            EXPECT_TRUE(errorOf([&] { parseTensorFlowIndex(damaged, "x"); }).starts_with("data: ")) << i;
        }
    }
    for (std::size_t length = 0; length < genuine.size(); ++length) {
        const test::Bytes cut(genuine.begin(), genuine.begin() + static_cast<std::ptrdiff_t>(length));
        EXPECT_TRUE(errorOf([&] { parseTensorFlowIndex(cut, "x"); }).starts_with("data: ")) << length;
    }
}

/// Half of the mutations hit the file, half a block whose checksum is then made right, so that every layer is
/// reached.
TEST(TensorFlowIndex, MutatedOnesGiveAnIndexOrADataError) {
    const std::string file = tableOf(smallBundle(2).pairs());
    const std::string block = tableBlock(smallBundle(2).pairs(), 4);
    Rng rng(20210205);
    std::size_t refused = 0;
    std::size_t accepted = 0;
    for (int i = 0; i < 100000; ++i) {
        const bool whole = rng.flip();
        const test::Bytes mutant = test::mutated(toBytes(whole ? file : block), rng);
        const std::string bytes = whole ? test::toText(mutant) : tableOf({test::toText(mutant)});
        try {
            const auto index = parsed(bytes);
            for (const auto& entry : index.entries) {
                ASSERT_FALSE(entry.name.empty());
                ASSERT_LT(entry.shard, index.shards);
            }
            ++accepted;
        } catch (const Error& error) {
            ASSERT_EQ(error.code(), ErrorCode::Data) << error.what();
            ++refused;
        }
    }
    EXPECT_GT(refused, 50000U);
    EXPECT_GT(accepted, 1000U);
}

}  // namespace
}  // namespace pf
