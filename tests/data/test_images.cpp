#include "tests/data/test_images.h"

#include <stdlib.h>
#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

namespace pf::test {

TempFolder::TempFolder() {
    std::string name = (std::filesystem::temp_directory_path() / "pf_data_XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) {
        throw std::runtime_error("cannot make a temporary folder");
    }
    path_ = name;
}

TempFolder::~TempFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

std::filesystem::path TempFolder::write(const std::string& relative, std::span<const std::byte> bytes) const {
    const std::filesystem::path path = path_ / relative;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream out(path, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    return path;
}

std::filesystem::path TempFolder::write(const std::string& relative, std::string_view text) const {
    return write(relative, std::as_bytes(std::span(text)));
}

cv::Mat patternImage(int height, int width, int seed) {
    cv::Mat image(height, width, CV_8UC3);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            for (int c = 0; c < 3; ++c) {
                image.ptr(y)[3 * x + c] =
                    static_cast<unsigned char>((37 * x + 91 * y + 53 * c + 7 * x * y + seed) % 256);
            }
        }
    }
    return image;
}

cv::Mat smoothImage(int height, int width, int seed) {
    cv::Mat image(height, width, CV_8UC3);
    for (int y = 0; y < height; ++y) {
        for (int x = 0; x < width; ++x) {
            image.ptr(y)[3 * x] = static_cast<unsigned char>(40 + 4 * x);
            image.ptr(y)[3 * x + 1] = static_cast<unsigned char>(60 + 3 * y);
            image.ptr(y)[3 * x + 2] = static_cast<unsigned char>(20 + seed % 200);
        }
    }
    return image;
}

Bytes encodedImage(const std::string& extension, int height, int width, int seed) {
    cv::Mat bgr;
    cv::cvtColor(smoothImage(height, width, seed), bgr, cv::COLOR_RGB2BGR);
    std::vector<unsigned char> out;
    cv::imencode(extension, bgr, out);
    const auto bytes = std::as_bytes(std::span(out));
    return {bytes.begin(), bytes.end()};
}

}  // namespace pf::test
