// From a decoded face to a network's input.
#pragma once

#include <array>
#include <span>
#include <string>
#include <vector>

#include "core/base/rng.h"
#include "core/data/images/resize.h"
#include "core/data/input/transforms.h"

namespace cv {
class Mat;
}

namespace pf {

enum class ChannelOrder { Rgb, Bgr };

/// What a model expects of its input, and the augmentations of training.
/// `transforms` act in their order on the 8-bit image; when `resize` is not among them the image is resized
/// to the input's size before them. Whatever size results is resized to the input's size at the end.
struct PreprocessOptions {
    int inputHeight = 112;
    int inputWidth = 112;
    ChannelOrder channelOrder = ChannelOrder::Rgb;
    /// Of the channels in the model's own order; value = (x - mean) / std with x in [0, 255].
    std::array<float, 3> mean = {128, 128, 128};
    std::array<float, 3> std = {128, 128, 128};
    ResizeFilter filter = ResizeFilter::Bilinear;
    /// Centre of the image that is kept before anything else; 0: all of it.
    int cropHeight = 0;
    int cropWidth = 0;
    std::vector<TransformSpec> transforms;

    /// Whether an augmentation other than a flip is active, so that no two views of an image are equal.
    bool isContinuous() const;
    /// What decides the input of an evaluated image, as one line of text that ends in 12 digits of its
    /// SHA-256: size, channel order, mean, std, filter, crop and the transforms that are not random.
    std::string fingerprint() const;
    /// Throws: Error(Config) for impossible sizes, crops, means, stds or transforms.
    void check() const;
    /// Number of floats of one image: 3 x height x width.
    std::size_t imageFloats() const;
};

/// Writes one image as float32 [3, inputHeight, inputWidth].
/// `flip` mirrors it left to right; random transforms act only with `augment`.
/// Throws: Error(Shape) when `chw` has another size, `rgb` is not CV_8UC3 or is smaller than the crop.
void preprocessInto(const cv::Mat& rgb, const PreprocessOptions& options, bool flip, Rng* augment,
                    std::span<float> chw);

/// What `given` does to an image otherwise than `wanted` does: sentences that name both, empty when the two
/// fingerprints are equal. A fingerprint of another form gives one sentence with both.
std::vector<std::string> fingerprintDifferences(const std::string& wanted, const std::string& given);

}  // namespace pf
