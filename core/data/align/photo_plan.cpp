#include "core/data/align/photo_plan.h"

#include <algorithm>
#include <set>
#include <string_view>
#include <system_error>
#include <unordered_map>
#include <unordered_set>

#include "core/base/error.h"
#include "core/base/list_source.h"
#include "core/base/text.h"
#include "core/data/face_set.h"
#include "core/data/images/image_header.h"
#include "core/data/sets/face_sources.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

/// A listed name with '/' between its parts and without "./".
std::string plainName(const std::string& name) {
    std::string plain = name;
    std::replace(plain.begin(), plain.end(), '\\', '/');
    return fs::path(plain).lexically_normal().generic_string();
}

constexpr std::size_t kNobody = std::numeric_limits<std::size_t>::max();

/// The lines of one name, and the photo that has them.
struct Listed {
    std::string name;
    std::vector<std::size_t> faces;
    std::size_t photo = kNobody;
};

/// `path` without its first part; empty when there is none left.
std::string_view withoutFirstPart(std::string_view path) {
    const std::size_t slash = path.find('/');
    return slash == std::string_view::npos ? std::string_view{} : path.substr(slash + 1);
}

/// Whether `path` ends with all parts of `end`.
bool endsWithParts(std::string_view path, std::string_view end) {
    return path.ends_with(end) && (path.size() == end.size() || path[path.size() - end.size() - 1] == '/');
}

class Matcher {
  public:
    explicit Matcher(const LandmarkList& landmarks) : landmarks_(landmarks) {
        for (std::size_t i = 0; i < landmarks.faces.size(); ++i) {
            const std::string name = plainName(landmarks.faces[i].name);
            const auto [known, added] = byName_.try_emplace(name, listed_.size());
            if (added) {
                listed_.push_back({.name = name, .faces = {}, .photo = kNobody});
                byFile_[fs::path(name).filename().string()].push_back(known->second);
            }
            listed_[known->second].faces.push_back(i);
        }
    }

    std::size_t exact(const std::string& name) const {
        const auto found = byName_.find(name);
        return found == byName_.end() ? kNobody : found->second;
    }

    /// The name that ends the photo's path, the longest first; else the one that the path below the source
    /// ends.
    std::size_t similar(const std::string& path, const std::string& relative) const {
        for (std::string_view end = path; !end.empty(); end = withoutFirstPart(end)) {
            if (const std::size_t found = exact(std::string(end)); found != kNobody) {
                return found;
            }
        }
        const auto candidates = byFile_.find(fs::path(relative).filename().string());
        if (candidates == byFile_.end()) {
            return kNobody;
        }
        std::size_t match = kNobody;
        for (const std::size_t candidate : candidates->second) {
            if (!endsWithParts(listed_[candidate].name, relative)) {
                continue;
            }
            if (match != kNobody) {
                failData(path, "both '", listed_[match].name, "' and '", listed_[candidate].name,
                         "' of the list could be it; give the folder above it as the source");
            }
            match = candidate;
        }
        return match;
    }

    void claim(std::size_t index, std::size_t photo, std::vector<Photo>& photos) {
        Listed& listed = listed_[index];
        if (listed.photo != kNobody) {
            failData(
                landmarks_.file.string() + ":" + std::to_string(landmarks_.faces[listed.faces.front()].line),
                "'", listed.name, "' could be ", photos[listed.photo].path.string(), " or ",
                photos[photo].path.string(), "; name the photos in the list with their folders");
        }
        listed.photo = photo;
        photos[photo].faces = listed.faces;
    }

    bool isFree(std::size_t index) const { return listed_[index].photo == kNobody; }

    std::vector<std::size_t> unclaimed() const {
        std::vector<std::size_t> faces;
        for (const Listed& listed : listed_) {
            if (listed.photo == kNobody) {
                faces.insert(faces.end(), listed.faces.begin(), listed.faces.end());
            }
        }
        std::sort(faces.begin(), faces.end());
        return faces;
    }

  private:
    const LandmarkList& landmarks_;
    std::vector<Listed> listed_;
    std::unordered_map<std::string, std::size_t> byName_;
    std::unordered_map<std::string, std::vector<std::size_t>> byFile_;
};

