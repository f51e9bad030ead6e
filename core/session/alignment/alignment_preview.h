// Photos as the page shows them before they are aligned.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "core/base/rgb_image.h"
#include "core/session/alignment/alignment.h"

namespace pf {

/// One photo as the page shows it: landmarks drawn over it, and what comes out.
struct AlignPreview {
    RgbImage photo;  ///< at most 640 pixels on its longer side; empty when unreadable
    struct Face {
        std::array<float, 4> box;         ///< x, y, width, height in preview pixels; zeros from a list
        std::array<float, 10> landmarks;  ///< x y of eyes, nose, mouth corners in preview pixels
        double score = 1;
        RgbImage crop;      ///< also of faces that are not kept; empty where points coincide
        bool kept = false;  ///< by the request's rule for several faces
    };
    std::vector<Face> faces;
    std::string remark;  ///< empty when it would go through silently
};

/// The first `count` photos of a request (of which `out` is not needed), aligned but not written; fewer on a
/// stop.
std::vector<std::pair<std::string, AlignPreview>> previewAlignment(const AlignRequest& request,
                                                                   std::size_t count, RunControl& control);

}  // namespace pf
