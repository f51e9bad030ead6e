#include "core/data/synthetic/synthetic_faces.h"

#include <algorithm>
#include <cmath>
#include <initializer_list>
#include <string>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"
#include "core/base/rng.h"
#include "core/base/text.h"
#include "core/data/synthetic/canvas.h"
#include "core/data/synthetic/face_features.h"
#include "core/data/synthetic/face_hair.h"
#include "core/data/synthetic/face_skin.h"

namespace pf::synth {
namespace {

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

}  // namespace
}  // namespace pf::synth

namespace pf {
namespace {

constexpr int kMinSize = 32;
constexpr int kMaxSize = 512;
// Crops are about as tight as those a face detector gives.
constexpr float kFraming = 1.10F;
// Levels up to here count as clean.
constexpr double kCleanLevel = 0.1;

void checkSize(int size) {
    throwIf(size < kMinSize || size > kMaxSize, ErrorCode::Config,
            "synthetic image size " + std::to_string(size) + " is out of range: choose 32 to 512 pixels");
}

void checkRange(const char* name, double value, double low, double high) {
    if (!(value >= low && value <= high)) {
        throw Error(ErrorCode::Config, std::string("synthetic ") + name + " " + formatNumber(value) +
                                           " is out of range: choose " + formatNumber(low) + " to " +
                                           formatNumber(high));
    }
}

void checkIndex(const char* name, int value, int count) {
    throwIf(value < 0 || value >= count, ErrorCode::Config,
            std::string("synthetic ") + name + " " + std::to_string(value) +
                " does not exist: the options give 0 to " + std::to_string(count - 1));
}

// Lengths and angles are of the order of one; anything far beyond cannot be a place in a picture.
void checkParameters(const SyntheticIdentity& p, const SyntheticNuisance& n) {
    const auto check = [](const char* what, std::initializer_list<float> values) {
        for (const float value : values) {
            if (!(std::abs(value) <= 1000.0F)) {
                throw Error(ErrorCode::Config, std::string("a parameter of the synthetic ") + what + " is " +
                                                   formatNumber(value) +
                                                   ": give finite values of ordinary size");
            }
        }
    };
    const auto checkColors = [&](const char* what, std::initializer_list<SyntheticColor> colors) {
        for (const SyntheticColor& c : colors) {
            check(what, {c.r, c.g, c.b});
        }
    };
    check("head", {p.age, p.femininity, p.blush, p.headWidth, p.headTop, p.cheekWidth, p.jawWidth,
                   p.chinWidth, p.jawY, p.chinY, p.earSize, p.earAngle, p.neckWidth});
    check("eyes", {p.eyeSpacing, p.eyeY, p.eyeWidth, p.eyeHeight, p.eyeTilt, p.eyeRoundness, p.lidCrease,
                   p.irisSize, p.browHeight, p.browThickness, p.browLength, p.browArch, p.browTilt});
    check("nose", {p.noseY, p.noseWidth, p.noseTip, p.noseBridge, p.noseRelief});
    check("mouth", {p.mouthY, p.mouthWidth, p.upperLip, p.lowerLip, p.cupidBow, p.mouthTilt});
    check("hair", {p.hairline, p.hairVolume, p.hairSide, p.hairRecession, p.hairLength, p.hairTexture,
                   p.beardDensity});
    check("marks", {p.glassesSize, p.glassesThickness, p.freckles, p.earrings});
    for (const SyntheticMole& mole : p.moles) {
        check("moles", {mole.x, mole.y, mole.radius});
    }
    checkColors("colours", {p.skin, p.iris, p.browColor, p.lips, p.hair, p.glassesColor, n.lightColor,
                            n.backgroundTop, n.backgroundBottom, n.clothes});
    check("pose", {n.yaw, n.pitch, n.roll, n.scale, n.shiftX, n.shiftY});
    throwIf(!(n.scale >= 0.2F && n.scale <= 5.0F), ErrorCode::Config,
            "scale " + formatNumber(n.scale) + " of a synthetic picture is out of range: choose 0.2 to 5");
    check("expression", {n.smile, n.mouthOpen, n.eyeOpen, n.browRaise, n.gazeX, n.gazeY});
    check("light", {n.lightAzimuth, n.lightElevation, n.lightStrength, n.brightness});
}

cv::Mat downsample(const synth::Canvas& canvas, int imageSize) {
    const int size = canvas.size();
    cv::Mat large(size, size, CV_8UC3);
    for (int y = 0; y < size; ++y) {
        auto* row = large.ptr<unsigned char>(y);
        for (int x = 0; x < size; ++x) {
            const SyntheticColor& pixel = canvas.at(x, y);
            row[3 * x] = synth::toByte(pixel.r);
            row[3 * x + 1] = synth::toByte(pixel.g);
            row[3 * x + 2] = synth::toByte(pixel.b);
        }
    }
    cv::Mat result;
    cv::resize(large, result, cv::Size(imageSize, imageSize), 0.0, 0.0, cv::INTER_AREA);
    return result;
}

std::uint64_t personNumber(const SyntheticFaceOptions& options, int identity) {
    return static_cast<std::uint64_t>(options.firstIdentity) + static_cast<std::uint64_t>(identity);
}

std::uint64_t pictureNumber(const SyntheticFaceOptions& options, int image) {
    return static_cast<std::uint64_t>(options.firstImage) + static_cast<std::uint64_t>(image);
}

}  // namespace

void SyntheticFaceOptions::check() const {
    checkSize(imageSize);
    constexpr double kMany = 1e6;
    checkRange("identityCount", identityCount, 1, kMany);
    checkRange("imagesPerIdentity", imagesPerIdentity, 1, kMany);
    checkRange("firstIdentity", firstIdentity, 0, 1e9);
    checkRange("firstImage", firstImage, 0, 1e9);
    checkRange("maxDegradation", maxDegradation, 0.0, 1.0);
    checkRange("cleanFraction", cleanFraction, 0.0, 1.0);
    checkRange("mixedFraction", mixedFraction, 0.0, 1.0);
    checkRange("nuisance", nuisance, 0.0, 1.5);
    throwIf(static_cast<double>(identityCount) * imagesPerIdentity > 2e7, ErrorCode::Config,
            "synthetic identityCount x imagesPerIdentity exceeds 20,000,000 images: choose fewer of either");
}

SyntheticDegradation drawSyntheticDegradation(const SyntheticFaceOptions& options, int identity, int image) {
    options.check();
    checkIndex("identity", identity, options.identityCount);
    checkIndex("image", image, options.imagesPerIdentity);
    const std::uint64_t person =
        Rng::stream(options.seed, "degradation", personNumber(options, identity)).next();
    Rng rng = Rng::stream(person, "image", pictureNumber(options, image));
    SyntheticDegradation degradation;
    const bool clean = rng.uniform() < options.cleanFraction || options.maxDegradation <= kCleanLevel;
    degradation.level = clean ? rng.uniform(0.0, std::min(kCleanLevel, options.maxDegradation))
                              : rng.uniform(kCleanLevel, options.maxDegradation);
    // Half of the pictures suffer from several things at once, as real ones do.
    degradation.kind =
        rng.uniform() < options.mixedFraction ? DegradationKind::Mixed : kDegradationKinds[rng.below(5)];
    degradation.seed = rng.next();
    return degradation;
}

cv::Mat renderSyntheticFace(const SyntheticIdentity& identity, const SyntheticNuisance& nuisance,
                            int imageSize) {
    checkSize(imageSize);
    checkParameters(identity, nuisance);
    const synth::FaceModel model(identity, nuisance);
    // Small pictures are drawn larger relative to their size, as thin lines need some pixels.
    const int supersampling = imageSize <= 40 ? 4 : imageSize <= 56 ? 3 : 2;
    synth::Canvas canvas(imageSize * supersampling, kFraming * nuisance.scale);
    synth::paintBackground(canvas, model);
    const synth::Mask head = canvas.coverage(model.headOutline);
    synth::paintBackHair(canvas, model, head);
    synth::paintBody(canvas, model);
    synth::paintEars(canvas, model);
    synth::paintSkin(canvas, model, head);
    synth::paintNose(canvas, model);
    synth::paintMouth(canvas, model);
    synth::paintBeard(canvas, model);
    synth::paintEyes(canvas, model);
    synth::paintBrows(canvas, model);
    synth::shadeHead(canvas, model, head);
    synth::paintHighlights(canvas, model);
    synth::paintFrontHair(canvas, model, head);
    synth::paintGlasses(canvas, model);
    return downsample(canvas, imageSize);
}

cv::Mat renderSyntheticFace(const SyntheticFaceOptions& options, int identity, int image) {
    const SyntheticDegradation degradation = drawSyntheticDegradation(options, identity, image);
    const std::uint64_t person = personNumber(options, identity);
    const cv::Mat pristine = renderSyntheticFace(
        drawSyntheticIdentity(options.seed, person),
        drawSyntheticNuisance(options.seed, person, pictureNumber(options, image), options.nuisance),
        options.imageSize);
    return degradeFace(pristine, degradation);
}

}  // namespace pf
