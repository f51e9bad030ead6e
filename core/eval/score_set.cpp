#include "core/eval/score_set.h"

#include <limits>

#include "core/base/error.h"
#include "core/base/npz.h"

namespace pf {
namespace {

const NpyArray& column(const NpzArrays& arrays, const std::string& name, const std::filesystem::path& file) {
    const auto found = arrays.find(name);
    if (found == arrays.end()) {
        throw Error(ErrorCode::Data,
                    "has no array '" + name +
                        "'; expected score [P] float32, same [P] bool and, for EDC and ERC, "
                        "risk [P] float32",
                    file.string());
    }
    if (found->second.shape.size() != 1) {
        throw Error(ErrorCode::Data,
                    "'" + name + "' has " + std::to_string(found->second.shape.size()) +
                        " dimensions; expected one value per pair",
                    file.string());
    }
    return found->second;
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
PairNumbers numbers(const NpzArrays& arrays, const std::string& name, bool turn,
                    const std::filesystem::path& file) {
    const auto& array = column(arrays, name, file);
    return inFile(name, file, [&]() -> PairNumbers {
        if (array.dtype == "<f4") {
            return turned(array.toFloats(), turn);
        }
        return turned(array.toDoubles(), turn);
    });
}

}  // namespace

ScoreSet readScores(const std::filesystem::path& file, const ScoreMeaning& meaning) {
    const NpzArrays arrays = readNpz(file);
    ScoreSet set;
    set.name = file.stem().string();
    set.values = numbers(arrays, "score", meaning.scoreIsDistance, file);
    if (meaning.scoreIsDistance) {
        set.score = "negative distance";
    }
    for (const float flag : inFile("same", file, [&] { return column(arrays, "same", file).toFloats(); })) {
        if (flag != 0.0F && flag != 1.0F) {
            throw Error(ErrorCode::Data, "array 'same' holds a value that is neither 0 nor 1", file.string());
        }
        set.same.push_back(flag != 0.0F ? 1 : 0);
    }
    if (arrays.contains("risk")) {
        set.risk = numbers(arrays, "risk", meaning.riskIsQuality, file);
        if (meaning.riskIsQuality) {
            set.riskName = "negative quality";
        }
    } else if (meaning.riskIsQuality) {
        throw Error(ErrorCode::Data, "has no array 'risk' that could be a quality", file.string());
    }
    const auto subjects = [&](const char* name) {
        std::vector<std::int32_t> numbers;
        for (const std::int64_t number : column(arrays, name, file).toIntegers()) {
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
