#include "core/eval/pairs/score_set.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string>
#include <unordered_map>

#include "core/base/error.h"
#include "core/base/numpy/npy.h"
#include "core/base/stand_in.h"
#include "core/base/table_reader.h"
#include "core/base/text.h"
#include "core/base/zip_reader.h"
#include "core/eval/embeddings/embedding_files.h"
#include "core/eval/tables/pair_list_form.h"

namespace pf {
namespace {

/// What people call the arrays; the first is what this program writes.
const std::vector<std::string_view> kScoreNames = {"score", "scores", "similarity", "similarities"};
const std::vector<std::string_view> kSameNames = {"same",  "issame", "is_same", "genuine",
                                                  "label", "labels", "y"};
constexpr const char* kExpected = "score and same are needed, one value a pair, and for EDC and ERC risk";

const NpyArray& column(const NpzArrays& arrays, const std::vector<std::string_view>& names,
                       const std::filesystem::path& file) {
    const auto isThere = [&](std::string_view name) { return arrays.contains(std::string(name)); };
    const auto name = std::find_if(names.begin(), names.end(), isThere);
    if (name == names.end()) {
        TableReader::Fields others;
        for (const auto& [other, array] : arrays) {
            others.push_back(other);
        }
        failData(file.string(), "has no array '", names.front(), "', but ", quotedList(others), "; ",
                 kExpected);
    }
    const NpyArray& array = arrays.at(std::string(*name));
    failDataIf(array.shape.size() != 1 && (array.shape.size() != 2 || array.shape[1] != 1), file.string(),
               "'", *name, "' has ", array.shape.size(), " dimensions; expected one value per pair");
    return array;
}

/// What `read` makes of an array, with file and array named in its error.
template <typename Read>
auto inFile(const std::string& name, const std::filesystem::path& file, const Read& read) {
    try {
        return read();
    } catch (const Error& error) {
        failData(file.string(), "array '", name, "': ", error.what());
    }
}

/// The numbers of an array, as their negatives when `turn`.
PairNumbers numbers(const NpzArrays& arrays, const std::vector<std::string_view>& names, bool turn,
                    const std::filesystem::path& file) {
    const auto& array = column(arrays, names, file);
    const auto turned = [turn](auto values) -> PairNumbers {
        if (turn) {
            std::ranges::transform(values, values.begin(), std::negate<>());
        }
        return values;
    };
    return inFile(std::string(names.front()), file, [&] {
        return array.dtype == "<f4" ? turned(array.toFloats()) : turned(array.toDoubles());
    });
}

/// 1 for a genuine pair, and either 0 or -1 for the others.
std::vector<std::uint8_t> flagsOf(const NpzArrays& arrays, const std::filesystem::path& file) {
    std::vector<std::uint8_t> same;
    std::optional<double> other;
    for (const double flag :
         inFile("same", file, [&] { return column(arrays, kSameNames, file).toDoubles(); })) {
        const bool isFlag = flag == 1 || ((flag == 0 || flag == -1) && flag == other.value_or(flag));
        if (!isFlag) {
            failData(file.string(), "array 'same' holds ", formatNumber(flag),
                     other ? " beside " + formatNumber(*other) : "",
                     "; it is 1 for one person, and either 0 or -1 for two");
        }
        other = flag == 1 ? other : std::optional(flag);
        same.push_back(flag == 1 ? 1 : 0);
    }
    return same;
}

using Fields = TableReader::Fields;
using Column = std::optional<std::size_t>;

constexpr const char* kNeeded =
    "a table of scores needs the columns score and same (1 for one person, else 0), and for EDC and ERC risk";

struct ScoreColumns {
    Column score;
    Column same;
    bool isOpposite = false;
    Column risk;
    std::array<Column, 2> subjects;
};

ScoreColumns namedColumns(const Fields& header) {
    ScoreColumns columns;
    columns.score = columnNamed(header, kScoreNames);
    const FlagColumn flag = flagColumn(header);
    columns.same = flag.column;
    columns.isOpposite = flag.isOpposite;
    columns.risk = columnNamed(header, {"risk"});
    columns.subjects = {columnNamed(header, {"subject_a"}), columnNamed(header, {"subject_b"})};
    return columns;
}

/// Of two columns without a header.
ScoreColumns shownColumns(const std::filesystem::path& file) {
    TableReader table(file);
    Fields fields;
    std::array<bool, 2> isFlag = {true, true};
    while (table.next(fields)) {
        for (std::size_t i = 0; i < isFlag.size(); ++i) {
            isFlag[i] = isFlag[i] && pairFlag(fields.at(i));
        }
    }
    ScoreColumns columns;
    if (isFlag[0] != isFlag[1]) {
        columns.same = isFlag[0] ? 0 : 1;
        columns.score = isFlag[0] ? 1 : 0;
    }
    return columns;
}

/// The columns of a table (CSV, TSV or between blanks) as the arrays of an .npz: score, same and, where there
/// are such columns, risk, subject_a and subject_b. Without a header, of two columns the one that holds
/// nothing but 0, 1 and -1 is same. Throws: Error(Io), Error(Data) with file and line.
NpzArrays readScoreTable(const std::filesystem::path& file) {
    TableReader table(file);
    Fields fields;
    failDataIf(!table.next(fields), file.string(), "is empty; ", kNeeded);
    const bool hasHeader = std::none_of(fields.begin(), fields.end(), isNumber);
    const ScoreColumns columns = hasHeader            ? namedColumns(fields)
                                 : fields.size() == 2 ? shownColumns(file)
                                                      : ScoreColumns{};
    if (!columns.score || !columns.same) {
        failData(table.place(), "its columns are ", quotedList(fields), "; ", kNeeded);
    }
    std::vector<double> score;
    std::vector<double> same;
    std::vector<double> risk;
    std::array<std::vector<std::int64_t>, 2> subjects;
    std::unordered_map<std::string, std::int64_t> numbers;
    const bool knowsSubjects = columns.subjects[0] && columns.subjects[1];
    for (bool more = !hasHeader || table.next(fields); more; more = table.next(fields)) {
        const std::string place = table.place();
        score.push_back(requireNumber(fields[*columns.score], "score", place));
        const auto flag = pairFlag(fields[*columns.same]);
        if (!flag) {
            failData(place, "same is '", quotable(fields[*columns.same]),
                     "'; it is 1 for one person, else 0 or -1");
        }
        same.push_back(columns.isOpposite ? (*flag == 1 ? 0 : 1) : *flag);
        if (columns.risk) {
            risk.push_back(requireNumber(fields[*columns.risk], "risk", place));
        }
        for (std::size_t i = 0; i < subjects.size() && knowsSubjects; ++i) {
            const auto next = static_cast<std::int64_t>(numbers.size());
            const std::string name(fields[*columns.subjects[i]]);
            subjects[i].push_back(numbers.try_emplace(name, next).first->second);
        }
    }
    NpzArrays arrays = {{"score", NpyArray::fromDoubles(score, {score.size()})},
                        {"same", NpyArray::fromDoubles(same, {same.size()})}};
    if (columns.risk) {
        arrays["risk"] = NpyArray::fromDoubles(risk, {risk.size()});
    }
    if (knowsSubjects) {
        arrays["subject_a"] = NpyArray::fromIntegers(subjects[0], {score.size()});
        arrays["subject_b"] = NpyArray::fromIntegers(subjects[1], {score.size()});
    }
    return arrays;
}

/// The arrays of an .npz, or a table's columns as such.
NpzArrays arraysOf(const std::filesystem::path& file) {
    refuseStandIn(file);
    const std::string first = firstBytesOf(file);
    failDataIf(first.starts_with(kNpyMagic), file.string(),
               "holds one array without a name; write a .npz with numpy.savez(FILE, score=..., same=...): ",
               kExpected);
    const bool isArchive = first.starts_with("PK") || lowerCase(file.extension().string()) == ".npz";
    return isArchive ? readNpz(file) : readScoreTable(file);
}

}  // namespace

bool holdsScores(const std::filesystem::path& file) {
    if (firstBytesOf(file).starts_with("PK")) {
        const ZipReader archive(file, "an .npz");
        const auto has = [&](std::string_view name) {
            return archive.find(std::string(name) + ".npy") != nullptr;
        };
        return std::any_of(kScoreNames.begin(), kScoreNames.end(), has) &&
               std::any_of(kSameNames.begin(), kSameNames.end(), has);
    }
    TableReader table(file, true);
    TableReader::Fields header;
    return table.next(header) && columnNamed(header, kScoreNames) && flagColumn(header).column;
}

ScoreSet readScores(const std::filesystem::path& file, const ScoreMeaning& meaning) {
    const NpzArrays arrays = arraysOf(file);
    ScoreSet set;
    set.name = file.stem().string();
    set.values = numbers(arrays, kScoreNames, meaning.scoreIsDistance, file);
    if (meaning.scoreIsDistance) {
        set.score = "negative distance";
    }
    set.same = flagsOf(arrays, file);
    if (arrays.contains("risk")) {
        set.risk = numbers(arrays, {"risk"}, meaning.riskIsQuality, file);
        if (meaning.riskIsQuality) {
            set.riskName = "negative quality";
        }
    } else if (meaning.riskIsQuality) {
        failData(file.string(), "has no array 'risk' that could be a quality");
    }
    const auto subjects = [&](const char* name) {
        std::vector<std::int32_t> numbers;
        for (const std::int64_t number : column(arrays, {name}, file).toIntegers()) {
            if (number < std::numeric_limits<std::int32_t>::min() ||
                number > std::numeric_limits<std::int32_t>::max()) {
                failData(file.string(), "array '", name, "' holds ", number,
                         "; subjects are numbered with 32 bits");
            }
            numbers.push_back(static_cast<std::int32_t>(number));
        }
        return numbers;
    };
    if (arrays.contains("subject_a") || arrays.contains("subject_b")) {
        set.subjectA = subjects("subject_a");
        set.subjectB = subjects("subject_b");
    }
    const auto requireAsMany = [&](std::size_t count, const char* name) {
        failDataIf(count != set.values.size(), file.string(), "array '", name, "' has ", count,
                   " values and 'score' ", set.values.size(), "; expected one of each per pair");
    };
    requireAsMany(set.same.size(), "same");
    if (arrays.contains("risk")) {
        requireAsMany(set.risk.size(), "risk");
    }
    if (arrays.contains("subject_a")) {
        requireAsMany(set.subjectA.size(), "subject_a");
        requireAsMany(set.subjectB.size(), "subject_b");
    }
    return set;
}

}  // namespace pf
