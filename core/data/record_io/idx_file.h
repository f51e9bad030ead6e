// The .idx beside a .rec: one `key <tab> offset` a line.
#pragma once

#include <cstdint>
#include <vector>

#include "core/data/record_io/random_file.h"

namespace pf {

/// Keys and offsets of records, in the file's order.
struct IdxEntries {
    std::vector<std::uint64_t> keys;
    std::vector<std::uint64_t> offsets;
    bool wasSorted = true;  ///< the lines were in the order of the offsets
};

/// Reads an .idx for a .rec of `recordBytes`. Throws: Error(Data) naming line and reason for a line of
/// another form, an offset beyond the .rec, a key or an offset that occurs twice, no line at all, more lines
/// than records can be.
IdxEntries readIdxFile(const RandomFile& file, std::uint64_t recordBytes);

}  // namespace pf
