#include "core/data/sets/face_folder.h"

#include <algorithm>
#include <map>
#include <opencv2/core.hpp>
#include <set>
#include <system_error>

#include "core/base/error.h"
#include "core/base/files/path_places.h"
#include "core/base/names/system_names.h"
#include "core/base/numbers.h"
#include "core/base/posix_file.h"
#include "core/base/text.h"
#include "core/data/images/image_decoder.h"
#include "core/data/record_io/record_folder.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

/// More folders in a row than these that may not be read are not locked one by one.
constexpr std::size_t kBarredInARow = 16;
constexpr std::size_t kNamedInNote = 5;

class FileFaceSet final : public FaceSet {
  public:
    FileFaceSet(std::vector<FaceFile> files, std::vector<std::string> identities, SetAccount account)
        : files_(std::move(files)) {
        identities_ = std::move(identities);
        account_ = std::move(account);
    }

    std::size_t size() const override { return files_.size(); }
    FaceInfo info(std::size_t index) const override { return files_.at(index).info; }
    fs::path file(std::size_t index) const override { return files_.at(index).path; }
    cv::Mat decode(std::size_t index) const override { return decodeImageFile(file(index)); }
    std::vector<std::byte> encoded(std::size_t index) const override { return readImageFile(file(index)); }
    std::string contentStamp(std::size_t index) const override { return imageFileStamp(file(index)); }
    void check(std::size_t index) const override { checkImage(encoded(index), file(index).string()); }

  private:
    std::vector<FaceFile> files_;
};

/// Files that data sets carry along and that nobody would take for a lost image.
bool isClearlyNoImage(const fs::path& path) {
    static const std::set<std::string> extensions = {
        ".txt", ".csv",  ".tsv", ".lst", ".json", ".jsonl", ".xml", ".yaml", ".yml",
        ".md",  ".html", ".pdf", ".npy", ".npz",  ".mat",   ".pkl", ".bin",  ".rec",
        ".idx", ".db",   ".ini", ".log", ".py",   ".sh",    ".zip", ".tar",  ".gz",
        ".tgz", ".7z",   ".rar", ".pts", ".lmk",  ".part",  ".m",   ".doc",  ".docx"};
    return extensions.contains(lowerCase(path.extension().string()));
}

/// Whether what a folder has just listed is no longer there at all (a link to nowhere is): the folder goes
/// away while it is read.
bool hasVanished(const fs::path& path, const fs::file_status& status) {
    std::error_code ignored;
    return status.type() == fs::file_type::not_found &&
           fs::symlink_status(path, ignored).type() == fs::file_type::not_found;
}

/// What lies directly in one folder, in byte order.
struct Listing {
    std::vector<fs::path> images;
    std::vector<fs::path> folders;
};

/// Reads folders and keeps account of what was left out.
class FolderScanner {
  public:
    /// Throws: std::filesystem::filesystem_error when the folder itself cannot be read, also at a second try.
    Listing list(const fs::path& folder) {
        std::vector<fs::path> entries;
        try {
            entries = {fs::directory_iterator(folder), fs::directory_iterator()};
        } catch (const fs::filesystem_error&) {
            entries = {fs::directory_iterator(folder), fs::directory_iterator()};
        }
        std::erase_if(entries, [this](const fs::path& entry) { return system_.take(entry); });
        std::ranges::sort(entries, {}, &fs::path::native);
        Listing found;
        for (const fs::path& path : entries) {
            sort(path, found);
        }
        return found;
    }

    void skip(const fs::path& path, const std::string& reason) {
        skipped_.push_back({path.string(), reason});
    }

    /// An identity's folder that this user may not read.
    void bar(const fs::path& folder) { barred_.push_back(folder.string()); }

    /// The account, with one more entry for all files that are clearly no images.
    std::vector<SkippedImage> takeSkipped(const fs::path& root) {
        if (ignored_ > 0) {
            const auto nameOf = [](const auto& entry) { return entry.first; };
            skip(root,
                 formatCount(ignored_) +
                     (ignored_ == 1 ? " file that is not an image was" : " files that are not images were") +
                     " ignored (" + joined(ignoredKinds_, ", ", nameOf) + ")");
        }
        return std::move(skipped_);
    }

    /// What else there is to say of what was left out.
    std::vector<std::string> notes() const {
        std::vector<std::string> notes;
        if (!system_.empty()) {
            notes.push_back(system_.note());
        }
        if (!barred_.empty()) {
            std::string text = formatCount(barred_.size()) +
                               (barred_.size() == 1 ? " identity is" : " identities are") +
                               " left out, because this user may not read the folder:";
            for (std::size_t i = 0; i < std::min(kNamedInNote, barred_.size()); ++i) {
                text += " " + barred_[i];
            }
            notes.push_back(text + (barred_.size() > kNamedInNote ? " ..." : "") + "; check the permissions");
        }
        return notes;
    }

