#include "core/base/numpy/npy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/bytes.h"
#include "tests/support/temporary_folder.h"

namespace pf {
namespace {

using test::errorOf;
using testing::AllOf;
using testing::HasSubstr;

std::string sample() {
    return test::toText(npyBytes(NpyArray::fromFloats(std::vector<float>{1, 2, 3, 4, 5, 6}, {2, 3})));
}

/// A file whose header states `description` in front of `data`.
std::string npyFile(const std::string& description, const std::string& data) {
    std::string file(kNpyMagic);
    file += std::string("\x01\x00", 2);
    file += static_cast<char>(description.size() & 0xFFU);
    file += static_cast<char>(description.size() >> 8U);
    return file + description + data;
}

TEST(Npy, ReadsAFileAsItsBytes) {
    const test::TemporaryFolder folder;
    const NpyArray array = readNpy(folder.write("a.npy", sample()));
    EXPECT_EQ(array.dtype, "<f4");
    EXPECT_EQ(array.shape, (std::vector<std::size_t>{2, 3}));
    EXPECT_EQ(array.toFloats(), (std::vector<float>{1, 2, 3, 4, 5, 6}));
    const std::string text = sample();
    EXPECT_EQ(parseNpy(std::as_bytes(std::span(text)), "a").bytes, array.bytes);
}

TEST(Npy, ACutFileIsRefusedWhereverItIsCut) {
    const test::TemporaryFolder folder;
    const std::string whole = sample();
    for (std::size_t length = 0; length < whole.size(); ++length) {
        const auto cut = folder.write("cut.npy", whole.substr(0, length));
        EXPECT_THAT(errorOf([&] { readNpy(cut); }), AllOf(HasSubstr("data: "), HasSubstr("cut.npy")))
            << length;
    }
    EXPECT_THAT(errorOf([&] { readNpy(folder.write("long.npy", whole + "x")); }), HasSubstr("holds 25"));
}

TEST(Npy, WhatTheHeaderClaimsIsComparedWithTheFileBeforeAllocating) {
    const test::TemporaryFolder folder;
    const auto refusal = [&](const std::string& description) {
        return errorOf([&] { readNpy(folder.write("a.npy", npyFile(description, "12345678"))); });
    };
    EXPECT_THAT(refusal("{'descr': '<f4', 'fortran_order': False, 'shape': (4000000000, 1), }"),
                HasSubstr("should hold 16000000000 bytes of values and holds 8"));
    EXPECT_THAT(refusal("{'descr': '<f4', 'fortran_order': False, 'shape': (4000000000, 4000000000), }"),
                HasSubstr("impossible size"));
    EXPECT_THAT(refusal("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }"),
                HasSubstr("impossible size '-1'"));
    EXPECT_THAT(refusal("{'descr': '<f4', 'fortran_order': True, 'shape': (2,), }"), HasSubstr("Fortran"));
    EXPECT_THAT(refusal("{'descr': '>f4', 'fortran_order': False, 'shape': (2,), }"), HasSubstr("'>f4'"));
    EXPECT_THAT(refusal("{'descr': '|O', 'fortran_order': False, 'shape': (2,), }"), HasSubstr("'|O'"));
    EXPECT_THAT(refusal("{'descr': '<U0', 'fortran_order': False, 'shape': (1000000000000,), }"),
                HasSubstr("'<U0'"));
    // Format 2 has four bytes of header length.
    const std::string huge = std::string(kNpyMagic) + std::string("\x02\x00\x00\x00\x00\x40", 6);
    EXPECT_THAT(errorOf([&] { readNpy(folder.write("h.npy", huge)); }), HasSubstr("cut inside"));
    EXPECT_THAT(errorOf([&] { readNpy(folder.write("t.npy", "name,mu_0\nsomething")); }),
                HasSubstr("no NUMPY magic"));
    EXPECT_THAT(errorOf([&] { readNpy(folder / "absent.npy"); }), HasSubstr("io: "));
    EXPECT_THAT(errorOf([&] { readNpy(folder.path()); }), HasSubstr("io: "));
}

}  // namespace
}  // namespace pf
