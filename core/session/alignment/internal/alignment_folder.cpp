#include "core/session/alignment/internal/alignment_folder.h"

#include <algorithm>
#include <system_error>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/data/input/preparation.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

/// Seen through links, as far as it exists.
fs::path realPath(const fs::path& path) {
    std::error_code error;
    const fs::path whole = fs::absolute(path, error);
    fs::path real = fs::weakly_canonical(whole, error);
    real = error ? whole.lexically_normal() : real;
    return real.has_filename() ? real : real.parent_path();
}

bool isIn(const fs::path& inner, const fs::path& outer) {
    return std::mismatch(outer.begin(), outer.end(), inner.begin(), inner.end()).first == outer.end();
}

/// The folders that are searched for photos.
std::vector<fs::path> searchedFolders(const AlignRequest& request) {
    std::vector<fs::path> folders;
    std::error_code ignored;
    for (const std::string& source : request.sources) {
        if (fs::is_directory(source, ignored)) {
            folders.push_back(realPath(source));
        }
    }
    if (request.sources.empty() && fs::is_directory(request.landmarks.parent_path() / "images", ignored)) {
        folders.push_back(realPath(request.landmarks.parent_path() / "images"));
    }
    return folders;
}

}  // namespace

void checkAlignmentFolder(const AlignRequest& request) {
    if (request.out.empty()) {
        throw Error(ErrorCode::Config, "where should the crops go? name a folder");
    }
    const fs::path out = realPath(request.out);
    for (const fs::path& folder : searchedFolders(request)) {
        if (isIn(out, folder)) {
            throw Error(ErrorCode::Config,
                        std::string(out == folder ? "it is the folder of the photos"
                                                  : "it lies in the folder of the photos") +
                            "; write the crops elsewhere, so that they are never taken for photos",
                        request.out.string());
        }
        if (isIn(folder, out)) {
            throw Error(
                ErrorCode::Config,
                "the photos of " + folder.string() + " lie in it; write the crops to a folder of their own",
                request.out.string());
        }
    }
    std::error_code error;
    const fs::file_status status = fs::status(request.out, error);
    if (!fs::exists(status)) {
        return;
    }
    if (!fs::is_directory(status)) {
        throw Error(ErrorCode::Config, "it is a file; name a folder for the crops", request.out.string());
    }
    const bool empty = fs::is_empty(request.out, error);
    if (error) {
        throw Error(ErrorCode::Io, "the folder cannot be read: " + error.message(), request.out.string());
    }
    if (empty) {
        return;
    }
    if (!request.resume) {
        throw Error(ErrorCode::Config,
                    "the folder is not empty; name another one, or resume the alignment that is in it",
                    request.out.string());
    }
    if (!fs::exists(request.out / kAlignmentFile, error)) {
        throw Error(ErrorCode::Config,
                    "there is no alignment to resume (no alignment.yaml) and the folder is not empty; name "
                    "another one",
                    request.out.string());
    }
}

FinishedPhotos openAlignmentFolder(const AlignRequest& request, const AlignSettings& settings,
                                   const std::string& reading) {
    makeFolder(request.out);
    const fs::path yaml = request.out / kAlignmentFile;
    std::error_code ignored;
    FinishedPhotos finished;
    if (fs::exists(yaml, ignored)) {
        checkSameSettings(yaml, settings);
        finished = takeUpReport(request.out);
    }
    writeTextAtomically(yaml, alignYaml(request, settings, reading, nullptr));
    return finished;
}

}  // namespace pf
