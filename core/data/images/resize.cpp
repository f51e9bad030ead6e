#include "core/data/images/resize.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <opencv2/core.hpp>
#include <vector>

#include "core/base/error.h"

namespace pf {
namespace {

/// Bits of a coefficient; with 8 bits of pixel and 2 of headroom they fill 32.
constexpr int kPrecision = 22;

double triangle(double x) {
    x = std::abs(x);
    return x < 1.0 ? 1.0 - x : 0.0;
}

double cubic(double x) {
    constexpr double a = -0.5;
    x = std::abs(x);
    if (x < 1.0) {
        return ((a + 2.0) * x - (a + 3.0)) * x * x + 1;
    }
    return x < 2.0 ? (((x - 5) * x + 8) * x - 4) * a : 0.0;
}

double sinc(double x) {
    return x == 0.0 ? 1.0 : std::sin(x * std::numbers::pi) / (x * std::numbers::pi);
}

double lanczos(double x) {
    return -3.0 <= x && x < 3.0 ? sinc(x) * sinc(x / 3) : 0.0;
}

struct Kernel {
    double (*weight)(double);
    double support;
};

/// By ResizeFilter.
constexpr std::array<Kernel, 3> kKernels = {{{triangle, 1.0}, {cubic, 2.0}, {lanczos, 3.0}}};

/// For every output position, the first input position and the weights from there on.
struct Coefficients {
    std::size_t width = 0;  ///< weights kept per output position
    std::vector<int> first;
    std::vector<int> count;
    std::vector<std::int32_t> weights;
};

Coefficients makeCoefficients(int inSize, int outSize, ResizeFilter filter) {
    const Kernel kernel = kKernels[static_cast<std::size_t>(filter)];
    const double scale = static_cast<double>(inSize) / outSize;
    const double filterScale = std::max(scale, 1.0);
    const double support = kernel.support * filterScale;
    Coefficients result;
    result.width = static_cast<std::size_t>(std::ceil(support)) * 2 + 1;
    result.first.resize(static_cast<std::size_t>(outSize));
    result.count.resize(static_cast<std::size_t>(outSize));
    result.weights.resize(result.width * static_cast<std::size_t>(outSize));
    std::vector<double> row(result.width);
    for (int out = 0; out < outSize; ++out) {
        const double center = (out + 0.5) * scale;
        const int first = std::max(0, static_cast<int>(center - support + 0.5));
        const int count = std::min(inSize, static_cast<int>(center + support + 0.5)) - first;
        double sum = 0;
        for (int i = 0; i < count; ++i) {
            row[static_cast<std::size_t>(i)] =
                kernel.weight((i + first - center + 0.5) * (1.0 / filterScale));
            sum += row[static_cast<std::size_t>(i)];
        }
        const auto position = static_cast<std::size_t>(out);
        for (int i = 0; i < count; ++i) {
            const auto k = static_cast<std::size_t>(i);
            const double weight = sum != 0.0 ? row[k] / sum : row[k];
            const double fixed = weight * (1 << kPrecision);
            result.weights[position * result.width + k] =
                static_cast<std::int32_t>(fixed < 0 ? fixed - 0.5 : fixed + 0.5);
        }
        result.first[position] = first;
        result.count[position] = count;
    }
    return result;
}

std::uint8_t clip(std::int32_t sum) {
    return static_cast<std::uint8_t>(std::clamp(sum >> kPrecision, 0, 255));
}

template <int Channels>
cv::Mat resizeColumns(const cv::Mat& in, int width, ResizeFilter filter) {
    const Coefficients c = makeCoefficients(in.cols, width, filter);
    cv::Mat out(in.rows, width, in.type());
    for (int y = 0; y < in.rows; ++y) {
        const std::uint8_t* source = in.ptr(y);
        std::uint8_t* target = out.ptr(y);
        for (int x = 0; x < width; ++x, target += Channels) {
            const auto position = static_cast<std::size_t>(x);
            const std::int32_t* weights = c.weights.data() + position * c.width;
            const std::uint8_t* pixel = source + static_cast<std::ptrdiff_t>(c.first[position]) * Channels;
            std::array<std::int32_t, Channels> sums;
            sums.fill(1 << (kPrecision - 1));
            for (int i = 0; i < c.count[position]; ++i, pixel += Channels) {
                for (int channel = 0; channel < Channels; ++channel) {
                    sums[static_cast<std::size_t>(channel)] += pixel[channel] * weights[i];
                }
            }
            for (int channel = 0; channel < Channels; ++channel) {
                target[channel] = clip(sums[static_cast<std::size_t>(channel)]);
            }
        }
    }
    return out;
}

cv::Mat resizeRows(const cv::Mat& in, int height, ResizeFilter filter) {
    const Coefficients c = makeCoefficients(in.rows, height, filter);
    cv::Mat out(height, in.cols, in.type());
    const std::size_t samples = static_cast<std::size_t>(in.cols) * static_cast<std::size_t>(in.channels());
    std::vector<std::int32_t> sums(samples);
    for (int y = 0; y < height; ++y) {
        const auto position = static_cast<std::size_t>(y);
        const std::int32_t* weights = c.weights.data() + position * c.width;
        std::fill(sums.begin(), sums.end(), 1 << (kPrecision - 1));
        for (int i = 0; i < c.count[position]; ++i) {
            const std::uint8_t* source = in.ptr(c.first[position] + i);
            const std::int32_t weight = weights[i];
            for (std::size_t x = 0; x < samples; ++x) {
                sums[x] += source[x] * weight;
            }
        }
        std::transform(sums.begin(), sums.end(), out.ptr(y), clip);
    }
    return out;
}

}  // namespace

std::string_view resizeFilterName(ResizeFilter filter) {
    static constexpr std::array<std::string_view, 3> kNames = {"bilinear", "bicubic", "lanczos"};
    return kNames[static_cast<std::size_t>(filter)];
}

cv::Mat resizeAntialiased(const cv::Mat& image, int height, int width, ResizeFilter filter) {
    throwIf(image.empty() || height < 1 || width < 1 || (image.type() != CV_8UC3 && image.type() != CV_8UC1),
            ErrorCode::Shape,
            messageFrom("cannot resize an image of ", image.cols, " x ", image.rows,
                        " pixels and OpenCV type ", image.type(), " to ", width, " x ", height));
    cv::Mat result = image;
    if (result.cols != width) {
        result = image.channels() == 3 ? resizeColumns<3>(result, width, filter)
                                       : resizeColumns<1>(result, width, filter);
    }
    if (result.rows != height) {
        result = resizeRows(result, height, filter);
    }
    return result;
}

}  // namespace pf
