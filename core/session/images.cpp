#include "core/session/images.h"

#include <algorithm>
#include <system_error>
#include <utility>

#include "core/base/error.h"
#include "core/base/numbers.h"
#include "core/base/text.h"
#include "core/data/derived_sets.h"
#include "core/data/face_set.h"
#include "core/data/sets/face_folder.h"
#include "core/data/sets/face_sources.h"
#include "core/data/sets/listed_files.h"
#include "core/data/sets/thumbnail.h"
#include "core/data/synthetic/synthetic_set.h"

namespace pf {
namespace {

constexpr std::string_view kSynthetic = "synthetic";

bool isSynthetic(const std::string& source) {
    return source == kSynthetic || source.starts_with(std::string(kSynthetic) + ":");
}

FaceSetPtr openSynthetic(const std::string& source) {
    SyntheticFaceOptions options;
    int pairs = 0;
    const std::string settings =
        source.size() > kSynthetic.size() ? source.substr(kSynthetic.size() + 1) : "";
    for (const auto& setting : splitText(settings, ',')) {
        if (trimmed(setting).empty()) {
            continue;
        }
        const auto parts = splitText(trimmed(setting), '=');
        double value = 0;
        if (parts.size() == 2 && !parseWhole(parts[1], value)) {
            failData(source, "'", parts[1], "' is not a number");
        }
        const auto whole = [value, &source, &setting] {
            failDataIf(value < 0 || value > 1e9 || value != static_cast<double>(static_cast<int>(value)),
                       source, "'", setting, "': a whole number was expected");
            return static_cast<int>(value);
        };
        if (parts[0] == "identities") {
            options.identityCount = whole();
        } else if (parts[0] == "images") {
            options.imagesPerIdentity = whole();
        } else if (parts[0] == "first") {
            options.firstIdentity = whole();
        } else if (parts[0] == "seed") {
            options.seed = static_cast<std::uint64_t>(whole());
        } else if (parts[0] == "size") {
            options.imageSize = whole();
        } else if (parts[0] == "pairs") {
            pairs = whole();
        } else if (parts[0] == "max_degradation") {
            options.maxDegradation = value;
        } else if (parts[0] == "clean_fraction") {
            options.cleanFraction = value;
        } else if (parts[0] == "mixed_fraction") {
            options.mixedFraction = value;
        } else if (parts[0] == "nuisance") {
            options.nuisance = value;
        } else {
            failData(source, "'", parts[0],
                     "' is unknown; synthetic: knows identities, images, first, seed, size, pairs, "
                     "max_degradation, clean_fraction, mixed_fraction and nuisance");
        }
    }
    options.check();
    if (pairs > 0) {
        return makeSyntheticPairSet(options, pairs, options.seed);
    }
    return std::make_shared<SyntheticFaceSet>(options);
}

}  // namespace

ImageCatalog::ImageCatalog(std::shared_ptr<const FaceSet> faces) : faces_(std::move(faces)) {}

std::size_t ImageCatalog::size() const {
    return faces_ ? faces_->size() : 0;
}
std::string ImageCatalog::name(std::size_t index) const {
    return faces_->info(index).name;
}
int ImageCatalog::label(std::size_t index) const {
    return faces_->info(index).label;
}
std::size_t ImageCatalog::identityCount() const {
    return faces_ ? faces_->identities().size() : 0;
}
bool ImageCatalog::isPairSet() const {
    return faces_ && !faces_->pairIsSame().empty();
}
std::optional<double> ImageCatalog::degradation(std::size_t index) const {
    return faces_->degradation(index);
}

std::string ImageCatalog::identity(std::size_t index) const {
    const int identity = label(index);
    return identity < 0 ? "" : faces_->identities().at(static_cast<std::size_t>(identity));
}

RgbImage ImageCatalog::image(std::size_t index, int maxSide) const {
    return decodeThumbnail(*faces_, index, maxSide);
}

std::vector<std::string> ImageCatalog::skipped() const {
    std::vector<std::string> lines;
    if (faces_) {
        for (const auto& image : faces_->skipped()) {
            lines.push_back(image.name + ": " + image.reason);
        }
    }
    return lines;
}

std::vector<std::string> ImageCatalog::notes() const {
    return faces_ ? faces_->notes() : std::vector<std::string>{};
}

ImageCatalog openImages(const std::vector<std::string>& sources) {
    failDataIf(sources.empty(), "", "no images were named; give a folder, a list, a .rec or a .bin pair set");
    for (auto later = sources.begin(); later != sources.end(); ++later) {
        const bool isTwice = std::any_of(sources.begin(), later, [&](const std::string& earlier) {
            std::error_code unknown;
            return earlier == *later || std::filesystem::equivalent(earlier, *later, unknown);
        });
        failDataIf(isTwice, *later, "is named twice: each of its identities would be two; name it once");
    }
    std::vector<FaceSetPtr> sets;
    for (const auto& source : sources) {
        sets.push_back(isSynthetic(source) ? openSynthetic(source) : openFaceSet(source));
    }
    return ImageCatalog(sets.size() == 1 ? sets.front() : joinFaceSets(sets, sources));
}

ImageCatalog openNamedImages(const std::filesystem::path& root, const std::vector<std::string>& names) {
    ListedFiles found = findListedFiles(root, names);
    std::vector<FaceFile> files;
    std::vector<SkippedImage> missing;
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (found.files[i]) {
            files.push_back({*found.files[i], {names[i], -1}});
        } else {
            missing.push_back({names[i], "there is no such file below " + root.string()});
        }
    }
    failDataIf(files.empty(), root.string(), "holds none of the ", names.size(), " images that are asked for",
               names.empty() ? "" : ", e.g. " + names.front(),
               found.nearest.empty() ? "" : "; the nearest name is " + found.nearest);
    return ImageCatalog(
        makeFileSet(std::move(files), {},
                    {.skipped = std::move(missing), .dropped = {}, .notes = std::move(found.notes)}));
}

ImageCatalog distinctImages(const ImageCatalog& images) {
    return ImageCatalog(distinctImages(images.faces()));
}

ImageCatalog chosenImages(const ImageCatalog& images, const std::vector<std::size_t>& indices) {
    return ImageCatalog(chosenImages(images.faces(), indices));
}

std::filesystem::path imageFile(const ImageCatalog& images, std::size_t index) {
    return images.faces()->file(index);
}

}  // namespace pf
