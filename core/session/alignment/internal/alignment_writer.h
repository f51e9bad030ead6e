// The results of many threads as one report in the order of the photos. Internal to the alignment.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <vector>

#include "core/base/files/output_file.h"
#include "core/session/alignment/alignment.h"
#include "core/session/alignment/internal/alignment_report.h"

namespace pf {

/// Writes lines to alignment.csv.part as soon as all photos before them have theirs, so that an ended process
/// loses none but the last. Not thread-safe: its user holds a lock.
class AlignmentWriter {
  public:
    /// Throws: Error(Io).
    explicit AlignmentWriter(const std::filesystem::path& folder);

    /// The lines of the photo at `index`; `isNew` when its crops were written now.
    void add(std::size_t index, std::vector<AlignRow> rows, bool isNew);
    /// Writes what waits for photos that were not reached, and makes the part the report. Fills in counts,
    /// remarks and the report's path.
    void finish(AlignOutcome& outcome);

  private:
    struct Waiting {
        std::vector<AlignRow> rows;
        bool isNew = false;
    };
    void write(const Waiting& photo);

    std::filesystem::path report_;
    std::filesystem::path part_;
    OutputFile lines_;
    std::map<std::size_t, Waiting> waiting_;
    std::size_t next_ = 0;
    AlignOutcome counts_;
};

}  // namespace pf
