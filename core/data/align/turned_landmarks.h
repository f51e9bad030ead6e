// Landmarks of photos that their EXIF record turns: of the picture as it is seen, or of the stored pixels.
#pragma once

#include <array>
#include <cstddef>
#include <optional>

#include "core/data/align/similarity.h"
#include "core/data/images/image_header.h"

namespace pf {

/// Points of stored pixels as points of the picture of `width` x `height` that is seen. Left and right are
/// as seen there, so that a mirroring record exchanges them.
FacePoints pointsAsSeen(const FacePoints& stored, Orientation orientation, int width, int height);

/// By how much a face with these points is turned from upright, 0 to 180. Units: degrees.
/// Throws: as fitSimilarity.
double turnFromUpright(const FacePoints& points, const FacePoints& places);

/// One of the two readings of a face's points.
struct LandmarkReading {
    FacePoints points{};
    double turn = 180;      ///< turnFromUpright
    double distance = 1;    ///< shapeDistance
    double inside = 0;      ///< share of the points that lie in the picture
    double faceScore = -1;  ///< of a detector in the crop; below 0: there is none
};

/// Which reading fits: index into `readings` (as shown, as stored), nothing when it cannot be told.
std::optional<std::size_t> betterReading(const std::array<LandmarkReading, 2>& readings);

}  // namespace pf
