#include "core/data/sets/verify_images.h"

#include <algorithm>
#include <mutex>
#include <utility>

#include "core/base/error.h"
#include "core/data/derived_sets.h"

namespace pf {

VerifyResult verifyImages(const FaceSet& faces, const ScanOptions& options, std::stop_token stop) {
    std::mutex mutex;
    std::vector<std::pair<std::size_t, SkippedImage>> bad;
    VerifyResult result;
    result.complete = scanImages(faces.size(), options, stop, [&](std::size_t index) {
        try {
            readPatiently(faces, index, options.retry, [&] { faces.check(index); });
        } catch (const Error& error) {
            if (stop.stop_requested()) {
                return;
            }
            if (error.code() == ErrorCode::Io) {
                throw;
            }
            const std::lock_guard lock(mutex);
            bad.push_back({index, {faces.info(index).name, skipReason(error)}});
        }
    });
    std::sort(bad.begin(), bad.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    for (auto& [index, what] : bad) {
        result.indices.push_back(index);
        result.skipped.push_back(std::move(what));
    }
    return result;
}

FaceSetPtr withoutBadImages(FaceSetPtr faces, const ScanOptions& options, std::stop_token stop) {
    const VerifyResult found = verifyImages(*faces, options, std::move(stop));
    if (!found.complete || found.indices.empty()) {
        return faces;
    }
    return withoutImages(std::move(faces), found.indices, found.skipped);
}

}  // namespace pf
