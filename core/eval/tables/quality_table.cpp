#include "core/eval/tables/quality_table.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <limits>
#include <span>

#include "core/base/error.h"
#include "core/base/text.h"

namespace pf {
namespace {

bool isBetweenBlanks(const std::filesystem::path& file) {
    LineReader lines(file);
    std::string_view line;
    return lines.next(line) && separatorOf(line) == ' ';
}

}  // namespace

std::optional<double> qualityNumber(std::string_view text) {
    text = trimmed(text);
    const auto isIn = [&](char open, char close) {
        return text.size() > 2 && text.front() == open && text.back() == close;
    };
    while (isIn('[', ']') || isIn('(', ')')) {
        text = trimmed(text.substr(1, text.size() - 2));
    }
    if (text.starts_with('+')) {
        text.remove_prefix(1);
    }
    double value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || result.ptr != text.data() + text.size() || result.ec == std::errc::invalid_argument) {
        return std::nullopt;
    }
    if (result.ec == std::errc::result_out_of_range) {
        const bool isTiny =
            text.find("e-") != std::string_view::npos || text.find("E-") != std::string_view::npos;
        return isTiny ? 0 : std::numeric_limits<double>::infinity();
    }
    return value;
}

QualityTable::QualityTable(const std::filesystem::path& file)
    : hasBlanks_(isBetweenBlanks(file)), lines_(file), table_(file, true) {
    std::vector<std::string> first;
    failDataIf(!read(first), file.string(), "is empty; a name and a number for every image are needed");
    const auto isNumber = [](const std::string& word) { return qualityNumber(word).has_value(); };
    if (hasBlanks_) {
        // Of "Person A/1.png 0.5" only the numbers are columns of their own.
        const auto lastWord = std::find_if_not(first.rbegin(), first.rend(), isNumber);
        const auto numbers = static_cast<std::size_t>(lastWord - first.rbegin());
        columns_ = numbers == 0 ? first.size() : std::min(numbers + 1, first.size());
    } else {
        columns_ = first.size();
    }
    const bool hasNumber = first.size() > 1 && std::any_of(first.begin(), first.end(), isNumber);
    if (hasNumber) {
        header_ = commentedHeader();
        pending_ = hasBlanks_ ? countedFromEnd(first) : std::move(first);
        hasPending_ = true;
    } else {
        if (first.front().starts_with('#')) {
            first.front().erase(0, 1);
        }
        header_ = std::move(first);
    }
}

/// NumPy writes headers as comments.
std::vector<std::string> QualityTable::commentedHeader() const {
    const std::string& comment = hasBlanks_ ? lines_.comment() : table_.comment();
    std::vector<std::string_view> names;
    splitFields(comment, separatorOf(comment), names);
    const auto trimmedName = [](std::string_view name) { return std::string(trimmed(name)); };
    std::vector<std::string> header;
    std::transform(names.begin(), names.end(), std::back_inserter(header), trimmedName);
    return header.size() == columns_ ? header : std::vector<std::string>();
}

bool QualityTable::read(std::vector<std::string>& fields) {
    std::vector<std::string_view> views;
    if (hasBlanks_) {
        std::string_view line;
        if (!lines_.next(line)) {
            return false;
        }
        if (line.find('\0') != std::string_view::npos) {
            failData(lines_.place(), "this line is not text; a table is needed");
        }
        splitFields(line, ' ', views);
    } else if (!table_.next(views)) {
        return false;
    }
    fields.assign(views.begin(), views.end());
    return true;
}

bool QualityTable::next(std::vector<std::string>& fields) {
    if (hasPending_) {
        hasPending_ = false;
        fields = pending_;
        return true;
    }
    if (!read(fields)) {
        return false;
    }
    if (hasBlanks_ && fields.size() > columns_) {
        fields = countedFromEnd(fields);
    }
    return true;
}

/// The words in front of the last columns are the first one.
std::vector<std::string> QualityTable::countedFromEnd(const std::vector<std::string>& words) const {
    const std::size_t inName = words.size() - (columns_ - 1);
    std::vector<std::string> fields = {joined(std::span(words).first(inName), " ")};
    fields.insert(fields.end(), words.begin() + static_cast<std::ptrdiff_t>(inName), words.end());
    return fields;
}

std::string QualityTable::place() const {
    return hasBlanks_ ? lines_.place() : table_.place();
}

}  // namespace pf
