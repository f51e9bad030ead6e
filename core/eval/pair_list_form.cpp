#include "core/eval/pair_list_form.h"

#include <algorithm>
#include <vector>

#include "core/base/error.h"
#include "core/base/name_folding.h"
#include "core/base/text.h"
#include "core/eval/line_reader.h"

namespace pf {
namespace {

using Fields = TableReader::Fields;

/// Lines that are looked at. LFW's own list begins with 300 genuine pairs, and only impostor pairs tell it
/// from a table for sure.
constexpr std::size_t kLinesSeen = 20'000;

/// What people call the columns of a table of pairs.
const std::array<std::vector<std::string_view>, kPairColumns> kColumnNames = {{
    {"a", "image_a", "image1", "image_1", "img1", "img_1", "file1", "file_1", "path1", "path_1", "name1"},
    {"b", "image_b", "image2", "image_2", "img2", "img_2", "file2", "file_2", "path2", "path_2", "name2"},
    {"same", "is_same", "issame", "genuine", "match", "label"},
    {"subject_a", "subject1", "subject_1"},
    {"subject_b", "subject2", "subject_2"},
}};

/// The fields of a line, without the empty ones behind the last separators.
Fields fieldsOf(std::string_view line, char separator) {
    Fields fields;
    splitFields(line, separator, fields);
    for (auto& field : fields) {
        field = trimmed(field);
    }
    while (fields.size() > 1 && fields.back().empty()) {
        fields.pop_back();
    }
    return fields;
}

bool isNumber(std::string_view text) {
    double value = 0;
    return parseFinite(text, value);
}

bool isWhole(std::string_view text) {
    unsigned value = 0;
    return parseWhole(text, value);
}

/// Whether two fields can be the names of a pair's images: of one kind, both numbers or both with an
/// extension or both without. A name that is missing says nothing.
bool areAlike(std::string_view a, std::string_view b) {
    return a.empty() || b.empty() ||
           (isNumber(a) == isNumber(b) && extensionOfName(a).empty() == extensionOfName(b).empty());
}

std::string joined(const Fields& fields, std::size_t begin, std::size_t end) {
    std::string text;
    for (std::size_t i = begin; i < end; ++i) {
        text += (i == begin ? "" : " ") + std::string(fields[i]);
    }
    return text;
}

/// The header of Kaggle's copies of LFW's lists.
bool isLfwHeader(const Fields& fields) {
    return fields.size() >= 3 && lowerCase(fields[0]) == "name" &&
           lowerCase(fields[1]).starts_with("imagenum");
}

/// The columns that a table's first line names.
std::optional<PairListForm> namedColumns(const Fields& fields) {
    PairListForm form;
    form.hasFirstLine = true;
    std::size_t found = 0;
    for (std::size_t i = 0; i < kPairColumns; ++i) {
        form.columns[i] = columnNamed(fields, kColumnNames[i]);
        found += form.columns[i] ? 1 : 0;
    }
    const bool complete =
        form.at(PairColumn::A) && form.at(PairColumn::B) && form.at(PairColumn::Same) &&
        form.at(PairColumn::SubjectA).has_value() == form.at(PairColumn::SubjectB).has_value();
    return complete && found == fields.size() ? std::optional(form) : std::nullopt;
}

/// The columns that a table's first pair shows.
std::optional<PairListForm> shownColumns(const Fields& fields) {
    PairListForm form;
    if ((fields.size() == 3 || fields.size() == kPairColumns) && pairFlag(fields[2]) &&
        areAlike(fields[0], fields[1])) {
        for (std::size_t i = 0; i < fields.size(); ++i) {
            form.columns[i] = i;
        }
        return form;
    }
    // "1 a b", as lists of trials have it.
    if (fields.size() == 3 && pairFlag(fields[0]) && !isNumber(fields[1]) && areAlike(fields[1], fields[2])) {
        form.columns = {1, 2, 0, std::nullopt, std::nullopt};
        return form;
    }
    return std::nullopt;
}

/// The layout of LFW without its first line; nothing when the lines are a table's.
bool isBareLfw(const std::vector<std::string>& lines, char separator) {
    bool onlyFlags = true;
    for (const std::string& line : lines) {
        const auto pair = lfwLine(line, separator);
        if (!pair) {
            return false;
        }
        if (!pair->same) {
            return true;
        }
        onlyFlags = onlyFlags && pair->j <= 1;
    }
    return !onlyFlags;
}

/// By the first line as a table's reader sees it, which undoes quotes.
std::optional<PairListForm> tableForm(const std::filesystem::path& file) {
    TableReader table(file);
    Fields fields;
    try {
        table.next(fields);
    } catch (const Error&) {
        return std::nullopt;  // other lists may hold quotes where a table may not
    }
    const auto named = namedColumns(fields);
    return named ? named : shownColumns(fields);
}

}  // namespace

std::optional<LfwCounts> lfwCounts(std::string_view line) {
    const Fields fields = fieldsOf(line, separatorOf(line));
    LfwCounts counts;
    if (fields.empty() || fields.size() > 2 || !parseWhole(fields.back(), counts.pairsOfAKind) ||
        !parseWhole(fields.front(), fields.size() == 2 ? counts.folds : counts.pairsOfAKind)) {
        return std::nullopt;
    }
    return counts;
}

std::optional<LfwLine> lfwLine(std::string_view line, char separator) {
    const Fields fields = fieldsOf(line, separator);
    const std::size_t last = fields.size() - 1;
    LfwLine pair;
    if (fields.size() < 3 || !parseWhole(fields[last], pair.j)) {
        return std::nullopt;
    }
    const bool joinsNames = separator == ' ';
    if (parseWhole(fields[last - 1], pair.i) && (fields.size() == 3 || joinsNames)) {
        pair.nameA = pair.nameB = joined(fields, 0, last - 1);
        pair.same = true;
        return pair;
    }
    std::vector<std::size_t> middles;
    for (std::size_t i = 1; i + 1 < last; ++i) {
        if (isWhole(fields[i]) && (joinsNames || (fields.size() == 4 && i == 1))) {
            middles.push_back(i);
        }
    }
    if (middles.size() != 1) {
        return std::nullopt;
    }
    parseWhole(fields[middles.front()], pair.i);
    pair.nameA = joined(fields, 0, middles.front());
    pair.nameB = joined(fields, middles.front() + 1, last);
    return pair;
}

std::optional<int> pairFlag(std::string_view text) {
    double value = 0;
    if (parseFinite(text, value)) {
        const bool isFlag = value == 0 || value == 1 || value == -1;
        return isFlag ? std::optional(static_cast<int>(value)) : std::nullopt;
    }
    const std::string word = lowerCase(text);
    const auto isOneOf = [&](std::initializer_list<const char*> words) {
        return std::find(words.begin(), words.end(), word) != words.end();
    };
    if (isOneOf({"true", "yes", "genuine", "same", "match"})) {
        return 1;
    }
    return isOneOf({"false", "no", "impostor", "imposter", "different", "nonmatch"}) ? std::optional(0)
                                                                                     : std::nullopt;
}

std::optional<PairListForm> pairListForm(const std::filesystem::path& file) {
    LineReader reader(file);
    std::string_view line;
    std::vector<std::string> lines;
    while (lines.size() < kLinesSeen && reader.next(line)) {
        lines.emplace_back(line);
    }
    if (lines.empty()) {
        return std::nullopt;
    }
    PairListForm form;
    const Fields first = fieldsOf(lines.front(), separatorOf(lines.front()));
    form.layout = PairListLayout::Lfw;
    const bool isTableOfNumbers = lines.size() > 1 && lfwCounts(lines[1]);
    if (isTableOfNumbers) {
        return std::nullopt;
    }
    form.hasFirstLine = lfwCounts(lines.front()) || isLfwHeader(first);
    if (form.hasFirstLine) {
        form.separator = separatorOf(lines.size() > 1 ? lines[1] : lines[0]);
        return form;
    }
    form.separator = separatorOf(lines.front());
    if (isBareLfw(lines, form.separator)) {
        return form;
    }
    return tableForm(file);
}

}  // namespace pf
