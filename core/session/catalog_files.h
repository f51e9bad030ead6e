// The files of a catalog's images, and catalogs of some of them.
#pragma once

#include <cstddef>
#include <filesystem>
#include <vector>

#include "core/session/images.h"

namespace pf {

/// The file that holds an image, alone or among others (.rec, .bin); empty for one that lies in none.
std::filesystem::path imageFile(const ImageCatalog& images, std::size_t index);

/// The images `indices` in that order.
ImageCatalog chosenImages(const ImageCatalog& images, const std::vector<std::size_t>& indices);

}  // namespace pf
