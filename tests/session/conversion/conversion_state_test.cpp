#include "core/session/conversion/conversion_state.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "core/base/rng.h"
#include "tests/support/mutations.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

using test::errorOf;
using testing::AllOf;
using testing::HasSubstr;

ConversionState sample() {
    ConversionState state;
    state.format = "rec";
    state.source = "0123abcd";
    state.total = 100;
    state.visited = 50;
    state.written = 47;
    state.bytes = std::uint64_t{1} << 40;
    state.pairBytes = 7;
    state.skippedBytes = 90;
    state.skippedAt = {0, 3, 49};
    state.height = 112;
    state.width = 96;
    state.sizesDiffer = true;
    return state;
}

TEST(ConversionState, IsReadBack) {
    const test::TemporaryFolder folder;
    writeConversionState(folder / "s", sample());
    const auto back = readConversionState(folder / "s");
    EXPECT_EQ(back.format, "rec");
    EXPECT_EQ(back.source, "0123abcd");
    EXPECT_EQ(back.total, 100U);
    EXPECT_EQ(back.visited, 50U);
    EXPECT_EQ(back.written, 47U);
    EXPECT_EQ(back.bytes, std::uint64_t{1} << 40);
    EXPECT_EQ(back.pairBytes, 7U);
    EXPECT_EQ(back.skippedBytes, 90U);
    EXPECT_EQ(back.skippedAt, (std::vector<std::uint64_t>{0, 3, 49}));
    EXPECT_EQ(back.height, 112U);
    EXPECT_EQ(back.width, 96U);
    EXPECT_TRUE(back.sizesDiffer);
    EXPECT_FALSE(back.complete);
}

TEST(ConversionState, RefusesCountsThatContradictEachOther) {
    const test::TemporaryFolder folder;
    const auto message = [&](const auto& change) {
        ConversionState state = sample();
        change(state);
        writeConversionState(folder / "s", state);
        return errorOf([&] { readConversionState(folder / "s"); });
    };
    EXPECT_EQ(message([](ConversionState&) {}), "");
    EXPECT_THAT(message([](ConversionState& s) { s.visited = 101; }), HasSubstr("contradict"));
    EXPECT_THAT(message([](ConversionState& s) { s.written = 48; }), HasSubstr("contradict"));
    EXPECT_THAT(message([](ConversionState& s) { s.skippedAt = {0, 3, 50}; }), HasSubstr("contradict"));
    EXPECT_THAT(message([](ConversionState& s) { s.skippedAt = {0, 3, 3}; }), HasSubstr("contradict"));
    EXPECT_THAT(message([](ConversionState& s) { s.skippedAt = {3, 0, 49}; }), HasSubstr("contradict"));
    EXPECT_THAT(message([](ConversionState& s) { s.complete = true; }), HasSubstr("contradict"));
}

TEST(ConversionState, SaysWhatIsWrongAndWhatToDo) {
    const test::TemporaryFolder folder;
    for (const char* text :
         {"", "{", "[]", "nonsense", "{\"version\":1}", "{\"version\":2}", "{\"version\":-1}"}) {
        EXPECT_THAT(errorOf([&] { readConversionState(folder.write("s", text)); }),
                    AllOf(HasSubstr("data: "), HasSubstr("/s: "), HasSubstr("start the conversion again")))
            << text;
    }
    EXPECT_THAT(errorOf([&] { readConversionState(folder / "none"); }), HasSubstr("io: "));
}

TEST(ConversionState, DamagedOnesGiveAStateOrADataError) {
    const test::TemporaryFolder folder;
    writeConversionState(folder / "s", sample());
    const auto good = test::toBytes(readTextFile(folder / "s"));
    Rng rng(20250701);
    std::size_t refused = 0;
    for (int i = 0; i < 100000; ++i) {
        const auto text = test::toText(test::mutated(good, rng));
        try {
            const auto state = parseConversionState(text, "fuzz");
            ASSERT_LE(state.visited, state.total);
        } catch (const Error& error) {
            ASSERT_EQ(error.code(), ErrorCode::Data) << error.what();
            ++refused;
        }
    }
    EXPECT_GT(refused, 50000U);
    EXPECT_LT(refused, 100000U);
}

}  // namespace
}  // namespace pf
