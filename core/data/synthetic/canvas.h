// A small anti-aliased painter: soft shapes with per-pixel colours, in coordinates that do not know the size.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "core/data/synthetic/face_parameters.h"

namespace pf::synth {

using Rgb = SyntheticColor;

template <typename Value>
Value mix(Value a, Value b, float t) {
    return a + (b - a) * t;
}
inline float clamp01(float x) {
    return std::clamp(x, 0.0F, 1.0F);
}
inline unsigned char toByte(float value) {
    return static_cast<unsigned char>(std::clamp(value, 0.0F, 255.0F) + 0.5F);
}
inline float smoothStep(float low, float high, float x) {
    const float t = clamp01((x - low) / (high - low));
    return t * t * (3.0F - 2.0F * t);
}

/// A place in the picture or on the head. Units: half crop widths, y down, the crop is [-1, 1] squared.
struct Point {
    float x = 0.0F;
    float y = 0.0F;
};
using Path = std::vector<Point>;

/// A smooth closed curve through the points (Catmull-Rom), `steps` segments between neighbours.
Path closedSpline(std::span<const Point> points, int steps = 5);
/// A smooth open curve through the points.
Path openSpline(std::span<const Point> points, int steps = 5);
/// An ellipse turned by `angle` radians.
Path ellipse(Point center, float radiusX, float radiusY, float angle = 0.0F);

/// Without SSE 4.1 std::floor is a call, which costs more than the noise itself.
inline int floorToInt(float x) {
    const int truncated = static_cast<int>(x);
    return truncated - (static_cast<float>(truncated) > x ? 1 : 0);
}

/// A number in [0, 1) that depends on a lattice point in no visible way.
inline float hashUnit(std::uint64_t seed, int x, int y) {
    std::uint64_t z = seed +
                      static_cast<std::uint64_t>(static_cast<std::int64_t>(x)) * 0x9e3779b97f4a7c15ULL +
                      static_cast<std::uint64_t>(static_cast<std::int64_t>(y)) * 0xc2b2ae3d27d4eb4fULL;
    z = (z ^ (z >> 31)) * 0xbf58476d1ce4e5b9ULL;
    z ^= z >> 29;
    return static_cast<float>(z >> 40) * 0x1.0p-24F;
}

/// Smooth noise in [0, 1] along a line. Determinism: integer hash, so the same everywhere.
inline float lineNoise(std::uint64_t seed, float x) {
    const int i = floorToInt(x);
    const float t = x - static_cast<float>(i);
    return mix(hashUnit(seed, i, 0), hashUnit(seed, i + 1, 0), t * t * (3.0F - 2.0F * t));
}

/// Smooth noise in [0, 1] on a plane.
inline float planeNoise(std::uint64_t seed, float x, float y) {
    const int i = floorToInt(x);
    const int j = floorToInt(y);
    const float tx = x - static_cast<float>(i);
    const float ty = y - static_cast<float>(j);
    const float u = tx * tx * (3.0F - 2.0F * tx);
    const float v = ty * ty * (3.0F - 2.0F * ty);
    return mix(mix(hashUnit(seed, i, j), hashUnit(seed, i + 1, j), u),
               mix(hashUnit(seed, i, j + 1), hashUnit(seed, i + 1, j + 1), u), v);
}

/// Coverage of a shape in [0, 1] over a rectangle of pixels.
struct Mask {
    int x0 = 0;
    int y0 = 0;
    int width = 0;
    int height = 0;
    std::vector<float> alpha;

    float* row(int y) { return alpha.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width); }
    const float* row(int y) const {
        return alpha.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
    }
};

/// Width of a brush stroke at its start, middle and end.
struct StrokeWidths {
    float start = 0.0F;
    float middle = 0.0F;
    float end = 0.0F;
};

/// A square picture in float RGB. Not thread-safe: one canvas per picture being drawn.
class Canvas {
  public:
    /// `zoom` enlarges everything about the centre: the canvas shows [-1/zoom, 1/zoom] squared.
    explicit Canvas(int size, float zoom = 1.0F);

    int size() const { return size_; }
    Rgb& at(int x, int y) { return pixels_[index(x, y)]; }
    const Rgb& at(int x, int y) const { return pixels_[index(x, y)]; }
    /// Centre of a pixel column or row in crop coordinates.
    float toUnit(int pixel) const { return (static_cast<float>(pixel) + 0.5F) * unitPerPixel_ - reach_; }
    float toPixel(float unit) const { return (unit + reach_) * pixelsPerUnit_; }
    float pixelsPerUnit() const { return pixelsPerUnit_; }
    float reach() const { return reach_; }

    /// Exact area coverage of a closed path, blurred over about `softness`.
    Mask coverage(const Path& path, float softness = 0.0F) const;
    void fill(const Path& path, Rgb color, float alpha = 1.0F, float softness = 0.0F);
    void fill(const Mask& mask, Rgb color, float alpha = 1.0F);
    /// Fills a mask with `shader(x, y, under)`, called where something is covered.
    template <typename Shader>
    void shade(const Mask& mask, const Shader& shader, float alpha = 1.0F);
    /// A brush stroke along an open path.
    void stroke(const Path& path, StrokeWidths widths, Rgb color, float alpha = 1.0F, float softness = 0.0F);
    /// A soft round spot that fades to nothing at its radii.
    void spot(Point center, float radiusX, float radiusY, Rgb color, float alpha, float angle = 0.0F);

  private:
    std::size_t index(int x, int y) const {
        return static_cast<std::size_t>(y) * static_cast<std::size_t>(size_) + static_cast<std::size_t>(x);
    }

    int size_;
    float pixelsPerUnit_;
    float unitPerPixel_;
    float reach_;  ///< coordinate of the right and lower border
    std::vector<Rgb> pixels_;
};

template <typename Shader>
void Canvas::shade(const Mask& mask, const Shader& shader, float alpha) {
    for (int y = 0; y < mask.height; ++y) {
        const float* coverageRow = mask.row(y);
        const float unitY = toUnit(mask.y0 + y);
        for (int x = 0; x < mask.width; ++x) {
            const float a = coverageRow[x] * alpha;
            if (a > 0.002F) {
                Rgb& pixel = at(mask.x0 + x, mask.y0 + y);
                pixel = mix(pixel, shader(toUnit(mask.x0 + x), unitY, pixel), a);
            }
        }
    }
}

}  // namespace pf::synth
