#include "core/eval/pairs/score_set.h"

#include <algorithm>
#include <limits>
#include <optional>
#include <string_view>

#include "core/base/error.h"
#include "core/base/numpy/npy.h"
#include "core/base/numpy/npz.h"
#include "core/base/stand_in.h"
#include "core/base/table_reader.h"
#include "core/base/text.h"
#include "core/base/zip_reader.h"
#include "core/eval/embeddings/embedding_files.h"
#include "core/eval/pairs/score_table.h"
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
        throw Error(
            ErrorCode::Data,
            "has no array '" + std::string(names.front()) + "', but " + quotedList(others) + "; " + kExpected,
            file.string());
    }
    const NpyArray& array = arrays.at(std::string(*name));
    if (array.shape.size() != 1 && (array.shape.size() != 2 || array.shape[1] != 1)) {
        throw Error(ErrorCode::Data,
                    "'" + std::string(*name) + "' has " + std::to_string(array.shape.size()) +
                        " dimensions; expected one value per pair",
                    file.string());
    }
    return array;
}

/// What `read` makes of an array, with file and array named in its error.
template <typename Read>
auto inFile(const std::string& name, const std::filesystem::path& file, const Read& read) {
    try {
        return read();
    } catch (const Error& error) {
        throw Error(ErrorCode::Data, "array '" + name + "': " + error.what(), file.string());
    }
}

template <typename Real>
std::vector<Real> turned(std::vector<Real> values, bool turn) {
    if (turn) {
        for (Real& value : values) {
            value = -value;
        }
    }
    return values;
}

/// The numbers of an array, as their negatives when `turn`.
PairNumbers numbers(const NpzArrays& arrays, const std::vector<std::string_view>& names, bool turn,
                    const std::filesystem::path& file) {
    const auto& array = column(arrays, names, file);
    return inFile(std::string(names.front()), file, [&]() -> PairNumbers {
        if (array.dtype == "<f4") {
            return turned(array.toFloats(), turn);
        }
        return turned(array.toDoubles(), turn);
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
            throw Error(ErrorCode::Data,
                        "array 'same' holds " + formatNumber(flag) +
                            (other ? " beside " + formatNumber(*other) : "") +
                            "; it is 1 for one person, and either 0 or -1 for two",
                        file.string());
        }
        other = flag == 1 ? other : std::optional(flag);
        same.push_back(flag == 1 ? 1 : 0);
    }
    return same;
}

/// The arrays of an .npz, or a table's columns as such.
NpzArrays arraysOf(const std::filesystem::path& file) {
    refuseStandIn(file);
    const std::string first = firstBytesOf(file);
    if (first.starts_with(kNpyMagic)) {
        throw Error(ErrorCode::Data,
                    std::string("holds one array without a name; write a .npz with numpy.savez(FILE, "
                                "score=..., same=...): ") +
                        kExpected,
                    file.string());
    }
    const bool isArchive = first.starts_with("PK") || lowerCase(file.extension().string()) == ".npz";
    return isArchive ? readNpz(file) : readScoreTable(file);
}

}  // namespace

const std::vector<std::string_view>& scoreColumnNames() {
    return kScoreNames;
}

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
        throw Error(ErrorCode::Data, "has no array 'risk' that could be a quality", file.string());
    }
    const auto subjects = [&](const char* name) {
        std::vector<std::int32_t> numbers;
        for (const std::int64_t number : column(arrays, {name}, file).toIntegers()) {
            if (number < std::numeric_limits<std::int32_t>::min() ||
                number > std::numeric_limits<std::int32_t>::max()) {
                throw Error(ErrorCode::Data,
                            "array '" + std::string(name) + "' holds " + std::to_string(number) +
                                "; subjects are numbered with 32 bits",
                            file.string());
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
        if (count != set.values.size()) {
            throw Error(ErrorCode::Data,
                        "array '" + std::string(name) + "' has " + std::to_string(count) +
                            " values and 'score' " + std::to_string(set.values.size()) +
                            "; expected one of each per pair",
                        file.string());
        }
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
