#include "core/data/synthetic/face_shading.h"

#include <cmath>

#include "core/data/synthetic/canvas.h"
#include "core/data/synthetic/face_model.h"

namespace pf::synth {
namespace {

// Slopes of the face's relief on a coarse grid: relief is smooth, so half the resolution is enough.
struct Relief {
    int x0 = 0;
    int y0 = 0;
    int width = 0;
    int height = 0;
    std::vector<float> slopeX;
    std::vector<float> slopeY;
};

constexpr int kCoarse = 2;

// Adds a bump of height `rise` (negative for a hollow) with compact support.
void addBump(Relief& relief, const Canvas& canvas, Point center, float radiusX, float radiusY, float rise) {
    const float cell = static_cast<float>(kCoarse) / canvas.pixelsPerUnit();
    const float reach = canvas.reach();
    const auto column = [&](float unit) {
        return static_cast<int>(std::floor(canvas.toPixel(unit) / static_cast<float>(kCoarse)));
    };
    const int firstX = std::max(relief.x0, column(center.x - radiusX));
    const int endX = std::min(relief.x0 + relief.width, column(center.x + radiusX) + 1);
    const int firstY = std::max(relief.y0, column(center.y - radiusY));
    const int endY = std::min(relief.y0 + relief.height, column(center.y + radiusY) + 1);
    const float scaleX = 1.0F / radiusX;
    const float scaleY = 1.0F / radiusY;
    for (int y = firstY; y < endY; ++y) {
        const float v = ((static_cast<float>(y) + 0.5F) * cell - reach - center.y) * scaleY;
        const auto row = static_cast<std::size_t>(y - relief.y0) * static_cast<std::size_t>(relief.width);
        for (int x = firstX; x < endX; ++x) {
            const float u = ((static_cast<float>(x) + 0.5F) * cell - reach - center.x) * scaleX;
            const float fall = 1.0F - u * u - v * v;
            if (fall > 0.0F) {
                const std::size_t i = row + static_cast<std::size_t>(x - relief.x0);
                relief.slopeX[i] += -4.0F * rise * fall * u * scaleX;
                relief.slopeY[i] += -4.0F * rise * fall * v * scaleY;
            }
        }
    }
}

void addFaceBumps(Relief& relief, const Canvas& canvas, const FaceModel& model) {
    const SyntheticIdentity& id = model.id;
    const auto bump = [&](float x, float y, float lift, float rx, float ry, float rise) {
        addBump(relief, canvas, model.pose.surface(x, y, lift), rx, ry, rise);
    };
    const float age = id.age;
    const float smile = std::max(0.0F, model.nuisance.smile);
    bump(0.0F, -0.42F, 0.0F, 0.55F, 0.34F, 0.045F);  // forehead
    for (const float side : {-1.0F, 1.0F}) {
        const float eyeX = side * id.eyeSpacing;
        bump(eyeX, id.eyeY + 0.02F, 0.0F, 0.21F, 0.15F, -0.034F);  // socket
        bump(eyeX, id.eyeY, 0.0F, 0.12F, 0.09F, 0.016F);           // eyeball under the lids
        bump(eyeX, id.eyeY - id.browHeight, 0.0F, 0.20F, 0.09F, 0.012F + 0.008F * (1.0F - id.femininity));
        bump(side * 0.33F, 0.23F - 0.03F * smile, 0.0F, 0.24F, 0.22F, 0.030F + 0.014F * smile);  // cheek
        bump(side * 0.36F, 0.47F, 0.0F, 0.20F, 0.24F, -0.012F - 0.016F * age);                   // hollow
        bump(side * (id.noseWidth * 0.80F), id.noseY + 0.005F, 0.08F, 0.075F, 0.065F,
             0.020F);                                                            // nostril wing
        bump(eyeX, id.eyeY + 0.13F, 0.0F, 0.12F, 0.05F, 0.004F + 0.008F * age);  // under the eye
    }
    const float relative = id.noseRelief;
    const float bridgeTop = id.eyeY - 0.04F;
    constexpr int kBridgeSteps = 4;
    for (int i = 0; i < kBridgeSteps; ++i) {
        const float t = static_cast<float>(i) / (kBridgeSteps - 1);
        bump(0.0F, mix(bridgeTop, id.noseY - 0.06F, t), 0.04F + 0.10F * t, id.noseBridge * 1.6F + 0.03F * t,
             0.16F, relative * (0.010F + 0.012F * t));
    }
    bump(0.0F, id.noseY - 0.005F, 0.16F, id.noseTip * 1.5F, id.noseTip * 1.35F, 0.034F * relative);
    const float mouth = id.mouthY;
    bump(0.0F, mouth, 0.03F, 0.26F, 0.17F, 0.020F);
    bump(0.0F, mouth - id.upperLip * 0.5F, 0.03F, id.mouthWidth, id.upperLip + 0.035F, 0.008F);
    bump(0.0F, mouth + id.lowerLip * 0.6F, 0.03F, id.mouthWidth * 0.85F, id.lowerLip + 0.035F, 0.014F);
    bump(0.0F, mouth + id.lowerLip + 0.075F, 0.02F, 0.17F, 0.06F, -0.014F);
    bump(0.0F, id.chinY - 0.10F, 0.02F, 0.19F, 0.13F, 0.026F);
}

}  // namespace

void shadeHead(Canvas& canvas, const FaceModel& model, const Mask& head) {
    if (head.width <= 0) {
        return;
    }
    Relief relief;
    relief.x0 = head.x0 / kCoarse;
    relief.y0 = head.y0 / kCoarse;
    relief.width = (head.x0 + head.width - 1) / kCoarse - relief.x0 + 2;
    relief.height = (head.y0 + head.height - 1) / kCoarse - relief.y0 + 2;
    const auto cells = static_cast<std::size_t>(relief.width) * static_cast<std::size_t>(relief.height);
    relief.slopeX.assign(cells, 0.0F);
    relief.slopeY.assign(cells, 0.0F);
    addFaceBumps(relief, canvas, model);

    // Light per cell; the head itself is an ellipsoid.
    const SyntheticIdentity& id = model.id;
    const Point center = model.pose.outline(0.0F, 0.5F * (id.chinY - id.headTop), 0.0F);
    const float radiusX = 1.04F * id.headWidth;
    const float radiusY = 0.54F * (id.chinY + id.headTop);
    const LightDirection light = model.light;
    const float halfLength =
        std::sqrt(light.x * light.x + light.y * light.y + (light.z + 1.0F) * (light.z + 1.0F));
    const float gloss = 0.13F * (1.0F - 0.35F * id.age);
    const float key = 1.12F * model.nuisance.lightStrength;
    const float ambient = 1.02F - 0.62F * model.nuisance.lightStrength;
    std::vector<float> diffuse(cells);
    std::vector<float> specular(cells);
    const float cell = static_cast<float>(kCoarse) / canvas.pixelsPerUnit();
    const float reach = canvas.reach();
    for (int y = 0; y < relief.height; ++y) {
        const float v = ((static_cast<float>(relief.y0 + y) + 0.5F) * cell - reach - center.y) / radiusY;
        for (int x = 0; x < relief.width; ++x) {
            const float u = ((static_cast<float>(relief.x0 + x) + 0.5F) * cell - reach - center.x) / radiusX;
            const auto i = static_cast<std::size_t>(y) * static_cast<std::size_t>(relief.width) +
                           static_cast<std::size_t>(x);
            const float depth = std::sqrt(std::max(0.16F, 1.0F - u * u - v * v));
            const float nx = u * 0.95F / depth - 1.5F * relief.slopeX[i];
            const float ny = v * 0.62F / depth - 1.5F * relief.slopeY[i];
            const float inverse = 1.0F / std::sqrt(nx * nx + ny * ny + 1.0F);
            const float lambert = (nx * light.x + ny * light.y + light.z) * inverse;
            const float wrapped = std::max(0.0F, lambert * 0.72F + 0.28F);
            const float ambientOcclusion = 0.62F + 0.38F * inverse;
            diffuse[i] = ambient * ambientOcclusion + key * wrapped;
            float mirror = (nx * light.x + ny * light.y + light.z + 1.0F) * inverse / halfLength;
            mirror = std::max(0.0F, mirror);
            const float m2 = mirror * mirror;
            const float m4 = m2 * m2;
            const float m16 = m4 * m4 * m4 * m4;
            specular[i] = 255.0F * gloss * model.nuisance.lightStrength * m16 * m16;
        }
    }

    const auto width = static_cast<std::size_t>(relief.width);
    for (int y = 0; y < head.height; ++y) {
        const float gy = std::max(
            0.0F, (static_cast<float>(head.y0 + y) + 0.5F) / kCoarse - 0.5F - static_cast<float>(relief.y0));
        const int iy = std::min(static_cast<int>(gy), relief.height - 2);
        const float ty = gy - static_cast<float>(iy);
        const float* covered = head.row(y);
        for (int x = 0; x < head.width; ++x) {
            if (covered[x] < 0.002F) {
                continue;
            }
            const float gx = std::max(0.0F, (static_cast<float>(head.x0 + x) + 0.5F) / kCoarse - 0.5F -
                                                static_cast<float>(relief.x0));
            const int ix = std::min(static_cast<int>(gx), relief.width - 2);
            const float tx = gx - static_cast<float>(ix);
            const std::size_t i = static_cast<std::size_t>(iy) * width + static_cast<std::size_t>(ix);
            const auto sample = [&](const std::vector<float>& grid) {
                return mix(mix(grid[i], grid[i + 1], tx), mix(grid[i + width], grid[i + width + 1], tx), ty);
            };
            Rgb& pixel = canvas.at(head.x0 + x, head.y0 + y);
            const float shine = sample(specular);
            const Rgb lit = litColor(model, pixel, sample(diffuse)) + Rgb{shine, shine, shine};
            pixel = mix(pixel, lit, covered[x]);
        }
    }
}

}  // namespace pf::synth
