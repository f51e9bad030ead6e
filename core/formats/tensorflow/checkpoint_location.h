// Which files a path to a TensorFlow checkpoint means.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace pf::detail {

/// PREFIX of PREFIX.index for a folder, a prefix, an .index or a .data-NNNNN-of-NNNNN file.
/// Throws: Error(Io) when the index file is missing; Error(Data) when a folder's `checkpoint` file is damaged
/// or it does not say which of several is meant.
std::filesystem::path checkpointPrefix(const std::filesystem::path& place);

/// PREFIX.index.
std::filesystem::path indexFileOf(const std::filesystem::path& prefix);
/// PREFIX.data-00000-of-00001.
std::filesystem::path dataFileOf(const std::filesystem::path& prefix, std::int32_t shard,
                                 std::int32_t shards);

/// The value of model_checkpoint_path in the text of a `checkpoint` file. Throws: Error(Data) naming `where`.
std::string newestCheckpoint(const std::string& text, const std::string& where);

}  // namespace pf::detail
