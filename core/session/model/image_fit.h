// Are these images what a model was trained on?
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/session/images.h"
#include "core/session/model/face_model.h"

namespace pf {

/// What images are not that the model's training images were, as sentences with the remedy; empty: nothing is
/// known against them. The one decision for whoever embeds or compares. A model that does not know its
/// training images is asked what shape of crop its network takes. Cost: the headers of a few images.
std::vector<std::string> imageProblems(const ModelInfo& model, const ImageCatalog& images);

/// The same as one text.
std::string imageProblem(const ModelInfo& model, const ImageCatalog& images);
std::string imageProblem(const ModelInfo& model, const std::filesystem::path& image);

}  // namespace pf
