#include "core/data/align/photo_matching.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <unordered_map>

#include "core/base/error.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

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

}  // namespace

std::string plainName(const std::string& name) {
    std::string plain = name;
    std::replace(plain.begin(), plain.end(), '\\', '/');
    return fs::path(plain).lexically_normal().generic_string();
}

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

}  // namespace pf
