// Which files a set's images lie in, and sets of some of another's images.
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "core/data/face_set.h"

namespace pf {

/// What a face set is also when its images lie in files.
class FilesOfImages {
  public:
    virtual ~FilesOfImages() = default;
    /// The file that holds the image, alone (a JPEG) or among others (a .rec); empty when it lies in none.
    virtual std::filesystem::path file(std::size_t index) const = 0;
};

/// The file that holds an image of any set; empty for one that lies in none.
std::filesystem::path fileOf(const FaceSet& faces, std::size_t index);

/// The images `indices` in that order, with their labels; no pair set any more, and nothing is skipped.
FaceSetPtr chosenImages(FaceSetPtr faces, const std::vector<std::size_t>& indices);

}  // namespace pf
