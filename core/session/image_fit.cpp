#include "core/session/image_fit.h"

#include <cmath>

#include "core/base/text.h"
#include "core/data/face_set.h"
#include "core/data/preparation.h"
#include "core/session/network.h"

namespace pf {
namespace {

/// Of width to height; a resize changes nothing below it that a face shows.
constexpr double kStretch = 0.02;

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
    std::string text;
    for (const std::string& sentence : imageProblems(model, images)) {
        text += (text.empty() ? "" : "; ") + sentence;
    }
    return text;
}

std::string imageProblem(const ModelInfo& model, const std::filesystem::path& image) {
    return imageProblem(model, openImages({image.string()}));
}

}  // namespace pf
