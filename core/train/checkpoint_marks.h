// Which checkpoints of a run are the newest and the best, whatever became of the links that say so.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

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

/// N of "step-N.safetensors"; nothing for any other name.
std::optional<std::int64_t> checkpointStep(const std::string& fileName);

/// The steps whose checkpoints lie in a folder, newest first.
std::vector<std::int64_t> checkpointSteps(const std::filesystem::path& folder);

/// The step that a mark names: as a link, as a text that a copy made of a link, or as a checkpoint's copy.
std::optional<std::int64_t> markedStep(const std::filesystem::path& folder, const std::string& mark);

struct CheckpointMarks {
    std::optional<std::int64_t> last;  ///< the newest whose table can be read
    std::optional<std::int64_t> best;  ///< of those that are there
    /// Every checkpoint that is or may be the best: whatever any trace calls so, and what cannot be read.
    std::vector<std::int64_t> maybeBest;
};

/// By what the checkpoints say themselves, then by the links, then by the values that were best so far.
/// Cost: the table of each checkpoint.
CheckpointMarks findCheckpointMarks(const std::filesystem::path& folder);

}  // namespace pf
