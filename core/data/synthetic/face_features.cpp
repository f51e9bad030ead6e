#include "core/data/synthetic/face_features.h"

#include <array>
#include <cmath>

namespace pf::synth {
namespace {

struct EyeShape {
    Path outline;
    Path upperLid;
    Path crease;
    Point center;
    Point iris;
    float irisRadius = 0.0F;
};

EyeShape makeEye(const FaceModel& model, float side) {
    const SyntheticIdentity& id = model.id;
    const SyntheticNuisance& n = model.nuisance;
    const float squint = std::max(0.0F, n.smile);
    const float up = id.eyeHeight * n.eyeOpen * (1.0F - 0.12F * squint);
    const float low = 0.62F * id.eyeHeight * (1.0F - 0.25F * squint);
    const float w = id.eyeWidth;
    const float round = mix(0.62F, 0.90F, id.eyeRoundness);
    const auto at = [&](float u, float v) {
        // u runs from the inner (-1) to the outer (1) corner.
        return model.pose.surface(side * (id.eyeSpacing + u * w), id.eyeY + v - id.eyeTilt * u);
    };
    const std::array<Point, 5> upper = {at(-1.0F, 0.010F), at(-0.55F, -up * round), at(0.05F, -up),
                                        at(0.62F, -up * (round - 0.05F)), at(1.0F, 0.0F)};
    const std::array<Point, 3> lower = {at(0.55F, low * 0.86F), at(-0.02F, low), at(-0.58F, low * 0.66F)};
    EyeShape eye;
    std::vector<Point> controls(upper.begin(), upper.end());
    controls.insert(controls.end(), lower.begin(), lower.end());
    eye.outline = closedSpline(controls);
    eye.upperLid = openSpline(upper);
    const float lift = 0.018F + 0.022F * id.lidCrease;
    const std::array<Point, 4> crease = {at(-0.85F, -0.35F * up - lift), at(-0.35F, -up - lift * 0.9F),
                                         at(0.35F, -up - lift), at(1.05F, -0.45F * up - lift)};
    eye.crease = openSpline(crease);
    eye.center = at(0.0F, 0.0F);
    eye.iris = at(side * n.gazeX * 0.22F, -0.12F * id.eyeHeight + 0.25F * n.gazeY * id.eyeHeight);
    eye.irisRadius = id.irisSize;
    return eye;
}

struct MouthShape {
    Path upperLip;
    Path lowerLip;
    Path gap;
    Path line;
    float open = 0.0F;
    Point lowerCenter;
    Point leftCorner;
    Point rightCorner;
};

MouthShape makeMouth(const FaceModel& model) {
    const SyntheticIdentity& id = model.id;
    const SyntheticNuisance& n = model.nuisance;
    MouthShape mouth;
    mouth.open = 0.075F * n.mouthOpen + 0.022F * std::max(0.0F, n.smile - 0.45F);
    const float w = id.mouthWidth * (1.0F + 0.17F * n.smile);
    const float y = id.mouthY - 0.012F * n.smile;
    const float corner = y - 0.009F - 0.038F * n.smile - id.mouthTilt;
    const float up = id.upperLip * (1.0F - 0.2F * std::max(0.0F, n.smile));
    const float low = id.lowerLip * (1.0F - 0.12F * std::max(0.0F, n.smile));
    const float dip = 0.45F * id.cupidBow * up;
    const float gapTop = y - 0.25F * mouth.open;
    const float gapLow = y + 0.9F * mouth.open;
    const auto at = [&](float u, float v) { return model.pose.surface(u * w, v, 0.03F); };
    const Path upperEdge = {at(-1.0F, corner),       at(-0.55F, mix(corner, y, 0.5F) - 0.62F * up),
                            at(-0.20F, gapTop - up), at(0.0F, gapTop - up + dip),
                            at(0.20F, gapTop - up),  at(0.55F, mix(corner, y, 0.5F) - 0.62F * up),
                            at(1.0F, corner)};
    const Path seamTop = {at(0.5F, mix(corner, gapTop, 0.72F)), at(0.0F, gapTop + 0.006F),
                          at(-0.5F, mix(corner, gapTop, 0.72F))};
    const Path seamLow = {at(0.5F, mix(corner, gapLow, 0.72F)), at(0.0F, gapLow + 0.006F),
                          at(-0.5F, mix(corner, gapLow, 0.72F))};
    Path controls = upperEdge;
    controls.insert(controls.end(), seamTop.begin(), seamTop.end());
    mouth.upperLip = closedSpline(controls);
    const Path lowerControls = {upperEdge.front(),
                                seamLow[2],
                                seamLow[1],
                                seamLow[0],
                                upperEdge.back(),
                                at(0.55F, mix(corner, gapLow + low, 0.78F)),
                                at(0.0F, gapLow + low),
                                at(-0.55F, mix(corner, gapLow + low, 0.78F))};
    mouth.lowerLip = closedSpline(lowerControls);
    mouth.gap = closedSpline(Path{upperEdge.front(), seamTop[2], seamTop[1], seamTop[0], upperEdge.back(),
                                  seamLow[0], seamLow[1], seamLow[2]});
    mouth.line = openSpline(Path{upperEdge.front(), seamTop[2], seamTop[1], seamTop[0], upperEdge.back()});
    mouth.lowerCenter = at(0.0F, gapLow + 0.55F * low);
    mouth.leftCorner = upperEdge.front();
    mouth.rightCorner = upperEdge.back();
    return mouth;
}

}  // namespace

void paintNose(Canvas& canvas, const FaceModel& model) {
    const SyntheticIdentity& id = model.id;
    const Pose& pose = model.pose;
    const Rgb shadow = id.skin * Rgb{0.60F, 0.49F, 0.47F};
    const Rgb nostril = id.skin * Rgb{0.36F, 0.25F, 0.25F};
    const float w = id.noseWidth;
    const float y = id.noseY;
    // The side away from the light falls into shadow; a little on both sides shapes the bridge.
    for (const float side : {-1.0F, 1.0F}) {
        const float away = clamp01(0.5F - side * model.light.x);
        const Path flank = {{side * (id.noseBridge + 0.03F), id.eyeY - 0.06F},
                            {side * (id.noseBridge + 0.012F), id.eyeY + 0.07F},
                            {side * (id.noseBridge + 0.03F), mix(id.eyeY, y, 0.65F)},
                            {side * (w * 0.86F), y - 0.04F}};
        canvas.stroke(openSpline(pose.surface(flank)), {0.035F, 0.04F, 0.045F}, shadow, 0.10F + 0.28F * away,
                      0.05F);
        const Path wing = {{side * w * 0.90F, y - 0.055F},
                           {side * w * 1.04F, y - 0.005F},
                           {side * w * 0.94F, y + 0.035F},
                           {side * w * 0.66F, y + 0.040F}};
        canvas.stroke(openSpline(pose.surface(wing)), {0.006F, 0.020F, 0.014F}, shadow, 0.62F, 0.014F);
    }
    canvas.spot(pose.surface(0.0F, y + 0.065F, 0.05F), w * 1.05F, 0.055F, shadow, 0.45F);
    const Path base = {{-w * 0.62F, y + 0.034F},
                       {-w * 0.25F, y + 0.040F},
                       {0.0F, y + 0.054F},
                       {w * 0.25F, y + 0.040F},
                       {w * 0.62F, y + 0.034F}};
    Path placed;
    for (const Point& p : base) {
        placed.push_back(pose.surface(p.x, p.y, 0.08F));
    }
    canvas.stroke(openSpline(placed), {0.008F, 0.014F, 0.008F}, shadow, 0.55F, 0.012F);
    for (const float side : {-1.0F, 1.0F}) {
        canvas.fill(
            ellipse(pose.surface(side * w * 0.46F, y + 0.030F, 0.07F), w * 0.22F, 0.015F, side * 0.25F),
            nostril, 0.85F, 0.016F);
    }
}

void paintMouth(Canvas& canvas, const FaceModel& model) {
    const SyntheticIdentity& id = model.id;
    const MouthShape mouth = makeMouth(model);
    if (mouth.open > 0.006F) {
        const Mask gap = canvas.coverage(mouth.gap);
        const float teethEnd = mouth.lowerCenter.y - id.lowerLip * 0.4F;
        const float span = std::max(0.01F, mouth.open);
        canvas.shade(gap, [&](float, float y, Rgb) {
            const Rgb teeth{236.0F, 230.0F, 220.0F};
            const Rgb inside{78.0F, 34.0F, 34.0F};
            return mix(teeth, inside, smoothStep(teethEnd - 0.55F * span, teethEnd - 0.1F * span, y));
        });
    }
    const Rgb lower = mix(id.lips, {235.0F, 160.0F, 150.0F}, 0.10F);
    canvas.fill(mouth.upperLip, id.lips * 0.88F, 0.92F, 0.010F);
    canvas.fill(mouth.lowerLip, lower, 0.92F, 0.012F);
    const Rgb seam = id.lips * Rgb{0.42F, 0.32F, 0.32F};
    if (mouth.open <= 0.012F) {
        canvas.stroke(mouth.line, {0.010F, 0.017F, 0.010F}, seam, 0.9F, 0.008F);
    } else {
        canvas.stroke(mouth.line, {0.010F, 0.010F, 0.010F}, seam, 0.6F, 0.008F);
    }
    for (const Point& corner : {mouth.leftCorner, mouth.rightCorner}) {
        canvas.spot(corner, 0.032F, 0.028F, id.skin * Rgb{0.45F, 0.34F, 0.33F}, 0.6F);
    }
}

void paintEyes(Canvas& canvas, const FaceModel& model) {
    const SyntheticIdentity& id = model.id;
    const Rgb lash = mix(id.browColor, {22.0F, 16.0F, 15.0F}, 0.7F);
    for (const float side : {-1.0F, 1.0F}) {
        const EyeShape eye = makeEye(model, side);
        canvas.stroke(eye.crease, {0.006F, 0.016F, 0.006F}, id.skin * Rgb{0.55F, 0.45F, 0.44F},
                      0.35F + 0.4F * id.lidCrease, 0.010F);
        const Mask mask = canvas.coverage(eye.outline);
        const float radius = eye.irisRadius;
        const float edge = 1.2F / canvas.pixelsPerUnit();
        const Rgb rim = id.iris * 0.42F;
        canvas.shade(mask, [&](float x, float y, Rgb) {
            const float dx = x - eye.iris.x;
            const float dy = y - eye.iris.y;
            const float r = std::sqrt(dx * dx + dy * dy);
            // Sclera: darker towards the corners and under the upper lid.
            const float away = std::abs(x - eye.center.x) / id.eyeWidth;
            const float lid = smoothStep(-id.eyeHeight * 1.1F, id.eyeHeight * 0.4F, y - eye.center.y);
            const float white = (0.80F + 0.20F * lid) * (1.0F - 0.16F * away * away);
            Rgb color = Rgb{243.0F, 238.0F, 234.0F} * white;
            if (r < radius + edge) {
                const float t = r / radius;
                // Lighter below the pupil, where light that came through the cornea gathers.
                Rgb iris =
                    id.iris * (0.80F + 0.55F * smoothStep(-0.2F, 0.9F, dy / radius) - 0.18F * (1.0F - lid));
                iris = mix(iris, rim, smoothStep(0.72F, 1.0F, t));
                iris = mix(Rgb{14.0F, 11.0F, 11.0F}, iris,
                           smoothStep(0.42F - edge / radius, 0.42F + edge / radius, t));
                color = mix(iris, color, smoothStep(radius - edge, radius + edge, r));
            }
            return color;
        });
        const float line = mix(0.014F, 0.026F, id.femininity);
        canvas.stroke(eye.upperLid, {0.010F, line, line * 0.8F}, lash, 0.92F, 0.006F);
        canvas.stroke(Path(eye.outline.begin() + static_cast<std::ptrdiff_t>(eye.outline.size() / 2),
                           eye.outline.end()),
                      {0.006F, 0.008F, 0.006F}, mix(lash, id.skin, 0.45F), 0.6F, 0.006F);
    }
}

void paintBrows(Canvas& canvas, const FaceModel& model) {
    const SyntheticIdentity& id = model.id;
    const float raise = 0.035F * model.nuisance.browRaise;
    const float frown = 0.03F * std::max(0.0F, -model.nuisance.browRaise);
    for (const float side : {-1.0F, 1.0F}) {
        const float y = id.eyeY - id.browHeight - raise;
        const float inner = id.eyeSpacing - 0.115F - 0.3F * frown;
        const auto at = [&](float t, float up) {
            return model.pose.surface(side * (inner + t * 1.42F * id.browLength),
                                      y - up - id.browTilt * (t - 0.4F), 0.01F);
        };
        const float thick = id.browThickness;
        const Path spine =
            openSpline(Path{at(0.0F, 0.002F - frown), at(0.35F, 0.10F * thick + 0.5F * id.browArch),
                            at(0.66F, 0.85F * id.browArch), at(1.0F, -0.036F)});
        canvas.stroke(spine, {0.85F * thick, thick, 0.22F * thick}, id.browColor, 0.55F, 0.022F);
        canvas.stroke(spine, {0.60F * thick, 0.78F * thick, 0.15F * thick}, id.browColor, 0.75F, 0.008F);
    }
}

void paintHighlights(Canvas& canvas, const FaceModel& model) {
    const SyntheticIdentity& id = model.id;
    const Rgb white{255.0F, 255.0F, 255.0F};
    for (const float side : {-1.0F, 1.0F}) {
        const EyeShape eye = makeEye(model, side);
        const Point glint{eye.iris.x + 0.42F * eye.irisRadius * (model.light.x > 0.0F ? 1.0F : -1.0F),
                          eye.iris.y - 0.28F * eye.irisRadius};
        canvas.spot(glint, 0.021F, 0.021F, white, 0.95F);
    }
    const MouthShape mouth = makeMouth(model);
    canvas.spot({mouth.lowerCenter.x + 0.03F * model.light.x, mouth.lowerCenter.y}, id.mouthWidth * 0.5F,
                id.lowerLip * 0.30F, white, 0.06F + 0.14F * id.femininity);
}

void paintGlasses(Canvas& canvas, const FaceModel& model) {
    const SyntheticIdentity& id = model.id;
    if (id.glasses == GlassesStyle::None) {
        return;
    }
    const Pose& pose = model.pose;
    const bool round = id.glasses == GlassesStyle::Round;
    const float halfWidth = id.glassesSize;
    const float halfHeight = round ? halfWidth * 0.86F : halfWidth * 0.66F;
    const float centerX = std::max(id.eyeSpacing, halfWidth + 0.045F);
    const float y = id.eyeY + 0.025F;
    constexpr float kLift = 0.05F;
    const float power = round ? 1.0F : 0.42F;
    const float thick = id.glassesThickness;
    for (const float side : {-1.0F, 1.0F}) {
        Path lens;
        for (const Point& p : ellipse({0.0F, 0.0F}, 1.0F, 1.0F)) {
            const auto squared = [&](float v) { return std::copysign(std::pow(std::abs(v), power), v); };
            lens.push_back(pose.surface(side * centerX + halfWidth * squared(p.x),
                                        y + halfHeight * squared(p.y), kLift));
        }
        const Point center = pose.surface(side * centerX, y, kLift);
        canvas.fill(lens, {226.0F, 236.0F, 246.0F}, 0.07F);
        Path shine = {{center.x - 0.6F * halfWidth, center.y + 0.4F * halfHeight},
                      {center.x - 0.05F * halfWidth, center.y - 0.75F * halfHeight}};
        canvas.stroke(shine, {0.03F, 0.04F, 0.03F}, {255.0F, 255.0F, 255.0F}, 0.16F, 0.02F);
        lens.push_back(lens.front());
        lens.push_back(lens[1]);
        canvas.stroke(lens, {thick, thick, thick}, id.glassesColor, 0.95F);
        const Path temple = {pose.surface(side * (centerX + halfWidth), y - 0.05F, kLift),
                             pose.outline(side * id.headWidth, y - 0.07F, 0.0F)};
        canvas.stroke(temple, {thick, thick, thick}, id.glassesColor, 0.95F);
    }
    const float gap = centerX - halfWidth;
    const Path bridge = {pose.surface(-gap, y - 0.01F, kLift), pose.surface(0.0F, y - 0.035F, 0.09F),
                         pose.surface(gap, y - 0.01F, kLift)};
    canvas.stroke(openSpline(bridge), {thick, thick, thick}, id.glassesColor, 0.95F);
}

}  // namespace pf::synth
