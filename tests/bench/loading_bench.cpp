// Loading faces against the rate at which libjpeg-turbo decodes the same JPEG files from memory, on one core:
// from a folder, from RecordIO, and through the batch loader that makes network input. And memory over a
// million records.
//   loading_bench [FOLDER_OF_JPEG_FACES]    default: 1,000 synthetic faces of 112 x 112
//   loading_bench --records N               N small records written and read, with the resident memory
#include <turbojpeg.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <memory>
#include <opencv2/core.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <string>
#include <vector>

#include "core/data/input/batch_loader.h"
#include "core/data/record_io/record_writer.h"
#include "core/data/sets/face_sources.h"
#include "core/data/synthetic/synthetic_set.h"

namespace fs = std::filesystem;

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kRounds = 9;
constexpr std::size_t kBatch = 64;

std::vector<std::byte> jpegOf(const cv::Mat& rgb, int quality) {
    cv::Mat bgr;
    cv::cvtColor(rgb, bgr, cv::COLOR_RGB2BGR);
    std::vector<unsigned char> file;
    cv::imencode(".jpg", bgr, file, {cv::IMWRITE_JPEG_QUALITY, quality});
    const auto bytes = std::as_bytes(std::span(file));
    return {bytes.begin(), bytes.end()};
}

/// Synthetic faces as a folder of identities.
void writeSyntheticFolder(const fs::path& folder) {
    pf::SyntheticFaceOptions options;
    options.identityCount = 100;
    options.imagesPerIdentity = 10;
    options.imageSize = 112;
    const pf::SyntheticFaceSet faces(options);
    for (std::size_t i = 0; i < faces.size(); ++i) {
        const fs::path identity = folder / std::to_string(faces.info(i).label);
        fs::create_directories(identity);
        const auto bytes = jpegOf(faces.decode(i), 95);
        std::ofstream file(identity / (std::to_string(i) + ".jpg"), std::ios::binary);
        file.write(reinterpret_cast<const char*>(bytes.data()), static_cast<std::streamsize>(bytes.size()));
    }
}

void writeRecords(const pf::FaceSet& faces, const fs::path& record) {
    pf::RecordWriter writer(record);
    std::vector<std::string> identities;
    for (std::size_t i = 0; i < faces.size(); ++i) {
        const auto label = static_cast<std::uint32_t>(std::max(0, faces.info(i).label));
        writer.add(faces.encoded(i), label, std::to_string(i) + ".jpg");
        while (identities.size() <= label) {
            identities.push_back(std::to_string(identities.size()));
        }
    }
    writer.finish(identities, 112, 112);
}

/// A pass over all images by libjpeg-turbo alone.
void decodeBare(const std::vector<std::vector<std::byte>>& files, tjhandle handle,
                std::vector<unsigned char>& out) {
    for (const auto& file : files) {
        const auto* data = reinterpret_cast<const unsigned char*>(file.data());
        int width = 0;
        int height = 0;
        int sampling = 0;
        int colours = 0;
        tjDecompressHeader3(handle, data, file.size(), &width, &height, &sampling, &colours);
        out.resize(static_cast<std::size_t>(width) * static_cast<std::size_t>(height) * 3);
        tjDecompress2(handle, data, file.size(), out.data(), width, 0, height, TJPF_RGB, 0);
    }
}

void decodeAll(const pf::FaceSet& faces) {
    for (std::size_t i = 0; i < faces.size(); ++i) {
        (void)faces.decode(i);
    }
}

/// As in training: the loader goes on where it is, and its memory is at hand.
void loadAll(pf::ViewStream& loader, std::size_t batches) {
    for (std::size_t i = 0; i < batches; ++i) {
        (void)loader.next();
    }
}

/// A loader that starts again at the end.
std::unique_ptr<pf::ViewStream> endlessLoader(const pf::FaceSetPtr& faces) {
    auto sequence = [at = std::size_t{0}, count = faces->size()]() mutable {
        std::vector<pf::View> batch;
        for (std::size_t i = 0; i < std::min(kBatch, count); ++i) {
            batch.push_back({.image = static_cast<std::int64_t>(at++ % count)});
        }
        return std::optional(std::move(batch));
    };
    return pf::loadBatches(faces, {}, std::move(sequence), {.threads = 0, .prefetchBatches = 1});
}

