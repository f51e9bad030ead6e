// Faces and their landmarks in photos, by a YuNet network.
#pragma once

#include <filesystem>
#include <stop_token>
#include <vector>

#include "core/data/align/yunet_decoder.h"
#include "core/data/onnx_network.h"

namespace cv {
class Mat;
}

namespace pf {

struct DetectOptions {
    double minScore = 0.6;  ///< a photo is looked at more closely until a face reaches it
    double floor = 0.3;     ///< detections below are not given at all
    /// Look at every size even after a face was found: for photos of which all faces are wanted. What a finer
    /// size adds are faces that are smaller than the ones already found.
    bool everySize = false;
    /// Look once more, and closely, at faces that the network saw small: their landmarks are rough.
    bool refine = true;
};

/// A YuNet network and the sizes at which it looks at a photo. Not thread-safe: one per thread.
///
/// The photo is scaled so that its longer side becomes 320 pixels, the size the network was trained for
/// (smaller photos are enlarged), and filled up with black to multiples of 32. When no face reaches minScore
/// it is looked at again at 160 (faces that fill the whole picture) and, as far as it has the pixels, at 640
/// and 1280 (small faces).
class FaceDetector {
  public:
    /// Loads the network and finds out which input sizes it takes.
    /// Throws: as OnnxNetwork; Error(Data) when its outputs are not YuNet's.
    explicit FaceDetector(const std::filesystem::path& file);

    /// Faces with at least `options.floor`, the best first, in pixels of the photo; stops between two sizes.
    /// Shapes: CV_8UC3 RGB. Throws: Error(Shape) for another type; as decodeYunet.
    /// Cost: 15 ms a size of 320 and 16 times that at 1280, on one slow core. Determinism: yes.
    std::vector<DetectedFace> detect(const cv::Mat& rgb, const DetectOptions& options = {},
                                     const std::stop_token& stop = {});

    /// About the width of the smallest face that can be seen in a photo of that size. Units: pixels of the
    /// photo.
    double smallestFace(int width, int height) const;
    /// SHA-256 of the network's file.
    const std::string& sha256() const { return network_.sha256(); }

  private:
    bool accepts(int side);
    std::vector<int> sidesFor(int longer) const;
    std::vector<DetectedFace> lookAt(const cv::Mat& rgb, int side, double floor);
    void lookCloser(const cv::Mat& rgb, double minScore, DetectedFace& face);

    OnnxNetwork network_;
    YunetLayout layout_;
    int fixedSide_ = 0;  ///< 0: takes any size
};

}  // namespace pf
