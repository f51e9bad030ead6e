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

std::vector<float> floats(const NpzArrays& arrays, const std::string& name,
                          const std::filesystem::path& file) {
    const auto& array = column(arrays, name, file);
    try {
        return array.toFloats();
    } catch (const Error& error) {
        throw Error(ErrorCode::Data, "array '" + name + "': " + error.what(), file.string());
    }
}

}  // namespace

ScoreSet readScores(const std::filesystem::path& file) {
    const NpzArrays arrays = readNpz(file);
    ScoreSet set;
    set.name = file.stem().string();
    set.values = floats(arrays, "score", file);
    for (const float flag : floats(arrays, "same", file)) {
        if (flag != 0.0F && flag != 1.0F) {
            throw Error(ErrorCode::Data, "array 'same' holds a value that is neither 0 nor 1", file.string());
        }
        set.same.push_back(flag != 0.0F ? 1 : 0);
    }
    if (arrays.contains("risk")) {
        set.risk = floats(arrays, "risk", file);
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
