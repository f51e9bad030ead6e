// Text of which it is not known that it is UTF-8: names of files are bytes, JSON and markup are not.
#pragma once

#include <string>
#include <string_view>

namespace pf {

/// Whether the bytes are UTF-8: whole sequences in shortest form, no surrogates, nothing above U+10FFFF.
bool isUtf8(std::string_view text);

/// The text for people: every byte that is no UTF-8 is shown as U+FFFD.
std::string displayText(std::string_view text);

/// The text as valid UTF-8 from which unpackBytes gives the same bytes back: a byte 0x80 ... 0xFF that is no
/// UTF-8 becomes U+EF80 ... U+EFFF, and so do the bytes of those characters where they occur themselves.
/// Source: the mapping of MirBSD's OPTU-8 into the private use area. Text that is UTF-8 and has none of them
/// stays as it is.
std::string packBytes(std::string_view text);
std::string unpackBytes(std::string_view text);

}  // namespace pf
