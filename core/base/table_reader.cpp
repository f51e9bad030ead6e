#include "core/base/table_reader.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/base/utf8.h"

namespace pf {

TableReader::TableReader(const std::filesystem::path& file, bool allowsShortRows)
    : lines_(file), allowsShortRows_(allowsShortRows) {}

bool TableReader::next(Fields& fields) {
    std::string_view line;
    if (!lines_.next(line)) {
        return false;
    }
    const bool isFirst = separator_ == '\0';
    if (isFirst) {
        separator_ = separatorOf(line);
    }
    if (line.find('\0') != std::string_view::npos) {
        failData(place(), "this line is not text; a CSV or TSV file is needed");
    }
    split(line, fields);
    if (fields.size() > 1 && fields.back().empty() && (isFirst || fields.size() == columns_ + 1)) {
        fields.pop_back();
    }
    if (isFirst) {
        columns_ = fields.size();
    } else if (fields.size() > columns_ || (fields.size() < columns_ && !allowsShortRows_)) {
        failData(place(), fields.size(), " columns instead of the ", columns_,
                 " of the first line; is the line complete?");
    }
    return true;
}

void TableReader::split(std::string_view line, Fields& fields) {
    if (separator_ == ' ' || line.find('"') == std::string_view::npos) {
        splitFields(line, separator_, fields);
        for (auto& field : fields) {
            field = trimmed(field);
        }
        return;
    }
    fields.clear();
    unquoted_.clear();
    for (std::size_t begin = 0;;) {
        const std::size_t text = std::min(line.find_first_not_of(' ', begin), line.size());
        std::size_t end = 0;
        if (text < line.size() && line[text] == '"') {
            end = quotedField(line, text, fields);
        } else {
            end = std::min(line.find(separator_, begin), line.size());
            fields.push_back(trimmed(line.substr(begin, end - begin)));
        }
        if (end >= line.size()) {
            return;
        }
        begin = end + 1;
    }
}

/// Adds the field whose quote opens at `begin`; returns where the separator after it stands, or the line
/// ends.
std::size_t TableReader::quotedField(std::string_view line, std::size_t begin, Fields& fields) {
    std::string& text = unquoted_.emplace_back();
    for (std::size_t i = begin + 1; i < line.size(); ++i) {
        if (line[i] != '"') {
            text += line[i];
        } else if (i + 1 < line.size() && line[i + 1] == '"') {
            text += '"';
            ++i;
        } else {
            const std::size_t end = std::min(line.find_first_not_of(' ', i + 1), line.size());
            if (end < line.size() && line[end] != separator_) {
                failData(place(), "text follows a closing quote; write a quote inside a field as \"\"");
            }
            fields.push_back(text);
            return end;
        }
    }
    failData(place(), "a quote is not closed on its line");
}

std::optional<std::size_t> columnNamed(const TableReader::Fields& header,
                                       const std::vector<std::string_view>& names) {
    for (const auto name : names) {
        const auto isNamed = [&](std::string_view field) { return lowerCase(field) == lowerCase(name); };
        const auto found = std::find_if(header.begin(), header.end(), isNamed);
        if (found != header.end()) {
            return static_cast<std::size_t>(found - header.begin());
        }
    }
    return std::nullopt;
}

std::optional<std::size_t> columnOfNames(const TableReader::Fields& header) {
    return columnNamed(header, {"name", "file", "filename", "file_name", "path", "filepath", "file_path",
                                "image", "img", "image_path", "img_path", "image_name", "img_name",
                                "image_file", "imagename", "file.name", "image_id", "img_id"});
}

bool saysNoValue(std::string_view text) {
    const std::string word = lowerCase(text);
    constexpr std::array<std::string_view, 11> kWords = {"",     "na",  "n/a", "<na>",   "nan",  "none",
                                                         "null", "nil", "-",   "failed", "error"};
    return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

std::string quotable(std::string_view text) {
    constexpr std::size_t kMostBytes = 80;
    const std::string_view start = utf8Start(text, kMostBytes);
    std::string shown;
    for (const char letter : start) {
        shown += letter == '\n' ? "\\n" : letter == '\r' ? "\\r" : std::string(1, letter);
    }
    return start.size() < text.size() ? shown + "..." : shown;
}

std::string quotedList(const TableReader::Fields& fields) {
    std::string list;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        list += i == 0 ? "" : i + 1 == fields.size() ? " and " : ", ";
        list += "'" + quotable(fields[i]) + "'";
    }
    return list;
}

bool parseFinite(std::string_view text, double& value) {
    return parseWhole(text, value) && std::isfinite(value);
}

}  // namespace pf
