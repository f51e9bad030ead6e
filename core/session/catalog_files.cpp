#include "core/session/catalog_files.h"

#include "core/data/image_files.h"

namespace pf {

std::filesystem::path imageFile(const ImageCatalog& images, std::size_t index) {
    return fileOf(*images.faces(), index);
}

ImageCatalog chosenImages(const ImageCatalog& images, const std::vector<std::size_t>& indices) {
    return ImageCatalog(chosenImages(images.faces(), indices));
}

}  // namespace pf
