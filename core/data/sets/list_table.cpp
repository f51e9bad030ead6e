#include "core/data/sets/list_table.h"

#include "core/base/table_reader.h"

namespace pf {
namespace {

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

}  // namespace pf
