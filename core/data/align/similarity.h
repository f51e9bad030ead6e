// Where a face's five landmarks belong in a crop, and the transform that brings them there.
#pragma once

#include <array>
#include <cmath>
#include <span>
#include <string>
#include <vector>

namespace cv {
class Mat;
}

namespace pf {

/// x y of left eye, right eye, nose, left and right mouth corner; left and right as seen in the picture.
/// Units: pixels, (0, 0) is the middle of the top left pixel.
using FacePoints = std::array<float, 10>;

/// The map (x, y) -> (a x - b y + tx, b x + a y + ty): turning, scaling and moving, never mirroring.
struct Similarity {
    double a = 1;
    double b = 0;
    double tx = 0;
    double ty = 0;

    /// How many pixels of the target one pixel of the source becomes.
    double scale() const { return std::hypot(a, b); }
    std::array<double, 2> apply(double x, double y) const { return {a * x - b * y + tx, b * x + a * y + ty}; }
};

/// The similarity that brings `from` nearest to `to` (both x y x y ...) in least squares.
/// Range: two points or more; points on one line are fine.
/// Throws: Error(Shape) when the numbers of points differ or are below two; Error(Numeric) when a point is
/// not finite, all points of `from` or of `to` coincide, or no turn is better than another (as of a mirrored
/// figure). Source: Umeyama, IEEE PAMI 13(4), 1991, eq. 40-42; in the plane the sign matrix S = diag(1, +-1)
/// that rules reflections out leaves the closed form a + ib = sum(conj(p) q) / sum(|p|^2) of the centred
/// points as complex numbers, which needs no SVD.
Similarity fitSimilarity(std::span<const float> from, std::span<const float> to);

/// How far the points are from the shape of `reference`, whatever their place, size and turn.
/// Range: 0 equal shapes to 1 nothing in common (about 0.97 for a mirrored frontal face); 1 when points
/// coincide.
double shapeDistance(std::span<const float> points, std::span<const float> reference);

/// A crop's size and the places of the landmarks in it.
struct AlignTemplate {
    std::string name;  ///< "arcface-112x112", written beside the crops; height x width as everywhere
    int height = 0;
    int width = 0;
    FacePoints points{};
};

/// The known templates.
/// Source: 112x112: insightface's `arcface_src`. 112x96: SphereFace's coord5point, which is the former with x
/// lower by 8 (PFE align/face_align_demo.m, align_dataset.py --image_size 96 112). 96x96: PFE's
/// align_dataset.py with --image_size 96 96, which is the first times 96 / 112; ProbFace resizes its 112x112
/// crops to that size, which differs by 0.07 pixels (resizing keeps the picture's edges, the template its
/// pixel middles).
const std::vector<AlignTemplate>& alignTemplates();
/// Throws: Error(Config) naming the sizes there are.
const AlignTemplate& alignTemplate(int height, int width);

/// The part of a photo that the similarity maps to a crop: bilinear, black where the photo ends.
/// Shapes: CV_8UC3 in and out. Throws: Error(Shape) for another type or an empty photo; Error(Numeric) when
/// the part is more than 32,766 pixels wide or high. Source: cv::warpAffine with INTER_LINEAR as in the
/// reference; strong reductions are not smoothed first.
cv::Mat warpFace(const cv::Mat& rgb, const Similarity& similarity, int height, int width);

}  // namespace pf
