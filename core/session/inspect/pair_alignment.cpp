#include "core/session/inspect/pair_alignment.h"

#include <algorithm>
#include <charconv>
#include <tuple>
#include <utility>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/data/input/preprocess.h"
#include "core/session/alignment/alignment.h"
#include "core/session/model/internal/network.h"
#include "core/session/user_state.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

constexpr const char* kNote = "detector";

/// As OpenCV's model zoo and others publish it.
bool isNamedLikeOne(const fs::path& file) {
    const std::string name = lowerCase(file.filename().string());
    return name.ends_with(".onnx") && name.find("yunet") != std::string::npos;
}

/// Width and height in front of a preparation's text ("112x96 aligned to ..."); zeros where the images differ
/// in size or nothing is known.
std::pair<int, int> preparedSize(const std::string& preparation) {
    std::pair<int, int> size;
    const char* end = preparation.data() + preparation.size();
    const auto width = std::from_chars(preparation.data(), end, size.first);
    const bool more = width.ec == std::errc{} && width.ptr != end && *width.ptr == 'x';
    return more && std::from_chars(width.ptr + 1, end, size.second).ec == std::errc{} ? size
                                                                                      : std::pair(0, 0);
}

/// "HxW" of the crops that a model was trained on, as alignment names sizes.
std::string cropSize(const ModelInfo& model) {
    auto [width, height] = preparedSize(model.imagePreparation);
    if (width == 0) {
        const PreprocessOptions preprocess = preprocessFor(model.options, false);
        width = preprocess.cropWidth > 0 ? preprocess.cropWidth : preprocess.inputWidth;
        height = preprocess.cropHeight > 0 ? preprocess.cropHeight : preprocess.inputHeight;
    }
    return std::to_string(height) + "x" + std::to_string(width);
}

fs::path onlyImageIn(const fs::path& folder) {
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".png") {
            return entry.path();
        }
    }
    return {};
}

}  // namespace

fs::path findDetector() {
    std::error_code status;
    if (const fs::path remembered = readUserNote(kNote);
        !remembered.empty() && fs::is_regular_file(remembered, status)) {
        return remembered;
    }
    for (const fs::path& folder : dataFolders()) {
        std::vector<fs::path> found;
        for (fs::directory_iterator at(folder, status), end; !status && at != end; at.increment(status)) {
            std::error_code failure;
            if (isNamedLikeOne(at->path()) && at->is_regular_file(failure)) {
                found.push_back(at->path());
            }
        }
        if (!found.empty()) {
            return *std::min_element(found.begin(), found.end());
        }
    }
    return {};
}

std::string detectorPlaces() {
    return joined(dataFolders(), ", ", [](const fs::path& folder) { return folder.string(); });
}

void rememberDetector(const fs::path& file) {
    std::error_code status;
    rememberUserNote(kNote, fs::absolute(file, status).string());
}

AlignedFace alignFor(const ModelInfo& model, const fs::path& photo, const fs::path& detector,
                     const fs::path& out, RunControl& control) {
    const std::string size = cropSize(model);
    const auto& names = alignSizeNames();
    throwIf(std::find(names.begin(), names.end(), size) == names.end(), ErrorCode::Config,
            "the model was trained on crops of " + size +
                " pixels (height x width), for which there is no template; prepare the photos as its "
                "training images were",
            photo.string());
    AlignRequest request;
    request.sources = {photo.string()};
    request.detector = detector;
    request.out = out;
    request.extension = ".png";
    request.threads = 1;
    std::tie(request.height, request.width) = alignSizeFromName(size);
    const AlignOutcome outcome = alignFaces(request, control, nullptr);
    if (!outcome.complete) {
        return {};
    }
    AlignedFace face;
    for (const AlignRemark& remark : outcome.remarks) {
        face.remark += (face.remark.empty() ? "" : "; ") + remark.kind + ": " + remark.detail;
    }
    face.crop = onlyImageIn(out);
    failDataIf(face.crop.empty(), photo.string(), "cannot be aligned (",
               face.remark.empty() ? std::string("no face") : face.remark,
               "); choose a photo that shows the face larger and from the front");
    return face;
}

}  // namespace pf