double secondsOf(const std::function<void()>& work) {
    const auto start = Clock::now();
    work();
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double median(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

double residentMib() {
    std::ifstream status("/proc/self/statm");
    double pages = 0;
    status >> pages >> pages;
    return pages * static_cast<double>(sysconf(_SC_PAGESIZE)) / (1024.0 * 1024.0);
}

void measureLoading(const fs::path& folder, const fs::path& work) {
    const auto files = pf::openFaceSet(folder.string());
    writeRecords(*files, work / "faces.rec");
    const auto records = pf::openFaceSet((work / "faces.rec").string());
    std::vector<std::vector<std::byte>> bytes;
    for (std::size_t i = 0; i < files->size(); ++i) {
        bytes.push_back(files->encoded(i));
    }
    const std::unique_ptr<void, int (*)(void*)> handle(tjInitDecompress(), &tjDestroy);
    std::vector<unsigned char> out;
    const auto folderLoader = endlessLoader(files);
    const auto recordLoader = endlessLoader(records);
    const std::size_t batches = files->size() / std::min(kBatch, files->size());
    const std::size_t batched = batches * std::min(kBatch, files->size());
    struct Way {
        const char* name;
        std::size_t images;
        std::function<void()> pass;
        std::vector<double> rates = {};
    };
    const std::size_t all = files->size();
    std::vector<Way> ways = {
        {"libjpeg-turbo from memory", all, [&] { decodeBare(bytes, handle.get(), out); }},
        {"folder, decoded", all, [&] { decodeAll(*files); }},
        {"RecordIO, decoded", all, [&] { decodeAll(*records); }},
        {"folder, network input", batched, [&] { loadAll(*folderLoader, batches); }},
        {"RecordIO, network input", batched, [&] { loadAll(*recordLoader, batches); }}};
    // In turn, so that whatever else the machine does falls on all of them.
    for (int round = 0; round < kRounds; ++round) {
        for (Way& way : ways) {
            way.rates.push_back(static_cast<double>(way.images) / secondsOf(way.pass));
        }
    }
    std::printf("%zu images, one core, median of %d rounds\n", files->size(), kRounds);
    const double bare = median(ways.front().rates);
    for (const Way& way : ways) {
        const double rate = median(way.rates);
        std::printf("  %-28s %9.0f images/s   %.2f of libjpeg-turbo\n", way.name, rate, rate / bare);
    }
}

void measureMemory(std::size_t count, const fs::path& work) {
    const cv::Mat pixels(16, 16, CV_8UC3, cv::Scalar(90, 120, 150));
    const auto bytes = jpegOf(pixels, 60);
    std::printf("start                     %8.1f MiB\n", residentMib());
    {
        pf::RecordWriter writer(work / "many.rec");
        for (std::size_t i = 0; i < count; ++i) {
            writer.add(bytes, static_cast<std::uint32_t>(i / 50), "");
        }
        std::printf("%9zu records written %8.1f MiB\n", count, residentMib());
        std::vector<std::string> identities;
        for (std::size_t i = 0; i * 50 < count; ++i) {
            identities.push_back(std::to_string(i));
        }
        writer.finish(identities, 16, 16);
    }
    const auto faces = pf::openFaceSet((work / "many.rec").string());
    std::printf("%9zu images opened   %8.1f MiB\n", faces->size(), residentMib());
    for (std::size_t i = 0; i < faces->size(); ++i) {
        (void)faces->decode(i);
        if ((i + 1) % (count / 5) == 0) {
            std::printf("%9zu images decoded  %8.1f MiB\n", i + 1, residentMib());
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    const fs::path work = fs::temp_directory_path() / ("loading_bench." + std::to_string(::getpid()));
    fs::create_directories(work);
    const std::vector<std::string> arguments(argv + 1, argv + argc);
    if (arguments.size() == 2 && arguments[0] == "--records") {
        measureMemory(std::stoul(arguments[1]), work);
    } else if (!arguments.empty()) {
        measureLoading(arguments[0], work);
    } else {
        writeSyntheticFolder(work / "faces");
        measureLoading(work / "faces", work);
    }
    fs::remove_all(work);
}
