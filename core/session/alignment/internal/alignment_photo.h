// One photo to its crops. Internal to the alignment.
#pragma once

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "core/base/rgb_image.h"
#include "core/data/align/face_detector.h"
#include "core/data/align/landmark_list.h"
#include "core/data/align/similarity.h"
#include "core/data/align/turned_landmarks.h"
#include "core/session/alignment/alignment.h"

namespace pf {

struct Photo;

/// The list or the detector of a request, opened once to find out whether it can be used.
struct FaceEvidence {
    std::optional<LandmarkList> landmarks;
    std::string sha256;
    std::string reading;  ///< how the list was read, or what the detector is

    const LandmarkList* list() const { return landmarks ? &*landmarks : nullptr; }
};

/// Throws: as readLandmarkList and FaceDetector.
FaceEvidence openEvidence(const AlignRequest& request);

/// A remark without the photo's name.
struct PhotoRemark {
    std::string kind;
    std::string detail;

    bool operator==(const PhotoRemark&) const = default;
};

/// A face of a photo, kept or not.
struct PhotoFace {
    std::array<float, 4> box{};  ///< zeros from a list
    std::array<float, 10> points{};
    double score = -1;   ///< -1 from a list
    RgbImage crop = {};  ///< empty unless kept, or asked for
    bool kept = false;
    std::vector<PhotoRemark> remarks = {};
};

struct AlignedPhoto {
    std::vector<PhotoFace> faces;
    std::vector<PhotoRemark> remarks;  ///< about the photo as a whole
    RgbImage thumbnail;                ///< when asked for
    double thumbnailScale = 1;

    /// All remarks, the photo's first.
    std::vector<PhotoRemark> allRemarks() const;
};

/// Finds and crops the faces of photos. Not thread-safe: one per thread.
class PhotoAligner {
  public:
    /// `landmarks` is the request's list, already read, and must outlive the aligner; null with a detector.
    /// Throws: as FaceDetector.
    PhotoAligner(const AlignRequest& request, const LandmarkList* landmarks);

    /// What is wrong with a photo becomes a remark. On a stop the result is of no use.
    /// `thumbnailSide` above 0: also a reduced photo, and crops of the faces that are not kept.
    AlignedPhoto align(const Photo& photo, const std::stop_token& stop, int thumbnailSide = 0);

  private:
    /// Faces that may be kept; what stands against the others goes to the remarks.
    std::vector<std::size_t> listed(AlignedPhoto& result, const cv::Mat& rgb, Orientation orientation,
                                    const Photo& photo);
    LandmarkReading readingOf(const FacePoints& points, const cv::Mat& rgb);
    PhotoFace seenFace(const ListedFace& face, const cv::Mat& rgb, Orientation orientation);
    std::vector<std::size_t> detected(AlignedPhoto& result, const cv::Mat& rgb, const std::stop_token& stop);
    void keep(AlignedPhoto& result, const std::vector<std::size_t>& good, const cv::Mat& rgb) const;
    void crop(PhotoFace& face, const cv::Mat& rgb) const;
    bool isInside(PhotoFace& face, const cv::Mat& rgb) const;

    AlignRequest request_;
    const LandmarkList* landmarks_;
    const AlignTemplate& places_;
    std::optional<FaceDetector> detector_;
};

}  // namespace pf
