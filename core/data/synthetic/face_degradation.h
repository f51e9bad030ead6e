// Degradations of known strength, from pristine (0) to hardly readable (1).
#pragma once

#include <array>
#include <cstdint>

namespace cv {
class Mat;
}

namespace pf {

enum class DegradationKind { Blur, LowResolution, Noise, Occlusion, Exposure, Mixed };

/// Every kind, in the order a degradation ladder shows them.
inline constexpr std::array<DegradationKind, 6> kDegradationKinds = {
    DegradationKind::Blur,      DegradationKind::LowResolution, DegradationKind::Noise,
    DegradationKind::Occlusion, DegradationKind::Exposure,      DegradationKind::Mixed};

/// What happened to one picture.
struct SyntheticDegradation {
    DegradationKind kind = DegradationKind::Blur;
    double level = 0.0;      ///< in [0, 1]; 0 leaves the picture untouched
    std::uint64_t seed = 0;  ///< the noise pattern, the side and colour of an occluder, the mixture
};

/// Returns a degraded copy of an 8-bit RGB picture; the harm grows monotonically with the level.
/// Shapes: CV_8UC3, any square or oblong size from 8 x 8; strengths scale with the size.
/// Throws: Error(Shape) for other pictures, Error(Config) when the level is outside [0, 1].
/// Determinism: a pure function of its arguments.
cv::Mat degradeFace(const cv::Mat& rgb, const SyntheticDegradation& degradation);

}  // namespace pf
