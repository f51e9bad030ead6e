// A gallery as a table and as a page to read.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "core/session/face_measurements.h"
#include "core/session/images.h"

namespace pf {

/// rank, sigma_sq, percentile, identity, degradation, file, norm: a line for every image whose sigma² is
/// known, the highest first. What is not known (degradation, norm) is left empty.
std::string galleryCsv(const ImageCatalog& images, const FaceMeasurements& measured);

/// What the page says of itself.
struct GalleryReportFacts {
    std::string model;
    std::string images;
    std::string command;  ///< that makes the same; may be empty
};

/// One self-contained HTML page: the facts, the percentiles, and `perBand` faces each of the lowest, middle
/// and highest sigma² with their numbers and names. Cost: decodes those faces. Throws: Error(Data) when no
/// sigma² is known.
std::string galleryHtml(const ImageCatalog& images, const FaceMeasurements& measured,
                        const GalleryReportFacts& facts, std::size_t perBand = 24);

}  // namespace pf
