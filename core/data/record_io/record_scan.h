// Reading through a RecordIO file whose index is not to be trusted.
#pragma once

#include <functional>

#include "core/data/record_io/record_file.h"

namespace pf {

/// Calls `found` for every record in the file's order and `lost` for what cannot be used: a torn or damaged
/// record, bytes between records, a record that is none of MXNet's. After damage the next record is the one
/// that another one follows. Only frames and headers are read. Throws: Error(Io). Cost: one system call a
/// record, linear in the file whatever it holds.
void scanRecords(const RecordFile& file, const std::function<void(const RecordFrame&)>& found,
                 const std::function<void(const RecordProblem&)>& lost);

}  // namespace pf
