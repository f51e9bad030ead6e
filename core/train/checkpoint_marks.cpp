#include "core/train/checkpoint_marks.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "core/base/atomic_file.h"
#include "core/base/numbers.h"
#include "core/base/text.h"
#include "core/nn/weights/safetensors.h"

namespace pf {
namespace {

constexpr std::string_view kPrefix = "step-";
constexpr std::string_view kSuffix = ".safetensors";

template <typename Number>
std::optional<Number> numberIn(const Metadata& metadata, const char* key) {
    const auto found = metadata.find(key);
    return found == metadata.end() ? std::nullopt : parseNumber<Number>(found->second);
}

/// What one checkpoint says of the run when it was written.
struct Facts {
    std::int64_t step = 0;
    bool tellsBest = false;                ///< earlier versions did not
    std::optional<std::int64_t> bestStep;  ///< nothing: there was none
    std::optional<double> bestValue;
    bool evaluated = false;
};

std::optional<Facts> readFacts(const std::filesystem::path& file, std::int64_t step) {
    return unlessUnusable(file, [&] {
        const Metadata metadata = readSafetensorsMetadata(file, true);
        return Facts{step, metadata.contains(kBestStepKey), numberIn<std::int64_t>(metadata, kBestStepKey),
                     numberIn<double>(metadata, "best_value"),
                     numberIn<double>(metadata, "evaluated").value_or(0) > 0};
    });
}

/// A copy turns a link into a small file that holds its target in one way or another ("step-6.safetensors",
/// "XSym ... step-6.safetensors", the same in two bytes a letter).
std::optional<std::int64_t> stepInText(std::string text) {
    std::erase(text, '\0');
    const auto begin = text.find(kPrefix);
    const auto end = begin == std::string::npos ? begin : text.find(kSuffix, begin);
    return end == std::string::npos ? std::nullopt
                                    : checkpointStep(text.substr(begin, end + kSuffix.size() - begin));
}

/// The newest checkpoint that was the best when it was written; of a version that did not say so, the first
/// that reached the newest's best value.
std::optional<std::int64_t> bestByValue(const std::vector<Facts>& newestFirst) {
    std::optional<std::int64_t> best;
    for (const Facts& facts : newestFirst) {
        const bool foundAnything = facts.evaluated && facts.bestValue.value_or(kNoBestValue) > kNoBestValue;
        if (foundAnything && facts.tellsBest && facts.bestStep == facts.step) {
            return facts.step;
        }
        if (foundAnything && !facts.tellsBest && facts.bestValue == newestFirst.front().bestValue) {
            best = facts.step;
        }
    }
    return best;
}

}  // namespace

std::filesystem::path markFile(const std::filesystem::path& folder, const std::string& mark) {
    return folder / (mark + std::string(kSuffix));
}

std::filesystem::path checkpointFile(const std::filesystem::path& folder, std::int64_t step) {
    return folder / (std::string(kPrefix) + std::to_string(step) + std::string(kSuffix));
}

std::filesystem::path storedCheckpoint(const std::filesystem::path& folder, std::int64_t step) {
    const auto file = checkpointFile(folder, step);
    std::error_code status;
    if (std::filesystem::symlink_status(file, status).type() == std::filesystem::file_type::not_found) {
        for (const std::string& name : namesIn(folder)) {
            if (checkpointStep(name) == step) {
                return folder / name;
            }
        }
    }
    return file;
}

std::optional<std::int64_t> checkpointStep(const std::string& fileName) {
    const std::string lower = lowerCase(fileName);
    const std::string_view name = lower;
    if (name.size() <= kPrefix.size() + kSuffix.size() || !name.starts_with(kPrefix) ||
        !name.ends_with(kSuffix)) {
        return std::nullopt;
    }
    return parseNumber<std::int64_t>(
        name.substr(kPrefix.size(), name.size() - kPrefix.size() - kSuffix.size()));
}

std::vector<std::string> namesIn(const std::filesystem::path& folder) {
    std::vector<std::string> names;
    std::error_code failure;
    for (std::filesystem::directory_iterator entry(folder, failure), end; !failure && entry != end;
         entry.increment(failure)) {
        names.push_back(entry->path().filename().string());
    }
    throwIf(failure == std::errc::permission_denied || failure == std::errc::operation_not_permitted,
            ErrorCode::Data, "this user may not read the folder; check its permissions", folder.string());
    throwIf(failure && failure != std::errc::no_such_file_or_directory, ErrorCode::Io,
            "cannot read the folder: " + failure.message(), folder.string());
    return names;
}

std::vector<std::int64_t> checkpointSteps(const std::filesystem::path& folder) {
    std::vector<std::int64_t> found;
    for (const std::string& name : namesIn(folder)) {
        if (const auto step = checkpointStep(name)) {
            found.push_back(*step);
        }
    }
    std::sort(found.rbegin(), found.rend());
    found.erase(std::unique(found.begin(), found.end()), found.end());
    return found;
}

bool mayPass(const Error& error, const std::filesystem::path& file) {
    std::error_code status;
    return error.code() == ErrorCode::Io &&
           std::filesystem::status(file, status).type() != std::filesystem::file_type::not_found &&
           (::faccessat(AT_FDCWD, file.c_str(), R_OK, AT_EACCESS) == 0 ||
            (errno != EACCES && errno != EPERM));
}

std::optional<std::int64_t> markedStep(const std::filesystem::path& folder, const std::string& mark) {
    const auto file = markFile(folder, mark);
    std::error_code status;
    const auto target = std::filesystem::read_symlink(file, status);
    if (!status) {
        return checkpointStep(target.filename().string());
    }
    const auto size = std::filesystem::file_size(file, status);
    if (status) {
        return std::nullopt;
    }
    const auto read = [&] {
        return size <= kLargestLinkText ? stepInText(readTextFile(file, kLargestLinkText))
                                        : numberIn<std::int64_t>(readSafetensorsMetadata(file), "step");
    };
    return unlessUnusable(file, read).value_or(std::nullopt);
}

CheckpointMarks findCheckpointMarks(const std::filesystem::path& folder) {
    CheckpointMarks marks;
    std::vector<Facts> readable;
    const auto steps = checkpointSteps(folder);
    const auto isThere = [&](const std::optional<std::int64_t>& step) {
        return step && std::find(steps.begin(), steps.end(), *step) != steps.end();
    };
    const auto mayBe = [&](const std::optional<std::int64_t>& step) {
        if (isThere(step)) {
            marks.maybeBest.push_back(*step);
        }
    };
    for (const std::int64_t step : steps) {
        if (const auto facts = readFacts(storedCheckpoint(folder, step), step)) {
            readable.push_back(*facts);
            mayBe(facts->bestStep);
        } else {
            marks.maybeBest.push_back(step);
        }
    }
    const auto linked = markedStep(folder, "best");
    const auto byValue = bestByValue(readable);
    mayBe(linked);
    mayBe(byValue);
    if (!steps.empty()) {
        marks.last = readable.empty() ? steps.front() : readable.front().step;
    }
    // The newest checkpoint is written before the link is turned: a kill in between leaves the link behind.
    const bool tells = !readable.empty() && readable.front().tellsBest;
    marks.best = tells && isThere(readable.front().bestStep) ? readable.front().bestStep
                 : isThere(linked)                           ? linked
                 : isThere(byValue)                          ? byValue
                                                             : std::nullopt;
    return marks;
}

}  // namespace pf
