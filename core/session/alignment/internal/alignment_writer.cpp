#include "core/session/alignment/internal/alignment_writer.h"

#include <system_error>

#include "core/base/error.h"

namespace fs = std::filesystem;

namespace pf {
AlignmentWriter::AlignmentWriter(const fs::path& folder)
    : report_(folder / kAlignmentReport), part_(folder / kAlignmentPart), lines_(part_) {
    lines_.append(alignCsvHeader());
    lines_.writeOut();
}

void AlignmentWriter::add(std::size_t index, std::vector<AlignRow> rows, bool isNew) {
    waiting_[index] = {std::move(rows), isNew};
    for (auto first = waiting_.begin(); first != waiting_.end() && first->first == next_;
         first = waiting_.erase(first), ++next_) {
        write(first->second);
    }
}

void AlignmentWriter::write(const Waiting& photo) {
    std::size_t crops = 0;
    for (const AlignRow& row : photo.rows) {
        lines_.append(alignCsvLine(row));
        crops += row.crop.empty() ? 0 : 1;
    }
    for (const AlignRow& row : photo.rows) {
        for (const PhotoRemark& remark : row.remarks) {
            counts_.remarks.push_back({row.photo, remark.kind, remark.detail, crops > 0});
        }
    }
    (photo.isNew ? counts_.written : counts_.kept) += crops;
    ++(crops > 0 ? counts_.withCrop : counts_.withoutCrop);
    lines_.writeOut();
}

void AlignmentWriter::finish(AlignOutcome& outcome) {
    for (const auto& [index, photo] : waiting_) {
        write(photo);
    }
    waiting_.clear();
    // A network disk may say only now that it is full.
    lines_.flush();
    std::error_code status;
    fs::rename(part_, report_, status);
    throwIf(status, ErrorCode::Io, "cannot put the report in place: " + status.message(), report_.string());
    outcome.written = counts_.written;
    outcome.kept = counts_.kept;
    outcome.withCrop = counts_.withCrop;
    outcome.withoutCrop = counts_.withoutCrop;
    outcome.remarks = std::move(counts_.remarks);
    outcome.report = report_;
}

}  // namespace pf
