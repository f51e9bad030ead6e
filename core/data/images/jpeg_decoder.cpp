#include "core/data/images/jpeg_decoder.h"

#include <turbojpeg.h>

#include <limits>
#include <memory>
#include <opencv2/core.hpp>
#include <string_view>

#include "core/base/error.h"

namespace pf {
namespace {

/// A decompressor of this thread: making one for every image would cost a tenth of a small image's decoding.
tjhandle decompressor() {
    struct Deleter {
        void operator()(void* handle) const { tjDestroy(handle); }
    };
    thread_local const std::unique_ptr<void, Deleter> handle(tjInitDecompress());
    return handle.get();
}

/// Whether an EXIF record stands among the segments in front of the first frame header.
bool hasExif(std::span<const std::byte> bytes) {
    const auto at = [&](std::size_t offset) { return std::to_integer<unsigned>(bytes[offset]); };
    std::size_t offset = 2;
    while (offset + 4 <= bytes.size() && at(offset) == 0xFF) {
        const unsigned marker = at(offset + 1);
        if (marker == 0xFF) {
            ++offset;
            continue;
        }
        if (marker == 0xE1) {
            return true;
        }
        if (marker == 0xDA || (marker >= 0xC0 && marker <= 0xCF && marker != 0xC4)) {
            return false;
        }
        offset += 2 + ((at(offset + 2) << 8) | at(offset + 3));
    }
    // Stray bytes: OpenCV's reader decides.
    return true;
}

/// Some cameras leave bytes between two segments, and no pixel suffers. Before the end mark (0xd9) they are
/// what a damaged code left undecoded: the fast decoder does not complain of the code itself.
bool isHarmless(std::string_view message) {
    return message.find("extraneous bytes before marker") != std::string_view::npos &&
           !message.ends_with("0xd9");
}

}  // namespace

std::optional<cv::Mat> decodeJpeg(std::span<const std::byte> bytes, const std::string& name) {
    const tjhandle handle = decompressor();
    if (handle == nullptr || bytes.size() > std::numeric_limits<unsigned long>::max() || hasExif(bytes)) {
        return std::nullopt;
    }
    const auto* data = static_cast<const unsigned char*>(static_cast<const void*>(bytes.data()));
    const auto size = static_cast<unsigned long>(bytes.size());
    int width = 0;
    int height = 0;
    int subsampling = 0;
    int colours = 0;
    if (tjDecompressHeader3(handle, data, size, &width, &height, &subsampling, &colours) != 0 ||
        colours == TJCS_CMYK || colours == TJCS_YCCK) {
        return std::nullopt;
    }
    cv::Mat image(height, width, CV_8UC3);
    // Scans without end cost their maker a few bytes each.
    const auto decode = [&](int flags) {
        return tjDecompress2(handle, data, size, image.data, width, static_cast<int>(image.step), height,
                             TJPF_RGB, flags | TJFLAG_LIMITSCANS) == 0;
    };
    // The library keeps its last warning only, so the first pass ends at the first one.
    if (!decode(TJFLAG_STOPONWARNING)) {
        const bool harmless = isHarmless(tjGetErrorStr2(handle));
        if (!harmless || (!decode(0) && !isHarmless(tjGetErrorStr2(handle)))) {
            failData(name, "cannot use the image: its JPEG data is damaged (", tjGetErrorStr2(handle), ")");
        }
    }
    return image;
}

}  // namespace pf