/// Gives each photo the faces listed for it; `relative` is each photo's path below its source. Returns the
/// listed faces that no photo has. Throws: Error(Data) with the list's line for a name that fits several
/// photos.
std::vector<std::size_t> giveLandmarks(std::vector<Photo>& photos, const std::vector<fs::path>& relative,
                                       const LandmarkList& landmarks) {
    Matcher matcher(landmarks);
    std::vector<bool> done(photos.size(), false);
    for (std::size_t i = 0; i < photos.size(); ++i) {
        const std::size_t found = matcher.exact(plainName(relative[i].string()));
        if (found != kNobody) {
            matcher.claim(found, i, photos);
            done[i] = true;
        }
    }
    std::vector<std::pair<std::size_t, std::size_t>> later;
    for (std::size_t i = 0; i < photos.size(); ++i) {
        if (done[i]) {
            continue;
        }
        std::error_code ignored;
        const std::size_t found =
            matcher.similar(fs::absolute(photos[i].path, ignored).lexically_normal().generic_string(),
                            plainName(relative[i].string()));
        // A name that already belongs to a photo by its full place is not this one's.
        if (found != kNobody && matcher.isFree(found)) {
            later.emplace_back(found, i);
        }
    }
    for (const auto& [listed, photo] : later) {
        matcher.claim(listed, photo, photos);
    }
    return matcher.unclaimed();
}

/// Pictures that other programs read.
bool isForeignPicture(const fs::path& path) {
    static const std::set<std::string> kExtensions = {".gif",  ".tif", ".tiff", ".heic", ".heif",
                                                      ".avif", ".jp2", ".jxl",  ".psd",  ".dng",
                                                      ".cr2",  ".nef", ".arw",  ".raw"};
    return kExtensions.contains(lowerCase(path.extension().string()));
}

class PhotoFinder {
  public:
    explicit PhotoFinder(const PhotoPlanOptions& options) : options_(options) {
        std::error_code ignored;
        without_ = options.without.empty() ? fs::path{} : fs::weakly_canonical(options.without, ignored);
    }

    void addSource(const std::string& source) {
        if (const auto list = listSourceOf(source)) {
            addList(source, list->root);
            return;
        }
        std::error_code error;
        const fs::file_status status = fs::status(source, error);
        if (fs::is_directory(status)) {
            walk(source, {});
        } else if (!fs::exists(status)) {
            throw Error(ErrorCode::Data, "there is no such photo or folder", source);
        } else if (hasListSuffix(source)) {
            const fs::path folder = fs::path(source).parent_path();
            addList(source, folder.empty() ? "." : folder);
        } else if (hasImageExtension(source) || isForeignPicture(source)) {
            add(source, fs::path(source).filename());
        } else {
            failData(source,
                     "it holds no photos; give a folder, a list of images (.txt, .lst, .list, .csv, .tsv) or "
                     "an image");
        }
    }

    bool full() const { return plan_.photos.size() >= options_.limit || options_.stop.stop_requested(); }

    PhotoPlan take(std::vector<fs::path>& relative) {
        plan_.complete = !full();
        if (!plan_.systemNames.empty()) {
            plan_.notes.push_back(plan_.systemNames.note());
        }
        relative = std::move(relative_);
        return std::move(plan_);
    }

  private:
    void add(const fs::path& path, const fs::path& relative, const std::string& missing = {}) {
        if (plan_.photos.size() < options_.limit) {
            plan_.photos.push_back({.path = path, .stem = {}, .faces = {}, .missing = missing});
            relative_.push_back(relative);
        }
    }

    /// Every picture below a folder; links to folders are followed once.
    void walk(const fs::path& folder, const fs::path& relative) {
        std::error_code error;
        const fs::path real = fs::canonical(folder, error);
        if (!without_.empty() && real == without_) {
            return;
        }
        if (!error && !seen_.insert(real.native()).second) {
            return;
        }
        std::vector<fs::path> entries;
        for (fs::directory_iterator entry(folder, error), end; !error && entry != end;
             entry.increment(error)) {
            entries.push_back(entry->path());
        }
        throwIf(error, ErrorCode::Data, "the folder cannot be read: " + error.message(), folder.string());
        std::ranges::sort(entries, {}, &fs::path::native);
        for (const fs::path& path : entries) {
            if (full()) {
                return;
            }
            const fs::path name = path.filename();
            if (plan_.systemNames.take(path)) {
                continue;
            }
            if (fs::is_directory(fs::status(path, error))) {
                walk(path, relative / name);
            } else if (hasImageExtension(path) || isForeignPicture(path)) {
                add(path, relative / name);
            } else {
                ++plan_.otherFiles;
            }
        }
    }

