#include "core/session/model/image_fit.h"

#include <algorithm>
#include <cmath>

#include "core/base/error.h"
#include "core/base/text.h"
#include "core/data/face_set.h"
#include "core/data/input/preparation.h"
#include "core/session/model/internal/network.h"

namespace pf {
namespace {

/// Of width to height; a resize changes nothing below it that a face shows.
constexpr double kStretch = 0.02;

/// What makes a picture show no face, whatever its size; empty for others and for what cannot be decoded,
/// which is said elsewhere.
std::string contentProblem(const ImageCatalog& images) {
    constexpr int kOneColour = 3;     // of 255
    constexpr int kNearlyBlack = 24;  // 12-bit values that were stored as 16-bit ones reach 15
    try {
        const RgbImage picture = images.image(0);
        const auto [low, high] = std::minmax_element(picture.pixels.begin(), picture.pixels.end());
        if (low == picture.pixels.end() || *high - *low <= kOneColour) {
            return "the image is of one colour: it shows no face";
        }
        if (*high <= kNearlyBlack) {
            return "the image is nearly black (its largest value is " + std::to_string(*high) +
                   " of 255); if it holds 12 bits in 16, multiply its values by 16";
        }
    } catch (const Error&) {
    }
    return {};
}

}  // namespace

std::vector<std::string> imageProblems(const ModelInfo& model, const ImageCatalog& images) {
    const ImagePreparation used = preparationOf(*images.faces());
    if (!model.imagePreparation.empty() || used.width == 0) {
        return preparationDifferences(model.imagePreparation, used.text());
    }
    const PreprocessOptions preprocess = preprocessFor(model.options, false);
    const bool crops = preprocess.cropHeight > 0;
    const auto width = static_cast<double>(crops ? preprocess.cropWidth : preprocess.inputWidth);
    const auto height = static_cast<double>(crops ? preprocess.cropHeight : preprocess.inputHeight);
    const double shape = static_cast<double>(used.width) / static_cast<double>(used.height);
    if (!used.mixedSizes && std::abs(shape * height / width - 1) <= kStretch) {
        return {};
    }
    return {"the network takes crops of " + formatNumber(width) + "x" + formatNumber(height) +
            " pixels, these are " + used.text() + ": align and crop them first (probface align)"};
}

std::string imageProblem(const ModelInfo& model, const ImageCatalog& images) {
    std::vector<std::string> problems = imageProblems(model, images);
    if (const std::string content = images.size() == 1 ? contentProblem(images) : ""; !content.empty()) {
        problems.insert(problems.begin(), content);
    }
    return joined(problems, "; ");
}

std::string imageProblem(const ModelInfo& model, const std::filesystem::path& image) {
    return imageProblem(model, openImages({image.string()}));
}

}  // namespace pf
