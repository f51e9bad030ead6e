#include "core/session/alignment/internal/alignment_folder.h"

#include <span>
#include <system_error>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/files/path_places.h"
#include "core/data/input/preparation.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

/// The folders that are searched for photos.
std::vector<fs::path> searchedFolders(const AlignRequest& request) {
    std::vector<fs::path> folders;
    for (const std::string& source : request.sources) {
        if (pathIsFolder(source)) {
            folders.emplace_back(source);
        }
    }
    const fs::path beside = request.landmarks.parent_path() / "images";
    if (request.sources.empty() && pathIsFolder(beside)) {
        folders.push_back(beside);
    }
    return folders;
}

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

/// Puts what both reports say into alignment.csv.
FinishedPhotos takeUpReport(const fs::path& folder) {
    FinishedPhotos finished;
    if (pathExists(folder / kAlignmentReport)) {
        addFinished(readAlignCsv(folder / kAlignmentReport, false), finished);
    }
    if (pathExists(folder / kAlignmentPart)) {
        addFinished(readAlignCsv(folder / kAlignmentPart, true), finished);
        // Before the part is begun again, what it knows must be in the report.
        writeFileAtomically(folder / kAlignmentReport, [&](const ByteSink& sink) {
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

}  // namespace

void checkAlignmentFolder(const AlignRequest& request) {
    throwIf(request.out.empty(), ErrorCode::Config, "where should the crops go? name a folder");
    for (const fs::path& folder : searchedFolders(request)) {
        const bool holdsPhotos = liesIn(folder, request.out);
        throwIf(liesIn(request.out, folder), ErrorCode::Config,
                std::string(holdsPhotos ? "it is the folder of the photos"
                                        : "it lies in the folder of the photos") +
                    "; write the crops elsewhere, so that they are never taken for photos",
                request.out.string());
        throwIf(holdsPhotos, ErrorCode::Config,
                "the photos of " + realPath(folder).string() +
                    " lie in it; write the crops to a folder of their own",
                request.out.string());
    }
    std::error_code error;
    const fs::file_status status = fs::status(request.out, error);
    if (!fs::exists(status)) {
        return;
    }
    throwIf(!fs::is_directory(status), ErrorCode::Config, "it is a file; name a folder for the crops",
            request.out.string());
    const bool empty = fs::is_empty(request.out, error);
    throwIf(error, ErrorCode::Io, "the folder cannot be read: " + error.message(), request.out.string());
    if (empty) {
        return;
    }
    throwIf(!request.resume, ErrorCode::Config,
            "the folder is not empty; name another one, or resume the alignment that is in it",
            request.out.string());
    throwIf(
        !fs::exists(request.out / kAlignmentFile, error), ErrorCode::Config,
        "there is no alignment to resume (no alignment.yaml) and the folder is not empty; name another one",
        request.out.string());
}

FinishedPhotos openAlignmentFolder(const AlignRequest& request, const AlignSettings& settings,
                                   const std::string& reading) {
    const fs::path yaml = request.out / kAlignmentFile;
    FinishedPhotos finished;
    if (pathExists(yaml)) {
        checkSameSettings(yaml, settings);
        finished = takeUpReport(request.out);
    }
    writeTextAtomically(yaml, alignYaml(request, settings, reading, nullptr));
    return finished;
}

}  // namespace pf
