// The sorted table of key-value pairs in which TensorFlow keeps a checkpoint's index.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace pf::detail {

/// Bounds that keep a small damaged or hostile file from asking for much memory.
inline constexpr std::size_t kLongestTableKey = 4096;
inline constexpr std::size_t kMostTableEntries = std::size_t{1} << 20;

/// Receives the pairs in the order of their keys; both are valid during the call only.
using TableVisitor = std::function<void(std::string_view key, std::span<const std::byte> value)>;

/// Walks a whole table: every byte of it is accounted for by a block, its checksum or the footer, every
/// block's masked CRC-32C is checked and the keys rise. Throws: Error(Data) naming `where` and the byte when
/// the table is cut, damaged, compressed or no table; and whatever `visit` throws. Source: LevelDB's
/// table_format.md, tensorflow/core/lib/io/format.cc.
void walkIndexTable(std::span<const std::byte> file, const std::string& where, const TableVisitor& visit);

}  // namespace pf::detail
