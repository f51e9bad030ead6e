#include "core/data/preprocess.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/text.h"

namespace pf {
namespace {

constexpr int kLargestInput = 4096;

struct Normalisation {
    std::array<float, 3> mean;
    std::array<float, 3> std;
};

/// The options' own, unless a `standardise` or `scale` among the transforms says otherwise (the last one
/// counts).
Normalisation normalisationOf(const PreprocessOptions& options) {
    Normalisation result{options.mean, options.std};
    for (const TransformSpec& spec : options.transforms) {
        if (spec.name == "standardise") {
            result.mean.fill(static_cast<float>(transformParam(spec, "mean")));
            result.std.fill(static_cast<float>(transformParam(spec, "std")));
        } else if (spec.name == "scale") {
            result.mean.fill(0);
            result.std.fill(static_cast<float>(transformParam(spec, "divisor")));
        }
    }
    return result;
}

bool isCrop(const std::string& name) {
    return name == "random_crop" || name == "center_crop" || name == "five_crop" || name == "ten_crop";
}

bool isRandom(const std::string& name) {
    const auto& table = transformTable();
    return std::any_of(table.begin(), table.end(),
                       [&](const TransformInfo& info) { return info.name == name && info.random; });
}

bool resizesItself(const PreprocessOptions& options) {
    return std::any_of(options.transforms.begin(), options.transforms.end(),
                       [](const TransformSpec& spec) { return spec.name == "resize"; });
}

std::string joined(const std::array<float, 3>& values) {
    std::string text;
    for (const float value : values) {
        // Through a short decimal, so that 123.675f does not read 123.67500305175781.
        text += (text.empty() ? "" : ",") + formatNumber(std::round(static_cast<double>(value) * 1e4) / 1e4);
    }
    return text;
}

}  // namespace

bool PreprocessOptions::isContinuous() const {
    return std::any_of(transforms.begin(), transforms.end(), [](const TransformSpec& spec) {
        return spec.name != "random_flip" && isRandom(spec.name);
    });
}

std::size_t PreprocessOptions::imageFloats() const {
    return std::size_t{3} * static_cast<std::size_t>(inputHeight) * static_cast<std::size_t>(inputWidth);
}

std::string PreprocessOptions::fingerprint() const {
    const Normalisation values = normalisationOf(*this);
    std::string text = std::to_string(inputWidth) + "x" + std::to_string(inputHeight) + " " +
                       (channelOrder == ChannelOrder::Rgb ? "rgb" : "bgr") + " mean " + joined(values.mean) +
                       " std " + joined(values.std) + " " + std::string(resizeFilterName(filter));
    for (const TransformSpec& spec : transforms) {
        if (isCrop(spec.name)) {
            // Without a random stream every crop is the central one.
            text += " " + transformText({.name = "center_crop", .params = spec.params});
        } else if (!isRandom(spec.name) && spec.name != "standardise" && spec.name != "scale") {
            text += " " + transformText(spec);
        }
    }
    return text + " #" + sha256Hex(text).substr(0, 12);
}

void PreprocessOptions::check() const {
    if (inputHeight < 1 || inputWidth < 1 || inputHeight > kLargestInput || inputWidth > kLargestInput) {
        throw Error(ErrorCode::Config, "the model's input of " + std::to_string(inputWidth) + " x " +
                                           std::to_string(inputHeight) +
                                           " pixels is impossible; each side must be 1 to " +
                                           std::to_string(kLargestInput));
    }
    for (std::size_t channel = 0; channel < 3; ++channel) {
        if (!std::isfinite(mean[channel])) {
            throw Error(ErrorCode::Config,
                        "the mean of channel " + std::to_string(channel) + " is not finite");
        }
        if (!std::isfinite(std[channel]) || std[channel] <= 0) {
            throw Error(ErrorCode::Config, "the std of channel " + std::to_string(channel) +
                                               " must be positive, got " +
                                               formatNumber(static_cast<double>(std[channel])));
        }
    }
    for (const TransformSpec& spec : transforms) {
        checkTransform(spec);
    }
}

void preprocessInto(const cv::Mat& rgb, const PreprocessOptions& options, bool flip, Rng* augment,
                    std::span<float> chw) {
    if (chw.size() != options.imageFloats() || rgb.type() != CV_8UC3 || rgb.empty()) {
        throw Error(ErrorCode::Shape, "preprocessing writes " + std::to_string(options.imageFloats()) +
                                          " floats of a non-empty 8-bit RGB image, got room for " +
                                          std::to_string(chw.size()) + " and an image of " +
                                          std::to_string(rgb.cols) + " x " + std::to_string(rgb.rows) +
                                          " with OpenCV type " + std::to_string(rgb.type()));
    }
    cv::Mat image = rgb;
    if (!resizesItself(options)) {
        image = resizeAntialiased(image, options.inputHeight, options.inputWidth, options.filter);
    }
    for (const TransformSpec& spec : options.transforms) {
        image = applyTransform(image, spec, options.inputHeight, options.inputWidth, augment, options.filter);
    }
    image = resizeAntialiased(image, options.inputHeight, options.inputWidth, options.filter);

    const Normalisation values = normalisationOf(options);
    const auto plane =
        static_cast<std::size_t>(options.inputHeight) * static_cast<std::size_t>(options.inputWidth);
    const int columns = options.inputWidth;
    for (std::size_t channel = 0; channel < 3; ++channel) {
        // 256 possible values: a table gives the same float for the same level everywhere.
        std::array<float, 256> table;
        for (std::size_t level = 0; level < table.size(); ++level) {
            table[level] = (static_cast<float>(level) - values.mean[channel]) / values.std[channel];
        }
        const std::size_t source = options.channelOrder == ChannelOrder::Rgb ? channel : 2 - channel;
        float* target = chw.data() + channel * plane;
        for (int y = 0; y < options.inputHeight; ++y, target += columns) {
            const std::uint8_t* row = image.ptr(y) + source;
            if (flip) {
                for (int x = 0; x < columns; ++x) {
                    target[columns - 1 - x] = table[row[3 * x]];
                }
            } else {
                for (int x = 0; x < columns; ++x) {
                    target[x] = table[row[3 * x]];
                }
            }
        }
    }
}

}  // namespace pf