  private:
    void sort(const fs::path& path, Listing& found) {
        std::error_code error;
        const fs::file_status status = fs::status(path, error);
        if (fs::is_directory(status)) {
            found.folders.push_back(path);
        } else if (isClearlyNoImage(path)) {
            ++ignored_;
            const std::string kind = path.extension().string();
            ++ignoredKinds_[kind.empty() ? path.filename().string() : kind];
        } else if (error == std::errc::too_many_symbolic_link_levels) {
            skip(path, "it is a link that leads back to itself");
        } else if (isMachineFault(error.value()) || hasVanished(path, status)) {
            throw Error(ErrorCode::Io, "cannot be looked at now: " + error.message(), path.string());
        } else if (status.type() == fs::file_type::not_found) {
            skip(path, "it is a link to a file that does not exist");
        } else if (error) {
            skip(path, error.message());
        } else if (!fs::is_regular_file(status)) {
            skip(path, "it is not a regular file");
        } else if (!hasImageExtension(path)) {
            skip(path,
                 "its name does not end like an image that can be read (.jpg, .png, .bmp, .webp, .ppm)");
        } else {
            found.images.push_back(path);
        }
    }

    std::vector<SkippedImage> skipped_;
    std::vector<std::string> barred_;
    SystemNames system_;
    std::size_t ignored_ = 0;
    std::map<std::string, std::size_t> ignoredKinds_;
};

/// What the identity folders of a root hold.
struct Labelled {
    std::vector<FaceFile> files;
    std::vector<std::string> identities;
    std::vector<std::string> empty;
};

Labelled scanIdentities(const std::vector<fs::path>& folders, const fs::path& root, FolderScanner& scanner) {
    Labelled found;
    std::size_t barredInARow = 0;
    for (const fs::path& folder : folders) {
        const std::string identity = folder.filename().string();
        if (liesIn(root, folder)) {
            scanner.skip(folder, "it is a link that leads back to a folder above it");
            continue;
        }
        Listing inside;
        try {
            inside = scanner.list(folder);
            barredInARow = 0;
        } catch (const fs::filesystem_error& error) {
            throwIf(
                isMachineFault(error.code().value()) || error.code() == std::errc::no_such_file_or_directory,
                ErrorCode::Io, "cannot be looked at now: " + error.code().message(), folder.string());
            if (!isForbidden(error.code().value())) {
                scanner.skip(folder, "the folder cannot be read: " + error.code().message());
            } else if (++barredInARow > kBarredInARow) {
                throw Error(ErrorCode::Io,
                            messageFrom("this user may read neither this folder nor the ", kBarredInARow,
                                        " before it; check their permissions and the login to where they are "
                                        "(a ticket may have run out)"),
                            folder.string());
            } else {
                scanner.bar(folder);
            }
            found.empty.push_back(identity);
            continue;
        }
        for (const fs::path& deeper : inside.folders) {
            scanner.skip(deeper, "folders inside an identity's folder are not read");
        }
        if (inside.images.empty()) {
            found.empty.push_back(identity);
            continue;
        }
        const int label = static_cast<int>(found.identities.size());
        found.identities.push_back(identity);
        for (const fs::path& image : inside.images) {
            found.files.push_back({.path = image, .info = {.name = image.string(), .label = label}});
        }
    }
    return found;
}

}  // namespace

FaceSetPtr makeFileSet(std::vector<FaceFile> files, std::vector<std::string> identities, SetAccount account) {
    return std::make_shared<FileFaceSet>(std::move(files), std::move(identities), std::move(account));
}

FaceSetPtr openFaceFolder(const fs::path& folder) {
    FolderScanner scanner;
    Listing top;
    try {
        top = scanner.list(folder);
    } catch (const fs::filesystem_error& error) {
        throw Error(isMachineFault(error.code().value()) ? ErrorCode::Io : ErrorCode::Data,
                    "the folder cannot be read: " + error.code().message() +
                        (isForbidden(error.code().value()) ? "; check its permissions" : ""),
                    folder.string());
    }
    Labelled labelled = scanIdentities(top.folders, folder, scanner);
    if (labelled.files.empty() && top.images.empty()) {
        if (!recordFilesIn(folder).empty()) {
            return openRecordFolder(folder);
        }
        const std::vector<SkippedImage> skipped = scanner.takeSkipped(folder);
        std::string why =
            "no image found; expected a folder of images, one folder of images per identity, or .rec files";
        if (!skipped.empty()) {
            why += " (left out: " + skipped[0].name + ": " + skipped[0].reason +
                   (skipped.size() > 1 ? ", and " + std::to_string(skipped.size() - 1) + " more)" : ")");
        }
        for (const std::string& note : scanner.notes()) {
            why += "; " + note;
        }
        throw Error(ErrorCode::Data, why, folder.string());
    }
    if (!labelled.files.empty()) {
        for (const fs::path& image : top.images) {
            scanner.skip(image, "it lies outside of any identity's folder");
        }
    } else {
        for (const fs::path& image : top.images) {
            labelled.files.push_back({.path = image, .info = {.name = image.string()}});
        }
    }
    return makeFileSet(std::move(labelled.files), std::move(labelled.identities),
                       {.skipped = scanner.takeSkipped(folder),
                        .dropped = std::move(labelled.empty),
                        .notes = scanner.notes()});
}

}  // namespace pf
