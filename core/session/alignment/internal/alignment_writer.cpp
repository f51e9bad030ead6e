#include "core/session/alignment/internal/alignment_writer.h"

#include <cerrno>
#include <cstring>
#include <system_error>

#include "core/base/atomic_file.h"
#include "core/base/error.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

constexpr const char* kReport = "alignment.csv";
constexpr const char* kPart = "alignment.csv.part";

/// Adds the photos of a report, the later ones in place of earlier ones.
void addFinished(const std::vector<AlignRow>& rows, FinishedPhotos& finished) {
    for (std::size_t i = 0; i < rows.size();) {
        const std::size_t count = rows[i].faces;
        const bool whole = count > 0 && i + count <= rows.size() && rows[i].face == 1;
        if (!whole) {
            ++i;
            continue;
        }
        const auto first = rows.begin() + static_cast<std::ptrdiff_t>(i);
        finished[rows[i].crop] = {first, first + static_cast<std::ptrdiff_t>(count)};
        i += count;
    }
}

}  // namespace

FinishedPhotos takeUpReport(const fs::path& folder) {
    FinishedPhotos finished;
    std::error_code ignored;
    if (fs::exists(folder / kReport, ignored)) {
        addFinished(readAlignCsv(folder / kReport, false), finished);
    }
    if (fs::exists(folder / kPart, ignored)) {
        addFinished(readAlignCsv(folder / kPart, true), finished);
        // Before the part is begun anew, what it knows must be in the report.
        writeFileAtomically(folder / kReport, [&](const ByteSink& sink) {
            const std::string header = alignCsvHeader();
            sink(std::as_bytes(std::span(header)));
            for (const auto& [crop, rows] : finished) {
                for (const AlignRow& row : rows) {
                    const std::string line = alignCsvLine(row);
                    sink(std::as_bytes(std::span(line)));
                }
            }
        });
    }
    return finished;
}

AlignmentWriter::AlignmentWriter(const fs::path& folder)
    : report_(folder / kReport), part_(folder / kPart), stream_(part_, std::ios::binary | std::ios::trunc) {
    stream_ << alignCsvHeader() << std::flush;
    if (!stream_) {
        throw Error(ErrorCode::Io, std::string("cannot write the report: ") + std::strerror(errno),
                    part_.string());
    }
}

void AlignmentWriter::add(std::size_t index, std::vector<AlignRow> rows, bool isNew) {
    waiting_[index] = {std::move(rows), isNew};
    for (auto first = waiting_.begin(); first != waiting_.end() && first->first == next_;
         first = waiting_.erase(first), ++next_) {
        write(first->second);
    }
}

void AlignmentWriter::write(const Waiting& photo) {
    std::string lines;
    std::size_t crops = 0;
    for (const AlignRow& row : photo.rows) {
        lines += alignCsvLine(row);
        crops += row.crop.empty() ? 0 : 1;
    }
    for (const AlignRow& row : photo.rows) {
        for (const PhotoRemark& remark : row.remarks) {
            counts_.remarks.push_back({row.photo, remark.kind, remark.detail, crops > 0});
        }
    }
    (photo.isNew ? counts_.written : counts_.kept) += crops;
    ++(crops > 0 ? counts_.withCrop : counts_.withoutCrop);
    stream_ << lines << std::flush;
    if (!stream_) {
        throw Error(
            ErrorCode::Io,
            std::string("cannot write the report: ") + std::strerror(errno) + "; free some space and resume",
            part_.string());
    }
}

void AlignmentWriter::finish(AlignOutcome& outcome) {
    for (const auto& [index, photo] : waiting_) {
        write(photo);
    }
    waiting_.clear();
    stream_.close();
    std::error_code status;
    fs::rename(part_, report_, status);
    if (!stream_ || status) {
        throw Error(ErrorCode::Io, "cannot put the report in place: " + status.message(), report_.string());
    }
    outcome.written = counts_.written;
    outcome.kept = counts_.kept;
    outcome.withCrop = counts_.withCrop;
    outcome.withoutCrop = counts_.withoutCrop;
    outcome.remarks = std::move(counts_.remarks);
    outcome.report = report_;
}

}  // namespace pf
