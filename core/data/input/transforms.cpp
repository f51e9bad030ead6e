#include "core/data/input/transforms.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <opencv2/imgproc.hpp>

#include "core/base/error.h"

namespace pf {
namespace {

/// What a transform is called with.
struct Call {
    const cv::Mat& image;
    const TransformSpec& spec;
    int inputHeight;
    int inputWidth;
    Rng* augment;
    ResizeFilter filter;

    double param(std::string_view name) const { return transformParam(spec, name); }
    int pixels(std::string_view name) const { return static_cast<int>(param(name)); }
    int height() const { return pixels("height") > 0 ? pixels("height") : inputHeight; }
    int width() const { return pixels("width") > 0 ? pixels("width") : inputWidth; }
    cv::Scalar fill() const { return cv::Scalar::all(std::round(param("value"))); }
};

cv::Mat mirrored(const cv::Mat& image) {
    cv::Mat result;
    cv::flip(image, result, 1);
    return result;
}

cv::Mat window(const cv::Mat& image, int top, int left, int height, int width) {
    return image(cv::Rect(left, top, width, height));
}

void checkFits(const cv::Mat& image, int height, int width) {
    throwIf(image.rows < height || image.cols < width, ErrorCode::Shape,
            messageFrom("cannot cut a window of ", width, " x ", height, " pixels out of an image of ",
                        image.cols, " x ", image.rows, "; put a resize or padding before the crop"));
}

cv::Mat centerCrop(const Call& call) {
    checkFits(call.image, call.height(), call.width());
    return window(call.image, (call.image.rows - call.height()) / 2, (call.image.cols - call.width()) / 2,
                  call.height(), call.width());
}

cv::Mat randomCrop(const Call& call) {
    if (call.augment == nullptr) {
        return centerCrop(call);
    }
    checkFits(call.image, call.height(), call.width());
    const auto place = [&call](int spare) {
        return static_cast<int>(call.augment->below(static_cast<std::uint64_t>(spare) + 1));
    };
    const int top = place(call.image.rows - call.height());
    const int left = place(call.image.cols - call.width());
    return window(call.image, top, left, call.height(), call.width());
}

cv::Mat oneOfCrops(const Call& call, bool ten) {
    if (call.augment == nullptr) {
        return centerCrop(call);
    }
    const std::vector<cv::Mat> views = cropViews(call.image, call.height(), call.width(), ten);
    return views[call.augment->below(views.size())];
}

cv::Mat pad(const Call& call) {
    const int size = call.pixels("size");
    cv::Mat result;
    cv::copyMakeBorder(call.image, result, size, size, size, size, cv::BORDER_CONSTANT, call.fill());
    return result;
}

cv::Mat shift(const Call& call) {
    const double ratio = call.param("max_ratio");
    const auto draw = [&](int extent) {
        return static_cast<int>(std::lround(call.augment->uniform(-1.0, 1.0) * ratio * extent));
    };
    const int dx = draw(call.image.cols);
    const int dy = draw(call.image.rows);
    cv::Mat result(call.image.size(), call.image.type(), call.fill());
    const cv::Rect all(0, 0, call.image.cols, call.image.rows);
    const cv::Rect target = all & cv::Rect(dx, dy, call.image.cols, call.image.rows);
    if (!target.empty()) {
        call.image(target - cv::Point(dx, dy)).copyTo(result(target));
    }
    return result;
}

cv::Mat downsample(const Call& call) {
    const double ratio = call.augment->uniform(call.param("min_ratio"), 1.0);
    const auto reduced = [ratio](int extent) {
        return std::max(1, static_cast<int>(std::lround(extent * ratio)));
    };
    const cv::Mat small =
        resizeAntialiased(call.image, reduced(call.image.rows), reduced(call.image.cols), call.filter);
    return resizeAntialiased(small, call.image.rows, call.image.cols, call.filter);
}

cv::Mat cutOut(const Call& call) {
    const int size = call.pixels("size");
    const auto place = [&](int extent) {
        return static_cast<int>(call.augment->below(static_cast<std::uint64_t>(extent))) - size / 2;
    };
    const int left = place(call.image.cols);
    const int top = place(call.image.rows);
    cv::Mat result = call.image.clone();
    const cv::Rect hole = cv::Rect(0, 0, result.cols, result.rows) & cv::Rect(left, top, size, size);
    result(hole).setTo(call.fill());
    return result;
}

cv::Mat rotate(const Call& call) {
    const double limit = call.param("max_degrees");
    const double degrees = call.augment->uniform(-limit, limit);
    const cv::Point2f center(static_cast<float>(call.image.cols - 1) / 2,
                             static_cast<float>(call.image.rows - 1) / 2);
    cv::Mat result;
    cv::warpAffine(call.image, result, cv::getRotationMatrix2D(center, degrees, 1.0), call.image.size(),
                   cv::INTER_LINEAR, cv::BORDER_CONSTANT, call.fill());
    return result;
}

cv::Mat blur(const Call& call) {
    const double sigma = call.augment->uniform(call.param("min_sigma"), call.param("max_sigma"));
    if (sigma <= 0) {
        return call.image;
    }
    cv::Mat result;
    cv::GaussianBlur(call.image, result, cv::Size(), sigma, sigma, cv::BORDER_REFLECT_101);
    return result;
}

/// What each transform of the table does. Those that need a random stream do nothing without one, and act
/// with their `probability`.
const std::map<std::string_view, cv::Mat (*)(const Call&)>& actions() {
    static const std::map<std::string_view, cv::Mat (*)(const Call&)> kActions = {
        {"resize", [](const Call& c) { return resizeAntialiased(c.image, c.height(), c.width(), c.filter); }},
        {"standardise", [](const Call& c) { return c.image; }},
        {"scale", [](const Call& c) { return c.image; }},
        {"padding", pad},
        {"center_crop", centerCrop},
        {"random_crop", randomCrop},
        {"five_crop", [](const Call& c) { return oneOfCrops(c, false); }},
        {"ten_crop", [](const Call& c) { return oneOfCrops(c, true); }},
        {"random_flip", [](const Call& c) { return mirrored(c.image); }},
        {"random_shift", shift},
        {"random_downsample", downsample},
        {"cutout", cutOut},
        {"rotate", rotate},
        {"gaussian_blur", blur}};
    return kActions;
}

}  // namespace

std::vector<cv::Mat> cropViews(const cv::Mat& rgb, int height, int width, bool ten) {
    checkFits(rgb, height, width);
    const int bottom = rgb.rows - height;
    const int right = rgb.cols - width;
    std::vector<cv::Mat> views = {window(rgb, 0, 0, height, width), window(rgb, 0, right, height, width),
                                  window(rgb, bottom, 0, height, width),
                                  window(rgb, bottom, right, height, width),
                                  window(rgb, bottom / 2, right / 2, height, width)};
    for (std::size_t i = 0; ten && i < 5; ++i) {
        views.push_back(mirrored(views[i]));
    }
    return views;
}

cv::Mat applyTransform(const cv::Mat& rgb, const TransformSpec& spec, int inputHeight, int inputWidth,
                       Rng* augment, ResizeFilter filter) {
    const Call call{rgb, spec, inputHeight, inputWidth, augment, filter};
    const auto action = actions().find(spec.name);
    throwIf(action == actions().end(), ErrorCode::Internal,
            "transform '" + spec.name + "' is registered but not written");
    const std::vector<TransformParam>& params = transformInfo(spec.name).params;
    const bool isByChance = std::ranges::find(params, "probability", &TransformParam::name) != params.end();
    const bool acts = !isByChance || (augment != nullptr && augment->uniform() < call.param("probability"));
    return acts ? action->second(call) : rgb;
}

}  // namespace pf
