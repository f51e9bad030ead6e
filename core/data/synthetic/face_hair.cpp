#include "core/data/synthetic/face_hair.h"

#include <cmath>
#include <numbers>

namespace pf::synth {
namespace {

bool isLong(HairStyle style) {
    return style == HairStyle::Bob || style == HairStyle::LongStraight || style == HairStyle::LongWavy;
}

// Colour of hair at a place: strands that run away from the parting, a sheen, and a darker lower part.
struct HairShader {
    const FaceModel& model;
    Point crown;
    bool curly;

    HairShader(const FaceModel& faceModel)
        : model(faceModel),
          crown(faceModel.pose.outline(
              0.22F * faceModel.id.hairSide * (faceModel.id.hairStyle == HairStyle::SidePart),
              -0.62F * faceModel.id.headTop, 0.0F)),
          curly(faceModel.id.hairStyle == HairStyle::Curly) {}

    Rgb operator()(float x, float y, Rgb) const {
        const SyntheticIdentity& id = model.id;
        float strand = 0.0F;
        const float dx = x - crown.x;
        const float dy = y - crown.y;
        const float radius = std::sqrt(dx * dx + dy * dy);
        if (curly) {
            const float scale = mix(9.0F, 16.0F, id.hairTexture);
            strand = 0.35F + 0.9F * (planeNoise(id.hairSeed, x * scale, y * scale) - 0.35F) +
                     0.3F * planeNoise(id.hairSeed + 1, x * 30.0F, y * 30.0F);
        } else {
            // Strands leave the crown in all directions and hang down further below.
            const float hanging = smoothStep(0.40F, 0.62F, dy);
            float radial = 0.0F;
            float down = 0.0F;
            if (hanging < 1.0F) {
                const float turn = dx / (std::abs(dx) + std::abs(dy) + 0.03F);
                radial = 0.65F * lineNoise(id.hairSeed, turn * 9.0F + 0.8F * radius) +
                         0.35F * lineNoise(id.hairSeed + 1, turn * 22.0F + 1.2F * radius);
            }
            if (hanging > 0.0F) {
                const bool wavy = id.hairStyle == HairStyle::LongWavy;
                const float across = x + (wavy ? 0.05F * std::sin(9.0F * y + 3.0F * x) : 0.0F);
                down = 0.65F * lineNoise(id.hairSeed, across * 26.0F) +
                       0.35F * lineNoise(id.hairSeed + 1, across * 60.0F);
            }
            strand = mix(radial, down, hanging);
        }
        const float lightSide = 0.14F * (dx * model.light.x - dy * model.light.y * 0.6F);
        const float band = (radius - 0.36F) / 0.14F;
        const float sheen = curly ? 0.0F : std::max(0.0F, 1.0F - band * band) * smoothStep(0.1F, -0.3F, y);
        const float shade = 0.66F + 0.48F * strand + lightSide + 0.16F * sheen * strand;
        const float shine = 26.0F * sheen * strand;
        return (id.hair * (shade * model.nuisance.brightness) + Rgb{shine, shine * 0.9F, shine * 0.8F}) *
               model.nuisance.lightColor;
    }
};

// Coverage at a pixel of the canvas, 0 outside the mask.
float coverageAt(const Mask& mask, int x, int y) {
    const int localX = x - mask.x0;
    const int localY = y - mask.y0;
    const bool inside = localX >= 0 && localX < mask.width && localY >= 0 && localY < mask.height;
    return inside ? mask.row(localY)[localX] : 0.0F;
}

// Clears what lies fully behind `front`.
void hideBehind(Mask& mask, const Mask& front) {
    for (int y = 0; y < mask.height; ++y) {
        float* row = mask.row(y);
        for (int x = 0; x < mask.width; ++x) {
            if (coverageAt(front, mask.x0 + x, mask.y0 + y) >= 1.0F) {
                row[x] = 0.0F;
            }
        }
    }
}

// Outer contour from the left side over the crown to the right side.
Path outerContour(const FaceModel& model, float sideY, float volume, float depth) {
    const SyntheticIdentity& id = model.id;
    constexpr int kSteps = 15;
    Path path;
    const float centerY = -0.14F;
    const float sideVolume = volume * (id.hairStyle == HairStyle::Curly ? 1.0F : 0.55F);
    if (sideY > centerY + 0.05F) {
        path.push_back(model.pose.outline(-(id.headWidth + 0.75F * sideVolume), sideY, depth));
        path.push_back(
            model.pose.outline(-(id.headWidth + 1.05F * sideVolume), mix(centerY, sideY, 0.45F), depth));
    }
    for (int i = 0; i <= kSteps; ++i) {
        const float phi = std::numbers::pi_v<float> * static_cast<float>(i) / kSteps;
        float bump = 0.0F;
        if (id.hairStyle == HairStyle::Curly) {
            bump = 0.07F * (lineNoise(id.hairSeed + 2, static_cast<float>(i) * 0.9F) - 0.4F);
        } else if (id.hairStyle == HairStyle::Short || id.hairStyle == HairStyle::Fringe) {
            bump = 0.035F * (lineNoise(id.hairSeed + 2, static_cast<float>(i) * 0.7F) - 0.5F);
        } else if (id.hairStyle == HairStyle::SidePart) {
            bump = 0.05F * std::sin(phi) * (0.5F - 0.8F * id.hairSide * std::cos(phi));
        }
        const float c = std::cos(phi);
        const float s = std::max(0.0F, std::sin(phi));  // the last angle rounds to just above pi
        const float x = -(id.headWidth + sideVolume + bump) * std::copysign(std::pow(std::abs(c), 0.82F), c);
        const float y = centerY - (id.headTop + centerY + volume + bump) * std::pow(s, 0.88F);
        path.push_back(model.pose.outline(x, y, depth));
    }
    if (sideY > centerY + 0.05F) {
        path.push_back(
            model.pose.outline(id.headWidth + 1.05F * sideVolume, mix(centerY, sideY, 0.45F), depth));
        path.push_back(model.pose.outline(id.headWidth + 0.75F * sideVolume, sideY, depth));
    }
    return path;
}

// Hairline from the right temple to the left, on the forehead.
Path hairline(const FaceModel& model) {
    const SyntheticIdentity& id = model.id;
    const float top = id.hairline;
    const float w = id.headWidth;
    constexpr int kPoints = 9;
    Path path;
    for (int i = 0; i < kPoints; ++i) {
        const float u = 1.0F - 2.0F * static_cast<float>(i) / (kPoints - 1);
        const float away = std::abs(u);
        float y = top;
        switch (id.hairStyle) {
            case HairStyle::Fringe: {
                const float low = id.eyeY - id.browHeight - 0.055F + 0.10F * (1.0F - id.hairLength);
                y = low + 0.05F * (lineNoise(id.hairSeed + 3, static_cast<float>(i) * 1.7F) - 0.5F);
                y = mix(y, low + 0.05F, away * away);
                break;
            }
            case HairStyle::SidePart:
            case HairStyle::Bob:
            case HairStyle::LongStraight:
            case HairStyle::LongWavy: {
                // A sweep that starts at the parting and falls to the other temple.
                const float part = id.hairStyle == HairStyle::SidePart || id.hairTexture > 0.45F
                                       ? 0.38F * id.hairSide
                                       : 0.0F;
                const float fall = std::abs(u - part) / (1.0F + std::abs(part));
                y = top - 0.05F + mix(0.16F, 0.32F, id.hairLength) * std::pow(fall, 1.35F);
                break;
            }
            default: {
                const float corner = std::exp(-(away - 0.62F) * (away - 0.62F) / 0.05F);
                y = top - 0.13F * id.hairRecession * corner + 0.10F * smoothStep(0.7F, 1.0F, away);
                if (id.hairStyle == HairStyle::Short || id.hairStyle == HairStyle::Curly) {
                    y += 0.025F * (lineNoise(id.hairSeed + 4, static_cast<float>(i) * 1.3F) - 0.5F);
                }
                break;
            }
        }
        path.push_back(model.pose.surface(0.90F * w * u, y));
    }
    return path;
}

}  // namespace

void paintBackHair(Canvas& canvas, const FaceModel& model, const Mask& head) {
    const SyntheticIdentity& id = model.id;
    const HairShader shader(model);
    const auto dark = [&](float x, float y, Rgb under) { return shader(x, y, under) * 0.66F; };
    const auto visible = [&head](Mask mask) {
        hideBehind(mask, head);
        return mask;
    };
    if (isLong(id.hairStyle)) {
        const float length = id.hairStyle == HairStyle::Bob ? mix(0.42F, 0.70F, id.hairLength)
                                                            : mix(0.85F, 1.3F, id.hairLength);
        const float w = id.headWidth + 0.06F + 0.7F * id.hairVolume;
        const float flare = id.hairStyle == HairStyle::LongWavy ? 0.08F
                            : id.hairStyle == HairStyle::Bob    ? 0.01F
                                                                : 0.03F;
        const auto at = [&](float x, float y) { return model.pose.outline(x, y, -0.12F); };
        const Path shape = {at(-0.5F * w, -0.70F),
                            at(-w, -0.2F),
                            at(-w - 0.4F * flare, 0.25F),
                            at(-w - flare, length),
                            at(-0.4F * w, length + 0.05F),
                            at(0.4F * w, length + 0.05F),
                            at(w + flare, length),
                            at(w + 0.4F * flare, 0.25F),
                            at(w, -0.2F),
                            at(0.5F * w, -0.70F)};
        canvas.shade(visible(canvas.coverage(closedSpline(shape, 4), 0.012F)), dark);
    } else if (id.hairStyle == HairStyle::Curly && id.hairLength > 0.45F) {
        const float r = id.headWidth + id.hairVolume + 0.10F;
        canvas.shade(
            visible(canvas.coverage(ellipse(model.pose.outline(0.0F, -0.12F, -0.1F), r, r * 1.02F), 0.02F)),
            dark);
    } else if (id.hairStyle == HairStyle::Updo) {
        const Point bun = model.pose.outline(0.0F, -id.headTop - 0.06F, -0.1F);
        canvas.shade(visible(canvas.coverage(ellipse(bun, 0.15F + 0.09F * id.hairTexture, 0.15F), 0.012F)),
                     [&](float x, float y, Rgb under) { return shader(x, y, under) * 0.85F; });
    }
}

void paintFrontHair(Canvas& canvas, const FaceModel& model, const Mask& head) {
    const SyntheticIdentity& id = model.id;
    if (id.hairStyle == HairStyle::Bald) {
        if (id.hairRecession > 0.55F) {  // a fringe of hair above the ears
            for (const float side : {-1.0F, 1.0F}) {
                canvas.spot(model.pose.outline(side * id.headWidth * 0.98F, -0.18F, -0.02F), 0.10F, 0.24F,
                            id.hair, 0.7F);
            }
        }
        return;
    }
    const bool buzz = id.hairStyle == HairStyle::Buzz;
    float volume = id.hairVolume;
    float sideY = 0.02F;
    switch (id.hairStyle) {
        case HairStyle::Buzz:
            volume = 0.012F;
            sideY = -0.06F;
            break;
        case HairStyle::Curly:
            volume = 0.06F + 0.9F * id.hairVolume;
            sideY = 0.0F;
            break;
        case HairStyle::Updo:
            volume = 0.02F + 0.3F * id.hairVolume;
            sideY = -0.08F;
            break;
        case HairStyle::Bob:
            sideY = mix(0.40F, 0.66F, id.hairLength);
            break;
        case HairStyle::LongStraight:
        case HairStyle::LongWavy:
            sideY = mix(0.70F, 1.15F, id.hairLength);
            break;
        default:
            break;
    }
    Path contour = outerContour(model, sideY, volume, -0.03F);
    // Inner side of the locks that hang beside the face.
    const float w = id.headWidth;
    const auto inner = [&](float side) {
        Path path;
        if (isLong(id.hairStyle)) {
            const float cover = mix(0.80F, 0.95F, id.hairTexture);
            path = {model.pose.outline(side * w * (cover + 0.06F), sideY, 0.0F),
                    model.pose.outline(side * w * (cover + 0.02F), mix(0.05F, sideY, 0.6F), 0.0F),
                    model.pose.outline(side * w * cover, 0.05F, 0.0F),
                    model.pose.outline(side * w * (cover - 0.01F), -0.16F, 0.02F)};
        } else {
            path = {model.pose.outline(side * w * 0.97F, sideY, 0.0F),
                    model.pose.outline(side * w * 0.93F, -0.16F, 0.02F)};
        }
        return path;
    };
    const Path right = inner(1.0F);
    const Path line = hairline(model);
    Path left = inner(-1.0F);
    contour.insert(contour.end(), right.begin(), right.end());
    contour.insert(contour.end(), line.begin(), line.end());
    contour.insert(contour.end(), left.rbegin(), left.rend());
    const Path shape = closedSpline(contour, 3);

    // Hair casts a soft shadow on the skin below it, and only there.
    if (!buzz) {
        Path shadow = shape;
        for (Point& p : shadow) {
            p = {p.x - 0.03F * model.light.x, p.y + 0.035F};
        }
        Mask mask = canvas.coverage(shadow, 0.06F);
        for (int y = 0; y < mask.height; ++y) {
            float* row = mask.row(y);
            for (int x = 0; x < mask.width; ++x) {
                row[x] *= coverageAt(head, mask.x0 + x, mask.y0 + y);
            }
        }
        canvas.shade(
            mask,
            [](float, float, Rgb under) {
                return under * Rgb{0.58F, 0.52F, 0.52F};
            },
            0.75F);
    }
    const HairShader shader(model);
    canvas.shade(canvas.coverage(shape, buzz ? 0.045F : 0.014F), shader, buzz ? 0.72F : 1.0F);
}

}  // namespace pf::synth
