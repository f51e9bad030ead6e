#include "core/data/synthetic/face_parameters.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "core/base/rng.h"
#include "core/data/synthetic/canvas.h"

namespace pf {
namespace {

using synth::mix;

float uniform(Rng& rng, double low, double high) {
    return static_cast<float>(rng.uniform(low, high));
}

// A bell inside hard limits: extremes stay rare but never absurd.
float bell(Rng& rng, double center, double spread) {
    double value = rng.normal();
    while (std::abs(value) > 2.2) {
        value = rng.normal();
    }
    return static_cast<float>(center + spread * value);
}

SyntheticColor jitter(Rng& rng, SyntheticColor color, double amount) {
    const float common = uniform(rng, -amount, amount);
    const auto channel = [&](float value) {
        return std::clamp(value + common + uniform(rng, -0.4 * amount, 0.4 * amount), 4.0F, 250.0F);
    };
    return {channel(color.r), channel(color.g), channel(color.b)};
}

template <std::size_t N>
std::size_t pick(Rng& rng, const std::array<double, N>& weights) {
    double total = 0.0;
    for (const double w : weights) {
        total += w;
    }
    double left = rng.uniform() * total;
    for (std::size_t i = 0; i + 1 < N; ++i) {
        left -= weights[i];
        if (left < 0.0) {
            return i;
        }
    }
    return N - 1;
}

void drawSkin(Rng& rng, SyntheticIdentity& id, float tone) {
    constexpr std::array<SyntheticColor, 6> kTones = {{{252.0F, 220.0F, 203.0F},
                                                       {240.0F, 200.0F, 172.0F},
                                                       {222.0F, 176.0F, 140.0F},
                                                       {190.0F, 140.0F, 103.0F},
                                                       {146.0F, 99.0F, 72.0F},
                                                       {98.0F, 64.0F, 48.0F}}};
    const float place = tone * static_cast<float>(kTones.size() - 1);
    const auto i = std::min(static_cast<std::size_t>(place), kTones.size() - 2);
    id.skin = mix(kTones[i], kTones[i + 1], place - static_cast<float>(i));
    const float warmth = uniform(rng, -1.0, 1.0);
    id.skin = {std::min(254.0F, id.skin.r + 3.0F * warmth), id.skin.g - 2.0F * warmth,
               id.skin.b - 9.0F * warmth};
    id.blush = uniform(rng, 0.0, 0.75) * (1.0F - 0.6F * tone);
}

void drawHairColor(Rng& rng, SyntheticIdentity& id, float tone) {
    constexpr std::array<SyntheticColor, 8> kHair = {{{30.0F, 25.0F, 25.0F},
                                                      {58.0F, 38.0F, 29.0F},
                                                      {96.0F, 63.0F, 42.0F},
                                                      {142.0F, 102.0F, 66.0F},
                                                      {204.0F, 164.0F, 104.0F},
                                                      {232.0F, 208.0F, 158.0F},
                                                      {172.0F, 78.0F, 38.0F},
                                                      {112.0F, 46.0F, 34.0F}}};
    const double fair = 1.0 - tone;
    const std::array<double, 8> weights = {
        1.4 + 2.5 * tone,  1.4,       1.3 * fair + 0.1, 1.2 * fair, 1.2 * fair * fair, 0.7 * fair * fair,
        0.9 * fair * fair, 0.5 * fair};
    id.hair = jitter(rng, kHair[pick(rng, weights)], 12.0);
    id.browColor = mix(id.hair, {35.0F, 25.0F, 22.0F}, uniform(rng, 0.15, 0.6));
    const float grey = std::clamp((id.age - 0.5F) * 2.2F + uniform(rng, -0.35, 0.35), 0.0F, 1.0F);
    const float greyLevel = uniform(rng, 145.0, 232.0);
    id.hair = mix(id.hair, {greyLevel, greyLevel, greyLevel - 3.0F}, grey);
    id.browColor = mix(id.browColor, {greyLevel - 50.0F, greyLevel - 52.0F, greyLevel - 56.0F}, 0.6F * grey);

    constexpr std::array<SyntheticColor, 6> kIris = {{{52.0F, 32.0F, 22.0F},
                                                      {98.0F, 60.0F, 30.0F},
                                                      {122.0F, 98.0F, 48.0F},
                                                      {86.0F, 122.0F, 76.0F},
                                                      {82.0F, 130.0F, 176.0F},
                                                      {122.0F, 138.0F, 148.0F}}};
    const std::array<double, 6> irisWeights = {
        0.6 + 2.0 * tone, 1.2, 0.7 * fair + 0.1, 0.8 * fair * fair, 1.2 * fair * fair, 0.6 * fair * fair};
    id.iris = jitter(rng, kIris[pick(rng, irisWeights)], 10.0);
}

void drawHeadShape(Rng& rng, SyntheticIdentity& id) {
    const float fem = id.femininity;
    id.headWidth = bell(rng, 0.575 - 0.015 * fem, 0.028);
    id.headTop = bell(rng, 0.80, 0.035);
    id.cheekWidth = bell(rng, 0.955, 0.022);
    id.jawWidth = bell(rng, 0.85 - 0.08 * fem, 0.05);
    id.chinWidth = bell(rng, 0.45 - 0.12 * fem, 0.075);
    id.jawY = bell(rng, 0.47, 0.045);
    id.chinY = bell(rng, 0.82 - 0.05 * fem, 0.048);
    id.earSize = bell(rng, 0.145, 0.018);
    id.earAngle = bell(rng, 0.14, 0.09);
    id.neckWidth = std::min(bell(rng, 0.38 - 0.10 * fem, 0.025), 0.86F * id.headWidth * id.jawWidth);
}

void drawFeatures(Rng& rng, SyntheticIdentity& id, float tone) {
    const float fem = id.femininity;
    id.eyeSpacing = bell(rng, 0.245, 0.019);
    id.eyeY = bell(rng, -0.05, 0.022);
    id.eyeWidth = bell(rng, 0.124 + 0.008 * fem, 0.012);
    id.eyeHeight = std::max(0.03F, bell(rng, 0.052 + 0.008 * fem - 0.008 * id.age, 0.011));
    id.eyeTilt = bell(rng, 0.006 + 0.008 * fem, 0.017);
    id.eyeRoundness = uniform(rng, 0.0, 1.0);
    id.lidCrease = uniform(rng, 0.0, 1.0);
    id.irisSize = bell(rng, 0.0545, 0.004);

    id.browHeight = bell(rng, 0.142 + 0.018 * fem, 0.02);
    id.browThickness = std::max(0.014F, bell(rng, 0.046 - 0.018 * fem, 0.009));
    id.browLength = bell(rng, 0.165, 0.016);
    id.browArch = bell(rng, 0.022 + 0.022 * fem, 0.017);
    id.browTilt = bell(rng, 0.0, 0.017);

    id.noseY = bell(rng, 0.275 + 0.02 * id.age, 0.034);
    id.noseWidth = bell(rng, 0.110 - 0.015 * fem + 0.028 * tone, 0.017);
    id.noseTip = bell(rng, 0.068, 0.011);
    id.noseBridge = bell(rng, 0.052, 0.011);
    id.noseRelief = bell(rng, 1.0, 0.2);

    id.mouthY = std::max(id.noseY + 0.15F, bell(rng, 0.495, 0.026));
    id.mouthWidth = bell(rng, 0.198, 0.024);
    id.upperLip = std::max(0.014F, bell(rng, 0.034 + 0.012 * fem + 0.012 * tone - 0.012 * id.age, 0.010));
    id.lowerLip = std::max(0.020F, bell(rng, 0.048 + 0.012 * fem + 0.012 * tone - 0.012 * id.age, 0.012));
    id.cupidBow = uniform(rng, 0.1, 1.0);
    id.mouthTilt = bell(rng, 0.0, 0.013);
    const SyntheticColor lipTint = mix(SyntheticColor{205.0F, 104.0F, 104.0F}, {120.0F, 62.0F, 60.0F}, tone);
    id.lips = mix(id.skin, lipTint, uniform(rng, 0.38, 0.7) + 0.15F * fem);
    if (fem > 0.55F && rng.uniform() < 0.3) {
        id.lips = mix(id.lips, {186.0F, 40.0F, 62.0F}, uniform(rng, 0.4, 0.85));  // lipstick
    }
}

void drawHair(Rng& rng, SyntheticIdentity& id) {
    //                             bald buzz short side fringe curly bob long wavy updo
    constexpr std::array<double, 10> kMale = {0.9, 1.0, 2.0, 2.2, 1.2, 1.2, 0.1, 0.25, 0.2, 0.05};
    constexpr std::array<double, 10> kFemale = {0.02, 0.1, 0.4, 0.7, 0.6, 0.9, 1.8, 2.2, 2.0, 1.2};
    std::array<double, 10> weights{};
    for (std::size_t i = 0; i < weights.size(); ++i) {
        weights[i] = id.femininity > 0.5F ? kFemale[i] : kMale[i];
    }
    weights[0] *= 0.3 + 2.0 * id.age;
    id.hairStyle = static_cast<HairStyle>(pick(rng, weights));
    id.hairline = bell(rng, -0.50, 0.045);
    id.hairVolume = uniform(rng, 0.035, 0.14);
    id.hairSide = rng.flip() ? 1.0F : -1.0F;
    id.hairRecession = uniform(rng, 0.0, 0.6) + (id.femininity < 0.5F ? 0.5F * id.age : 0.0F);
    id.hairLength = uniform(rng, 0.0, 1.0);
    id.hairTexture = uniform(rng, 0.0, 1.0);
    id.hairSeed = rng.next();
}

void drawMarks(Rng& rng, SyntheticIdentity& id, float tone) {
    if (id.femininity < 0.45F) {
        constexpr std::array<double, 5> kBeards = {2.6, 1.3, 0.6, 0.8, 1.2};
        id.beard = static_cast<BeardStyle>(pick(rng, kBeards));
    }
    id.beardDensity = uniform(rng, 0.45, 1.0);
    constexpr std::array<double, 3> kGlasses = {2.6, 0.5, 0.6};
    id.glasses = static_cast<GlassesStyle>(pick(rng, kGlasses));
    id.glassesSize = uniform(rng, 0.165, 0.215);
    id.glassesThickness = uniform(rng, 0.010, 0.026);
    constexpr std::array<SyntheticColor, 5> kFrames = {{{28.0F, 28.0F, 32.0F},
                                                        {96.0F, 56.0F, 32.0F},
                                                        {150.0F, 128.0F, 84.0F},
                                                        {118.0F, 30.0F, 40.0F},
                                                        {40.0F, 62.0F, 110.0F}}};
    id.glassesColor = kFrames[pick(rng, std::array<double, 5>{2.0, 1.0, 0.7, 0.5, 0.5})];
    if (rng.uniform() < 0.22) {
        id.freckles = uniform(rng, 0.3, 1.0) * (1.0F - 0.8F * tone);
    }
    id.freckleSeed = rng.next();
    const std::size_t moleCount = pick(rng, std::array<double, 4>{1.2, 0.8, 0.4, 0.2});
    for (std::size_t i = 0; i < moleCount; ++i) {
        const float side = rng.flip() ? 1.0F : -1.0F;
        id.moles.push_back(
            {side * uniform(rng, 0.14, 0.42), uniform(rng, 0.12, 0.60), uniform(rng, 0.011, 0.02)});
    }
    if (id.femininity > 0.5F && rng.uniform() < 0.35) {
        id.earrings = uniform(rng, 0.018, 0.04);
    }
}

}  // namespace

SyntheticIdentity drawSyntheticIdentity(std::uint64_t seed, std::uint64_t id) {
    Rng rng = Rng::stream(seed, "identity", id);
    SyntheticIdentity person;
    person.age = static_cast<float>(std::pow(rng.uniform(), 1.3));
    // Two humps: most people look clearly one or the other.
    person.femininity = rng.flip() ? uniform(rng, 0.6, 1.0) : uniform(rng, 0.0, 0.4);
    const float tone = uniform(rng, 0.0, 1.0);
    drawSkin(rng, person, tone);
    drawHairColor(rng, person, tone);
    drawHeadShape(rng, person);
    drawFeatures(rng, person, tone);
    drawHair(rng, person);
    drawMarks(rng, person, tone);
    return person;
}

SyntheticNuisance drawSyntheticNuisance(std::uint64_t seed, std::uint64_t id, std::uint64_t image,
                                        double strength) {
    Rng rng = Rng::stream(Rng::stream(seed, "nuisance", id).next(), "image", image);
    const auto spread = [&](double amount) { return bell(rng, 0.0, amount * strength); };
    SyntheticNuisance n;
    n.yaw = spread(9.0);
    n.pitch = spread(5.0);
    n.roll = spread(3.2);
    n.smile = std::clamp(static_cast<float>(0.25 * strength) + spread(0.4), -0.5F, 1.0F);
    n.mouthOpen = std::clamp(spread(0.3) - 0.12F, 0.0F, 0.6F);
    n.eyeOpen = std::clamp(1.0F + spread(0.09), 0.75F, 1.15F);
    n.browRaise = std::clamp(spread(0.4), -0.8F, 1.0F);
    n.gazeX = std::clamp(spread(0.35), -0.9F, 0.9F);
    n.gazeY = std::clamp(spread(0.18), -0.5F, 0.5F);
    n.lightAzimuth = spread(32.0);
    n.lightElevation = 32.0F + spread(12.0);
    n.lightStrength = std::clamp(0.55F + spread(0.10), 0.3F, 0.8F);
    n.brightness = std::clamp(1.0F + spread(0.06), 0.8F, 1.15F);
    const float warmth = spread(0.025);
    n.lightColor = {1.0F + warmth, 1.0F, 1.0F - 1.3F * warmth};
    const auto muted = [&]() -> SyntheticColor {
        const float grey = uniform(rng, 55.0, 215.0);
        const auto tint = [&] { return static_cast<float>(strength) * uniform(rng, -28.0, 28.0); };
        return {grey + tint(), grey + tint(), grey + tint()};
    };
    n.backgroundTop = muted();
    n.backgroundBottom = mix(n.backgroundTop, muted(), 0.6F);
    n.backgroundSeed = rng.next();
    n.clothes =
        jitter(rng, {uniform(rng, 30.0, 215.0), uniform(rng, 30.0, 205.0), uniform(rng, 35.0, 215.0)}, 6.0);
    n.scale = 1.0F + spread(0.025);
    n.shiftX = spread(0.018);
    n.shiftY = spread(0.018);
    return n;
}

}  // namespace pf
