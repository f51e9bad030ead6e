// Zip archives written by hand, also such as no program writes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "tests/support/bytes.h"

namespace pf::test {

inline std::uint32_t crc32Of(const Bytes& bytes) {
    static const std::array<std::uint32_t, 256> kTable = [] {
        std::array<std::uint32_t, 256> table{};
        for (std::uint32_t i = 0; i < table.size(); ++i) {
            std::uint32_t sum = i;
            for (int bit = 0; bit < 8; ++bit) {
                sum = (sum >> 1) ^ ((sum & 1U) != 0 ? 0xEDB88320U : 0U);
            }
            table[i] = sum;
        }
        return table;
    }();
    std::uint32_t sum = ~0U;
    for (const std::byte byte : bytes) {
        sum = (sum >> 8) ^ kTable[(sum ^ static_cast<std::uint32_t>(byte)) & 0xFFU];
    }
    return ~sum;
}

struct ZipPart {
    std::string name;
    Bytes content;
    bool deflated = false;         ///< as one stored block of deflate, at most 65,535 bytes
    std::uint32_t claimExtra = 0;  ///< added to the size it says it has
    std::uint32_t crcError = 0;    ///< flips bits of its checksum
};

inline void appendLittle(Bytes& target, std::uint64_t value, std::size_t bytes) {
    for (std::size_t i = 0; i < bytes; ++i) {
        target.push_back(static_cast<std::byte>(i < 8 ? value >> (8 * i) : 0));
    }
}

inline void appendText(Bytes& target, std::string_view text) {
    for (const char c : text) {
        target.push_back(static_cast<std::byte>(c));
    }
}

/// An archive of the parts in order.
inline Bytes zipOf(const std::vector<ZipPart>& parts) {
    Bytes zip;
    Bytes directory;
    for (const ZipPart& part : parts) {
        Bytes packed;
        if (part.deflated) {
            appendLittle(packed, 1, 1);
            appendLittle(packed, part.content.size(), 2);
            appendLittle(packed, ~part.content.size(), 2);
        }
        packed.insert(packed.end(), part.content.begin(), part.content.end());
        const std::size_t offset = zip.size();
        Bytes common;  // version, flags, method, time, date, checksum, sizes, name length, extra length
        appendLittle(common, 20, 2);
        appendLittle(common, 0, 2);
        appendLittle(common, part.deflated ? 8 : 0, 2);
        appendLittle(common, 0, 2);
        appendLittle(common, 0x21, 2);
        appendLittle(common, crc32Of(part.content) ^ part.crcError, 4);
        appendLittle(common, packed.size() + (part.deflated ? 0 : part.claimExtra), 4);
        appendLittle(common, part.content.size() + part.claimExtra, 4);
        appendLittle(common, part.name.size(), 2);
        appendLittle(common, 0, 2);
        appendText(zip, "PK\x03\x04");
        zip.insert(zip.end(), common.begin(), common.end());
        appendText(zip, part.name);
        zip.insert(zip.end(), packed.begin(), packed.end());
        appendText(directory, "PK\x01\x02");
        appendLittle(directory, 20, 2);
        directory.insert(directory.end(), common.begin(), common.end());
        appendLittle(directory, 0, 2 + 2 + 2 + 4);
        appendLittle(directory, offset, 4);
        appendText(directory, part.name);
    }
    const std::size_t start = zip.size();
    zip.insert(zip.end(), directory.begin(), directory.end());
    appendText(zip, "PK\x05\x06");
    appendLittle(zip, 0, 4);
    appendLittle(zip, parts.size(), 2);
    appendLittle(zip, parts.size(), 2);
    appendLittle(zip, directory.size(), 4);
    appendLittle(zip, start, 4);
    appendLittle(zip, 0, 2);
    return zip;
}

}  // namespace pf::test
