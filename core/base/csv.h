// CSV files: quotes, separators, line ends, numbers.
#pragma once

#include <cmath>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "core/base/text.h"

namespace pf {

/// Text in quotes, with those in it doubled.
inline std::string csvQuoted(std::string_view text) {
    std::string quoted = "\"";
    for (const char letter : text) {
        quoted.append(letter == '"' ? 2 : 1, letter);
    }
    return quoted + "\"";
}

/// A field of a CSV line: in quotes, with quotes doubled, when it holds a comma, a quote or a line break.
/// Source: RFC 4180.
inline std::string csvField(std::string_view text) {
    return text.find_first_of(",\"\r\n") == std::string_view::npos ? std::string(text) : csvQuoted(text);
}

/// Makes the text of a CSV file, field by field. Numbers are written with all their digits; one that is not
/// finite, or not there, is an empty field.
class CsvWriter {
  public:
    /// `lineEnd`: "\r\n" is what RFC 4180 asks for, and what a table on the clipboard has.
    explicit CsvWriter(std::string_view lineEnd = "\n") : lineEnd_(lineEnd) {}

    /// Adds names that are separated by commas already.
    CsvWriter& columns(std::string_view names) {
        separate();
        text_ += names;
        return *this;
    }
    /// Adds fields: texts, numbers, numbers that may be missing.
    template <typename... Fields>
    CsvWriter& add(const Fields&... fields) {
        ((separate(), text_ += fieldOf(fields)), ...);
        return *this;
    }
    void endLine() {
        text_ += lineEnd_;
        isOpen_ = false;
    }
    /// A line of its own.
    template <typename... Fields>
    void line(const Fields&... fields) {
        add(fields...).endLine();
    }
    /// What was written so far.
    std::string take() { return std::move(text_); }

  private:
    void separate() {
        text_ += isOpen_ ? "," : "";
        isOpen_ = true;
    }
    template <typename Field>
    static std::string fieldOf(const Field& field) {
        if constexpr (std::is_convertible_v<const Field&, std::string_view>) {
            return csvField(field);
        } else if constexpr (std::is_same_v<Field, float>) {
            return std::isfinite(field) ? formatFloat(field) : "";
        } else if constexpr (std::is_floating_point_v<Field>) {
            return std::isfinite(field) ? formatNumber(field) : "";
        } else if constexpr (std::is_integral_v<Field>) {
            return std::to_string(field);
        } else {
            return field ? fieldOf(*field) : "";
        }
    }

    std::string_view lineEnd_;
    std::string text_;
    bool isOpen_ = false;  ///< the last line has fields and no end
};

}  // namespace pf
