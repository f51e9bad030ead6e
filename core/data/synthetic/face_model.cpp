#include "core/data/synthetic/face_model.h"

#include <cmath>
#include <numbers>

namespace pf::synth {
namespace {

constexpr float kRadians = std::numbers::pi_v<float> / 180.0F;
// The head turns about an axis inside it; detectors would re-centre the face, so the axis lies well forward.
constexpr float kPivotDepth = 0.36F;
// Hair needs more room above the origin than the chin below.
constexpr float kCentering = 0.025F;

float surfaceDepth(float x, float y) {
    const float t = 1.0F - (x / 0.70F) * (x / 0.70F) - (y / 1.05F) * (y / 1.05F);
    return 0.55F * std::sqrt(std::max(0.0F, t));
}

Path makeHeadOutline(const SyntheticIdentity& id, const Pose& pose, float mouthOpen) {
    const float w = id.headWidth;
    const float chinY = id.chinY + 0.07F * mouthOpen;
    struct Corner {
        float x, y, z;
    };
    const Corner half[] = {{0.0F, -id.headTop, -0.02F},
                           {0.50F * w, -0.93F * id.headTop, -0.02F},
                           {0.87F * w, -0.68F * id.headTop, -0.02F},
                           {1.00F * w, -0.22F, -0.03F},
                           {id.cheekWidth * w, 0.14F, 0.02F},
                           {id.jawWidth * w, id.jawY, 0.08F},
                           {mix(id.chinWidth, id.jawWidth, 0.36F) * w, mix(id.jawY, chinY, 0.68F), 0.17F},
                           {id.chinWidth * w * 0.62F, chinY - 0.022F, 0.26F},
                           {0.0F, chinY, 0.29F}};
    constexpr int kCount = 9;
    Path controls;
    for (int i = 0; i < kCount; ++i) {
        controls.push_back(pose.outline(half[i].x, half[i].y, half[i].z));
    }
    for (int i = kCount - 2; i > 0; --i) {
        controls.push_back(pose.outline(-half[i].x, half[i].y, half[i].z));
    }
    return closedSpline(controls, 6);
}

}  // namespace

Pose::Pose(const SyntheticNuisance& nuisance)
    : sinYaw_(std::sin(nuisance.yaw * kRadians)),
      cosYaw_(std::cos(nuisance.yaw * kRadians)),
      sinPitch_(std::sin(nuisance.pitch * kRadians)),
      cosPitch_(std::cos(nuisance.pitch * kRadians)),
      cosRoll_(std::cos(nuisance.roll * kRadians)),
      sinRoll_(std::sin(nuisance.roll * kRadians)),
      shiftX_(nuisance.shiftX),
      shiftY_(nuisance.shiftY + kCentering) {}

Point Pose::place(float x, float y) const {
    return {cosRoll_ * x - sinRoll_ * y + shiftX_, sinRoll_ * x + cosRoll_ * y + shiftY_};
}

Point Pose::surface(float x, float y, float lift) const {
    const float z = surfaceDepth(x, y) + lift - kPivotDepth;
    return place(cosYaw_ * x + sinYaw_ * z, cosPitch_ * y + sinPitch_ * z);
}

Point Pose::outline(float x, float y, float z) const {
    return place(x + sinYaw_ * (z - kPivotDepth), y + sinPitch_ * (z - kPivotDepth));
}

Point Pose::body(float x, float y) const {
    return {x + shiftX_, y + shiftY_};
}

Path Pose::surface(const Path& path) const {
    Path result;
    result.reserve(path.size());
    for (const Point& p : path) {
        result.push_back(surface(p.x, p.y));
    }
    return result;
}

FaceModel::FaceModel(const SyntheticIdentity& identity, const SyntheticNuisance& nuisanceOfImage)
    : id(identity), nuisance(nuisanceOfImage), pose(nuisanceOfImage) {
    const float azimuth = nuisance.lightAzimuth * kRadians;
    const float elevation = nuisance.lightElevation * kRadians;
    light = {std::sin(azimuth) * std::cos(elevation), -std::sin(elevation),
             std::cos(azimuth) * std::cos(elevation)};
    headOutline = makeHeadOutline(id, pose, nuisance.mouthOpen);
}

Rgb litColor(const FaceModel& model, Rgb color, float shade) {
    const float s = shade * model.nuisance.brightness;
    const float warm = std::max(0.0F, 1.0F - shade);
    const Rgb lit = color * model.nuisance.lightColor;
    return {lit.r * s * (1.0F + 0.10F * warm), lit.g * s, lit.b * s * (1.0F - 0.06F * warm)};
}

}  // namespace pf::synth
