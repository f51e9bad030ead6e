// What a synthetic face is made of: the person (identity) and the circumstances of one picture (nuisance).
#pragma once

#include <cstdint>
#include <vector>

namespace pf {

/// A colour in display space. Range: components in [0, 255].
struct SyntheticColor {
    float r = 0.0F;
    float g = 0.0F;
    float b = 0.0F;

    SyntheticColor operator+(SyntheticColor o) const { return {r + o.r, g + o.g, b + o.b}; }
    SyntheticColor operator-(SyntheticColor o) const { return {r - o.r, g - o.g, b - o.b}; }
    SyntheticColor operator*(SyntheticColor o) const { return {r * o.r, g * o.g, b * o.b}; }
    SyntheticColor operator*(float s) const { return {r * s, g * s, b * s}; }
};

enum class HairStyle { Bald, Buzz, Short, SidePart, Fringe, Curly, Bob, LongStraight, LongWavy, Updo };
enum class BeardStyle { None, Stubble, Moustache, Goatee, Full };
enum class GlassesStyle { None, Round, Rectangular };

/// A mole at a place of the face.
struct SyntheticMole {
    float x = 0.0F;
    float y = 0.0F;
    float radius = 0.0F;
};

/// A person. Units: lengths in half crop widths, with the origin between and slightly below the eyes, y down.
struct SyntheticIdentity {
    float age = 0.3F;         ///< 0 young adult, 1 old
    float femininity = 0.5F;  ///< shifts the ranges of jaw, brows, lips, hair and beard

    SyntheticColor skin{224.0F, 180.0F, 150.0F};
    float blush = 0.3F;
    float headWidth = 0.57F;   ///< half width at the ears
    float headTop = 0.80F;     ///< height of the skull above the origin
    float cheekWidth = 0.95F;  ///< these three are fractions of headWidth
    float jawWidth = 0.80F;
    float chinWidth = 0.40F;
    float jawY = 0.45F;
    float chinY = 0.80F;
    float earSize = 0.14F;
    float earAngle = 0.0F;
    float neckWidth = 0.34F;

    float eyeSpacing = 0.25F;  ///< half the distance of the eye centres
    float eyeY = -0.05F;
    float eyeWidth = 0.13F;
    float eyeHeight = 0.055F;
    float eyeTilt = 0.0F;
    float eyeRoundness = 0.5F;
    float lidCrease = 0.5F;
    float irisSize = 0.055F;
    SyntheticColor iris{90.0F, 60.0F, 35.0F};

    float browHeight = 0.15F;  ///< above the eye
    float browThickness = 0.035F;
    float browLength = 0.17F;
    float browArch = 0.04F;
    float browTilt = 0.0F;
    SyntheticColor browColor{60.0F, 42.0F, 32.0F};

    float noseY = 0.28F;
    float noseWidth = 0.11F;
    float noseTip = 0.07F;
    float noseBridge = 0.05F;
    float noseRelief = 1.0F;

    float mouthY = 0.49F;
    float mouthWidth = 0.20F;
    float upperLip = 0.04F;
    float lowerLip = 0.055F;
    float cupidBow = 0.5F;
    float mouthTilt = 0.0F;
    SyntheticColor lips{190.0F, 110.0F, 105.0F};

    HairStyle hairStyle = HairStyle::Short;
    SyntheticColor hair{60.0F, 42.0F, 32.0F};
    float hairline = -0.52F;
    float hairVolume = 0.08F;
    float hairSide = 1.0F;  ///< -1 or 1: where the parting lies
    float hairRecession = 0.2F;
    float hairLength = 0.5F;
    float hairTexture = 0.5F;
    std::uint64_t hairSeed = 0;

    BeardStyle beard = BeardStyle::None;
    float beardDensity = 0.5F;
    GlassesStyle glasses = GlassesStyle::None;
    float glassesSize = 0.2F;
    float glassesThickness = 0.014F;
    SyntheticColor glassesColor{30.0F, 30.0F, 34.0F};
    float freckles = 0.0F;  ///< 0 none, 1 dense
    std::uint64_t freckleSeed = 0;
    std::vector<SyntheticMole> moles;
    float earrings = 0.0F;  ///< radius, 0 for none
};

/// The circumstances of one picture. Units: degrees for angles, half crop widths for lengths.
struct SyntheticNuisance {
    float yaw = 0.0F;    ///< positive turns to the right of the picture
    float pitch = 0.0F;  ///< positive looks down
    float roll = 0.0F;

    float smile = 0.0F;      ///< -1 sad, 1 broad smile
    float mouthOpen = 0.0F;  ///< 0 closed, 1 wide
    float eyeOpen = 1.0F;    ///< 1 as the person normally looks
    float browRaise = 0.0F;  ///< -1 frown, 1 raised
    float gazeX = 0.0F;      ///< in [-1, 1]
    float gazeY = 0.0F;

    float lightAzimuth = 0.0F;     ///< positive from the right of the picture
    float lightElevation = 35.0F;  ///< positive from above
    float lightStrength = 0.6F;    ///< share of directed light in [0, 1]
    float brightness = 1.0F;
    SyntheticColor lightColor{1.0F, 1.0F, 1.0F};  ///< a factor per channel, about 1

    SyntheticColor backgroundTop{150.0F, 165.0F, 180.0F};
    SyntheticColor backgroundBottom{110.0F, 120.0F, 135.0F};
    std::uint64_t backgroundSeed = 0;
    SyntheticColor clothes{70.0F, 85.0F, 110.0F};

    float scale = 1.0F;
    float shiftX = 0.0F;
    float shiftY = 0.0F;
};

/// The person number `id` of the world `seed`. Determinism: a pure function of its arguments.
SyntheticIdentity drawSyntheticIdentity(std::uint64_t seed, std::uint64_t id);

/// The circumstances of picture `image` of person `id`; `strength` 0 gives frontal portraits, 1 the usual
/// spread. Determinism: a pure function of its arguments.
SyntheticNuisance drawSyntheticNuisance(std::uint64_t seed, std::uint64_t id, std::uint64_t image,
                                        double strength = 1.0);

}  // namespace pf
