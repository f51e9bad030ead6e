#include "core/session/model/backbone_search.h"

#include <algorithm>
#include <array>
#include <mutex>
#include <utility>

#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/base/files/path_places.h"
#include "core/base/text.h"
#include "core/session/user_state.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

constexpr const char* kNotes = "backbones";
/// Of runs/NAME/TIME/checkpoints/FILE, with the networks beside the folder of runs.
constexpr int kFoldersAbove = 4;
/// Files of one folder whose bytes are looked at.
constexpr std::size_t kMostHashed = 32;

struct Finder {
    std::mutex mutex;
    BackboneFinder ask;
};

Finder& finder() {
    static Finder one;
    return one;
}

bool isNetworkFile(const fs::path& file) {
    static constexpr std::array<std::string_view, 5> kExtensions = {".onnx", ".pt", ".pth", ".torchscript",
                                                                    ".safetensors"};
    const std::string extension = lowerCase(file.extension().string());
    return std::find(kExtensions.begin(), kExtensions.end(), extension) != kExtensions.end();
}

void addOnce(std::vector<fs::path>& files, const fs::path& file) {
    if (pathIsFile(file) &&
        std::none_of(files.begin(), files.end(), [&](const fs::path& known) { return known == file; })) {
        files.push_back(file);
    }
}

void addByHash(std::vector<fs::path>& files, const fs::path& folder, const std::string& hash) {
    std::error_code status;
    std::size_t hashed = 0;
    for (fs::directory_iterator at(folder, status), end; !status && at != end; at.increment(status)) {
        std::error_code failure;
        if (!isNetworkFile(at->path()) || !at->is_regular_file(failure) || ++hashed > kMostHashed) {
            continue;
        }
        try {
            if (fileSha256(at->path()) == hash) {
                addOnce(files, at->path());
            }
        } catch (const Error&) {
            // A file that cannot be read is not the one.
        }
    }
}

}  // namespace

std::string MissingBackbone::name() const {
    return recorded.substr(recorded.find_last_of("/\\") + 1);  // as either kind of system writes paths
}

std::string MissingBackbone::message() const {
    const std::string hash = fileHash.empty() ? "network SHA-256 " + networkHash.substr(0, 12)
                                              : "file SHA-256 " + fileHash.substr(0, 12);
    std::string text =
        "its backbone " + name() + " (" + hash + "...) is neither at " + recorded + " nor beside the model";
    if (!lookedAt.empty()) {
        text += " (" + lookedAt.string() + " is another network)";
    }
    return text +
           "; say where it is with --backbone FILE, or a folder to look in, or put it into the model's "
           "folder";
}

void setBackboneFinder(BackboneFinder ask) {
    const std::lock_guard lock(finder().mutex);
    finder().ask = std::move(ask);
}

fs::path askForBackbone(const MissingBackbone& missing) {
    BackboneFinder ask;
    {
        const std::lock_guard lock(finder().mutex);
        ask = finder().ask;
    }
    const fs::path file = ask ? ask(missing) : fs::path();
    throwIf(file.empty(), ErrorCode::Io, missing.message(), missing.model.string());
    return file;
}

std::vector<fs::path> backboneCandidates(const MissingBackbone& missing,
                                         const std::vector<fs::path>& folders) {
    std::vector<fs::path> files;
    const HashNotes notes = readHashNotes(kNotes);
    if (const auto note = notes.find(missing.networkHash); note != notes.end()) {
        addOnce(files, note->second);
    }
    for (const fs::path& folder : folders) {
        addOnce(files, folder / missing.name());
    }
    if (!missing.fileHash.empty()) {
        for (const fs::path& folder : folders) {
            addByHash(files, folder, missing.fileHash);
        }
    }
    return files;
}

std::vector<fs::path> foldersNear(const fs::path& weights) {
    std::vector<fs::path> folders;
    std::error_code status;
    fs::path folder = fs::absolute(weights, status).parent_path();
    for (int above = 0; above <= kFoldersAbove && folder.has_relative_path(); ++above) {
        folders.push_back(folder);
        folder = folder.parent_path();
    }
    folders.push_back(fs::current_path(status));
    for (const fs::path& data : dataFolders()) {
        folders.push_back(data);
        folders.push_back(data / "backbones");
    }
    return folders;
}

void rememberBackbone(const std::string& networkHash, const fs::path& file) {
    std::error_code status;
    rememberHashNote(kNotes, networkHash, fs::absolute(file, status).string());
}

}  // namespace pf
