#include "core/data/synthetic/face_degradation.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/base/text.h"
#include "core/data/synthetic/canvas.h"

namespace pf {
namespace {

using synth::toByte;

// Irwin-Hall: the sum of four uniforms, scaled to unit variance; close to normal and much cheaper.
float roughNormal(Rng& rng) {
    const std::uint64_t bits = rng.next();
    const auto sum = static_cast<float>((bits & 0xffff) + ((bits >> 16) & 0xffff) + ((bits >> 32) & 0xffff) +
                                        (bits >> 48));
    return (sum - 131070.0F) * (1.0F / 37837.0F);
}

// Grain of size `step` pixels, so that noise harms small and large pictures alike.
cv::Mat grain(int rows, int cols, float step, Rng& rng) {
    const auto cells = [step](int n) {
        return std::max(4, static_cast<int>(std::lround(static_cast<float>(n) / step)));
    };
    cv::Mat noise(cells(rows), cells(cols), CV_32FC3);
    for (int y = 0; y < noise.rows; ++y) {
        auto* row = noise.ptr<float>(y);
        for (int x = 0; x < noise.cols; ++x) {
            const float common = roughNormal(rng);
            for (int c = 0; c < 3; ++c) {
                row[3 * x + c] = 0.75F * common + 0.66F * roughNormal(rng);
            }
        }
    }
    cv::Mat full;
    cv::resize(noise, full, cv::Size(cols, rows), 0.0, 0.0, cv::INTER_LINEAR);
    return full;
}

// value = value * gain + offset + sigma * noise, in place.
void applyNoise(cv::Mat& image, float gain, float offset, float sigma, float step, Rng& rng) {
    const cv::Mat noise = grain(image.rows, image.cols, step, rng);
    for (int y = 0; y < image.rows; ++y) {
        auto* row = image.ptr<unsigned char>(y);
        const auto* noiseRow = noise.ptr<float>(y);
        for (int x = 0; x < 3 * image.cols; ++x) {
            row[x] = toByte(static_cast<float>(row[x]) * gain + offset + sigma * noiseRow[x]);
        }
    }
}

float shortSide(const cv::Mat& image) {
    return static_cast<float>(std::min(image.rows, image.cols));
}

void blur(cv::Mat& image, double level, Rng& rng) {
    const double sigma = 0.17 * shortSide(image) * level;
    if (sigma < 0.05) {
        return;
    }
    // Some blur is motion: longer along one direction.
    const double stretch = rng.uniform(1.0, 1.6);
    const bool along = rng.flip();
    cv::GaussianBlur(image, image, cv::Size(), along ? sigma * stretch : sigma / std::sqrt(stretch),
                     along ? sigma / std::sqrt(stretch) : sigma * stretch, cv::BORDER_REPLICATE);
}

void lowResolution(cv::Mat& image, double level, Rng& rng) {
    // The number of pixels that remain across falls geometrically, down to four.
    const double finest = shortSide(image);
    const double remaining = finest * std::pow(std::min(1.0, 4.0 / finest), std::pow(level, 0.36));
    const double factor = remaining / finest;
    const cv::Size small(std::max(4, static_cast<int>(std::lround(image.cols * factor))),
                         std::max(4, static_cast<int>(std::lround(image.rows * factor))));
    const cv::Size full = image.size();
    const int interpolation = rng.flip() ? cv::INTER_CUBIC : cv::INTER_LINEAR;
    cv::Mat reduced;
    cv::resize(image, reduced, small, 0.0, 0.0, cv::INTER_AREA);
    cv::resize(reduced, image, full, 0.0, 0.0, interpolation);
}

void addNoise(cv::Mat& image, double level, Rng& rng) {
    // As in low light, the signal shrinks while the noise grows.
    const auto strength = static_cast<float>(std::pow(level, 0.75));
    const float gain = 1.0F - 0.80F * strength;
    const float step = std::max(1.0F, shortSide(image) / 64.0F);
    applyNoise(image, gain, (1.0F - gain) * 112.0F, 78.0F * std::pow(strength, 1.1F), step, rng);
}

void occlude(cv::Mat& image, double level, Rng& rng) {
    // Something with a wavy border slides over the face; about three quarters are covered at level 1.
    const double side = rng.uniform();
    const double angle = side < 0.4    ? rng.uniform(0.42, 0.58)    // from below: a scarf
                         : side < 0.7  ? rng.uniform(-0.58, -0.42)  // from above: a cap
                         : side < 0.85 ? rng.uniform(-0.1, 0.1)
                                       : rng.uniform(0.9, 1.1);
    const auto normalX = static_cast<float>(std::cos(angle * std::numbers::pi));
    const auto normalY = static_cast<float>(std::sin(angle * std::numbers::pi));
    const SyntheticColor color{static_cast<float>(rng.uniform(25.0, 220.0)),
                               static_cast<float>(rng.uniform(25.0, 215.0)),
                               static_cast<float>(rng.uniform(25.0, 220.0))};
    const std::uint64_t texture = rng.next();
    // The border reaches the chin or hat at small levels and has passed eyes or mouth at middle ones.
    const auto border = static_cast<float>(0.90 - 1.25 * std::pow(level, 1.2));
    const auto columns = static_cast<float>(image.cols);
    const auto rows = static_cast<float>(image.rows);
    const float edge = 1.5F / shortSide(image);
    for (int y = 0; y < image.rows; ++y) {
        auto* row = image.ptr<unsigned char>(y);
        const float v = (2.0F * static_cast<float>(y) + 1.0F) / rows - 1.0F;
        for (int x = 0; x < image.cols; ++x) {
            const float u = (2.0F * static_cast<float>(x) + 1.0F) / columns - 1.0F;
            const float across = u * normalX + v * normalY;
            const float along = v * normalX - u * normalY;
            const float depth = across - border - 0.16F * (synth::lineNoise(texture, along * 2.6F) - 0.5F);
            const float covered = synth::smoothStep(-edge, edge, depth);
            const float shadow = 0.35F * synth::clamp01(1.0F + depth * 9.0F);
            if (covered <= 0.0F && shadow <= 0.0F) {
                continue;
            }
            const float fold = 0.78F + 0.34F * synth::planeNoise(texture, u * 3.5F, v * 3.5F);
            const SyntheticColor cloth = color * (fold * (0.75F + 0.25F * synth::clamp01(depth * 8.0F)));
            const SyntheticColor under =
                SyntheticColor{static_cast<float>(row[3 * x]), static_cast<float>(row[3 * x + 1]),
                               static_cast<float>(row[3 * x + 2])} *
                (1.0F - shadow);
            const SyntheticColor mixed = synth::mix(under, cloth, covered);
            row[3 * x] = toByte(mixed.r);
            row[3 * x + 1] = toByte(mixed.g);
            row[3 * x + 2] = toByte(mixed.b);
        }
    }
}

void misexpose(cv::Mat& image, double level, Rng& rng) {
    const auto strength = static_cast<float>(level);
    const bool dark = rng.flip();
    const float stops = std::pow(2.0F, 2.2F * std::pow(strength, 0.9F));
    for (int y = 0; y < image.rows; ++y) {
        auto* row = image.ptr<unsigned char>(y);
        for (int x = 0; x < 3 * image.cols; ++x) {
            const auto value = static_cast<float>(row[x]);
            if (dark) {
                row[x] = toByte(value / stops);
            } else {
                // Too much light first clips the bright skin, then washes out the rest.
                const float gained = std::min(255.0F, value * (1.0F + 0.5F * strength));
                row[x] = toByte(255.0F - (255.0F - gained) / stops * (1.0F + 0.2F * strength));
            }
        }
    }
    applyNoise(image, 1.0F, 0.0F, 12.0F * strength, std::max(1.0F, shortSide(image) / 64.0F), rng);
}

void applyKind(cv::Mat& image, DegradationKind kind, double level, Rng& rng) {
    using Harm = void (*)(cv::Mat&, double, Rng&);
    constexpr std::array<Harm, 5> kHarms = {blur, lowResolution, addNoise, occlude, misexpose};
    throwIf(kind == DegradationKind::Mixed, ErrorCode::Internal,
            "a mixture is applied kind by kind, never as one");
    kHarms[static_cast<std::size_t>(kind)](image, level, rng);
}

void applyMixture(cv::Mat& image, double level, Rng& rng) {
    // Two or three kinds, each weaker than alone, in the order in which they happen to a photo.
    constexpr std::array<DegradationKind, 5> kOrder = {
        DegradationKind::Occlusion, DegradationKind::Blur, DegradationKind::Exposure,
        DegradationKind::LowResolution, DegradationKind::Noise};
    std::array<double, 5> share{};
    std::array<std::size_t, 5> places = {0, 1, 2, 3, 4};
    rng.shuffle(std::span<std::size_t>(places));
    const bool three = rng.flip();
    share[places[0]] = rng.uniform(0.62, 0.85);
    share[places[1]] = rng.uniform(0.5, 0.7);
    share[places[2]] = three ? rng.uniform(0.25, 0.45) : 0.0;
    for (std::size_t i = 0; i < kOrder.size(); ++i) {
        if (share[i] > 0.0) {
            applyKind(image, kOrder[i], share[i] * level, rng);
        }
    }
}

}  // namespace

cv::Mat degradeFace(const cv::Mat& rgb, const SyntheticDegradation& degradation) {
    throwIf(rgb.type() != CV_8UC3 || rgb.rows < 8 || rgb.cols < 8, ErrorCode::Shape,
            "degradation needs an 8-bit RGB picture of at least 8 x 8 pixels, got " +
                std::to_string(rgb.cols) + " x " + std::to_string(rgb.rows) + " with " +
                std::to_string(rgb.channels()) + " channels of OpenCV depth " + std::to_string(rgb.depth()));
    throwIf(!(degradation.level >= 0.0 && degradation.level <= 1.0), ErrorCode::Config,
            "degradation level " + formatNumber(degradation.level) + " is out of range: choose 0 to 1");
    cv::Mat image = rgb.clone();
    if (degradation.level == 0.0) {
        return image;
    }
    Rng rng = Rng::stream(degradation.seed, "pattern");
    if (degradation.kind == DegradationKind::Mixed) {
        applyMixture(image, degradation.level, rng);
    } else {
        applyKind(image, degradation.kind, degradation.level, rng);
    }
    return image;
}

}  // namespace pf
