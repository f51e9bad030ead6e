// Fields of CSV files.
#pragma once

#include <string>
#include <string_view>

namespace pf {

/// A field of a CSV line: in quotes, with quotes doubled, when it holds a comma, a quote or a line break.
/// Source: RFC 4180, but lines end with a line feed alone.
std::string csvField(std::string_view text);

}  // namespace pf
