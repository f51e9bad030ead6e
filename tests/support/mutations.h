// Damage done to valid files, for tests in which only an error may come out.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "core/base/rng.h"
#include "tests/support/bytes.h"

namespace pf::test {

/// Flips, overwrites, removes, repeats or cuts a few bytes.
inline Bytes mutated(Bytes bytes, Rng& rng) {
    static constexpr std::array<unsigned char, 12> kTelling = {0x00, 0xFF, 0x7F, 0x80, '(',  '.',
                                                               'R',  'b',  'c',  0xD9, 0xDA, 0x01};
    for (std::uint64_t edits = 1 + rng.below(4); edits > 0 && !bytes.empty(); --edits) {
        const std::size_t at = rng.below(bytes.size());
        const auto place = bytes.begin() + static_cast<std::ptrdiff_t>(at);
        switch (rng.below(5)) {
            case 0:
                *place ^= static_cast<std::byte>(1U << rng.below(8));
                break;
            case 1:
                *place = static_cast<std::byte>(kTelling[rng.below(kTelling.size())]);
                break;
            case 2:
                bytes.erase(place);
                break;
            case 3:
                bytes.insert(place, static_cast<std::byte>(rng.below(256)));
                break;
            default:
                if (rng.below(8) == 0) {
                    bytes.resize(at);
                }
                break;
        }
    }
    return bytes;
}

}  // namespace pf::test
