// A gallery as a table and as a page to read.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "core/session/images.h"
#include "core/session/model/face_measurements.h"

namespace pf {

/// The images that a filter leaves of a gallery.
struct GalleryPart {
    std::vector<std::size_t> faces;  ///< catalog indices
    std::string filter;              ///< in words: "sigma² 0.41 to 0.67"
};

/// rank, sigma_sq, percentile, identity, degradation, file, norm: a line for every image whose sigma² is
/// known, the highest first. What is not known (degradation, norm) is left empty. With `part` only lines of
/// its faces, and a column `part` with its filter; rank and percentile stay those among all faces. Units:
/// percentile 0 to 100, as shareBelow counts.
std::string galleryCsv(const ImageCatalog& images, const FaceMeasurements& measured,
                       const std::optional<GalleryPart>& part = std::nullopt);

/// What the page says of itself.
struct GalleryReportFacts {
    std::string model;
    std::string images;
    std::string command;  ///< that makes the same; may be empty
};

/// One self-contained HTML page: the facts, the percentiles of all faces, and `perBand` faces each of the
/// lowest, middle and highest sigma², of those in `part`, with their numbers and names. Cost: decodes those
/// faces. Throws: Error(Data) when no sigma² is known.
std::string galleryHtml(const ImageCatalog& images, const FaceMeasurements& measured,
                        const GalleryReportFacts& facts,
                        const std::optional<GalleryPart>& part = std::nullopt, std::size_t perBand = 24);

}  // namespace pf
