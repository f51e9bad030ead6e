// How the images of a set were prepared before this program saw them: size and alignment.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "core/data/face_set.h"

namespace pf {

/// The file that `probface align` leaves beside its crops.
inline constexpr const char* kAlignmentFile = "alignment.yaml";

/// What a sample of a set's images says of their preparation.
struct ImagePreparation {
    std::size_t width = 0;  ///< the most frequent size; 0 when no image of the sample could be read
    std::size_t height = 0;
    bool mixedSizes = false;
    std::string alignment;  ///< the template named by the images' alignment.yaml; empty when there is none
    std::vector<std::string>
        remarks;  ///< what decoding leaves out or changes: alpha, more than 8 bits, turns

    /// "112x112", "112x112 aligned to arcface-112x112", "mixed sizes, mostly 250x250"; empty when nothing is
    /// known.
    std::string text() const;
};

/// Reads the headers of at most `sample` images, evenly spaced; images that cannot be read are passed over
/// (whoever uses them lists them). Cost: `sample` files.
ImagePreparation preparationOf(const FaceSet& faces, std::size_t sample = 16);

/// What differs between how a model's training images and other images were prepared (both as
/// ImagePreparation::text), as sentences with the remedy; empty when they agree or one of them is not known.
std::vector<std::string> preparationDifferences(const std::string& trained, const std::string& used);

}  // namespace pf
