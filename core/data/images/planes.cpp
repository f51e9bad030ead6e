#include "core/data/images/planes.h"

#include <cstddef>
#include <cstdint>
#include <opencv2/core.hpp>

namespace pf {

void writePlanes(const cv::Mat& image, const std::array<float, 3>& mean, const std::array<float, 3>& std,
                 bool swapped, bool flip, std::span<float> chw) {
    // Bytes are taken apart and mirrored before they become floats: both are quick on bytes, and what is left
    // is a loop that the compiler turns into vector instructions.
    std::array<cv::Mat, 3> channels;
    cv::split(image, channels.data());
    const std::size_t plane = image.total();
    for (std::size_t c = 0; c < 3; ++c) {
        cv::Mat& channel = channels[swapped ? 2 - c : c];
        if (flip) {
            cv::flip(channel, channel, 1);
        }
        const std::uint8_t* source = channel.ptr();
        float* target = chw.data() + c * plane;
        const float offset = mean[c];
        const float divisor = std[c];
        for (std::size_t i = 0; i < plane; ++i) {
            target[i] = (static_cast<float>(source[i]) - offset) / divisor;
        }
    }
}

}  // namespace pf
