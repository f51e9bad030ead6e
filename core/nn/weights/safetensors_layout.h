// The table of a safetensors file, shared by its writer and its readers.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <ATen/core/Tensor.h>

#include "core/base/error.h"
#include "core/nn/weights/safetensors.h"

namespace pf::detail {

/// Larger tables are refused before they are read: one of ours has some 30 KB.
inline constexpr std::uint64_t kMaxHeaderBytes = std::uint64_t{8} << 20;
inline constexpr std::size_t kChecksumDigits = 64;

/// One tensor's place in the payload.
struct TableEntry {
    std::string name;
    at::ScalarType type;
    std::vector<std::int64_t> shape;
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

struct Table {
    std::vector<TableEntry> entries;  ///< in the order of the payload
    Metadata metadata;
};

/// Parses the JSON text. Throws: Error(Data) naming `where` when it is not a gapless table over
/// `payloadBytes` bytes.
Table parseTable(std::string_view text, std::uint64_t payloadBytes, const std::string& where);

/// SHA-256 over the 8 length bytes and the header text with the digits of its own checksum replaced by zeros.
/// Throws: Error(Data) naming `where` when the text does not hold that field exactly once.
std::string headerChecksum(std::string text, const std::string& where);

/// A file whose table has been read and verified; its stream stands at the tensors' bytes.
struct OpenFile {
    std::ifstream stream;
    Table table;
};

/// Throws: as readSafetensors; a file of more than `maxBytes` is refused before it is read.
OpenFile openVerified(const std::filesystem::path& path, bool requireChecksum,
                      std::uint64_t maxBytes = std::numeric_limits<std::uint64_t>::max());

/// "The checksum of its ... does not match".
Error damaged(const char* part, const std::string& where);

/// A table's metadata without the checksum keys.
Metadata ownMetadata(Table table);

}  // namespace pf::detail
