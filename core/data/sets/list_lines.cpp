#include "core/data/sets/list_lines.h"

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "core/base/files/path_places.h"
#include "core/base/table_reader.h"
#include "core/base/text.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

constexpr std::size_t kLinesTried = 10;

std::vector<std::string_view> firstLines(std::string_view text) {
    std::vector<std::string_view> lines;
    while (lines.size() < kLinesTried && !text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size());
        const std::string_view line = trimmed(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        if (!line.empty() && line.front() != '#') {
            lines.push_back(line);
        }
    }
    return lines;
}

std::string withoutQuotes(std::string_view label) {
    const bool isQuoted = label.size() > 1 && label.front() == '"' && label.back() == '"';
    return std::string(isQuoted ? label.substr(1, label.size() - 2) : label);
}

const char* columnsText(ListLayout layout) {
    constexpr std::array<const char*, 4> kTexts = {" (index, label, path)", " (1, path, label)",
                                                   " (path, 0, label, 0)", " (label, path)"};
    return kTexts[static_cast<std::size_t>(layout)];
}

bool hasImageName(std::string_view text) {
    const std::size_t dot = text.rfind('.');
    return dot != std::string_view::npos && text.find_first_of(" \t,/", dot) == std::string_view::npos;
}

bool isHeader(std::string_view line) {
    TableReader::Fields words;
    splitFields(line, separatorOf(line), words);
    return words.size() > 1 && columnOfNames(words) == std::size_t{0};
}

using Fields = TableReader::Fields;

struct Columns {
    std::size_t path = 0;
    std::optional<std::size_t> label;
};

/// The columns that a list's first line names.
std::optional<Columns> namedColumns(const Fields& header) {
    const auto path = columnOfNames(header);
    if (!path) {
        return std::nullopt;
    }
    return Columns{*path,
                   columnNamed(header, {"label", "labels", "identity", "identity_id", "person", "person_id",
                                        "subject", "subject_id", "class", "class_id", "target"})};
}

/// Whether the first line can be a table's; other lists may hold quotes where a table may not.
bool isTable(const std::filesystem::path& list) {
    LineReader lines(list);
    std::string_view line;
    if (!lines.next(line)) {
        return false;
    }
    const char separator = separatorOf(line);
    Fields fields;
    splitFields(line, separator, fields);
    for (auto& field : fields) {
        const bool isQuoted = field.size() > 1 && field.front() == '"' && field.back() == '"';
        field = isQuoted ? field.substr(1, field.size() - 2) : field;
    }
    const auto columns = namedColumns(fields);
    // In `path,label` a path may hold commas without quotes: the last one divides.
    const bool isPlain =
        separator == ',' && fields.size() == 2 && columns && columns->path == 0 && columns->label;
    return separator != ' ' && columns && !isPlain;
}

}  // namespace

std::optional<ListTable> readListTable(const std::filesystem::path& list) {
    if (!isTable(list)) {
        return std::nullopt;
    }
    TableReader table(list);
    Fields fields;
    table.next(fields);
    const auto columns = namedColumns(fields);
    if (!columns) {
        return std::nullopt;
    }
    ListTable result;
    result.hasLabels = columns->label.has_value();
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (i != columns->path && i != columns->label && !fields[i].empty()) {
            result.unread.emplace_back(fields[i]);
        }
    }
    while (table.next(fields)) {
        result.faces.push_back({std::string(fields[columns->path]),
                                columns->label ? std::string(fields[*columns->label]) : "",
                                table.lineNumber(), false});
    }
    return result;
}

ListLines::ListLines(const fs::path& list, std::string text)
    : list_(list), isCsv_(lowerCase(list.extension().string()) == ".csv"), text_(std::move(text)) {
    if (text_.find('\n') == std::string::npos) {
        std::replace(text_.begin(), text_.end(), '\r', '\n');
    }
    throwIf(text_.find('\0') != std::string::npos, ErrorCode::Data,
            std::string("this is not a text file; ") + kExpectedListLines, list.string());
    if (text_.starts_with("\xEF\xBB\xBF")) {
        text_.erase(0, 3);
    }
}

std::vector<std::string> ListLines::names() const {
    std::vector<std::string> names;
    for (const std::string_view line : firstLines(text_)) {
        names.emplace_back(line);
        for (const char separator : {'\t', ',', ' '}) {
            names.emplace_back(trimmed(line.substr(0, std::min(line.rfind(separator), line.size()))));
        }
        if (const auto layout = listLayoutOf(line)) {
            names.emplace_back(listColumns(line, *layout)->path);
        }
        if (const auto columns = listColumns(line, ListLayout::LabelFirst)) {
            names.emplace_back(columns->path);
        }
    }
    return names;
}

