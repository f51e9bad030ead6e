#include "core/base/crc32c.h"

#include <array>
#include <bit>
#include <cstring>

namespace pf {
namespace {

using Table = std::array<std::uint32_t, 256>;

/// Table k holds the sum of a byte followed by k zero bytes, so that eight bytes are eight look-ups.
constexpr std::array<Table, 8> makeTables() {
    std::array<Table, 8> tables{};
    for (std::uint32_t i = 0; i < 256; ++i) {
        std::uint32_t value = i;
        for (int bit = 0; bit < 8; ++bit) {
            value = (value >> 1) ^ ((value & 1) != 0 ? 0x82f63b78U : 0U);
        }
        tables[0][i] = value;
    }
    for (std::size_t k = 1; k < tables.size(); ++k) {
        for (std::size_t i = 0; i < 256; ++i) {
            const std::uint32_t before = tables[k - 1][i];
            tables[k][i] = (before >> 8) ^ tables[0][before & 0xFF];
        }
    }
    return tables;
}

constexpr std::array<Table, 8> kTables = makeTables();

static_assert(std::endian::native == std::endian::little, "words are read as the file's bytes");

}  // namespace

std::uint32_t crc32c(std::span<const std::byte> bytes, std::uint32_t previous) {
    std::uint32_t sum = ~previous;
    while (bytes.size() >= 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, bytes.data(), sizeof word);
        word ^= sum;
        sum = 0;
        for (std::size_t i = 0; i < 8; ++i) {
            sum ^= kTables[7 - i][(word >> (8 * i)) & 0xFF];
        }
        bytes = bytes.subspan(8);
    }
    for (const std::byte byte : bytes) {
        sum = (sum >> 8) ^ kTables[0][(sum ^ std::to_integer<std::uint32_t>(byte)) & 0xFF];
    }
    return ~sum;
}

std::uint32_t maskedCrc32c(std::uint32_t sum) {
    return std::rotr(sum, 15) + 0xa282ead8U;
}

}  // namespace pf
