#include "core/data/input/preparation.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "core/base/error.h"
#include "core/data/images/image_header.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

constexpr std::string_view kAligned = " aligned to ";
constexpr std::string_view kMixed = "mixed sizes, mostly ";

/// The template named by an alignment.yaml in the image's folder or the one above (identity folders).
std::string alignmentOf(const fs::path& image) {
    const fs::path folder = image.parent_path();
    for (const fs::path& place : {folder, folder.parent_path()}) {
        const fs::path file = place / kAlignmentFile;
        std::error_code missing;
        if (place.empty() || !fs::is_regular_file(file, missing)) {
            continue;
        }
        try {
            return YAML::LoadFile(file.string())["template"].as<std::string>("");
        } catch (const YAML::Exception&) {
            // A file of that name by somebody else says nothing about the crops.
            return "";
        }
    }
    return "";
}

/// A preparation's text, taken apart again.
struct Parts {
    std::string size;
    std::string alignment;
    bool mixed = false;
};

Parts partsOf(std::string text) {
    Parts parts;
    if (const auto at = text.find(kAligned); at != std::string::npos) {
        parts.alignment = text.substr(at + kAligned.size());
        text.resize(at);
    }
    if (text.starts_with(kMixed)) {
        parts.mixed = true;
        text.erase(0, kMixed.size());
    }
    parts.size = text;
    return parts;
}

}  // namespace

std::string ImagePreparation::text() const {
    if (width == 0) {
        return "";
    }
    return std::string(mixedSizes ? kMixed : "") + std::to_string(width) + "x" + std::to_string(height) +
           (alignment.empty() ? "" : std::string(kAligned) + alignment);
}

ImagePreparation preparationOf(const FaceSet& faces, std::size_t sample) {
    ImagePreparation result;
    const std::size_t count = std::min(sample, faces.size());
    std::size_t withAlpha = 0;
    std::size_t deep = 0;
    std::size_t turnedOnes = 0;
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> sizes;
    for (std::size_t i = 0; i < count; ++i) {
        const std::size_t index = i * faces.size() / count;
        try {
            const auto bytes = faces.encoded(index);
            const ImageHeader header = checkImage(bytes, faces.info(index).name);
            ++sizes[{header.width, header.height}];
            withAlpha += header.hasAlpha ? 1 : 0;
            deep += header.largestValue > 255 ? 1 : 0;
            turnedOnes += header.orientation == Orientation::Stored ? 0 : 1;
        } catch (const Error&) {
            // Listed by whoever uses the set; one bad image says nothing about the others' size.
        }
    }
    if (sizes.empty()) {
        return result;
    }
    const auto most = std::ranges::max_element(sizes, {}, [](const auto& entry) { return entry.second; });
    result.width = most->first.first;
    result.height = most->first.second;
    result.mixedSizes = sizes.size() > 1;
    result.alignment = alignmentOf(faces.info(0).name);
    const auto remark = [&](std::size_t images, const char* what) {
        if (images > 0) {
            result.remarks.push_back(std::to_string(images) + " of " + std::to_string(count) +
                                     (images == 1 ? " sampled images has " : " sampled images have ") + what);
        }
    };
    remark(withAlpha, "an alpha channel, which is left out: what is transparent shows the colour below");
    remark(deep, "more than 8 bits a channel, which become 8");
    remark(turnedOnes, "an EXIF record that turns it: sizes and pixels here are those of the turned picture");
    return result;
}

std::vector<std::string> preparationDifferences(const std::string& trained, const std::string& used) {
    std::vector<std::string> differences;
    if (trained.empty() || used.empty() || trained == used) {
        return differences;
    }
    const Parts model = partsOf(trained);
    const Parts images = partsOf(used);
    if (!model.mixed && model.size != images.size) {
        differences.push_back(
            "the model's head was trained on images of " + model.size + " pixels, these are " + images.size +
            ": align and crop them alike (probface align), or expect a sigma² that means something else");
    } else if (images.mixed && !model.mixed) {
        differences.push_back(
            "these images differ in size among each other; those the model was trained on were all " +
            model.size + ": they look like photos that were not aligned (probface align)");
    }
    if (!model.alignment.empty() && !images.alignment.empty() && model.alignment != images.alignment) {
        differences.push_back("the model's images were aligned to " + model.alignment + ", these to " +
                              images.alignment);
    }
    return differences;
}

}  // namespace pf
