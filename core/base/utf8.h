// UTF-8, and text of which it is not known that it is UTF-8: names of files are bytes, JSON and markup are
// not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace pf {

/// A character of a text, or a byte that is not UTF-8.
struct Utf8Character {
    std::uint32_t code = 0;  ///< the byte's value when it is not valid, as in Latin-1
    bool isValid = false;    ///< a whole sequence in shortest form, no surrogate, not above U+10FFFF
    std::string_view bytes;
};

/// Takes the character at the front of a text that is not empty.
Utf8Character takeUtf8(std::string_view& text);

/// Adds a Unicode code point in UTF-8.
void appendUtf8(std::string& text, std::uint32_t code);

/// The code points of a text; a byte that is not UTF-8 stands for itself (Latin-1), so that nothing is lost.
std::vector<std::uint32_t> utf8CodePoints(std::string_view text);

/// The longest start of `text` of at most `bytes` bytes that cuts no character in two.
std::string_view utf8Start(std::string_view text, std::size_t bytes);

/// Whether all of the text is UTF-8.
bool isUtf8(std::string_view text);

/// The text for people: every byte that is not UTF-8 is shown as U+FFFD.
std::string displayText(std::string_view text);

/// The text as valid UTF-8 from which unpackBytes gives the same bytes back: a byte 0x80 ... 0xFF that is not
/// UTF-8 becomes U+EF80 ... U+EFFF, and so do the bytes of those characters where they occur themselves.
/// Source: the mapping of MirBSD's OPTU-8 into the private use area. Text that is UTF-8 and has none of them
/// stays as it is.
std::string packBytes(std::string_view text);
std::string unpackBytes(std::string_view text);

}  // namespace pf
