// What the gallery knows of its images, and how it orders, filters and groups them. No widgets.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/session/images.h"
#include "core/session/model/face_model.h"
#include "core/session/model/uncertainty_cache.h"

namespace pf::ui {

using FaceIndex = std::uint32_t;  ///< index into the catalog
using FaceIndices = std::vector<FaceIndex>;

/// Built once in a worker, then shared and never changed.
struct GalleryData {
    static constexpr double kUnknown = std::numeric_limits<double>::quiet_NaN();

    ImageCatalog catalog;
    std::vector<int> labels;              ///< by catalog index, -1 unknown
    std::vector<PictureKey> pictures;     ///< by catalog index
    std::vector<FaceIndex> nameRank;      ///< by catalog index: place in the natural order of names
    std::vector<std::string> identities;  ///< by label
    std::vector<double> sigmaSq;          ///< by catalog index, NaN where not known; empty without a model
    std::vector<double> sortedSigmaSq;    ///< the known ones, ascending
    std::vector<double> norms;  ///< of the embeddings, by catalog index; empty where the model does not tell
    std::vector<double> sortedNorms;      ///< the known ones, ascending
    std::vector<std::string> unreadable;  ///< "name: reason"
    std::vector<std::string> notes;       ///< what else there is to say of the source
    std::vector<std::string> warnings;  ///< where images or settings are not those the model was trained with
    std::optional<ModelInfo> model;

    std::size_t size() const { return labels.size(); }
    bool hasSigma() const { return !sortedSigmaSq.empty(); }
    bool hasNorms() const { return !sortedNorms.empty(); }
    /// NaN when not known.
    double sigmaOf(FaceIndex index) const { return sigmaSq.empty() ? kUnknown : sigmaSq[index]; }
    double normOf(FaceIndex index) const { return norms.empty() ? kUnknown : norms[index]; }
    /// Share of the set's images whose sigma² is lower (ties count half). Range: 0 to 1; nothing when not
    /// known.
    std::optional<double> percentileOf(FaceIndex index) const;
    std::string identityOf(FaceIndex index) const;
    /// The file that holds the image, from the root on; empty for a synthetic one.
    std::filesystem::path fileOf(FaceIndex index) const;
    /// Whether these are the same pictures under the same names.
    bool samePictures(const GalleryData& other) const {
        return pictures == other.pictures && labels == other.labels && identities == other.identities;
    }
    FaceMeasurements measurements() const;
};

using GalleryDataPtr = std::shared_ptr<const GalleryData>;

/// Images without a model. Cost: sorts the names; 10^5 take a few tenths of a second, so call it in a worker.
GalleryDataPtr makeGalleryData(ImageCatalog catalog);

/// The same images with what a model says of them, so far. Throws: Error(Internal) for those of another
/// catalog.
GalleryDataPtr withMeasurements(const GalleryDataPtr& data, const FaceMeasurements& measured,
                                const ModelInfo& model);

enum class GallerySort { SigmaDescending, SigmaAscending, Name, Identity, NormAscending, NormDescending };

struct GalleryFilter {
    std::optional<std::array<double, 2>> sigmaRange;  ///< lowest and highest sigma² shown
    int label = -1;                                   ///< one identity only; -1: all
};

/// Catalog indices in the order shown. Unknown numbers come last when sorting by them and are hidden by a
/// sigma² filter; ties follow the names. Cost: some 10 ms for 10^5 images.
FaceIndices arrange(const GalleryData& data, GallerySort sort, const GalleryFilter& filter);

/// One person's faces for the figure: low, medium and high sigma², each ascending.
struct IdentityRow {
    int label = -1;
    std::size_t total = 0;     ///< faces of the person with a known sigma²
    std::size_t shown = 0;     ///< of them, those that pass the filter
    double medianSigmaSq = 0;  ///< of all of the person's faces
    std::array<FaceIndices, 3> groups;
};

/// Splits ascending members into thirds and takes of each at most `perGroup` that are shown (nothing: all):
/// the lowest, those around the median, the highest. No face appears twice, so with fewer than three times
/// `perGroup` faces the groups shrink (one face: medium only; two: low and high).
std::array<FaceIndices, 3> lowMediumHigh(const FaceIndices& ascending, std::size_t perGroup,
                                         const std::function<bool(FaceIndex)>& isShown = {});

/// The figure's rows with the images that pass the filter, each in its place among all of the person's;
/// identities follow `sort` (by median sigma², or by name).
std::vector<IdentityRow> identityRows(const GalleryData& data, GallerySort sort, const GalleryFilter& filter,
                                      std::size_t perGroup);

/// "img2" before "img10": runs of digits compare as numbers.
bool naturalLess(const std::string& a, const std::string& b);

}  // namespace pf::ui
