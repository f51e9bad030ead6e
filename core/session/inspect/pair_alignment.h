// A photo to the kind of crop that a model was trained on, so that it can be compared.
#pragma once

#include <filesystem>
#include <string>

#include "core/session/control.h"
#include "core/session/model/face_model.h"

namespace pf {

/// The YuNet file to find faces with: the one remembered, else the first beside the program or in the data
/// folders (user_state.h) whose name begins as the published ones do; empty when there is none.
std::filesystem::path findDetector();
/// Where findDetector looks, for telling the user.
std::string detectorPlaces();
/// Remembers the detector for this user, in the window and on the command line.
void rememberDetector(const std::filesystem::path& file);

struct AlignedFace {
    std::filesystem::path crop;
    std::string remark;  ///< "several faces: ..."; empty when it went through without one
};

/// Crops the largest face of a photo as the model's training images were, into the new folder `out`.
/// Throws: Error(Config) when there is no template for the model's crops; Error(Data) naming the photo in
/// which no face is found; as alignFaces. An empty crop: stopped.
AlignedFace alignFor(const ModelInfo& model, const std::filesystem::path& photo,
                     const std::filesystem::path& detector, const std::filesystem::path& out,
                     RunControl& control);

}  // namespace pf
