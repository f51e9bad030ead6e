#include "core/data/input/transform_table.h"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "core/base/error.h"
#include "core/base/numbers.h"
#include "core/base/text.h"

namespace pf {
namespace {

constexpr double kLargestSide = 8192;

TransformParam side(const std::string& name) {
    return {name, 0, 0, kLargestSide, "pixels; 0 means the model's input size"};
}

TransformParam probability(double fallback) {
    return {"probability", fallback, 0, 1, "how often the transform acts"};
}

/// The item of that name. Throws: Error(Config) naming the nearest, or all there are.
template <typename Item, typename... Parts>
const Item& itemOf(const std::vector<Item>& items, std::string_view name, const char* known,
                   const Parts&... unknown) {
    const auto found = std::ranges::find(items, name, &Item::name);
    if (found != items.end()) {
        return *found;
    }
    std::vector<std::string> names;
    std::ranges::transform(items, std::back_inserter(names), &Item::name);
    const std::string nearest = didYouMean(name, names);
    throw Error(ErrorCode::Config,
                messageFrom(unknown..., " '", name, "'", nearest.empty() ? known + joined(names) : nearest));
}

const TransformParam& paramOf(const TransformInfo& info, std::string_view name) {
    return itemOf(info.params, name, "; it has ", "transform '", info.name, "' has no parameter");
}

}  // namespace

const std::vector<TransformInfo>& transformTable() {
    static const TransformParam fill = {"value", 0, 0, 255, "grey level of the new pixels"};
    static const std::vector<TransformInfo> kTable = {
        {"resize", "Resizes with an antialiased filter.", false, {side("height"), side("width")}},
        {"random_flip", "Mirrors left to right.", true, {probability(0.5)}},
        {"standardise",
         "Makes the values (x - mean) / std, the same for all channels.",
         false,
         {{"mean", 128, 0, 255, "subtracted"}, {"std", 128, 1e-3, 1e3, "divides"}}},
        {"scale", "Makes the values x / divisor.", false, {{"divisor", 255, 1e-3, 1e6, "divides"}}},
        {"padding", "Adds a border.", false, {{"size", 4, 0, 1024, "pixels on each side"}, fill}},
        {"random_crop", "Cuts out a window at a random place.", true, {side("height"), side("width")}},
        {"center_crop", "Cuts out the central window.", false, {side("height"), side("width")}},
        {"random_shift",
         "Moves the image by whole pixels.",
         true,
         {{"max_ratio", 0.1, 0, 1, "largest shift over the image's side"}, fill, probability(1)}},
        {"random_downsample",
         "Makes the image smaller and then as large as before.",
         true,
         {{"min_ratio", 0.25, 0.01, 1, "smallest size over the image's"}, probability(1)}},
        {"cutout",
         "Paints over a square at a random place.",
         true,
         {{"size", 16, 1, kLargestSide, "pixels of a side"}, fill, probability(1)}},
        {"rotate",
         "Turns the image about its centre.",
         true,
         {{"max_degrees", 15, 0, 180, "largest angle either way"}, fill, probability(1)}},
        {"gaussian_blur",
         "Blurs the image.",
         true,
         {{"min_sigma", 0.1, 0, 50, "pixels"}, {"max_sigma", 2, 0.01, 50, "pixels"}, probability(1)}},
        {"five_crop",
         "One of the four corner windows and the central one.",
         true,
         {side("height"), side("width")}},
        {"ten_crop",
         "One of the five windows of five_crop and their mirror images.",
         true,
         {side("height"), side("width")}}};
    return kTable;
}

const TransformInfo& transformInfo(std::string_view name) {
    return itemOf(transformTable(), name, "; known are ", "unknown transform");
}

void checkTransform(const TransformSpec& spec) {
    const TransformInfo& info = transformInfo(spec.name);
    for (const auto& [name, value] : spec.params) {
        const TransformParam& param = paramOf(info, name);
        throwIf(!std::isfinite(value) || value < param.minimum || value > param.maximum, ErrorCode::Config,
                "parameter '" + name + "' of transform '" + spec.name + "' is " + formatNumber(value) +
                    "; it must be from " + formatNumber(param.minimum) + " to " +
                    formatNumber(param.maximum));
        const bool isPixels = param.name == "height" || param.name == "width" || param.name == "size";
        throwIf(isPixels && value != std::floor(value), ErrorCode::Config,
                "parameter '" + name + "' of transform '" + spec.name + "' is " + formatNumber(value) +
                    "; it must be a whole number of pixels");
    }
    throwIf(
        spec.name == "gaussian_blur" && transformParam(spec, "min_sigma") > transformParam(spec, "max_sigma"),
        ErrorCode::Config, "min_sigma of transform 'gaussian_blur' is larger than its max_sigma");
}

TransformSpec parseTransform(std::string_view text) {
    const std::size_t colon = text.find(':');
    TransformSpec spec{.name = std::string(trimmed(text.substr(0, colon))), .params = {}};
    if (colon != std::string_view::npos) {
        for (const std::string& part : splitText(text.substr(colon + 1), ',')) {
            const std::size_t equals = part.find('=');
            const std::string_view digits = equals == std::string::npos
                                                ? std::string_view{}
                                                : trimmed(std::string_view(part).substr(equals + 1));
            const auto value = parseNumber<double>(digits);
            throwIf(!value, ErrorCode::Config,
                    "'" + part + "' in transform '" + std::string(text) +
                        "' is not parameter=number, as in cutout:size=16");
            const std::string name(trimmed(std::string_view(part).substr(0, equals)));
            throwIf(!spec.params.emplace(name, *value).second, ErrorCode::Config,
                    "parameter '" + name + "' of transform '" + spec.name + "' is given twice");
        }
    }
    checkTransform(spec);
    return spec;
}

std::string transformText(const TransformSpec& spec) {
    std::string text = spec.name;
    char separator = ':';
    for (const auto& [name, value] : spec.params) {
        text += separator + name + "=" + formatNumber(value);
        separator = ',';
    }
    return text;
}

double transformParam(const TransformSpec& spec, std::string_view param) {
    const TransformParam& known = paramOf(transformInfo(spec.name), param);
    const auto given = spec.params.find(known.name);
    return given == spec.params.end() ? known.fallback : given->second;
}

}  // namespace pf
