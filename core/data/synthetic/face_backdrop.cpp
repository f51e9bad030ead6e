#include "core/data/synthetic/face_backdrop.h"

#include "core/base/rng.h"
#include "core/data/synthetic/canvas.h"
#include "core/data/synthetic/face_model.h"

namespace pf::synth {

void paintBackground(Canvas& canvas, const FaceModel& model) {
    const SyntheticNuisance& n = model.nuisance;
    Rng rng(n.backgroundSeed);
    const auto lean = static_cast<float>(rng.uniform(-0.5, 0.5));
    for (int y = 0; y < canvas.size(); ++y) {
        const float v = canvas.toUnit(y);
        for (int x = 0; x < canvas.size(); ++x) {
            const float t = clamp01(0.5F + 0.45F * v + 0.3F * lean * canvas.toUnit(x));
            canvas.at(x, y) = mix(n.backgroundTop, n.backgroundBottom, t);
        }
    }
    // Out-of-focus things behind the person.
    const auto count = static_cast<int>(rng.below(4));
    for (int i = 0; i < count; ++i) {
        const auto x = static_cast<float>(rng.uniform(-1.1, 1.1));
        const auto y = static_cast<float>(rng.uniform(-1.1, 1.1));
        const auto radius = static_cast<float>(rng.uniform(0.25, 0.7));
        const float tone = rng.flip() ? 1.22F : 0.72F;
        canvas.spot({x, y}, radius, radius * 1.2F, mix(n.backgroundTop, n.backgroundBottom, 0.5F) * tone,
                    0.8F);
    }
}

void paintBody(Canvas& canvas, const FaceModel& model) {
    const SyntheticIdentity& id = model.id;
    const Pose& pose = model.pose;
    const float neck = id.neckWidth;
    const Point chin = pose.outline(0.0F, id.chinY, 0.1F);
    const auto throat = [&](float x, float y) {
        const Point body = pose.body(x, y);
        return Point{body.x + 0.4F * (chin.x - model.nuisance.shiftX), body.y};
    };
    const Path neckShape = {throat(-neck, 0.35F),        throat(-neck * 0.96F, 0.75F),
                            throat(-neck * 1.15F, 1.2F), throat(neck * 1.15F, 1.2F),
                            throat(neck * 0.96F, 0.75F), throat(neck * 0.6F, 0.45F)};
    canvas.shade(canvas.coverage(closedSpline(neckShape, 4)), [&](float x, float y, Rgb) {
        // The chin's shadow fades downwards; the neck is round.
        const float under = smoothStep(chin.y + 0.22F, chin.y - 0.04F, y);
        const float side = (x - chin.x) / neck;
        const float shade = 0.90F - 0.30F * under - 0.16F * side * side + 0.18F * side * model.light.x;
        return litColor(model, id.skin * Rgb{0.97F, 0.93F, 0.92F}, shade);
    });
    const float collar = neck * 1.06F;
    const Path clothes = {throat(-collar, 0.84F),       throat(-0.40F * neck, 0.965F),
                          throat(0.40F * neck, 0.965F), throat(collar, 0.84F),
                          pose.body(0.72F, 0.93F),      pose.body(1.25F, 1.05F),
                          pose.body(1.25F, 1.4F),       pose.body(-1.25F, 1.4F),
                          pose.body(-1.25F, 1.05F),     pose.body(-0.72F, 0.93F)};
    canvas.shade(canvas.coverage(closedSpline(clothes, 4)), [&](float x, float y, Rgb) {
        const float fold = planeNoise(model.nuisance.backgroundSeed, x * 5.0F, y * 3.0F);
        const float shade = 0.78F + 0.2F * fold + 0.12F * x * model.light.x;
        return model.nuisance.clothes * (shade * model.nuisance.brightness) * model.nuisance.lightColor;
    });
}

void paintEars(Canvas& canvas, const FaceModel& model) {
    const SyntheticIdentity& id = model.id;
    for (const float side : {-1.0F, 1.0F}) {
        const float x = side * (id.headWidth * 0.985F + 0.025F);
        const Point center = model.pose.outline(x, 0.07F, -0.05F);
        const float angle = side * (id.earAngle + 0.06F);
        const float shade = 0.84F + 0.22F * side * model.light.x * model.nuisance.lightStrength;
        const Rgb skin = litColor(model, mix(id.skin, {205.0F, 100.0F, 90.0F}, 0.10F), shade);
        canvas.fill(ellipse(center, id.earSize * 0.46F, id.earSize, angle), skin);
        canvas.fill(ellipse({center.x + side * 0.004F, center.y - 0.008F}, id.earSize * 0.24F,
                            id.earSize * 0.64F, angle),
                    skin * Rgb{0.70F, 0.60F, 0.58F}, 0.7F, 0.02F);
        if (id.earrings > 0.0F) {
            const Point lobe =
                model.pose.outline(x - side * 0.01F, 0.07F + id.earSize + 0.6F * id.earrings, -0.05F);
            canvas.fill(ellipse(lobe, id.earrings, id.earrings), {222.0F, 190.0F, 110.0F});
            canvas.spot({lobe.x - 0.3F * id.earrings, lobe.y - 0.3F * id.earrings}, 0.7F * id.earrings,
                        0.7F * id.earrings, {255.0F, 250.0F, 232.0F}, 0.9F);
        }
    }
}

}  // namespace pf::synth
