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
#include "core/data/synthetic/face_backdrop.h"
#include "core/data/synthetic/face_features.h"
#include "core/data/synthetic/face_hair.h"
#include "core/data/synthetic/face_skin.h"

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

// Small pictures are drawn larger relative to their size, as thin lines need some pixels.
int supersampling(int imageSize) {
    return imageSize <= 40 ? 4 : imageSize <= 56 ? 3 : 2;
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
    synth::Canvas canvas(imageSize * supersampling(imageSize), kFraming * nuisance.scale);
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

cv::Mat renderSyntheticFace(const SyntheticIdentity& identity, const SyntheticNuisance& nuisance,
                            const SyntheticDegradation& degradation, int imageSize) {
    return degradeFace(renderSyntheticFace(identity, nuisance, imageSize), degradation);
}

cv::Mat renderSyntheticFace(const SyntheticFaceOptions& options, int identity, int image) {
    const SyntheticDegradation degradation = drawSyntheticDegradation(options, identity, image);
    const std::uint64_t person = personNumber(options, identity);
    return renderSyntheticFace(
        drawSyntheticIdentity(options.seed, person),
        drawSyntheticNuisance(options.seed, person, pictureNumber(options, image), options.nuisance),
        degradation, options.imageSize);
}

}  // namespace pf
