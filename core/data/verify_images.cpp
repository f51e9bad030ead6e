#include "core/data/verify_images.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>

#include "core/base/error.h"
#include "core/data/face_sources.h"
#include "core/data/skip_reason.h"

namespace pf {
namespace {

struct BadImage {
    std::size_t index;
    SkippedImage what;
};

/// What the checking threads share.
struct Scan {
    const FaceSet& faces;
    const VerifyOptions& options;
    std::stop_token stop;
    std::size_t total;
    std::size_t stride;
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::size_t done = 0;
    std::vector<BadImage> bad;
    std::exception_ptr failure;
};

void report(Scan& scan, std::size_t finished) {
    const std::size_t before = scan.done;
    scan.done += finished;
    const bool due = before / scan.stride != scan.done / scan.stride || scan.done == scan.total;
    if (scan.options.progress && due) {
        scan.options.progress(scan.done, scan.total);
    }
}

/// Why the image cannot be used, or "".
std::string problemOf(const Scan& scan, std::size_t index) {
    for (int attempt = 1;; ++attempt) {
        try {
            scan.faces.check(index);
            return "";
        } catch (const Error& error) {
            if (scan.options.retry && scan.options.retry(scan.faces, index, error, attempt)) {
                continue;
            }
            if (error.code() == ErrorCode::Io && !scan.stop.stop_requested()) {
                throw;
            }
            return skipReason(error);
        }
    }
}

void scanImages(Scan& scan) {
    try {
        for (;;) {
            const std::size_t index = scan.next.fetch_add(1);
            if (index >= scan.total || scan.stop.stop_requested()) {
                return;
            }
            const std::string reason = problemOf(scan, index);
            if (scan.stop.stop_requested()) {
                return;
            }
            const std::lock_guard lock(scan.mutex);
            if (!reason.empty()) {
                scan.bad.push_back({index, {scan.faces.info(index).name, reason}});
            }
            report(scan, 1);
        }
    } catch (...) {
        const std::lock_guard lock(scan.mutex);
        scan.failure = std::current_exception();
        scan.next = scan.total;
    }
}

}  // namespace

VerifyResult verifyImages(const FaceSet& faces, const VerifyOptions& options, std::stop_token stop) {
    if (options.threads < 1) {
        throw Error(ErrorCode::Config,
                    "checking images needs at least 1 thread, got " + std::to_string(options.threads));
    }
    Scan scan{.faces = faces,
              .options = options,
              .stop = std::move(stop),
              .total = faces.size(),
              .stride = std::max<std::size_t>(1, faces.size() / 100),
              .next = {},
              .mutex = {},
              .done = 0,
              .bad = {},
              .failure = {}};
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < options.threads; ++i) {
            threads.emplace_back([&scan] { scanImages(scan); });
        }
    }
    if (scan.failure) {
        std::rethrow_exception(scan.failure);
    }
    std::sort(scan.bad.begin(), scan.bad.end(),
              [](const BadImage& a, const BadImage& b) { return a.index < b.index; });
    VerifyResult result;
    for (BadImage& image : scan.bad) {
        result.indices.push_back(image.index);
        result.skipped.push_back(std::move(image.what));
    }
    result.complete = scan.done == scan.total;
    return result;
}

FaceSetPtr withoutBadImages(FaceSetPtr faces, const VerifyOptions& options, std::stop_token stop) {
    const VerifyResult found = verifyImages(*faces, options, std::move(stop));
    if (!found.complete || found.indices.empty()) {
        return faces;
    }
    return withoutImages(std::move(faces), found.indices, found.skipped);
}

}  // namespace pf
