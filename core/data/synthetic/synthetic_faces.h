// Deterministic synthetic faces: any number of people and pictures, with known degradation, from one seed.
#pragma once

#include <cstdint>

#include "core/data/synthetic/face_degradation.h"
#include "core/data/synthetic/face_parameters.h"

namespace cv {
class Mat;
}

namespace pf {

/// Which people and pictures a synthetic set has.
struct SyntheticFaceOptions {
    std::uint64_t seed = 1;
    int imageSize = 112;  ///< width and height, 32..512 pixels
    int identityCount = 200;
    int imagesPerIdentity = 20;
    /// Number of the first person: sets whose ranges do not overlap share nobody.
    int firstIdentity = 0;
    /// Number of the first picture of each person: the same people in new pictures.
    int firstImage = 0;
    /// The strongest degradation drawn, in [0, 1]; 0 makes every picture pristine.
    double maxDegradation = 1.0;
    /// Share of pictures whose degradation is drawn from [0, 0.1] rather than from [0.1, maxDegradation].
    double cleanFraction = 0.3;
    /// Share of pictures harmed by a mixture of kinds; the others get one of the five single kinds.
    double mixedFraction = 0.5;
    /// Spread of pose, expression, light and framing: 0 none, 1 usual.
    double nuisance = 1.0;

    /// Throws: Error(Config) naming the first option out of range and its range.
    void check() const;
};

/// Picture `image` of person `identity`, with the degradation that the options imply.
/// Shapes: CV_8UC3 in RGB order, imageSize square.
/// Range: identity in [0, identityCount), image in [0, imagesPerIdentity).
/// Throws: Error(Config) for options or indices out of range.
/// Cost: about 2 ms at 112 pixels. Determinism: a pure function of its arguments, on any thread.
cv::Mat renderSyntheticFace(const SyntheticFaceOptions& options, int identity, int image);

/// Kind, level and pattern of that picture's degradation. Throws: as renderSyntheticFace.
SyntheticDegradation drawSyntheticDegradation(const SyntheticFaceOptions& options, int identity, int image);

/// A pristine picture of a given person in given circumstances.
/// Shapes: CV_8UC3 in RGB order. Throws: Error(Config) when the size is outside 32..512.
cv::Mat renderSyntheticFace(const SyntheticIdentity& identity, const SyntheticNuisance& nuisance,
                            int imageSize);

}  // namespace pf
