#include "core/data/align/similarity.h"

#include <algorithm>
#include <climits>
#include <complex>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"

namespace pf {
namespace {

using Complex = std::complex<double>;

/// Below this root mean square distance from their middle, in pixels, points are one point.
constexpr double kSmallestSpread = 1e-3;

/// Sums over two sets of points after both were moved to the origin.
struct Moments {
    Complex fromCentre;
    Complex toCentre;
    double fromSquare = 0;
    double toSquare = 0;
    Complex product;  ///< sum of conj(from) to

    bool isPoint(double square, std::size_t count) const {
        return square <= kSmallestSpread * kSmallestSpread * static_cast<double>(count);
    }
};

Moments momentsOf(std::span<const float> from, std::span<const float> to) {
    const std::size_t count = from.size() / 2;
    const auto point = [](std::span<const float> points, std::size_t i) {
        return Complex(points[2 * i], points[2 * i + 1]);
    };
    Moments sums;
    for (std::size_t i = 0; i < count; ++i) {
        sums.fromCentre += point(from, i);
        sums.toCentre += point(to, i);
    }
    sums.fromCentre /= static_cast<double>(count);
    sums.toCentre /= static_cast<double>(count);
    for (std::size_t i = 0; i < count; ++i) {
        const Complex p = point(from, i) - sums.fromCentre;
        const Complex q = point(to, i) - sums.toCentre;
        sums.fromSquare += std::norm(p);
        sums.toSquare += std::norm(q);
        sums.product += std::conj(p) * q;
    }
    return sums;
}

void checkPoints(std::span<const float> from, std::span<const float> to) {
    if (from.size() != to.size() || from.size() % 2 != 0 || from.size() < 4) {
        throw Error(ErrorCode::Shape, messageFrom("a similarity needs two points or more on both sides, got ",
                                                  from.size(), " and ", to.size(), " coordinates"));
    }
    const auto finite = [](float v) { return std::isfinite(v); };
    throwIf(!std::ranges::all_of(from, finite) || !std::ranges::all_of(to, finite), ErrorCode::Numeric,
            "a point is not finite");
}

/// The smallest part of the photo that the crop can see, with room for the interpolation.
cv::Rect seenPart(const cv::Mat& rgb, const Similarity& inverse, int height, int width) {
    double left = rgb.cols;
    double top = rgb.rows;
    double right = 0;
    double bottom = 0;
    for (const double x : {0.0, width - 1.0}) {
        for (const double y : {0.0, height - 1.0}) {
            const auto [u, v] = inverse.apply(x, y);
            left = std::min(left, u);
            right = std::max(right, u);
            top = std::min(top, v);
            bottom = std::max(bottom, v);
        }
    }
    constexpr double kRoom = 3;
    const auto inside = [](double v, int size) {
        return static_cast<int>(std::clamp(v, 0.0, static_cast<double>(size)));
    };
    const cv::Point from(inside(left - kRoom, rgb.cols), inside(top - kRoom, rgb.rows));
    const cv::Point to(inside(right + kRoom, rgb.cols), inside(bottom + kRoom, rgb.rows));
    return {from, to};
}

}  // namespace

Similarity fitSimilarity(std::span<const float> from, std::span<const float> to) {
    checkPoints(from, to);
    const Moments sums = momentsOf(from, to);
    const std::size_t count = from.size() / 2;
    throwIf(sums.isPoint(sums.fromSquare, count) || sums.isPoint(sums.toSquare, count), ErrorCode::Numeric,
            "the " + std::to_string(count) + " points coincide: no size and turn can be read from them");
    throwIf(std::abs(sums.product) <= 1e-9 * std::sqrt(sums.fromSquare * sums.toSquare), ErrorCode::Numeric,
            "the points have nothing in common with their places: every turn fits as badly (are left "
            "and right exchanged?)");
    const Complex turn = sums.product / sums.fromSquare;
    const Complex shift = sums.toCentre - turn * sums.fromCentre;
    return {.a = turn.real(), .b = turn.imag(), .tx = shift.real(), .ty = shift.imag()};
}

double shapeDistance(std::span<const float> points, std::span<const float> reference) {
    checkPoints(points, reference);
    const Moments sums = momentsOf(points, reference);
    const std::size_t count = points.size() / 2;
    if (sums.isPoint(sums.fromSquare, count) || sums.isPoint(sums.toSquare, count)) {
        return 1;
    }
    return std::sqrt(std::max(0.0, 1 - std::norm(sums.product) / (sums.fromSquare * sums.toSquare)));
}

const std::vector<AlignTemplate>& alignTemplates() {
    static const std::vector<AlignTemplate> kTemplates = [] {
        const FacePoints square = {38.2946F, 51.6963F, 73.5318F, 51.5014F, 56.0252F,
                                   71.7366F, 41.5493F, 92.3655F, 70.7299F, 92.2041F};
        FacePoints narrow = square;
        FacePoints small = square;
        for (std::size_t i = 0; i < square.size(); ++i) {
            narrow[i] = i % 2 == 0 ? square[i] - 8.0F : square[i];
            small[i] = static_cast<float>(static_cast<double>(square[i]) * 96 / 112);
        }
        return std::vector<AlignTemplate>{
            {.name = "arcface-112x112", .height = 112, .width = 112, .points = square},
            {.name = "sphereface-112x96", .height = 112, .width = 96, .points = narrow},
            {.name = "arcface-96x96", .height = 96, .width = 96, .points = small}};
    }();
    return kTemplates;
}

const AlignTemplate& alignTemplate(int height, int width) {
    std::string sizes;
    for (const AlignTemplate& known : alignTemplates()) {
        if (known.height == height && known.width == width) {
            return known;
        }
        sizes +=
            (sizes.empty() ? "" : ", ") + std::to_string(known.height) + "x" + std::to_string(known.width);
    }
    throw Error(ErrorCode::Config, "there is no template for crops of " + std::to_string(height) + "x" +
                                       std::to_string(width) + " (height x width); choose one of " + sizes);
}

cv::Mat warpFace(const cv::Mat& rgb, const Similarity& similarity, int height, int width) {
    throwIf(rgb.empty() || rgb.type() != CV_8UC3, ErrorCode::Shape,
            "a photo to crop must be of 8-bit RGB and not empty, got type " + std::to_string(rgb.type()) +
                " with " + std::to_string(rgb.cols) + " x " + std::to_string(rgb.rows) + " pixels");
    cv::Mat part = rgb;
    Similarity map = similarity;
    // OpenCV keeps the coordinates of the source in 16 bits.
    if (rgb.cols >= SHRT_MAX || rgb.rows >= SHRT_MAX) {
        const double square = similarity.a * similarity.a + similarity.b * similarity.b;
        Similarity inverse{.a = similarity.a / square, .b = -similarity.b / square, .tx = 0, .ty = 0};
        const auto [x, y] = inverse.apply(-similarity.tx, -similarity.ty);
        inverse.tx = x;
        inverse.ty = y;
        const cv::Rect seen = seenPart(rgb, inverse, height, width);
        throwIf(seen.width >= SHRT_MAX || seen.height >= SHRT_MAX, ErrorCode::Numeric,
                "the face is more than 32,766 pixels wide or high");
        if (seen.empty()) {
            return cv::Mat::zeros(height, width, CV_8UC3);
        }
        part = rgb(seen);
        const auto moved = similarity.apply(seen.x, seen.y);
        map.tx = moved[0];
        map.ty = moved[1];
    }
    const cv::Matx23d matrix(map.a, -map.b, map.tx, map.b, map.a, map.ty);
    cv::Mat crop;
    cv::warpAffine(part, crop, matrix, {width, height}, cv::INTER_LINEAR, cv::BORDER_CONSTANT, {0, 0, 0});
    return crop;
}

}  // namespace pf
