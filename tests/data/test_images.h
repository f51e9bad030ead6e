// Images and folders made by hand for the tests of pf_data.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "tests/support/bytes.h"

namespace cv {
class Mat;
}

namespace pf::test {

/// A folder that is removed with its content.
class TempFolder {
  public:
    TempFolder();
    ~TempFolder();
    TempFolder(const TempFolder&) = delete;
    TempFolder& operator=(const TempFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }
    /// Makes folders on the way.
    std::filesystem::path write(const std::string& relative, std::span<const std::byte> bytes) const;
    std::filesystem::path write(const std::string& relative, std::string_view text) const;

  private:
    std::filesystem::path path_;
};

/// An RGB image whose pixels are (37 x + 91 y + 53 c + 7 x y + seed) mod 256.
cv::Mat patternImage(int height, int width, int seed = 0);
/// An RGB image of one smooth gradient, which JPEG keeps nearly as it is.
cv::Mat smoothImage(int height, int width, int seed = 0);
/// `smoothImage` as a file of the kind `extension` (".jpg", ".png" ...).
Bytes encodedImage(const std::string& extension, int height = 24, int width = 16, int seed = 0);

}  // namespace pf::test
