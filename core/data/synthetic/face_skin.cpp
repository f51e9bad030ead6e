#include "core/data/synthetic/face_skin.h"

#include "core/base/rng.h"
#include "core/data/synthetic/canvas.h"
#include "core/data/synthetic/face_model.h"
#include "core/data/synthetic/face_parameters.h"

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

}  // namespace pf::synth
