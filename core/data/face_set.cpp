#include "core/data/face_set.h"

#include <sys/stat.h>

#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <span>

#include "core/base/file_hash.h"
#include "core/data/content_digests.h"

namespace pf {

void FaceSet::check(std::size_t index) const {
    decode(index);
}

std::vector<std::byte> FaceSet::encoded(std::size_t index) const {
    cv::Mat bgr;
    cv::cvtColor(decode(index), bgr, cv::COLOR_RGB2BGR);
    std::vector<unsigned char> png;
    cv::imencode(".png", bgr, png);
    const auto bytes = std::as_bytes(std::span(png));
    return {bytes.begin(), bytes.end()};
}

std::uint64_t FaceSet::contentDigest(std::size_t index) const {
    const std::vector<std::byte> bytes = encoded(index);
    return digestOf({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

std::string imageFileStamp(const std::filesystem::path& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) {
        return {};
    }
    const auto time = [](const timespec& at) {
        return std::to_string(at.tv_sec) + "." + std::to_string(at.tv_nsec);
    };
    // What was put in a file's place may bear its size and time; its number and the time of that change it
    // cannot.
    return file.string() + ":" + std::to_string(status.st_size) + ":" + std::to_string(status.st_ino) + ":" +
           time(status.st_mtim) + ":" + time(status.st_ctim);
}

std::string FaceSet::hash() const {
    Sha256 sum;
    // Lengths in front of every text, so that no two sets give the same bytes.
    const auto addText = [&sum](const std::string& text) {
        sum.add(std::to_string(text.size()) + ":");
        sum.add(text);
    };
    addText(std::to_string(size()));
    for (std::size_t i = 0; i < size(); ++i) {
        const FaceInfo face = info(i);
        addText(face.name);
        addText(std::to_string(face.label));
    }
    addText(std::to_string(identities().size()));
    for (const std::string& identity : identities()) {
        addText(identity);
    }
    std::string pairs;
    for (const bool same : pairIsSame()) {
        pairs += same ? '1' : '0';
    }
    addText(pairs);
    return sum.hex();
}

}  // namespace pf
