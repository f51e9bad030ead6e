// Escaped strings of pickle's text protocol. Internal to the pickle reader.
#pragma once

#include <string>
#include <string_view>

namespace pf {

class PickleBuilder;

/// The bytes of a quoted Python 2 string ('a\x00b'). Throws through `builder.fail`.
std::string unquotePickleString(std::string_view text, const PickleBuilder& builder);

/// The UTF-8 of a raw-unicode-escaped string (latin-1 with \uXXXX). Throws through `builder.fail`.
std::string unescapePickleUnicode(std::string_view text, const PickleBuilder& builder);

}  // namespace pf
