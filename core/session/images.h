// Face images for the window: opened from any source, decoded to plain pixels.
#pragma once

#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/base/rgb_image.h"

namespace pf {

class FaceSet;

/// A set of face images: a folder, several folders, a list, an MXNet .rec, an insightface .bin, or
/// `synthetic:key=value,...`. Cheap to copy; every method may be called from several threads.
class ImageCatalog {
  public:
    ImageCatalog() = default;
    explicit ImageCatalog(std::shared_ptr<const FaceSet> faces);

    std::size_t size() const;
    std::string name(std::size_t index) const;
    /// Identity's name, "" when unknown.
    std::string identity(std::size_t index) const;
    /// Identity's index, -1 when unknown.
    int label(std::size_t index) const;
    std::size_t identityCount() const;
    bool isPairSet() const;
    /// Known degradation of a synthetic image.
    std::optional<double> degradation(std::size_t index) const;
    /// Decoded so that neither side exceeds maxSide (0: full size). Throws: Error(Data) for an unreadable
    /// image.
    RgbImage image(std::size_t index, int maxSide = 0) const;
    /// "name: reason" for images left out on opening.
    std::vector<std::string> skipped() const;
    /// What else there is to say of the sources, a sentence each.
    std::vector<std::string> notes() const;

    const std::shared_ptr<const FaceSet>& faces() const { return faces_; }

  private:
    std::shared_ptr<const FaceSet> faces_;
};

/// Opens sources; the one place that understands `synthetic:` specs
/// (keys: identities, images, first, seed, pairs, max_degradation, size).
/// Throws: Error(Data) naming the source and what was expected, or that it is named twice.
ImageCatalog openImages(const std::vector<std::string>& sources);

/// The images `names` of a protocol or list, looked for below `root` as findListedFiles does, which keep
/// those names; files that are not there are listed in `skipped`. Throws: Error(Data) when none of them is
/// there.
ImageCatalog openNamedImages(const std::filesystem::path& root, const std::vector<std::string>& names);

/// The catalog with each picture once, for looking at: a pair set has a face once for every pair it is in.
ImageCatalog distinctImages(const ImageCatalog& images);

/// The images `indices` in that order.
ImageCatalog chosenImages(const ImageCatalog& images, const std::vector<std::size_t>& indices);

/// The file that holds an image, alone or among others (.rec, .bin); empty for one that lies in none.
std::filesystem::path imageFile(const ImageCatalog& images, std::size_t index);

}  // namespace pf
