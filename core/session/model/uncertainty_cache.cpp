#include "core/session/model/uncertainty_cache.h"

#include <sys/stat.h>

#include <charconv>
#include <span>
#include <string_view>
#include <utility>

#include "core/base/file_hash.h"
#include "core/data/face_set.h"
#include "core/session/model/internal/model_folder.h"

namespace pf {
namespace {

/// Another text once the file was written or replaced; empty when it cannot be asked.
std::string fileVersion(const std::filesystem::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) {
        return {};
    }
    return std::to_string(status.st_dev) + ":" + std::to_string(status.st_ino) + ":" +
           std::to_string(status.st_size) + ":" + std::to_string(status.st_mtim.tv_sec) + "." +
           std::to_string(status.st_mtim.tv_nsec);
}

std::uint64_t fromHex(std::string_view digits) {
    std::uint64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    return value;
}

PictureKey keyOf(std::string_view sum) {
    return {fromHex(sum.substr(0, 16)), fromHex(sum.substr(16, 16))};
}

}  // namespace

std::vector<PictureKey> pictureKeys(const ImageCatalog& images) {
    std::vector<PictureKey> keys;
    if (!images.faces()) {
        return keys;
    }
    const FaceSet& faces = *images.faces();
    keys.reserve(faces.size());
    // Pictures of no file are made by the set's settings; a container is asked once for all it holds.
    std::string setHash;
    std::filesystem::path lastFile;
    std::string lastVersion;
    for (std::size_t i = 0; i < faces.size(); ++i) {
        const std::filesystem::path file = imageFile(images, i);
        if (file.empty() && setHash.empty()) {
            setHash = faces.hash();
        }
        if (!file.empty() && file != lastFile) {
            lastFile = file;
            lastVersion = file.string() + '\n' + fileVersion(file);
        }
        keys.push_back(keyOf(sha256Hex((file.empty() ? setHash : lastVersion) + '\n' + faces.contentKey(i))));
    }
    return keys;
}

PictureKey setKey(const std::vector<PictureKey>& pictures) {
    Sha256 sum;
    sum.add(std::as_bytes(std::span(pictures)));
    return keyOf(sum.hex());
}

std::string modelIdentity(const std::filesystem::path& model) {
    const ModelFiles files = findModel(model);
    std::error_code unknown;
    const std::filesystem::path real = std::filesystem::canonical(files.weights, unknown);
    std::string identity = (unknown ? files.weights : real).string() + '\n' + fileVersion(files.weights);
    if (!files.folder.empty()) {
        identity += '\n' + fileVersion(files.folder);  // its backbone lies in it
    }
    return identity;
}

UncertaintyCache::UncertaintyCache(std::size_t mostPictures) : most_(mostPictures) {}

UncertaintyCache::Known& UncertaintyCache::use(const std::string& model) {
    used_.remove(model);
    used_.push_front(model);
    return models_[model];
}

std::vector<FaceUncertainty> UncertaintyCache::find(const std::string& model,
                                                    const std::vector<PictureKey>& pictures) {
    const std::lock_guard lock(mutex_);
    std::vector<FaceUncertainty> faces(pictures.size());
    const Known& known = use(model);
    for (std::size_t i = 0; i < pictures.size(); ++i) {
        if (const auto found = known.faces.find(pictures[i]); found != known.faces.end()) {
            faces[i] = found->second;
        }
    }
    return faces;
}

void UncertaintyCache::keep(const std::string& model, const PictureKey& picture,
                            const FaceUncertainty& face) {
    const std::lock_guard lock(mutex_);
    if (use(model).faces.insert_or_assign(picture, face).second) {
        ++pictures_;
        makeRoom();
    }
}

void UncertaintyCache::makeRoom() {
    while (pictures_ > most_ && used_.size() > 1) {
        const auto oldest = models_.find(used_.back());
        pictures_ -= oldest->second.faces.size();
        models_.erase(oldest);
        used_.pop_back();
    }
}

void UncertaintyCache::keepInfo(const std::string& model, const ModelInfo& info) {
    const std::lock_guard lock(mutex_);
    use(model).info = info;
}

std::optional<ModelInfo> UncertaintyCache::info(const std::string& model) const {
    const std::lock_guard lock(mutex_);
    const auto known = models_.find(model);
    return known == models_.end() ? std::nullopt : known->second.info;
}

void UncertaintyCache::keepWarnings(const std::string& model, const PictureKey& set,
                                    std::vector<std::string> warnings) {
    const std::lock_guard lock(mutex_);
    use(model).warnings[set] = std::move(warnings);
}

std::vector<std::string> UncertaintyCache::warnings(const std::string& model, const PictureKey& set) const {
    const std::lock_guard lock(mutex_);
    const auto known = models_.find(model);
    if (known == models_.end()) {
        return {};
    }
    const auto found = known->second.warnings.find(set);
    return found == known->second.warnings.end() ? std::vector<std::string>() : found->second;
}

}  // namespace pf
