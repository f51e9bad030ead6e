// Letters with accents as the letters and accents they are made of.
#pragma once

#include <cstdint>
#include <vector>

namespace pf {

/// Adds what a code point is made of: "e" and an acute accent for "é". Latin, Greek, Cyrillic and Indic
/// letters, kana and Hangul, which is what file systems decompose; any other code point is added as it is.
/// Source: canonical decomposition of the Unicode Standard (NFD). A table of a thousand letters serves names;
/// a library for all of Unicode would be a dependency of the whole core.
void appendDecomposed(std::vector<std::uint32_t>& codes, std::uint32_t code);

}  // namespace pf
