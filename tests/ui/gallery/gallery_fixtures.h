// Small galleries for the tests: synthetic faces with a known sigma².
#pragma once

#include <algorithm>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "ui/gallery/gallery_data.h"

namespace pf::ui {

/// Data without images: `identities` people with `images` each, named "p0/0", "p0/1" ..., sigma² from
/// `sigmaOf`.
inline std::shared_ptr<GalleryData> plainGallery(int identities, int images,
                                                 const std::function<double(std::size_t)>& sigmaOf) {
    auto data = std::make_shared<GalleryData>();
    for (int person = 0; person < identities; ++person) {
        data->identities.push_back("p" + std::to_string(person));
        for (int image = 0; image < images; ++image) {
            data->nameRank.push_back(static_cast<FaceIndex>(data->labels.size()));
            data->labels.push_back(person);
            data->sigmaSq.push_back(sigmaOf(data->sigmaSq.size()));
        }
    }
    for (const double sigma : data->sigmaSq) {
        if (sigma == sigma) {
            data->sortedSigmaSq.push_back(sigma);
        }
    }
    std::sort(data->sortedSigmaSq.begin(), data->sortedSigmaSq.end());
    return data;
}

/// sigma² of every image of a catalog, except those for which `sigmaOf` is not positive (they count as
/// unreadable); the norm is the index plus one.
inline FaceMeasurements measurementsOf(const ImageCatalog& catalog,
                                       const std::function<double(std::size_t)>& sigmaOf) {
    FaceMeasurements measured;
    measured.faces.resize(catalog.size());
    for (std::size_t i = 0; i < catalog.size(); ++i) {
        if (sigmaOf(i) <= 0) {
            measured.skipped.push_back(catalog.name(i) + ": truncated");
        } else {
            measured.faces[i] = {sigmaOf(i), static_cast<double>(i + 1)};
        }
    }
    return measured;
}

}  // namespace pf::ui
