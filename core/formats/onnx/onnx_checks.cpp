#include "core/formats/onnx/onnx_checks.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string_view>
#include <unordered_set>

#include "core/base/error.h"
#include "core/base/text.h"

namespace pf::detail {
namespace {

constexpr std::size_t kMostSides = 16;
constexpr std::int64_t kLargestInputSide = 16384;
/// Of kernels, strides, dilations and paddings.
constexpr std::int64_t kLargestStep = 1024;

using Names = std::unordered_set<std::string>;

/// Fewest inputs of operators that OpenCV reads without counting; every other one needs one.
const std::map<std::size_t, std::set<std::string_view>> kFewestInputs = {
    {0, {"Constant"}},
    {2,
     {"Add", "Conv", "ConvTranspose", "CumSum", "Div", "Equal", "Expand", "Gather", "Gemm", "Greater", "Less",
      "MatMul", "MaxRoiPool", "MaxUnpool", "Mul", "PRelu", "Pow", "Sub", "Tile"}},
    {3,
     {"DetectionOutput", "GRU", "InstanceNormalization", "LSTM", "RoiAlign", "Scatter", "ScatterElements",
      "ScatterND", "Where"}},
    {5, {"BatchNormalization"}}};

/// Operators that exporters apply to constants, to work shapes out. OpenCV breaks on some others when it is
/// to run them on a constant, and no network needs that.
constexpr std::array<std::string_view, 24> kOnConstants = {
    "Add",     "Cast",  "Ceil",   "Concat",  "Constant", "ConstantOfShape",
    "Div",     "Equal", "Expand", "Floor",   "Gather",   "Identity",
    "Max",     "Min",   "Mul",    "Neg",     "Pow",      "Range",
    "Reshape", "Shape", "Slice",  "Squeeze", "Sub",      "Unsqueeze"};

struct Range {
    std::string_view attribute;
    std::int64_t minimum;
    std::int64_t maximum;
};

/// Parameters that OpenCV divides by, indexes with or allocates for, without a look.
constexpr std::array<Range, 11> kRanges = {{{"kernel_shape", 1, kLargestStep},
                                            {"strides", 1, kLargestStep},
                                            {"dilations", 1, kLargestStep},
                                            {"pads", -kLargestStep, kLargestStep},
                                            {"output_padding", 0, kLargestStep},
                                            {"group", 1, kLargestSide},
                                            {"blocksize", 1, kLargestStep},
                                            {"axis", -16, 16},
                                            {"axes", -16, 16},
                                            {"perm", 0, 16},
                                            {"split", 1, kLargestSide}}};

/// Operators whose import or run in OpenCV 4.6 reads outside its memory on parameters that look harmless; no
/// face network has them.
constexpr std::array<std::string_view, 1> kRefused = {"CumSum"};

/// Operators of quantised networks: OpenCV 4.6 takes them, and computes other numbers, not even the same ones
/// twice.
bool isQuantised(std::string_view operation) {
    constexpr std::array<std::string_view, 5> kNames = {
        "QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear", "ConvInteger", "MatMulInteger"};
    return operation.starts_with("QLinear") || std::ranges::find(kNames, operation) != kNames.end();
}

[[noreturn]] void refuse(const std::string& message) {
    throw Error(ErrorCode::Data, message);
}

void refuseIf(bool isWrong, const std::string& message) {
    throwIf(isWrong, ErrorCode::Data, message);
}

void checkInput(const OnnxOutline& outline) {
    if (outline.inputs.size() != 1) {
        constexpr std::size_t kMostNamed = 8;
        const std::size_t count = outline.inputs.size();
        const std::vector<OnnxValue> named(outline.inputs.begin(),
                                           outline.inputs.begin() + std::min(count, kMostNamed));
        refuse(count == 0 ? "its graph has no input"
                          : "its graph has the inputs " + joined(named, ", ", &OnnxValue::text) +
                                (count > kMostNamed ? " ... (" + std::to_string(count) + ")" : "") +
                                "; a network with one image input is expected");
    }
    const OnnxValue& input = outline.inputs.front();
    refuseIf(input.shape.size() != 4, "its input " + input.text() + " is not a batch of images [N, C, H, W]");
    for (const std::int64_t side : input.shape) {
        refuseIf(side > kLargestInputSide, "its input " + input.text() + " is too large");
    }
}

/// Each constant must have exactly the values that its shape and type ask for, all in one place.
void checkTensor(const OnnxConstant& tensor) {
    const std::string name = "constant '" + tensor.name + "'";
    const OnnxStored& stored = tensor.stored;
    constexpr std::int64_t kLastUsable = 13;  // uint64; OpenCV reads none of the later ones
    const auto type = tensor.type <= kLastUsable ? onnxType(tensor.type) : std::nullopt;
    const std::uint64_t size = type ? type->bytes : 0;
    refuseIf(size == 0,
             name + " has values of ONNX type " + std::to_string(tensor.type) + ", which is not usable");
    const auto count = checkedCount(tensor.shape);
    refuseIf(!count, name + " has the impossible shape " + shapeText(tensor.shape));
    const std::uint64_t rawBytes = stored.rawBytes.value_or(0);
    const bool raw = rawBytes > 0;
    const std::uint64_t held = raw ? rawBytes / size : stored.typed(tensor.type);
    const bool ambiguous = raw ? stored.all() > 0 || rawBytes % size != 0 : stored.all() != held;
    refuseIf(ambiguous || held != *count, name + " has the shape " + shapeText(tensor.shape) + " and " +
                                              std::to_string(raw ? rawBytes : held) +
                                              (raw ? " bytes" : " values") + " that do not fill it");
}

void checkAttributes(const OnnxNode& node) {
    std::unordered_set<std::string_view> names;
    for (const auto& attribute : node.attributes) {
        std::for_each(attribute.tensors.begin(), attribute.tensors.end(), checkTensor);
        refuseIf(!names.insert(attribute.name).second,
                 "its operator " + node.title() + " has two parameters '" + attribute.name + "'");
        const auto range = std::ranges::find(kRanges, attribute.name, &Range::attribute);
        for (const std::int64_t value : attribute.integers) {
            if (range != kRanges.end() && (value < range->minimum || value > range->maximum)) {
                refuse("its operator " + node.title() + " has the impossible " + attribute.name + " " +
                       std::to_string(value));
            }
        }
    }
}

/// The inputs of one operator, after their names were found to exist.
void checkInputs(const OnnxNode& node, const Names& constants, const Names& empty) {
    refuseIf(std::find(kRefused.begin(), kRefused.end(), node.operation) != kRefused.end(),
             "OpenCV cannot be trusted with its operator " + node.title() + kOnnxRemedy);
    refuseIf(isQuantised(node.operation),
             "it is quantised (its operator " + node.title() +
                 "), which is not computed rightly here; export the network in float32");
    const auto fewest = std::ranges::find_if(
        kFewestInputs, [&](const auto& entry) { return entry.second.contains(node.operation); });
    const std::size_t needed = fewest == kFewestInputs.end() ? 1 : fewest->first;
    const auto given = std::find(node.inputs.begin(), node.inputs.end(), std::string()) - node.inputs.begin();
    refuseIf(static_cast<std::size_t>(given) < needed,
             "its operator " + node.title() + " has too few inputs");
    if (needed > 0 && constants.contains(node.inputs.front()) &&
        std::find(kOnConstants.begin(), kOnConstants.end(), node.operation) == kOnConstants.end()) {
        refuse("its operator " + node.title() + " is applied to the constant '" + node.inputs.front() + "'");
    }
    for (const auto& input : node.inputs) {
        // Only Resize has an input that is usually empty: the region of interest.
        if (empty.contains(input) && node.operation != "Resize") {
            refuse("its operator " + node.title() + " uses '" + input + "', which has no values");
        }
    }
}

}  // namespace

std::optional<std::uint64_t> checkedCount(const std::vector<std::int64_t>& shape) {
    if (shape.size() > kMostSides) {
        return std::nullopt;
    }
    std::uint64_t count = 1;
    for (const std::int64_t side : shape) {
        if (side < 0 || side > kLargestSide) {
            return std::nullopt;
        }
        // Both factors are below 2^31.
        count *= static_cast<std::uint64_t>(side);
        if (count > static_cast<std::uint64_t>(kLargestSide)) {
            return std::nullopt;
        }
    }
    return count;
}

void checkOnnxGraph(const OnnxOutline& outline) {
    refuseIf(!outline.unusable.empty(), outline.unusable);
    checkInput(outline);
    Names known = {outline.inputs.front().name};
    Names constants;
    Names empty;
    for (const auto& constant : outline.constants) {
        checkTensor(constant);
        known.insert(constant.name);
        constants.insert(constant.name);
        if (checkedCount(constant.shape) == 0U) {
            empty.insert(constant.name);
        }
    }
    Names made;
    for (const auto& node : outline.nodes) {
        checkAttributes(node);
        for (const auto& input : node.inputs) {
            if (!input.empty() && !known.contains(input)) {
                refuse("its operator " + node.title() + " uses '" + input +
                       "', which nothing before it makes");
            }
        }
        checkInputs(node, constants, empty);
        const bool constant = std::ranges::all_of(
            node.inputs, [&](const auto& input) { return input.empty() || constants.contains(input); });
        for (const auto& output : node.outputs) {
            if (constant) {
                constants.insert(output);
            }
            if (!output.empty() && !known.insert(output).second) {
                refuse("its operator " + node.title() + " makes '" + output + "' a second time");
            }
            made.insert(output);
        }
    }
    refuseIf(outline.outputs.empty(), "its graph has no output");
    for (const auto& output : outline.outputs) {
        refuseIf(!made.contains(output.name), "no operator makes its output '" + output.name + "'");
    }
}

}  // namespace pf::detail
