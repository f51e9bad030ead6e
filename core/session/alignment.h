// Photos to aligned crops, by five landmarks from a list or from a detector.
#pragma once

#include <array>
#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "core/data/rgb_image.h"
#include "core/session/control.h"

namespace pf {

/// What to do with a photo in which several faces are found.
enum class ManyFaces {
    Largest,  ///< keep the largest box
    Centre,   ///< keep the one nearest to the middle of the photo
    All,      ///< keep every one, as NAME_1, NAME_2 ...
    Skip,     ///< keep none
};

/// "largest", "centre", "all", "skip".
const std::vector<std::string>& manyFacesNames();
/// Throws: Error(Config) naming the choices.
ManyFaces manyFacesFromName(const std::string& name);

struct AlignRequest {
    /// Photos: folders (folder per identity is kept), lists, image files. May be empty with `landmarks`: the
    /// list then names the photos, relative to its folder or to its "images" folder.
    std::vector<std::string> sources;
    std::filesystem::path landmarks;  ///< list of images and five points; or
    std::filesystem::path detector;   ///< a YuNet ONNX file
    std::filesystem::path out;        ///< folder of crops; sub-folders as in the source
    int height = 112;                 ///< 112x112, 112x96 (height x width) or 96x96
    int width = 112;
    double minScore = 0.6;  ///< detections below it count as "low score"
    ManyFaces manyFaces = ManyFaces::Largest;
    std::string extension = ".jpg";  ///< .jpg or .png
    int jpegQuality = 95;
    int threads = 2;
    /// Crops that are there already are kept; off: refuse a folder that is not empty.
    bool resume = false;
};

/// One photo that did not go through without remark.
struct AlignRemark {
    std::string photo;
    std::string kind;    ///< "unreadable", "no face", "low score", "several faces", "no landmarks", "outside"
    std::string detail;  ///< a sentence with the numbers
    bool written = false;  ///< a crop exists all the same
};

struct AlignOutcome {
    std::size_t photos = 0;
    std::size_t written = 0;
    std::size_t kept = 0;  ///< crops that were there already
    std::vector<AlignRemark> remarks;
    std::filesystem::path report;  ///< CSV of the remarks, and of scores and landmarks of every crop
    bool complete = true;          ///< false when stopped
};

/// Writes one crop per face, `alignment.csv` (photo, crop, score, landmarks, remark) and `alignment.yaml`
/// (template and size, which the crops' users are checked against). Photos that give no crop are listed,
/// never left out in silence. Throws: Error(Config) for impossible requests, Error(Data, Io) naming the file
/// that cannot be used.
AlignOutcome alignFaces(const AlignRequest& request, RunControl& control, const ProgressObserver& observer);

/// One photo as the page shows it: landmarks drawn over it, and what comes out.
struct AlignPreview {
    RgbImage photo;  ///< at most 640 pixels on its longer side
    struct Face {
        std::array<float, 4> box;         ///< x, y, width, height in preview pixels; zeros from a list
        std::array<float, 10> landmarks;  ///< x y of eyes, nose, mouth corners in preview pixels
        double score = 1;
        RgbImage crop;
        bool kept = false;  ///< by the request's rule for several faces
    };
    std::vector<Face> faces;
    std::string remark;  ///< empty when it would go through silently
};

/// The first `count` photos of a request, aligned but not written.
std::vector<std::pair<std::string, AlignPreview>> previewAlignment(const AlignRequest& request,
                                                                   std::size_t count, RunControl& control);

}  // namespace pf
