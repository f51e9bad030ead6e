// The index of a TensorFlow V2 checkpoint: which tensors there are and where their bytes lie.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace pf {

/// Larger index files are refused: one of the reference's has some 20 KB.
inline constexpr std::size_t kMostIndexBytes = std::size_t{256} << 20;

/// One tensor of a checkpoint.
struct TensorFlowEntry {
    std::string name;
    std::string type;  ///< "float32", "int64" ...; "string", "variant" and "resource" have no fixed size
    std::vector<std::int64_t> shape;  ///< empty for a scalar
    std::uint64_t bytes = 0;          ///< for types of fixed size: elements times their size
    std::int32_t shard = 0;           ///< which data file
    std::uint64_t offset = 0;         ///< of its bytes there
    std::uint32_t maskedCrc = 0;      ///< masked CRC-32C of its bytes
};

struct TensorFlowIndex {
    std::int32_t shards = 0;               ///< data files
    std::vector<TensorFlowEntry> entries;  ///< by name
};

/// Reads the bytes of a .index file: table, header and entries.
/// Throws: Error(Data) naming `where` and the tensor when it is cut, damaged, compressed or big-endian, when
/// a tensor is stored in slices, has an unknown type or lies about its size. Cost: memory in proportion to
/// the bytes.
TensorFlowIndex parseTensorFlowIndex(std::span<const std::byte> file, const std::string& where);

}  // namespace pf
