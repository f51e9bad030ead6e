// Measures of pictures that the synthetic tests share.
#pragma once

#include <cmath>
#include <cstring>
#include <string>
#include <string_view>

#include <opencv2/core.hpp>

#include "core/base/file_hash.h"

namespace pf::test {

inline std::string pixelHash(const cv::Mat& picture) {
    const cv::Mat packed = picture.isContinuous() ? picture : picture.clone();
    return sha256Hex(
        std::string_view(reinterpret_cast<const char*>(packed.data), packed.total() * packed.elemSize()));
}

/// Root of the mean squared difference, in grey levels.
inline double rootMeanSquare(const cv::Mat& a, const cv::Mat& b) {
    return cv::norm(a, b, cv::NORM_L2) / std::sqrt(static_cast<double>(a.total() * 3));
}

}  // namespace pf::test
