// Which checkpoints of a run are the newest and the best, whatever became of the links that say so.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "core/base/error.h"

namespace pf {

/// Metadata of a checkpoint: the step of the best one when it was written, or kNoBestStep.
inline constexpr const char* kBestStepKey = "best_step";
inline constexpr const char* kNoBestStep = "none";
/// Metadata `best_value` before anything was judged: below every accuracy and every negated area.
inline constexpr double kNoBestValue = -2;

/// No checkpoint is that small, and no text that stands for a link that large.
inline constexpr std::uintmax_t kLargestLinkText = 4096;

/// A mark (`best` or `last`) as a file: checkpoints/best.safetensors.
std::filesystem::path markFile(const std::filesystem::path& folder, const std::string& mark);

/// checkpoints/step-N.safetensors.
std::filesystem::path checkpointFile(const std::filesystem::path& folder, std::int64_t step);

/// The same of a checkpoint that is there, whose name a copy may have put into capitals. Throws: as namesIn.
std::filesystem::path storedCheckpoint(const std::filesystem::path& folder, std::int64_t step);

/// N of "step-N.safetensors", whatever its capitals; nothing for any other name.
std::optional<std::int64_t> checkpointStep(const std::string& fileName);

/// The names in a folder; none when there is no such folder. Throws: Error(Data) when this user may not read
/// it, Error(Io) when it cannot be read for another reason.
std::vector<std::string> namesIn(const std::filesystem::path& folder);

/// The steps whose checkpoints lie in a folder, newest first. Throws: as namesIn.
std::vector<std::int64_t> checkpointSteps(const std::filesystem::path& folder);

/// Whether an error of reading `file` says nothing of what is in it and may pass: the machine failed, and
/// neither is the file missing nor does its owner forbid it.
bool mayPass(const Error& error, const std::filesystem::path& file);

/// What `read` makes of `file`, or nothing where the file is to blame. Throws: errors that may pass.
template <typename Read>
auto unlessUnusable(const std::filesystem::path& file, const Read& read) -> std::optional<decltype(read())> {
    try {
        return read();
    } catch (const Error& error) {
        if (mayPass(error, file)) {
            throw;
        }
        return std::nullopt;
    }
}

/// The step that a mark names: as a link, as a text that a copy made of a link, or as a checkpoint's copy.
/// Throws: Error(Io) when that cannot be read for the moment.
std::optional<std::int64_t> markedStep(const std::filesystem::path& folder, const std::string& mark);

struct CheckpointMarks {
    std::optional<std::int64_t> last;  ///< the newest whose table can be read
    std::optional<std::int64_t> best;  ///< of those that are there
    /// Every checkpoint that is or may be the best: whatever any trace calls so, and what cannot be read.
    std::vector<std::int64_t> maybeBest;
};

/// By what the checkpoints say themselves, then by the links, then by the values that were best so far.
/// Throws: Error(Io) when a checkpoint cannot be read for the moment; as namesIn.
/// Cost: the table of each checkpoint.
CheckpointMarks findCheckpointMarks(const std::filesystem::path& folder);

}  // namespace pf
