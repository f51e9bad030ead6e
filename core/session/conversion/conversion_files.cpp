#include "core/session/conversion/conversion_files.h"

#include "core/base/error.h"
#include "core/base/posix_file.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

/// A name beside `path`: "OUT" and ".pairs.csv" give "OUT.pairs.csv".
fs::path beside(fs::path path, const char* ending) {
    return path += ending;
}

fs::path outputName(const fs::path& out, FaceFormat format) {
    fs::path name = out.lexically_normal();
    if (!name.has_filename()) {
        name = name.parent_path();  // "faces/"
    }
    throwIf(!name.has_filename() || name.filename() == "." || name.filename() == "..", ErrorCode::Config,
            "where should the images go? Give a file or a new folder", out.string());
    if (format == FaceFormat::Folder || faceFormatOf(name) == format) {
        return name;
    }
    return beside(name, format == FaceFormat::List ? ".txt" : format == FaceFormat::Record ? ".rec" : ".bin");
}

bool isThere(const fs::path& path) {
    std::error_code ignored;
    return fs::symlink_status(path, ignored).type() != fs::file_type::not_found;
}

/// A folder without anything in it may become the output.
bool isTaken(const fs::path& path) {
    std::error_code ignored;
    return isThere(path) && !(fs::is_directory(path, ignored) && fs::is_empty(path, ignored));
}

}  // namespace

ConversionFiles::ConversionFiles(const fs::path& out, FaceFormat format)
    : format_(format), out_(outputName(out, format)), part_(beside(out_, ".part")) {}

fs::path ConversionFiles::payload() const {
    return part_ / (format_ == FaceFormat::Folder ? fs::path("images") : out_.filename());
}

std::vector<ConversionFiles::Move> ConversionFiles::moves() const {
    std::vector<Move> moves = {{skipped(), beside(out_, ".skipped.txt")}};
    if (format_ == FaceFormat::Folder) {
        moves.push_back({pairs(), beside(out_, ".pairs.csv")});
    }
    if (format_ == FaceFormat::Record) {
        for (const char* extension : {".idx", ".property", ".lst"}) {
            moves.push_back(
                {payload().replace_extension(extension), fs::path(out_).replace_extension(extension)});
        }
    }
    moves.push_back({payload(), out_});
    return moves;
}

bool ConversionFiles::isBegun(bool resume) const {
    throwIf(isTaken(part_) && !resume, ErrorCode::Config,
            "holds an interrupted conversion; add --resume to continue it, or remove this folder",
            part_.string());
    return isThere(state());
}

void ConversionFiles::requireFree() const {
    for (const Move& move : moves()) {
        throwIf(isTaken(move.to), ErrorCode::Config, "exists already; remove it or choose another name",
                move.to.string());
    }
}

std::vector<fs::path> ConversionFiles::publish() const {
    std::vector<fs::path> names;
    for (const Move& move : moves()) {
        if (isThere(move.from)) {
            throwIf(isTaken(move.to), ErrorCode::Config,
                    "appeared while the images were copied; remove it and continue with --resume",
                    move.to.string());
            std::error_code error;
            fs::rename(move.from, move.to, error);
            throwIf(error, ErrorCode::Io, "cannot give the finished output its name: " + error.message(),
                    move.to.string());
        }
        if (isThere(move.to)) {
            names.insert(names.begin(), move.to);
        }
    }
    flushFolder(out_.parent_path());
    remove();
    return names;
}

void ConversionFiles::remove() const {
    std::error_code ignored;
    fs::remove_all(payload(), ignored);
    for (const Move& move : moves()) {
        fs::remove(move.from, ignored);
    }
    fs::remove(state(), ignored);
    fs::remove(lock(), ignored);
    fs::remove(part_, ignored);
}

}  // namespace pf