std::vector<ListEntry> ListLines::read(const fs::path& root) {
    root_ = root;
    settleLabelFirst();
    std::vector<ListEntry> entries;
    bool isFirst = true;
    std::string_view rest = text_;
    for (std::size_t number = 1; !rest.empty(); ++number) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string_view line = trimmed(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.empty() || line.front() == '#') {
            continue;
        }
        ListEntry entry = takeApart(line, number);
        const bool namesNothing = isCsv_ && line.find('.') == std::string_view::npos;
        if (!isFirst || entry.exists || !(namesNothing || isHeader(line))) {
            entries.push_back(std::move(entry));
        }
        isFirst = false;
    }
    return entries;
}

/// One line of `label path` looks like a path with a blank; all of the first do not.
void ListLines::settleLabelFirst() {
    const auto lines = firstLines(text_);
    const auto isOne = [&](std::string_view line) {
        return isLabelFirst(line) && !listLayoutOf(line) && !pathIsFile(root_ / line);
    };
    if (!lines.empty() && std::all_of(lines.begin(), lines.end(), isOne)) {
        layout_ = ListLayout::LabelFirst;
        layoutLine_ = 1;
    }
}

ListEntry ListLines::quoted(std::string_view line, std::size_t number) const {
    const std::size_t close = line.find('"', 1);
    if (close == std::string_view::npos) {
        failData(list_.string() + ":" + std::to_string(number), "the path's closing quote is missing");
    }
    std::string_view label = trimmed(line.substr(close + 1));
    if (isCsv_ && label.starts_with(',')) {
        label = trimmed(label.substr(1));
    }
    return {.path = std::string(line.substr(1, close - 1)), .label = withoutQuotes(label), .number = number};
}

ListEntry ListLines::takeApart(std::string_view line, std::size_t number) {
    const auto entry = [&](std::string path, std::string label) {
        const bool exists = pathIsFile(root_ / path);
        return ListEntry{std::move(path), std::move(label), number, exists};
    };
    if (line.front() == '"') {
        const ListEntry parts = quoted(line, number);
        return entry(parts.path, parts.label);
    }
    ListEntry whole = entry(std::string(line), "");
    if (whole.exists) {
        return whole;
    }
    const bool hasLayout = !isCsv_ || layout_ == ListLayout::LabelFirst;
    if (const auto columns = hasLayout ? recordColumns(line, number) : std::nullopt) {
        return entry(std::string(columns->path), listLabelName(columns->label));
    }
    const bool hasTab = line.find('\t') != std::string_view::npos;
    const std::size_t split = isCsv_ && line.ends_with('"') ? line.rfind(",\"")
                              : isCsv_                      ? line.rfind(',')
                              : hasTab                      ? line.rfind('\t')
                                                            : line.rfind(' ');
    if (split == std::string_view::npos) {
        return whole;
    }
    ListEntry parts =
        entry(std::string(trimmed(line.substr(0, split))), withoutQuotes(trimmed(line.substr(split + 1))));
    // Of a missing file's line, the part that looks like an image's name is the path.
    return parts.exists || !hasImageName(line) ? parts : whole;
}

/// Whether a line has the columns of im2rec's or insightface's lists. Between blanks it must also name a
/// file by them, as the words of a path may look like columns.
bool ListLines::hasRecordColumns(std::string_view line) const {
    if (line.find('\t') != std::string_view::npos) {
        return std::count(line.begin(), line.end(), '\t') >= 2 &&
               !pathIsFile(root_ / trimmed(line.substr(0, line.rfind('\t'))));
    }
    const auto layout = listLayoutOf(line);
    return layout && pathIsFile(root_ / listColumns(line, *layout)->path) &&
           !pathIsFile(root_ / trimmed(line.substr(0, line.rfind(' '))));
}

/// The columns of a line of im2rec's or insightface's; nothing for a line of fewer, unless such lines came
/// before.
std::optional<ListColumns> ListLines::recordColumns(std::string_view line, std::size_t number) {
    if (!layout_ && !hasRecordColumns(line)) {
        return std::nullopt;
    }
    if (!layout_) {
        layout_ = listLayoutOf(line);
        layoutLine_ = number;
    }
    const auto columns = layout_ ? listColumns(line, *layout_) : std::nullopt;
    if (!columns) {
        failData(list_.string() + ":" + std::to_string(number),
                 layout_ ? "its columns are not those of line " + std::to_string(layoutLine_) +
                               columnsText(*layout_)
                         : std::string("its columns are not of a known kind; ") + kExpectedListLines);
    }
    return columns;
}

}  // namespace pf
