// TensorFlow V2 checkpoints (PREFIX.index, PREFIX.data-00000-of-00001 ...), read without running anything.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string_view>
#include <vector>

#include "core/formats/tensorflow/bundle_index.h"

namespace pf {

/// An opened checkpoint: its index is checked and in memory, its tensors are read one at a time.
class TensorFlowCheckpoint {
  public:
    /// Whether `place` looks like one: a folder with a `checkpoint` file or an .index file, a prefix, an
    /// .index or a .data-NNNNN-of-NNNNN file. Looks at names and at the index file's last bytes only; never
    /// throws.
    static bool recognises(const std::filesystem::path& place);

    /// Opens any of those. A folder's `checkpoint` file says which one it holds (looked for in the folder
    /// itself first: a copied folder names the paths of another computer); without that file the folder must
    /// hold exactly one .index file. Throws: Error(Io) when a file is missing or unreadable; Error(Data)
    /// naming the file and the tensor when the index is damaged or a tensor does not lie within its data
    /// file.
    explicit TensorFlowCheckpoint(const std::filesystem::path& place);

    /// The index file.
    const std::filesystem::path& file() const { return index_; }
    /// The data files.
    const std::vector<std::filesystem::path>& dataFiles() const { return data_; }
    /// By name.
    const std::vector<TensorFlowEntry>& entries() const { return entries_; }
    /// Nullptr when there is no tensor of this name.
    const TensorFlowEntry* find(std::string_view name) const;

    /// The tensor's little-endian bytes, row by row, their checksum checked. Throws: Error(Data) naming the
    /// file and the tensor when the checksum does not match or the type ("string" ...) is not made of
    /// numbers; Error(Io).
    std::vector<std::byte> read(const TensorFlowEntry& entry) const;

  private:
    std::filesystem::path index_;
    std::vector<std::filesystem::path> data_;
    std::vector<TensorFlowEntry> entries_;
};

}  // namespace pf
