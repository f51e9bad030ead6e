#include "core/data/images/image_decoder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <cstring>
#include <limits>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/base/numbers.h"
#include "core/base/posix_file.h"
#include "core/base/text.h"
#include "core/data/images/image_orientation.h"
#include "core/data/images/jpeg_decoder.h"

namespace pf {
namespace {

/// The system refused: a fault of the machine says nothing about the image.
[[noreturn]] void failReading(const std::filesystem::path& path, int error, const std::string& reason) {
    throwIf(isMachineFault(error), ErrorCode::Io, "cannot be read now: " + reason, path.string());
    failData(path.string(), "cannot use the image: ", reason);
}

std::string openFailure(const std::filesystem::path& path, int error) {
    std::error_code ignored;
    switch (error) {
        case ENOENT:
            return std::filesystem::is_symlink(path, ignored) ? "it is a link to a file that does not exist"
                                                              : "there is no such file";
        case ELOOP:
            return "it is a link that leads back to itself";
        case EACCES:
        case EPERM:
            return "it may not be read by this user";
        default:
            return std::strerror(error);
    }
}

}  // namespace

std::vector<std::byte> readImageFile(const std::filesystem::path& path, const ImageLimits& limits) {
    // Without O_NONBLOCK, opening a pipe would wait for its writer for ever.
    const Descriptor file(path, O_RDONLY | O_NONBLOCK);
    if (!file.isOpen()) {
        const int error = errno;
        failReading(path, error, openFailure(path, error));
    }
    struct stat status {};
    if (::fstat(file.number(), &status) != 0) {
        const int error = errno;
        failReading(path, error, std::strerror(error));
    }
    if (!S_ISREG(status.st_mode)) {
        failData(path.string(), "cannot use the image: ",
                 S_ISDIR(status.st_mode) ? "it is a folder" : "it is not a regular file");
    }
    const auto size = static_cast<std::uint64_t>(status.st_size);
    if (size > limits.maxFileBytes) {
        failData(path.string(), "cannot use the image: it has ", formatCount(status.st_size),
                 " bytes, more than the limit of ", formatCount(limits.maxFileBytes));
    }
    std::vector<std::byte> bytes(size);
    std::size_t done = 0;
    while (done < bytes.size()) {
        const ssize_t got = ::read(file.number(), bytes.data() + done, bytes.size() - done);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            const int error = errno;
            failReading(path, error, std::strerror(error));
        }
        if (got == 0) {
            break;
        }
        done += static_cast<std::size_t>(got);
    }
    // A file that was cut while it was read says so in its size; else its place gives less than it has.
    if (done < size && ::fstat(file.number(), &status) == 0 &&
        static_cast<std::uint64_t>(status.st_size) == size) {
        throw Error(ErrorCode::Io,
                    "cannot be read now: " + formatCount(done) + " of its " + formatCount(status.st_size) +
                        " bytes came",
                    path.string());
    }
    bytes.resize(done);
    return bytes;
}

cv::Mat decodeImage(std::span<const std::byte> bytes, const std::string& name, const ImageLimits& limits) {
    const ImageHeader header = checkImage(bytes, name, limits);
    const auto fail = [&](const std::string& reason) -> cv::Mat {
        failData(name, "cannot use the image: its ", imageFormatName(header.format), " data ", reason);
    };
    if (bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max())) {
        return fail("is larger than 2 GiB");
    }
    if (header.format == ImageFormat::Jpeg) {
        if (const auto image = decodeJpeg(bytes, name)) {
            return *image;
        }
    }
    const cv::Mat buffer(1, static_cast<int>(bytes.size()), CV_8UC1,
                         const_cast<void*>(static_cast<const void*>(bytes.data())));
    cv::Mat image;
    try {
        // Turned here, as OpenCV does not know the EXIF records of every format.
        const bool isDeep = header.largestValue > 255 && header.largestValue < 65535;
        const int depth = isDeep ? cv::IMREAD_ANYDEPTH : 0;
        image = cv::imdecode(buffer, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION | depth);
    } catch (const cv::Exception& error) {
        throwIf(error.code == cv::Error::StsNoMem, ErrorCode::Io,
                "cannot be decoded now: there is not enough memory", name);
        return fail("is refused by the decoder (" + error.err + ")");
    }
    if (image.empty()) {
        return fail("is damaged or of an unsupported kind");
    }
    if (image.depth() != CV_8U) {
        // A PNM of 10 or 12 bits, of which OpenCV would take the upper eight of sixteen.
        image.convertTo(image, CV_8U, 255.0 / static_cast<double>(header.largestValue));
    }
    cv::cvtColor(image, image, cv::COLOR_BGR2RGB);
    return turned(image, header.orientation);
}

cv::Mat decodeImageFile(const std::filesystem::path& path, const ImageLimits& limits) {
    const std::vector<std::byte> bytes = readImageFile(path, limits);
    return decodeImage(bytes, path.string(), limits);
}

}  // namespace pf
