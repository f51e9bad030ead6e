#include "core/data/align/turned_landmarks.h"

#include <cmath>
#include <numbers>
#include <utility>

#include "core/data/align/landmark_list.h"
#include "core/data/images/image_orientation.h"

namespace pf {
namespace {

/// Faces of photos that are held right are turned by less.
constexpr double kUpright = 45;
/// A face that scores this much more in one crop is in that one.
constexpr double kClearlyMore = 0.15;
constexpr double kScoredFace = 0.5;

bool isPlausible(const LandmarkReading& reading) {
    return reading.inside > 0.5 && reading.turn < kUpright && reading.distance < kOddShape;
}

}  // namespace

FacePoints pointsAsSeen(const FacePoints& stored, Orientation orientation, int width, int height) {
    const Turn turn = turnOf(orientation);
    FacePoints seen = stored;
    for (std::size_t i = 0; i < stored.size(); i += 2) {
        const float x = stored[turn.swapsSides ? i + 1 : i];
        const float y = stored[turn.swapsSides ? i : i + 1];
        seen[i] = turn.leftRight ? static_cast<float>(width - 1) - x : x;
        seen[i + 1] = turn.upsideDown ? static_cast<float>(height - 1) - y : y;
    }
    const bool mirrors = (turn.swapsSides != turn.leftRight) != turn.upsideDown;
    if (mirrors) {
        for (const std::size_t left : {std::size_t{0}, std::size_t{6}}) {  // eyes, mouth corners
            std::swap(seen[left], seen[left + 2]);
            std::swap(seen[left + 1], seen[left + 3]);
        }
    }
    return seen;
}

double turnFromUpright(const FacePoints& points, const FacePoints& places) {
    const Similarity similarity = fitSimilarity(points, places);
    return std::abs(std::atan2(similarity.b, similarity.a)) * 180.0 / std::numbers::pi;
}

std::optional<std::size_t> betterReading(const std::array<LandmarkReading, 2>& readings) {
    const double more = readings[1].faceScore - readings[0].faceScore;
    const std::size_t higher = more > 0 ? 1 : 0;
    if (std::abs(more) > kClearlyMore && readings[higher].faceScore > kScoredFace) {
        return higher;
    }
    const bool shown = isPlausible(readings[0]);
    const bool stored = isPlausible(readings[1]);
    return shown == stored ? std::nullopt : std::optional<std::size_t>(stored ? 1 : 0);
}

}  // namespace pf
