#include "core/base/crc32c.h"

#include <gtest/gtest.h>

#include "core/base/rng.h"
#include "tests/support/bytes.h"

namespace pf {
namespace {

using test::Bytes;

TEST(Crc32c, MatchesTheStandardsVectors) {
    EXPECT_EQ(crc32c({}), 0U);
    EXPECT_EQ(crc32c(test::toBytes("123456789")), 0xE3069283U);
    // RFC 3720, B.4.
    EXPECT_EQ(crc32c(Bytes(32, std::byte{0x00})), 0x8A9136AAU);
    EXPECT_EQ(crc32c(Bytes(32, std::byte{0xFF})), 0x62A8AB43U);
    Bytes ascending(32);
    for (std::size_t i = 0; i < ascending.size(); ++i) {
        ascending[i] = static_cast<std::byte>(i);
    }
    EXPECT_EQ(crc32c(ascending), 0x46DD794EU);
}

/// Straight from the definition, a bit at a time.
std::uint32_t bitwise(std::span<const std::byte> bytes) {
    std::uint32_t sum = 0xFFFFFFFFU;
    for (const std::byte byte : bytes) {
        sum ^= std::to_integer<std::uint32_t>(byte);
        for (int bit = 0; bit < 8; ++bit) {
            sum = (sum >> 1) ^ ((sum & 1) != 0 ? 0x82F63B78U : 0U);
        }
    }
    return ~sum;
}

TEST(Crc32c, EveryLengthAlignmentAndSplitGivesTheSameSum) {
    Rng rng(1);
    Bytes bytes(97);
    for (auto& byte : bytes) {
        byte = static_cast<std::byte>(rng.below(256));
    }
    for (std::size_t begin = 0; begin < 9; ++begin) {
        for (std::size_t length = 0; begin + length <= bytes.size(); ++length) {
            const auto part = std::span(bytes).subspan(begin, length);
            const std::uint32_t expected = bitwise(part);
            ASSERT_EQ(crc32c(part), expected) << begin << " " << length;
            const std::size_t cut = rng.below(length + 1);
            ASSERT_EQ(crc32c(part.subspan(cut), crc32c(part.first(cut))), expected) << cut;
        }
    }
}

TEST(Crc32c, MaskIsTensorFlows) {
    // ((sum >> 15) | (sum << 17)) + 0xa282ead8, worked out by hand.
    EXPECT_EQ(maskedCrc32c(0), 0xA282EAD8U);
    EXPECT_EQ(maskedCrc32c(0x00018000U), 0xA282EADBU);
    EXPECT_EQ(maskedCrc32c(1), 0xA284EAD8U);
    // The empty metaindex block of every index table TensorFlow writes: eight bytes and compression type 0.
    EXPECT_EQ(maskedCrc32c(crc32c(test::fromHex("000000000100000000"))), 0xB0A1F2C0U);
}

}  // namespace
}  // namespace pf
