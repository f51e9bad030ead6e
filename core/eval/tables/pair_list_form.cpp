#include "core/eval/tables/pair_list_form.h"

#include <algorithm>
#include <span>
#include <utility>

#include "core/base/error.h"
#include "core/base/line_reader.h"
#include "core/base/names/name_folding.h"
#include "core/base/text.h"

namespace pf {
namespace {

using Fields = TableReader::Fields;

/// Lines that are looked at. LFW's own list begins with 300 genuine pairs, and only impostor pairs tell it
/// from a table for sure.
constexpr std::size_t kLinesSeen = 20'000;

/// What people call the columns of a table of pairs.
const std::array<std::vector<std::string_view>, kPairColumns> kColumnNames = {{
    {"a",     "image_a", "img_a", "file_a", "path_a", "image1", "image_1", "image 1", "img1",   "img_1",
     "file1", "file_1",  "path1", "path_1", "name1",  "name_1", "left",    "probe",   "enroll", "enrol"},
    {"b",     "image_b", "img_b", "file_b", "path_b", "image2", "image_2", "image 2",   "img2",    "img_2",
     "file2", "file_2",  "path2", "path_2", "name2",  "name_2", "right",   "reference", "gallery", "verif"},
    {"same", "same?", "is_same", "issame", "genuine", "is_genuine", "match", "is_match", "label", "labels",
     "target"},
    {"subject_a", "subject1", "subject_1"},
    {"subject_b", "subject2", "subject_2"},
}};
/// Of a column that says the opposite of `same`.
const std::vector<std::string_view> kOppositeNames = {"different", "is_different", "impostor", "imposter",
                                                      "mismatch",  "nonmatch",     "non_match"};

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

/// Words for one person, and for two.
constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kFlagWords = {{
    {"true", "false"},
    {"t", "f"},
    {"yes", "no"},
    {"y", "n"},
    {"genuine", "impostor"},
    {"genuine", "imposter"},
    {"same", "different"},
    {"match", "nonmatch"},
    {"match", "mismatch"},
    {"positive", "negative"},
}};

std::string wordsOf(const Fields& fields, std::size_t begin, std::size_t end) {
    return joined(std::span(fields).subspan(begin, end - begin), " ");
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
    for (std::size_t i = 0; i < kPairColumns; ++i) {
        form.columns[i] = columnNamed(fields, kColumnNames[i]);
    }
    const FlagColumn flag = flagColumn(fields);
    form.columns[static_cast<std::size_t>(PairColumn::Same)] = flag.column;
    form.isOpposite = flag.isOpposite;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const bool isRead = std::find(form.columns.begin(), form.columns.end(), i) != form.columns.end();
        if (!isRead && !fields[i].empty()) {
            form.unread.emplace_back(fields[i]);
        }
    }
    const bool complete =
        form.at(PairColumn::A) && form.at(PairColumn::B) && flag.column &&
        form.at(PairColumn::SubjectA).has_value() == form.at(PairColumn::SubjectB).has_value();
    return complete ? std::optional(form) : std::nullopt;
}

/// The columns that a table's first pair shows.
std::optional<PairListForm> shownColumns(const Fields& fields) {
    const std::size_t count = fields.size();
    const auto isImage = [&](std::size_t i) { return hasImageType(fields[i]); };
    PairListForm form;
    if ((count == 3 || count == kPairColumns) && pairFlag(fields[2]) && areAlike(fields[0], fields[1])) {
        for (std::size_t i = 0; i < count; ++i) {
            form.columns[i] = i;
        }
    } else if (count == 3 && pairFlag(fields[0]) && !isNumber(fields[1]) && areAlike(fields[1], fields[2])) {
        form.columns = {1, 2, 0, std::nullopt, std::nullopt};  // "1 a b", as lists of trials have it
    } else if (count == kPairColumns && isImage(0) && !isImage(1) && isImage(2) && !isImage(3) &&
               pairFlag(fields[4])) {
        form.columns = {0, 2, 4, 1, 3};  // "a who b who same"
    } else if (count > 3 && isImage(0) && isImage(1) && pairFlag(fields[2])) {
        form.columns = {0, 1, 2, std::nullopt, std::nullopt};  // "a b same", and more behind it
        for (std::size_t i = 3; i < count; ++i) {
            form.unread.push_back(std::to_string(i + 1));
        }
    } else {
        return std::nullopt;
    }
    return form;
}

/// The kind of words in which a flag is written: its word for one person; "" for none.
std::string_view flagKind(std::string_view text) {
    const std::string word = lowerCase(text);
    const auto isOne = [&](const auto& words) { return word == words.first || word == words.second; };
    const auto found = std::find_if(kFlagWords.begin(), kFlagWords.end(), isOne);
    return found == kFlagWords.end() ? std::string_view() : found->first;
}

/// Whether the first line of a table without known names is one of names all the same: its flag is a word
/// where the next line has a number or another kind of word, or its images have no type and the next ones do.
bool isHeader(const PairListForm& form, const Fields& first, const Fields& second) {
    const std::size_t flag = *form.at(PairColumn::Same);
    const std::size_t image = *form.at(PairColumn::A);
    if (flagKind(first[flag]).empty() || second.size() != first.size() || !pairFlag(second[flag])) {
        return false;
    }
    return flagKind(first[flag]) != flagKind(second[flag]) ||
           (!hasImageType(first[image]) && hasImageType(second[image]));
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

/// By the first lines as a table's reader sees them, which undoes quotes.
std::optional<PairListForm> tableForm(const std::filesystem::path& file) {
    TableReader table(file, true);
    Fields fields;
    std::vector<std::string> line;
    try {
        table.next(fields);
        line.assign(fields.begin(), fields.end());
        if (!table.next(fields)) {
            fields.clear();
        }
    } catch (const Error&) {
        return std::nullopt;  // other lists may hold quotes where a table may not
    }
    const Fields first(line.begin(), line.end());
    if (const auto named = namedColumns(first)) {
        return named;
    }
    auto shown = shownColumns(first);
    if (shown && isHeader(*shown, first, fields)) {
        shown->hasFirstLine = true;
        shown->isOpposite = pairFlag(first[*shown->at(PairColumn::Same)]) == 0;
    }
    return shown;
}

/// Of "a b same x" without a header, x may be the flag as well.
void refuseTwoFlags(const PairListForm& form, const std::vector<std::string>& lines,
                    const std::string& file) {
    if (form.hasFirstLine || form.unread.empty()) {
        return;
    }
    const char separator = separatorOf(lines.front());
    const auto isFlag = [&](const std::string& line) {
        const Fields fields = fieldsOf(line, separator);
        return fields.size() > 3 && pairFlag(fields[3]).has_value();
    };
    failDataIf(std::all_of(lines.begin(), lines.end(), isFlag), file,
               "both its third and its fourth column can say whether a pair is genuine; write a header, as "
               "'a,b,same,fold', in front");
}

/// "name 1" in two lines a pair, as CPLFW and CALFW have it.
bool isTwoLines(const std::vector<std::string>& lines, char separator, bool isWhole) {
    std::optional<int> flag;
    bool hasBoth = false;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        const Fields fields = fieldsOf(lines[i], separator);
        const auto own = fields.size() == 2 && hasImageType(fields[0]) && isNumber(fields[1])
                             ? pairFlag(fields[1])
                             : std::nullopt;
        if (!own || (i % 2 == 1 && own != flag)) {
            return false;
        }
        hasBoth = hasBoth || (i > 0 && own != flag);
        flag = own;
    }
    return !isWhole || (hasBoth && lines.size() % 2 == 0);
}

}  // namespace

