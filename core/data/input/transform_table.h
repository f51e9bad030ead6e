// The registered image transforms, by name.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace pf {

/// A transform and its parameters; absent parameters take the registered default.
struct TransformSpec {
    std::string name;
    std::map<std::string, double> params;

    bool operator==(const TransformSpec&) const = default;
};

/// A parameter of a registered transform.
struct TransformParam {
    std::string name;
    double fallback = 0;
    double minimum = 0;
    double maximum = 0;
    std::string doc;
};

/// A registered transform.
struct TransformInfo {
    std::string name;
    std::string doc;
    bool random = false;  ///< acts only with a random stream: an augmentation
    std::vector<TransformParam> params;
};

/// Every registered transform: resize, random_flip, standardise, scale, padding, random_crop, center_crop,
/// random_shift, random_downsample, cutout, rotate, gaussian_blur, five_crop, ten_crop.
const std::vector<TransformInfo>& transformTable();

/// The one of that name. Throws: Error(Config) naming the nearest.
const TransformInfo& transformInfo(std::string_view name);

/// Reads "name" or "name:key=value,key=value" ("cutout:size=16").
/// Throws: Error(Config) naming the nearest transform or parameter, or the range.
TransformSpec parseTransform(std::string_view text);

/// The text that `parseTransform` reads back, parameters in order of their names.
std::string transformText(const TransformSpec& spec);

/// Throws: Error(Config) as `parseTransform`.
void checkTransform(const TransformSpec& spec);

/// A parameter's value, or its registered default.
double transformParam(const TransformSpec& spec, std::string_view param);

}  // namespace pf
