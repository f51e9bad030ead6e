#include "core/data/synthetic/face_skin.h"

#include <cmath>

#include "core/base/rng.h"

namespace pf::synth {
namespace {

void paintWrinkles(Canvas& canvas, const FaceModel& model, Rgb line) {
    const SyntheticIdentity& id = model.id;
    const Pose& pose = model.pose;
    const float smile = std::max(0.0F, model.nuisance.smile);
    const float age = id.age;
    for (const float side : {-1.0F, 1.0F}) {
        const Path fold = {{side * (id.noseWidth + 0.02F), id.noseY - 0.01F},
                           {side * (id.noseWidth + 0.085F), id.noseY + 0.08F},
                           {side * (id.mouthWidth + 0.055F), id.mouthY - 0.04F + 0.02F * age},
                           {side * (id.mouthWidth + 0.05F), id.mouthY + 0.05F * age}};
        canvas.stroke(openSpline(pose.surface(fold)), {0.01F, 0.028F, 0.008F}, line,
                      std::min(0.6F, 0.10F + 0.32F * age + 0.25F * smile), 0.03F);
        const float eyeX = side * id.eyeSpacing;
        const float bagY = id.eyeY + id.eyeHeight + 0.055F;
        const Path bag = {
            {eyeX - side * 0.11F, bagY - 0.025F}, {eyeX, bagY + 0.012F}, {eyeX + side * 0.10F, bagY - 0.02F}};
        canvas.stroke(openSpline(pose.surface(bag)), {0.006F, 0.022F, 0.006F}, line, 0.08F + 0.32F * age,
                      0.02F);
        if (age > 0.5F) {
            for (int i = -1; i <= 1; ++i) {
                const auto spread = static_cast<float>(i);
                const float x = side * (id.eyeSpacing + id.eyeWidth + 0.025F);
                const Path foot = {{x, id.eyeY + 0.018F * spread},
                                   {x + side * 0.05F, id.eyeY + 0.045F * spread + 0.004F}};
                canvas.stroke(pose.surface(foot), {0.006F, 0.007F, 0.003F}, line, 0.7F * (age - 0.4F));
            }
        }
    }
    if (age > 0.42F) {
        for (int i = 0; i < 3; ++i) {
            const float y = -0.30F - 0.055F * static_cast<float>(i) - 0.02F * model.nuisance.browRaise;
            const Path furrow = {
                {-0.25F, y + 0.012F}, {-0.10F, y - 0.006F}, {0.08F, y + 0.004F}, {0.26F, y + 0.010F}};
            canvas.stroke(openSpline(pose.surface(furrow)), {0.004F, 0.012F, 0.004F}, line,
                          0.75F * (age - 0.40F), 0.008F);
        }
    }
}

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

void paintSkin(Canvas& canvas, const FaceModel& model, const Mask& head) {
    const SyntheticIdentity& id = model.id;
    const Pose& pose = model.pose;
    const Rgb skin = id.skin;
    canvas.shade(head, [&](float x, float y, Rgb) {
        // Slight mottling keeps skin from looking like plastic.
        return skin * (0.975F + 0.05F * planeNoise(id.freckleSeed, x * 11.0F, y * 11.0F));
    });
    const Rgb rosy = mix(skin, {214.0F, 92.0F, 84.0F}, 0.5F);
    for (const float side : {-1.0F, 1.0F}) {
        canvas.spot(pose.surface(side * 0.33F, 0.22F), 0.21F, 0.17F, rosy, 0.55F * id.blush);
        canvas.spot(pose.surface(side * id.eyeSpacing, id.eyeY + 0.01F), 0.21F, 0.13F,
                    skin * Rgb{0.80F, 0.74F, 0.75F}, 0.35F + 0.25F * id.age);
    }
    canvas.spot(pose.surface(0.0F, id.noseY, 0.15F), 0.10F, 0.09F, rosy, 0.35F * id.blush);
    const Rgb line = skin * Rgb{0.62F, 0.52F, 0.50F};
    paintWrinkles(canvas, model, line);

    if (id.freckles > 0.05F) {
        Rng rng(id.freckleSeed);
        const int count = 20 + static_cast<int>(70.0F * id.freckles);
        for (int i = 0; i < count; ++i) {
            const auto x = static_cast<float>(rng.normal() * 0.22);
            const auto y = static_cast<float>(0.14 + rng.normal() * 0.10);
            const auto radius = static_cast<float>(rng.uniform(0.008, 0.017));
            canvas.spot(pose.surface(x, y), radius, radius, skin * Rgb{0.68F, 0.52F, 0.42F},
                        static_cast<float>(rng.uniform(0.35, 0.9)));
        }
    }
    for (const SyntheticMole& mole : id.moles) {
        canvas.fill(ellipse(pose.surface(mole.x, mole.y), mole.radius, mole.radius),
                    skin * Rgb{0.42F, 0.33F, 0.31F}, 0.9F, 0.008F);
    }
}

void paintBeard(Canvas& canvas, const FaceModel& model) {
    const SyntheticIdentity& id = model.id;
    if (id.beard == BeardStyle::None) {
        return;
    }
    const Pose& pose = model.pose;
    const Rgb color = mix(id.hair, id.browColor, 0.5F);
    const float open = 0.07F * model.nuisance.mouthOpen;
    const float mouthTop = id.mouthY - id.upperLip - 0.015F;
    const auto textured = [&](const Path& path, float alpha, float softness) {
        const Mask mask = canvas.coverage(path, softness);
        canvas.shade(
            mask,
            [&](float x, float y, Rgb under) {
                const float grain = planeNoise(id.freckleSeed + 7, x * 62.0F, y * 34.0F);
                return mix(under, color * (0.75F + 0.5F * grain), 0.72F + 0.28F * grain);
            },
            alpha);
    };
    const auto moustache = [&](float alpha, float softness) {
        const float w = id.mouthWidth + 0.03F;
        const Path shape = {{-w, id.mouthY + 0.03F},        {-0.62F * w, mouthTop - 0.012F},
                            {-0.2F * w, id.noseY + 0.075F}, {0.0F, id.noseY + 0.085F},
                            {0.2F * w, id.noseY + 0.075F},  {0.62F * w, mouthTop - 0.012F},
                            {w, id.mouthY + 0.03F},         {0.6F * w, mouthTop + 0.018F},
                            {0.0F, mouthTop + 0.012F},      {-0.6F * w, mouthTop + 0.018F}};
        textured(closedSpline(pose.surface(shape)), alpha, softness);
    };
    const auto jaw = [&](float alpha, float softness, float below) {
        const float w = id.headWidth * 1.01F;
        const float chin = id.chinY + open + below;
        const Path shape = {{-w * id.cheekWidth, 0.06F},
                            {-w * id.jawWidth, id.jawY},
                            {-w * mix(id.chinWidth, id.jawWidth, 0.36F), mix(id.jawY, chin, 0.70F)},
                            {-w * id.chinWidth * 0.6F, chin},
                            {0.0F, chin + 0.015F},
                            {w * id.chinWidth * 0.6F, chin},
                            {w * mix(id.chinWidth, id.jawWidth, 0.36F), mix(id.jawY, chin, 0.70F)},
                            {w * id.jawWidth, id.jawY},
                            {w * id.cheekWidth, 0.06F},
                            {w * 0.80F, 0.26F},
                            {id.mouthWidth + 0.09F, id.mouthY - 0.05F},
                            {id.mouthWidth + 0.03F, id.mouthY + 0.06F},
                            {0.07F, id.mouthY + id.lowerLip + 0.045F + open},
                            {-0.07F, id.mouthY + id.lowerLip + 0.045F + open},
                            {-id.mouthWidth - 0.03F, id.mouthY + 0.06F},
                            {-id.mouthWidth - 0.09F, id.mouthY - 0.05F},
                            {-w * 0.80F, 0.26F}};
        Path placed;
        for (std::size_t i = 0; i < shape.size(); ++i) {
            const float depth = i == 4               ? 0.29F
                                : (i == 3 || i == 5) ? 0.26F
                                : (i == 2 || i == 6) ? 0.17F
                                                     : 0.06F;
            placed.push_back(i < 9 ? pose.outline(shape[i].x, shape[i].y, depth)
                                   : pose.surface(shape[i].x, shape[i].y));
        }
        textured(closedSpline(placed, 4), alpha, softness);
    };
    const float density = id.beardDensity;
    switch (id.beard) {
        case BeardStyle::Stubble:
            jaw(0.36F * density, 0.07F, -0.01F);
            moustache(0.36F * density, 0.03F);
            break;
        case BeardStyle::Moustache:
            moustache(0.93F, 0.014F);
            break;
        case BeardStyle::Goatee: {
            moustache(0.80F * density, 0.018F);
            const float top = id.mouthY + id.lowerLip + 0.04F + open;
            const float bottom = id.chinY + open;
            const Path shape = {{-0.10F, top + 0.02F},           {0.0F, top},     {0.10F, top + 0.02F},
                                {0.14F, mix(top, bottom, 0.6F)}, {0.08F, bottom}, {-0.08F, bottom},
                                {-0.14F, mix(top, bottom, 0.6F)}};
            textured(closedSpline(pose.surface(shape)), 0.92F * density, 0.02F);
            break;
        }
        case BeardStyle::Full:
            jaw(0.95F * mix(0.8F, 1.0F, density), 0.035F, 0.05F * density);
            moustache(0.92F, 0.016F);
            break;
        case BeardStyle::None:
            break;
    }
}

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