bool isNumber(std::string_view text) {
    double value = 0;
    return parseFinite(text, value);
}

double requireNumber(std::string_view text, const std::string& column, const std::string& place) {
    double value = 0;
    if (!parseFinite(text, value)) {
        failData(place, column, " is '", quotable(text), "'; a finite number is needed");
    }
    return value;
}

FlagColumn flagColumn(const Fields& header) {
    const auto same = columnNamed(header, kColumnNames[static_cast<std::size_t>(PairColumn::Same)]);
    const auto opposite = same ? std::nullopt : columnNamed(header, kOppositeNames);
    return {same ? same : opposite, opposite.has_value()};
}

bool namesBothImages(const Fields& header) {
    return columnNamed(header, kColumnNames[static_cast<std::size_t>(PairColumn::A)]) &&
           columnNamed(header, kColumnNames[static_cast<std::size_t>(PairColumn::B)]);
}

bool hasImageType(std::string_view name) {
    constexpr std::array<std::string_view, 10> kTypes = {".jpg", ".jpeg", ".png", ".bmp",  ".webp",
                                                         ".ppm", ".pgm",  ".tif", ".tiff", ".gif"};
    const std::string type = lowerCase(extensionOfName(name));
    return std::find(kTypes.begin(), kTypes.end(), type) != kTypes.end();
}

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
    if (fields.size() < 3 || !parseWhole(fields[last], pair.j) || hasImageType(fields[0])) {
        return std::nullopt;
    }
    const bool joinsNames = separator == ' ';
    const bool isOfNumbers =
        fields.size() == 4 && isWhole(fields[1]);  // "000001 3 000002 4": names that are numbers
    if (!isOfNumbers && parseWhole(fields[last - 1], pair.i) && (fields.size() == 3 || joinsNames)) {
        pair.nameA = pair.nameB = wordsOf(fields, 0, last - 1);
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
    pair.nameA = wordsOf(fields, 0, middles.front());
    pair.nameB = wordsOf(fields, middles.front() + 1, last);
    return pair;
}

std::optional<int> pairFlag(std::string_view text) {
    double value = 0;
    if (parseFinite(text, value)) {
        const bool isFlag = value == 0 || value == 1 || value == -1;
        return isFlag ? std::optional(static_cast<int>(value)) : std::nullopt;
    }
    const std::string word = lowerCase(text);
    for (const auto& [yes, no] : kFlagWords) {
        if (word == yes || word == no) {
            return word == yes ? 1 : 0;
        }
    }
    return std::nullopt;
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
    if (lowerCase(file.filename().string()).ends_with("template_pair_label.txt")) {
        form.layout = PairListLayout::Templates;
        return form;
    }
    const Fields first = fieldsOf(lines.front(), separatorOf(lines.front()));
    form.layout = PairListLayout::Lfw;
    const bool isTableOfNumbers = lines.size() > 1 && lfwCounts(lines[1]);
    if (isTableOfNumbers) {
        return std::nullopt;
    }
    form.hasFirstLine = lfwCounts(lines.front()) || isLfwHeader(first);
    if (form.hasFirstLine) {
        form.separator = separatorOf(lines.size() > 1 ? lines[1] : lines[0]);
        form.isDoubtful = lines.size() < 2 || !lfwLine(lines[1], form.separator);
        return form;
    }
    form.separator = separatorOf(lines.front());
    if (isBareLfw(lines, form.separator)) {
        return form;
    }
    if (isTwoLines(lines, form.separator, lines.size() < kLinesSeen)) {
        form.layout = PairListLayout::TwoLines;
        return form;
    }
    const auto table = tableForm(file);
    if (table) {
        refuseTwoFlags(*table, lines, file.string());
    }
    return table;
}

}  // namespace pf
