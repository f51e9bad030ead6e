// Finding the images of a set that cannot be used, before a run stumbles over them.
#pragma once

#include <cstddef>
#include <stop_token>
#include <vector>

#include "core/data/face_set.h"
#include "core/data/image_scan.h"

namespace pf {

/// What `verifyImages` found; `indices[i]` is the image of `skipped[i]`, in rising order.
struct VerifyResult {
    std::vector<std::size_t> indices;
    std::vector<SkippedImage> skipped;
    bool complete = true;  ///< false when stopped
};

/// Checks every image's header, size and end mark without decoding pixels where the set allows it
/// (FaceSet::check), and lists those that cannot be used with the reason.
/// options.retry is asked before an image is given up. Throws: Error(Io) when the machine fails while
/// reading, which says nothing about an image.
VerifyResult verifyImages(const FaceSet& faces, const ScanOptions& options = {}, std::stop_token stop = {});

/// The set without the images that cannot be used; the same set when all can (or the check was stopped).
FaceSetPtr withoutBadImages(FaceSetPtr faces, const ScanOptions& options = {}, std::stop_token stop = {});

}  // namespace pf
