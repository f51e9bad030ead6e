#include "core/data/input/preprocess.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <optional>
#include <string_view>

#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/base/text.h"
#include "core/data/images/planes.h"

namespace pf {
namespace {

constexpr int kLargestInput = 4096;
constexpr std::string_view kCropWord = "crop:";

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

/// The central window that `crop` keeps.
cv::Mat cropped(const cv::Mat& rgb, const PreprocessOptions& options) {
    if (options.cropHeight == 0) {
        return rgb;
    }
    throwIf(rgb.rows < options.cropHeight || rgb.cols < options.cropWidth, ErrorCode::Shape,
            "the image has " + std::to_string(rgb.cols) + " x " + std::to_string(rgb.rows) +
                " pixels, too few to keep the centre of " + std::to_string(options.cropWidth) + " x " +
                std::to_string(options.cropHeight) + " that model.input.crop asks for");
    return rgb(cv::Rect((rgb.cols - options.cropWidth) / 2, (rgb.rows - options.cropHeight) / 2,
                        options.cropWidth, options.cropHeight));
}

/// The parts of a fingerprint; nothing when it has another form.
struct FingerprintParts {
    std::string size;
    std::string order;
    std::string mean;
    std::string std;
    std::string filter;
    std::string crop = "none";
    std::string transforms;
};

std::optional<FingerprintParts> partsOf(const std::string& fingerprint) {
    const std::vector<std::string> words = splitText(fingerprint.substr(0, fingerprint.rfind(" #")), ' ');
    if (words.size() < 7 || words[2] != "mean" || words[4] != "std") {
        return std::nullopt;
    }
    FingerprintParts parts{words[0], words[1], words[3], words[5], words[6], "none", ""};
    for (std::size_t i = 7; i < words.size(); ++i) {
        if (words[i].starts_with(kCropWord)) {
            parts.crop = words[i].substr(kCropWord.size());
        } else {
            parts.transforms += (parts.transforms.empty() ? "" : " ") + words[i];
        }
    }
    return parts;
}

std::string joined(const std::array<float, 3>& values) {
    // Through a short decimal, so that 123.675f does not read 123.67500305175781.
    return pf::joined(values, ",",
                      [](float value) { return std::round(static_cast<double>(value) * 1e4) / 1e4; });
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
    if (cropHeight > 0) {
        text += " " + std::string(kCropWord) + "height=" + std::to_string(cropHeight) +
                ",width=" + std::to_string(cropWidth);
    }
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
    throwIf(inputHeight < 1 || inputWidth < 1 || inputHeight > kLargestInput || inputWidth > kLargestInput,
            ErrorCode::Config,
            "the model's input of " + std::to_string(inputWidth) + " x " + std::to_string(inputHeight) +
                " pixels is impossible; each side must be 1 to " + std::to_string(kLargestInput));
    const bool whole = cropHeight == 0 && cropWidth == 0;
    throwIf(!whole &&
                (cropHeight < 1 || cropWidth < 1 || cropHeight > kLargestInput || cropWidth > kLargestInput),
            ErrorCode::Config,
            "a crop of " + std::to_string(cropWidth) + " x " + std::to_string(cropHeight) +
                " pixels is impossible; each side must be 1 to " + std::to_string(kLargestInput));
    for (std::size_t channel = 0; channel < 3; ++channel) {
        throwIf(!std::isfinite(mean[channel]), ErrorCode::Config,
                "the mean of channel " + std::to_string(channel) + " is not finite");
        throwIf(!std::isfinite(std[channel]) || std[channel] <= 0, ErrorCode::Config,
                "the std of channel " + std::to_string(channel) + " must be positive, got " +
                    formatNumber(static_cast<double>(std[channel])));
    }
    for (const TransformSpec& spec : transforms) {
        checkTransform(spec);
    }
}

void preprocessInto(const cv::Mat& rgb, const PreprocessOptions& options, bool flip, Rng* augment,
                    std::span<float> chw) {
    if (chw.size() != options.imageFloats() || rgb.type() != CV_8UC3 || rgb.empty()) {
        throw Error(ErrorCode::Shape, messageFrom("preprocessing writes ", options.imageFloats(),
                                                  " floats of a non-empty 8-bit RGB image, got room for ",
                                                  chw.size(), " and an image of ", rgb.cols, " x ", rgb.rows,
                                                  " with OpenCV type ", rgb.type()));
    }
    cv::Mat image = cropped(rgb, options);
    if (std::ranges::find(options.transforms, "resize", &TransformSpec::name) == options.transforms.end()) {
        image = resizeAntialiased(image, options.inputHeight, options.inputWidth, options.filter);
    }
    for (const TransformSpec& spec : options.transforms) {
        image = applyTransform(image, spec, options.inputHeight, options.inputWidth, augment, options.filter);
    }
    image = resizeAntialiased(image, options.inputHeight, options.inputWidth, options.filter);

    const Normalisation values = normalisationOf(options);
    writePlanes(image, values.mean, values.std, options.channelOrder == ChannelOrder::Bgr, flip, chw);
}

std::vector<std::string> fingerprintDifferences(const std::string& wanted, const std::string& given) {
    if (wanted == given) {
        return {};
    }
    const auto expected = partsOf(wanted);
    const auto actual = partsOf(given);
    std::vector<std::string> sentences;
    if (expected && actual) {
        const auto compare = [&](const char* what, const std::string& there, const std::string& here) {
            if (there != here) {
                sentences.push_back(std::string(what) + " is " + (here.empty() ? "none" : here) +
                                    ", expected is " + (there.empty() ? "none" : there) + ".");
            }
        };
        compare("The input size (width x height)", expected->size, actual->size);
        compare("The colour order", expected->order, actual->order);
        compare("The mean", expected->mean, actual->mean);
        compare("The std", expected->std, actual->std);
        compare("The resize filter", expected->filter, actual->filter);
        compare("The centre crop", expected->crop, actual->crop);
        compare("The list of transforms", expected->transforms, actual->transforms);
    }
    if (sentences.empty()) {
        sentences.push_back("The preprocessing is " + given + ", expected is " + wanted + ".");
    }
    return sentences;
}

}  // namespace pf
