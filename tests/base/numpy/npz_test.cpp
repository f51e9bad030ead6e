#include "core/base/numpy/npy.h"

#include <gtest/gtest.h>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/rng.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

NpzArrays sample() {
    NpzArrays arrays;
    arrays["mu"] = NpyArray::fromFloats(std::vector<float>{1, 2, 3, 4, 5, 6}, {2, 3});
    arrays["issame"] = NpyArray::fromBools({true, false, true});
    arrays["files"] = NpyArray::fromStrings({"a.jpg", "größer/ü.png", ""});
    arrays["ids"] = NpyArray::fromIntegers(std::vector<std::int64_t>{-1, 1LL << 40}, {2});
    return arrays;
}

TEST(Npz, WritesWhatItReads) {
    const test::TemporaryFolder folder;
    writeNpz(folder / "a.npz", sample());
    const auto arrays = readNpz(folder / "a.npz");
    EXPECT_EQ(arrays.at("mu").shape, (std::vector<std::size_t>{2, 3}));
    EXPECT_EQ(arrays.at("mu").toFloats(), (std::vector<float>{1, 2, 3, 4, 5, 6}));
    EXPECT_EQ(arrays.at("issame").toIntegers(), (std::vector<std::int64_t>{1, 0, 1}));
    EXPECT_EQ(arrays.at("files").toStrings(), (std::vector<std::string>{"a.jpg", "größer/ü.png", ""}));
    EXPECT_EQ(arrays.at("ids").toIntegers(), (std::vector<std::int64_t>{-1, 1LL << 40}));
    EXPECT_THROW(arrays.at("mu").toStrings(), Error);
    EXPECT_THROW(arrays.at("mu").toIntegers(), Error);
    EXPECT_THROW(arrays.at("files").toFloats(), Error);
}

TEST(Npz, EqualArraysGiveEqualBytes) {
    const test::TemporaryFolder folder;
    writeNpz(folder / "a.npz", sample());
    writeNpz(folder / "b.npz", sample());
    EXPECT_EQ(readTextFile(folder / "a.npz"), readTextFile(folder / "b.npz"));
}

TEST(Npz, CutAndChangedFilesAreRefused) {
    const test::TemporaryFolder folder;
    writeNpz(folder / "a.npz", sample());
    const std::string whole = readTextFile(folder / "a.npz");
    for (std::size_t length = 0; length < whole.size(); length += 37) {
        const auto cut = folder.write("cut.npz", whole.substr(0, length));
        EXPECT_THROW(readNpz(cut), Error) << length;
    }
    EXPECT_THROW(readNpz(folder / "absent.npz"), Error);
    // A changed value must not go unseen: the archive's CRC covers it.
    std::string changed = whole;
    changed[whole.find("NUMPY") + 200] = static_cast<char>(changed[whole.find("NUMPY") + 200] ^ 1);
    EXPECT_THROW(readNpz(folder.write("changed.npz", changed)), Error);
}

TEST(Npz, DamagedHeadersNeverCrash) {
    const test::TemporaryFolder folder;
    writeNpz(folder / "a.npz", sample());
    const std::string whole = readTextFile(folder / "a.npz");
    const auto start = whole.find("\x93NUMPY");
    const std::string npy = whole.substr(start, 128 + 24);
    Rng rng(5);
    int refused = 0;
    for (int i = 0; i < 100000; ++i) {
        std::string damaged = npy;
        for (int k = 0; k < 3; ++k) {
            damaged[rng.below(damaged.size())] = static_cast<char>(rng.below(256));
        }
        try {
            parseNpy(std::as_bytes(std::span(damaged)), "damaged");
        } catch (const Error&) {
            ++refused;
        }
    }
    EXPECT_GT(refused, 5000);
}

}  // namespace
}  // namespace pf
