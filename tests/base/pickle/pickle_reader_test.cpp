#include "core/base/pickle/pickle_reader.h"

#include <gtest/gtest.h>
#include <cstring>

#include "tests/base/pickle/pickle_samples.h"
#include "tests/support/matchers.h"

namespace pf {
namespace {

using test::Bytes;
using test::fromHex;
using test::toBytes;
using test::toText;
using namespace matchers;

std::string readError(const Bytes& bytes, const PickleLimits& limits = {}) {
    return test::errorOf([&] { PickleDocument(bytes, "set.bin", limits); });
}

class EveryProtocol : public testing::TestWithParam<std::size_t> {};

TEST_P(EveryProtocol, ReadsPlainData) {
    const Bytes bytes = fromHex(test::kPlainPickles[GetParam()]);
    const PickleDocument document(bytes, "plain");
    const PickleValue root = document.root();
    ASSERT_EQ(root.kind(), PickleKind::Tuple);
    ASSERT_EQ(root.size(), 3U);
    const PickleValue strings = root.item(0);
    ASSERT_EQ(strings.size(), 3U);
    EXPECT_EQ(toText(strings.item(0).asBytes()), std::string("\xff\xd8\x61\x00", 4));
    EXPECT_EQ(toText(strings.item(1).asBytes()), "");
    EXPECT_EQ(toText(strings.item(2).asBytes()), "zz");
    EXPECT_EQ(root.item(1).kind(), PickleKind::List);
    EXPECT_TRUE(root.item(1).item(0).asBool());
    EXPECT_FALSE(root.item(1).item(1).asBool());
    const PickleValue dict = root.item(2);
    ASSERT_EQ(dict.size(), 1U);
    EXPECT_EQ(dict.key(0).asText(), "k");
    const PickleValue values = dict.at("k");
    ASSERT_EQ(values.size(), 8U);
    EXPECT_EQ(values.item(0).asInt(), 1);
    EXPECT_EQ(values.item(1).asInt(), -2);
    EXPECT_EQ(values.item(2).asInt(), 70000);
    EXPECT_EQ(values.item(3).asInt(), std::int64_t{1} << 40);
    EXPECT_EQ(values.item(4).asInt(), std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(values.item(5).asFloat(), 1.5);
    EXPECT_EQ(values.item(6).kind(), PickleKind::None);
    EXPECT_EQ(values.item(7).asText(), "h\xc3\xa9\xe2\x82\xac");
}

TEST_P(EveryProtocol, IsRefusedWhenCutAnywhere) {
    const Bytes whole = fromHex(test::kPlainPickles[GetParam()]);
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const Bytes cut(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(length));
        EXPECT_THAT(readError(cut), StartsWith("data: set.bin: ")) << "cut at " << length;
    }
}

INSTANTIATE_TEST_SUITE_P(Protocols, EveryProtocol, testing::Values(0U, 1U, 2U, 3U, 4U, 5U));

class NumpyPickles : public testing::TestWithParam<std::size_t> {};

TEST_P(NumpyPickles, AreArraysAndScalars) {
    const Bytes bytes = fromHex(test::kArrayPickles[GetParam()]);
    const PickleDocument document(bytes, "arrays");
    const PickleValue root = document.root();
    ASSERT_EQ(root.size(), 6U);
    const PickleArray& floats = root.item(0).asArray();
    EXPECT_EQ(floats.dtype, "<f4");
    EXPECT_THAT(floats.shape, testing::ElementsAre(2, 3));
    EXPECT_FALSE(floats.fortranOrder);
    std::array<float, 6> values{};
    ASSERT_EQ(floats.data.size(), sizeof(values));
    std::memcpy(values.data(), floats.data.data(), sizeof(values));
    EXPECT_THAT(values, testing::ElementsAre(0, 1, 2, 3, 4, 5));
    const PickleArray& shorts = root.item(1).asArray();
    EXPECT_EQ(shorts.dtype, ">i2");
    EXPECT_EQ(shorts.count(), 4U);
    EXPECT_TRUE(shorts.fortranOrder);
    EXPECT_EQ(toText(shorts.data), std::string("\0\0\0\2\0\1\0\3", 8));
    EXPECT_EQ(root.item(2).asArray().dtype, "|b1");
    EXPECT_EQ(toText(root.item(2).asArray().data), std::string("\1\0", 2));
    EXPECT_EQ(root.item(3).asFloat(), 2.5);
    EXPECT_EQ(root.item(4).asInt(), -3);
    EXPECT_TRUE(root.item(5).asBool());
}

INSTANTIATE_TEST_SUITE_P(Samples, NumpyPickles, testing::Values(0U, 1U, 2U, 3U));

TEST(PickleReader, ReadsFlagsFromListsAndArrays) {
    const auto flagsOf = [](const Bytes& bytes) { return PickleDocument(bytes, "flags").root().asBools(); };
    EXPECT_THAT(flagsOf(toBytes("](I01\nI00\nI1\ne.")), testing::ElementsAre(true, false, true));
    const Bytes arrays = fromHex(test::kArrayPickles[2]);
    const PickleDocument document(arrays, "set.bin");
    EXPECT_THAT(document.root().item(2).asBools(), testing::ElementsAre(true, false));
    // >i2 with the values 0, 1, 2, 3
    EXPECT_THAT(test::errorOf([&] { document.root().item(1).asBools(); }), HasSubstr("neither 0 nor 1"));
    EXPECT_THAT(test::errorOf([&] { document.root().item(0).asBools(); }), HasSubstr("neither 0 nor 1"));
    EXPECT_THAT(test::errorOf([&] { flagsOf(toBytes("](I2\ne.")); }), HasSubstr("neither 0 nor 1"));
    EXPECT_THAT(test::errorOf([&] { flagsOf(toBytes("N.")); }), HasSubstr("None"));
}

TEST(PickleReader, ReadsPython2Strings) {
    // protocol 2, SHORT_BINSTRING and BINSTRING
    const Bytes bytes = fromHex(
        "80025d28"
        "5503ffd861"
        "540200000062ff"
        "652e");
    const PickleDocument document(bytes, "py2");
    EXPECT_EQ(toText(document.root().item(0).asBytes()), "\xff\xd8\x61");
    EXPECT_EQ(toText(document.root().item(1).asBytes()), "b\xff");
    const Bytes quoted = toBytes("S'a\\x00\\n\\'\\101'\n.");
    EXPECT_EQ(toText(PickleDocument(quoted, "py2").root().asBytes()), std::string("a\0\n'A", 5));
}

TEST(PickleReader, RefusesGlobalsByName) {
    EXPECT_THAT(readError(toBytes("cos\nsystem\n(S'touch /tmp/x'\ntR.")),
                AllOf(HasSubstr("'os.system'"), HasSubstr("(byte 0)"), HasSubstr("refused")));
    // STACK_GLOBAL of protocol 4
    EXPECT_THAT(readError(fromHex("80048c08"
                                  "6275696c74696e73"
                                  "8c0465"
                                  "76616c932e")),
                AllOf(HasSubstr("'builtins.eval'"), HasSubstr("(byte 18)")));
    EXPECT_THAT(readError(toBytes("cnumpy.core.multiarray\nfrombuffer\n.")),
                HasSubstr("'numpy.core.multiarray.frombuffer'"));
}

TEST(PickleReader, RefusesOpcodesByName) {
    EXPECT_THAT(readError(toBytes("(ios\nsystem\n.")), AllOf(HasSubstr("INST"), HasSubstr("(byte 1)")));
    EXPECT_THAT(readError(toBytes("(o.")), HasSubstr("OBJ"));
    EXPECT_THAT(readError(toBytes("Pid\n.")), HasSubstr("PERSID"));
    EXPECT_THAT(readError(fromHex("8f2e")), HasSubstr("EMPTY_SET"));
    EXPECT_THAT(readError(fromHex("ff2e")), HasSubstr("0xff"));
    EXPECT_THAT(readError(fromHex("80062e")), HasSubstr("protocol 6"));
}

TEST(PickleReader, RefusesCallsThatAreNoData) {
    EXPECT_THAT(readError(toBytes("cnumpy\nndarray\n)R.")), HasSubstr("'numpy.ndarray', which is refused"));
    EXPECT_THAT(readError(toBytes("K\x01)R.")), HasSubstr("calls an integer"));
    EXPECT_THAT(readError(toBytes("](NtR.")), HasSubstr("calls a list"));
    EXPECT_THAT(readError(toBytes("]Nb.")), HasSubstr("state of a list"));
    EXPECT_THAT(readError(fromHex(test::kObjectArrayPickle)), HasSubstr("'O8'"));
    EXPECT_THAT(readError(toBytes("c_codecs\nencode\n(Va\nVrot13\ntR.")), HasSubstr("latin1"));
}

TEST(PickleReader, RefusesLengthsBeyondTheEndBeforeAllocating) {
    EXPECT_THAT(readError(fromHex("42ffffffff00")),
                AllOf(HasSubstr("4294967295"), HasSubstr("1 bytes are left")));
    EXPECT_THAT(readError(fromHex("8effffffffffffffff00")), HasSubstr("18446744073709551615"));
    EXPECT_THAT(readError(fromHex("8bffffffff00")), HasSubstr("4294967295"));
    EXPECT_THAT(readError(fromHex("8004"
                                  "95ffffffffffffff7f5d2e")),
                HasSubstr("frame"));
    EXPECT_THAT(readError(fromHex("4e72ffffffff2e")), HasSubstr("memo index 4294967295"));
}

TEST(PickleReader, RefusesArraysWhoseShapeDoesNotFit) {
    Bytes bytes = fromHex(test::kArrayPickles[2]);
    const Bytes shape = fromHex("4b024b0386");
    const auto found = std::search(bytes.begin(), bytes.end(), shape.begin(), shape.end());
    ASSERT_NE(found, bytes.end());
    found[3] = std::byte{0xFF};
    EXPECT_THAT(readError(bytes), HasSubstr("do not match its shape"));
}

TEST(PickleReader, RefusesABrokenStack) {
    EXPECT_THAT(readError(toBytes(".")), HasSubstr("empty stack"));
    EXPECT_THAT(readError(toBytes("t.")), HasSubstr("mark"));
    EXPECT_THAT(readError(toBytes("(a.")), HasSubstr("empty stack"));
    EXPECT_THAT(readError(toBytes("NNa.")), HasSubstr("into None"));
    EXPECT_THAT(readError(toBytes("}(Nu.")), HasSubstr("into a dict"));
    EXPECT_THAT(readError(toBytes("(Nd.")), HasSubstr("key without a value"));
    EXPECT_THAT(readError(toBytes("h\x05.")), HasSubstr("memo 5"));
    EXPECT_THAT(readError(toBytes("I12x\n.")), HasSubstr("12x"));
    EXPECT_THAT(readError(toBytes("S'abc\n.")), HasSubstr("quoted"));
    EXPECT_THAT(readError({}), HasSubstr("cut short"));
}

TEST(PickleReader, LimitsValuesAndDepth) {
    EXPECT_THAT(readError(toBytes(std::string(2000, '(') + ".")), HasSubstr("deeper than 1000"));
    EXPECT_THAT(readError(toBytes(std::string(11, ']') + "."), {.maxValues = 10}),
                HasSubstr("more than 10 values"));
}

TEST(PickleReader, RefusesMemoIndicesThatNoWriterReaches) {
    // Each index twice the one before: the table would grow to gigabytes within a hundred bytes.
    std::string text = "N";
    for (std::uint32_t index = 1000; index < (1U << 31); index *= 2) {
        text += 'r';
        for (int i = 0; i < 4; ++i) {
            text += static_cast<char>(index >> (8 * i) & 0xFF);
        }
    }
    EXPECT_THAT(readError(toBytes(text + ".")), HasSubstr("memo index 2000 is out of sequence"));
}

TEST(PickleReader, KeepsDeepAndCyclicValuesWithoutRecursion) {
    // 100,000 nested tuples, and a list that holds itself.
    const Bytes deep = toBytes(")" + std::string(100000, '\x85') + ".");
    EXPECT_EQ(PickleDocument(deep, "deep").root().size(), 1U);
    const Bytes cyclic = toBytes("]q" + std::string("\0h\0a.", 5));
    const PickleDocument document(cyclic, "cyclic");
    EXPECT_EQ(document.root().item(0).item(0).size(), 1U);
}

TEST(PickleReader, SaysWhichKindWasExpected) {
    const Bytes bytes = toBytes("](K\x05Ne.");
    const PickleDocument document(bytes, "set.bin");
    const PickleValue root = document.root();
    EXPECT_THAT(test::errorOf([&] { root.asBytes(); }), AllOf(HasSubstr("a list"), HasSubstr("bytes")));
    EXPECT_THAT(test::errorOf([&] { root.item(2); }), HasSubstr("2 items"));
    EXPECT_THAT(test::errorOf([&] { root.item(0).asBool(); }), HasSubstr("a bool"));
    EXPECT_THAT(test::errorOf([&] { root.at("x"); }), HasSubstr("a dict"));
}

}  // namespace
}  // namespace pf
