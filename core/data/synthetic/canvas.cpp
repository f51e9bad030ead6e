#include "core/data/synthetic/canvas.h"

#include <cmath>
#include <numbers>

namespace pf::synth {
namespace {

Point catmullRom(Point a, Point b, Point c, Point d, float t) {
    const float t2 = t * t;
    const float t3 = t2 * t;
    const auto blend = [&](float p, float q, float r, float s) {
        return 0.5F * (2.0F * q + (r - p) * t + (2.0F * p - 5.0F * q + 4.0F * r - s) * t2 +
                       (3.0F * q - p - 3.0F * r + s) * t3);
    };
    return {blend(a.x, b.x, c.x, d.x), blend(a.y, b.y, c.y, d.y)};
}

/// `steps` points of each of `segments`; segment i runs from the point at(i + 1) to at(i + 2).
template <typename At>
Path curve(std::size_t segments, int steps, const At& at) {
    Path path;
    path.reserve(segments * static_cast<std::size_t>(steps) + 1);
    for (std::size_t i = 0; i < segments; ++i) {
        for (int s = 0; s < steps; ++s) {
            path.push_back(catmullRom(at(i), at(i + 1), at(i + 2), at(i + 3),
                                      static_cast<float>(s) / static_cast<float>(steps)));
        }
    }
    return path;
}

// Accumulates signed area differences of one edge; a running sum over each row gives the exact coverage.
void accumulateEdge(Mask& mask, Point from, Point to) {
    if (from.y == to.y) {
        return;
    }
    const float direction = from.y < to.y ? 1.0F : -1.0F;
    if (from.y > to.y) {
        std::swap(from, to);
    }
    const float slope = (to.x - from.x) / (to.y - from.y);
    const auto limit = static_cast<float>(mask.width - 2);
    const int firstRow = std::max(0, static_cast<int>(std::floor(from.y)));
    const int endRow = std::min(mask.height, static_cast<int>(std::ceil(to.y)));
    for (int y = firstRow; y < endRow; ++y) {
        const float top = std::max(from.y, static_cast<float>(y));
        const float bottom = std::min(to.y, static_cast<float>(y + 1));
        const float d = (bottom - top) * direction;
        const float xTop = std::clamp(from.x + (top - from.y) * slope, 0.0F, limit);
        const float xBottom = std::clamp(from.x + (bottom - from.y) * slope, 0.0F, limit);
        const float left = std::min(xTop, xBottom);
        const float right = std::max(xTop, xBottom);
        const int first = static_cast<int>(left);
        const int last = static_cast<int>(std::ceil(right));
        float* row = mask.row(y);
        if (last <= first + 1) {
            const float covered = 0.5F * (left + right) - static_cast<float>(first);
            row[first] += d - d * covered;
            row[first + 1] += d * covered;
            continue;
        }
        // A shallow edge: spread its height over the columns it crosses.
        const float perColumn = d / (right - left);
        float covered = 0.0F;
        for (int x = first; x < last; ++x) {
            const float begin = std::max(left, static_cast<float>(x));
            const float end = std::min(right, static_cast<float>(x + 1));
            const float part = perColumn * (end - begin);
            const float inside = part * (static_cast<float>(x + 1) - 0.5F * (begin + end));
            row[x] += inside + covered;
            covered = part - inside;
        }
        row[last] += covered;
    }
}

void boxBlurRows(Mask& mask, int radius, std::vector<float>& line) {
    line.resize(static_cast<std::size_t>(mask.width));
    const float scale = 1.0F / static_cast<float>(2 * radius + 1);
    for (int y = 0; y < mask.height; ++y) {
        float* row = mask.row(y);
        std::copy(row, row + mask.width, line.begin());
        float sum = line[0] * static_cast<float>(radius + 1);
        for (int x = 0; x < radius; ++x) {
            sum += line[static_cast<std::size_t>(std::min(x, mask.width - 1))];
        }
        for (int x = 0; x < mask.width; ++x) {
            sum += line[static_cast<std::size_t>(std::min(x + radius, mask.width - 1))];
            row[x] = std::max(0.0F, sum * scale);
            sum -= line[static_cast<std::size_t>(std::max(x - radius, 0))];
        }
    }
}

void boxBlurColumns(Mask& mask, int radius, std::vector<float>& copy) {
    copy = mask.alpha;
    const auto width = static_cast<std::size_t>(mask.width);
    const float scale = 1.0F / static_cast<float>(2 * radius + 1);
    const auto source = [&](int y) {
        return copy.data() + static_cast<std::size_t>(std::clamp(y, 0, mask.height - 1)) * width;
    };
    std::vector<float> sums(width, 0.0F);
    for (int y = -radius; y <= radius; ++y) {
        const float* row = source(y);
        for (std::size_t x = 0; x < width; ++x) {
            sums[x] += row[x];
        }
    }
    for (int y = 0; y < mask.height; ++y) {
        float* row = mask.row(y);
        const float* entering = source(y + radius + 1);
        const float* leaving = source(y - radius);
        for (std::size_t x = 0; x < width; ++x) {
            row[x] = std::max(0.0F, sums[x] * scale);
            sums[x] += entering[x] - leaving[x];
        }
    }
}

}  // namespace

Path closedSpline(std::span<const Point> points, int steps) {
    const std::size_t n = points.size();
    return curve(n, steps, [&](std::size_t behind) { return points[(behind + n - 1) % n]; });
}

Path openSpline(std::span<const Point> points, int steps) {
    if (points.empty()) {
        return {};
    }
    const std::size_t last = points.size() - 1;
    const auto at = [&](std::size_t behind) { return points[std::min(behind > 0 ? behind - 1 : 0, last)]; };
    Path path = curve(last, steps, at);
    path.push_back(points[last]);
    return path;
}

Path ellipse(Point center, float radiusX, float radiusY, float angle) {
    constexpr int kCorners = 28;
    Path path(kCorners);
    const float c = std::cos(angle);
    const float s = std::sin(angle);
    for (int i = 0; i < kCorners; ++i) {
        const float phi = 2.0F * std::numbers::pi_v<float> * static_cast<float>(i) / kCorners;
        const float x = radiusX * std::cos(phi);
        const float y = radiusY * std::sin(phi);
        path[static_cast<std::size_t>(i)] = {center.x + c * x - s * y, center.y + s * x + c * y};
    }
    return path;
}

Canvas::Canvas(int size, float zoom)
    : size_(size),
      pixelsPerUnit_(static_cast<float>(size) * 0.5F * zoom),
      unitPerPixel_(2.0F / (static_cast<float>(size) * zoom)),
      reach_(1.0F / zoom),
      pixels_(static_cast<std::size_t>(size) * static_cast<std::size_t>(size)) {}

Mask Canvas::coverage(const Path& path, float softness) const {
    Mask mask;
    if (path.size() < 3) {
        return mask;
    }
    Point low = path[0];
    Point high = path[0];
    for (const Point& point : path) {
        low = {std::min(low.x, point.x), std::min(low.y, point.y)};
        high = {std::max(high.x, point.x), std::max(high.y, point.y)};
    }
    // Two box passes of this radius look like a Gaussian of about half the softness.
    const int radius = static_cast<int>(std::lround(softness * pixelsPerUnit_ * 0.5F));
    const auto lowPixel = [&](float unit) {
        return std::clamp(static_cast<int>(std::floor(toPixel(unit))) - 2 * radius, 0, size_);
    };
    const auto highPixel = [&](float unit) {
        return std::clamp(static_cast<int>(std::ceil(toPixel(unit))) + 2 * radius, 0, size_);
    };
    mask.x0 = lowPixel(low.x);
    mask.y0 = lowPixel(low.y);
    mask.width = highPixel(high.x) - mask.x0;
    mask.height = highPixel(high.y) - mask.y0;
    if (mask.width <= 0 || mask.height <= 0) {
        return {};
    }
    // Two spare columns catch the differences of edges on the right border.
    const int visible = mask.width;
    mask.width = visible + 2;
    mask.alpha.assign(static_cast<std::size_t>(mask.width) * static_cast<std::size_t>(mask.height), 0.0F);
    const auto local = [&](Point p) -> Point {
        return {toPixel(p.x) - static_cast<float>(mask.x0), toPixel(p.y) - static_cast<float>(mask.y0)};
    };
    Point previous = local(path.back());
    for (const Point& point : path) {
        const Point current = local(point);
        accumulateEdge(mask, previous, current);
        previous = current;
    }
    float* packed = mask.alpha.data();
    for (int y = 0; y < mask.height; ++y) {
        const float* row = mask.row(y);
        float sum = 0.0F;
        for (int x = 0; x < visible; ++x) {
            sum += row[x];
            *packed++ = std::min(1.0F, std::abs(sum));
        }
    }
    mask.width = visible;
    mask.alpha.resize(static_cast<std::size_t>(visible) * static_cast<std::size_t>(mask.height));
    if (radius > 0) {
        std::vector<float> scratch;
        for (int pass = 0; pass < 2; ++pass) {
            boxBlurRows(mask, radius, scratch);
            boxBlurColumns(mask, radius, scratch);
        }
    }
    return mask;
}

void Canvas::fill(const Path& path, Rgb color, float alpha, float softness) {
    fill(coverage(path, softness), color, alpha);
}

void Canvas::fill(const Mask& mask, Rgb color, float alpha) {
    shade(
        mask, [color](float, float, Rgb) { return color; }, alpha);
}

void Canvas::stroke(const Path& path, StrokeWidths widths, Rgb color, float alpha, float softness) {
    const std::size_t n = path.size();
    if (n < 2) {
        return;
    }
    Path outline(2 * n);
    for (std::size_t i = 0; i < n; ++i) {
        const Point before = path[i > 0 ? i - 1 : 0];
        const Point after = path[std::min(i + 1, n - 1)];
        const float dx = after.x - before.x;
        const float dy = after.y - before.y;
        const float length = std::max(1e-6F, std::sqrt(dx * dx + dy * dy));
        const float t = static_cast<float>(i) / static_cast<float>(n - 1);
        const float width = t < 0.5F ? mix(widths.start, widths.middle, 2.0F * t)
                                     : mix(widths.middle, widths.end, 2.0F * t - 1.0F);
        const Point side{-dy / length * width * 0.5F, dx / length * width * 0.5F};
        outline[i] = {path[i].x + side.x, path[i].y + side.y};
        outline[2 * n - 1 - i] = {path[i].x - side.x, path[i].y - side.y};
    }
    fill(outline, color, alpha, softness);
}

void Canvas::spot(Point center, float radiusX, float radiusY, Rgb color, float alpha, float angle) {
    const float reach = std::max(radiusX, radiusY);
    const int x0 = std::max(0, static_cast<int>(std::floor(toPixel(center.x - reach))));
    const int y0 = std::max(0, static_cast<int>(std::floor(toPixel(center.y - reach))));
    const int x1 = std::min(size_, static_cast<int>(std::ceil(toPixel(center.x + reach))));
    const int y1 = std::min(size_, static_cast<int>(std::ceil(toPixel(center.y + reach))));
    const float c = std::cos(angle);
    const float s = std::sin(angle);
    for (int y = y0; y < y1; ++y) {
        const float dy = toUnit(y) - center.y;
        for (int x = x0; x < x1; ++x) {
            const float dx = toUnit(x) - center.x;
            const float u = (c * dx + s * dy) / radiusX;
            const float v = (c * dy - s * dx) / radiusY;
            const float fall = 1.0F - u * u - v * v;
            if (fall > 0.0F) {
                Rgb& pixel = at(x, y);
                pixel = mix(pixel, color, alpha * fall * fall);
            }
        }
    }
}

}  // namespace pf::synth
