#include "core/data/align/crop_file.h"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <system_error>
#include <vector>

#include "core/base/error.h"
#include "core/data/images/image_decoder.h"

namespace pf {

void writeCrop(const std::filesystem::path& file, const cv::Mat& rgb, int jpegQuality) {
    const std::string extension = file.extension().string();
    throwIf(extension != ".jpg" && extension != ".png", ErrorCode::Internal,
            "crops are written as .jpg or .png", file.string());
    cv::Mat bgr;
    cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
    std::vector<unsigned char> bytes;
    const std::vector<int> settings =
        extension == ".jpg" ? std::vector<int>{cv::IMWRITE_JPEG_QUALITY, jpegQuality} : std::vector<int>{};
    cv::imencode(extension, bgr, bytes, settings);
    // One name per crop: what an ended process left is written over when the crop is made again.
    std::filesystem::path part = file;
    part += ".part";
    const auto fail = [&](const std::string& reason) {
        std::error_code ignored;
        std::filesystem::remove(part, ignored);
        throw Error(ErrorCode::Io, "cannot write the crop: " + reason, file.string());
    };
    errno = 0;
    {
        std::ofstream stream(part, std::ios::binary | std::ios::trunc);
        stream.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
        stream.close();
        if (!stream) {
            fail(errno != 0 ? std::strerror(errno) : "the disk refused it");
        }
    }
    std::error_code status;
    std::filesystem::rename(part, file, status);
    if (status) {
        fail(status.message());
    }
}

bool isWholeImage(const std::filesystem::path& file) {
    std::error_code status;
    if (!std::filesystem::is_regular_file(file, status)) {
        return false;
    }
    try {
        checkImage(readImageFile(file), file.string());
        return true;
    } catch (const Error&) {
        return false;
    }
}

}  // namespace pf