    /// `list`: also LIST@FOLDER; `root`: what the crops' own paths start from.
    void addList(const std::string& list, const fs::path& root) {
        const FaceSetPtr faces = openFaceSet(list);
        for (std::size_t i = 0; i < faces->size() && !full(); ++i) {
            const fs::path path = faces->info(i).name;
            add(path, path.lexically_relative(root));
        }
        plan_.notes.insert(plan_.notes.end(), faces->notes().begin(), faces->notes().end());
        for (const SkippedImage& skipped : faces->skipped()) {
            add(skipped.name, fs::path(skipped.name).filename(), skipped.reason);
        }
    }

    const PhotoPlanOptions& options_;
    fs::path without_;
    PhotoPlan plan_;
    std::vector<fs::path> relative_;
    std::unordered_set<std::string> seen_;
};

/// The place of a photo below the folder of crops: as in the source, or, where that would lead out, the last
/// folder and the name.
fs::path safeStem(const fs::path& relative) {
    fs::path clean;
    for (const fs::path& part : relative.lexically_normal().relative_path()) {
        if (part == "..") {
            clean.clear();
        } else if (!part.empty() && part != ".") {
            clean /= part;
        }
    }
    if (relative.is_absolute() && clean.has_parent_path()) {
        clean = clean.parent_path().filename() / clean.filename();
    }
    fs::path stem = clean.parent_path() / clean.stem();
    return stem.empty() ? fs::path("photo") : stem;
}

/// Gives every photo a stem of its own; the later of two gets its extension, then a number, at the end.
void nameCrops(std::vector<Photo>& photos, const std::vector<fs::path>& relative) {
    std::unordered_set<std::string> taken;
    for (std::size_t i = 0; i < photos.size(); ++i) {
        fs::path stem = safeStem(relative[i]);
        if (taken.contains(stem.native())) {
            const std::string extension = relative[i].extension().string();
            stem += extension.size() > 1 ? "_" + extension.substr(1) : "_again";
        }
        const fs::path base = stem;
        for (int number = 2; !taken.insert(stem.native()).second; ++number) {
            stem = base;
            stem += "_" + std::to_string(number);
        }
        photos[i].stem = stem;
    }
}

/// Photos as a list names them.
PhotoPlan listedPhotos(const LandmarkList& landmarks, std::size_t limit, std::vector<fs::path>& relative) {
    PhotoPlan plan;
    const fs::path folder = landmarks.file.parent_path();
    std::unordered_map<std::string, std::size_t> known;
    for (std::size_t i = 0; i < landmarks.faces.size(); ++i) {
        const std::string name = plainName(landmarks.faces[i].name);
        const auto [place, added] = known.try_emplace(name, plan.photos.size());
        if (added && plan.photos.size() >= limit) {
            plan.complete = false;
            break;
        }
        if (added) {
            Photo photo{.path = folder / name, .stem = {}, .faces = {}, .missing = {}};
            std::error_code ignored;
            if (!fs::exists(photo.path, ignored)) {
                const fs::path inside = folder / "images" / name;
                if (fs::exists(inside, ignored)) {
                    photo.path = inside;
                } else {
                    photo.missing = landmarks.place(landmarks.faces[i]) + " names it, but it is neither in " +
                                    (folder.empty() ? "." : folder.string()) + " nor in its images folder";
                }
            }
            plan.photos.push_back(std::move(photo));
            relative.emplace_back(name);
        }
        plan.photos[place->second].faces.push_back(i);
    }
    return plan;
}

}  // namespace

PhotoPlan planPhotos(const std::vector<std::string>& sources, const LandmarkList* landmarks,
                     const PhotoPlanOptions& options) {
    std::vector<fs::path> relative;
    PhotoPlan plan;
    if (sources.empty()) {
        throwIf(landmarks == nullptr, ErrorCode::Config,
                "no photos were named; give folders, lists or images");
        plan = listedPhotos(*landmarks, options.limit, relative);
    } else {
        PhotoFinder finder(options);
        for (const std::string& source : sources) {
            finder.addSource(source);
        }
        plan = finder.take(relative);
        if (landmarks != nullptr) {
            const std::vector<std::size_t> unclaimed = giveLandmarks(plan.photos, relative, *landmarks);
            std::unordered_set<std::string> named;
            for (const std::size_t face : unclaimed) {
                const ListedFace& listed = landmarks->faces[face];
                if (plan.complete && named.insert(listed.name).second) {
                    plan.photos.push_back(
                        {.path = listed.name,
                         .stem = {},
                         .faces = {},
                         .missing = landmarks->place(listed) + " names it, but it is not among the photos"});
                    relative.emplace_back(plainName(listed.name));
                }
            }
        }
    }
    nameCrops(plan.photos, relative);
    return plan;
}

}  // namespace pf
