#include "core/formats/onnx/onnx_outline.h"

#include <algorithm>
#include <unordered_set>

#include "core/base/error.h"
#include "core/formats/onnx/onnx_checks.h"
#include "core/formats/onnx/onnx_wire.h"

namespace pf {
namespace {

using detail::WireField;
using detail::WireReader;
using Bytes = std::span<const std::byte>;

/// Far beyond any network; keeps what a hostile file makes us allocate in proportion.
constexpr std::size_t kMostSizes = 16;
constexpr std::size_t kMostNumbers = std::size_t{1} << 16;
constexpr std::size_t kMostParts = std::size_t{1} << 20;

/// ONNX's number of the data type.
constexpr std::int64_t kBool = 9;

void requireAtMost(std::size_t count, std::size_t most, const char* what) {
    if (count > most) {
        throw Error(ErrorCode::Data, std::string("it has more ") + what + " than the " +
                                         std::to_string(most) + " that can be read");
    }
}

OnnxConstant readTensor(Bytes bytes, const std::string& owner) {
    OnnxConstant tensor;
    detail::StoredValues stored;
    std::string elsewhere;
    std::vector<std::int64_t> single;
    WireReader reader(bytes);
    for (WireField field; reader.next(field);) {
        switch (field.number) {
            case 1:
                field.appendTo(tensor.shape);
                requireAtMost(tensor.shape.size(), kMostSizes, "sides of a constant");
                break;
            case 2:
                tensor.type = field.integer();
                break;
            case 4:
                stored.floats += field.fixedCount(4);
                break;
            case 5:
                stored.int32s += field.integerCount();
                if (field.integerCount() == 1) {
                    field.appendTo(single);
                }
                break;
            case 6:
                stored.others += 1;
                break;
            case 7:
                stored.int64s += field.integerCount();
                break;
            case 8:
                tensor.name = field.text();
                break;
            case 9:
                stored.rawBytes = field.message().size();
                if (stored.rawBytes == 1) {
                    single = {std::to_integer<std::int64_t>(field.message().front())};
                }
                break;
            case 10:
                stored.doubles += field.fixedCount(8);
                break;
            case 11:
                stored.others += field.integerCount();
                break;
            case 13:
                elsewhere = "another file";
                break;
            case 14:
                elsewhere = field.integer() != 0 ? "another file" : elsewhere;
                break;
            default:
                break;
        }
    }
    tensor.name = tensor.name.empty() ? owner : tensor.name;
    if (!elsewhere.empty()) {
        throw Error(ErrorCode::Data, "the values of constant '" + tensor.name + "' are in " + elsewhere +
                                         "; export the network as one file");
    }
    detail::checkOnnxTensor(tensor, stored);
    if (tensor.type == kBool && single.size() == 1) {
        tensor.truth = single.front() != 0;
    }
    return tensor;
}

OnnxAttribute readAttribute(Bytes bytes, const OnnxNode& node) {
    OnnxAttribute attribute;
    WireReader reader(bytes);
    for (WireField field; reader.next(field);) {
        switch (field.number) {
            case 1:
                attribute.name = field.text();
                break;
            case 3:
            case 8:
                field.appendTo(attribute.integers);
                requireAtMost(attribute.integers.size(), kMostNumbers, "numbers in a parameter");
                break;
            case 4:
                attribute.text = field.text();
                break;
            case 5:
            case 10:
                attribute.truth = readTensor(field.message(), "of " + node.title()).truth;
                break;
            case 7:
                field.fixedCount(4);
                break;
            case 6:
            case 11:
                throw Error(ErrorCode::Data, "its operator " + node.title() +
                                                 " holds a graph of its own, which OpenCV cannot run; export "
                                                 "the network without branches and loops, or as TorchScript");
            default:
                break;
        }
    }
    return attribute;
}

OnnxNode readNode(Bytes bytes) {
    OnnxNode node;
    std::string domain;
    std::vector<Bytes> attributes;
    WireReader reader(bytes);
    for (WireField field; reader.next(field);) {
        switch (field.number) {
            case 1:
                node.inputs.push_back(field.text());
                requireAtMost(node.inputs.size(), kMostNumbers, "inputs of an operator");
                break;
            case 2:
                node.outputs.push_back(field.text());
                break;
            case 3:
                node.name = field.text();
                break;
            case 4:
                node.operation = field.text();
                break;
            case 5:
                attributes.push_back(field.message());
                break;
            case 7:
                domain = field.text();
                break;
            default:
                break;
        }
    }
    if (!domain.empty() && domain != "ai.onnx") {
        node.operation = domain + "." + node.operation;
    }
    for (const Bytes attribute : attributes) {
        node.attributes.push_back(readAttribute(attribute, node));
    }
    return node;
}

/// The shape in a TypeProto, appended to as the format's merging of repeated parts does.
void readType(Bytes bytes, OnnxValue& value) {
    WireReader type(bytes);
    for (WireField kind; type.next(kind);) {
        if (kind.number != 1) {
            continue;
        }
        WireReader tensor(kind.message());
        for (WireField part; tensor.next(part);) {
            constexpr std::int64_t kUint8 = 2;  // TensorProto.DataType
            value.isBytes = part.number == 1 ? part.integer() == kUint8 : value.isBytes;
            if (part.number != 2) {
                continue;
            }
            WireReader shape(part.message());
            for (WireField size; shape.next(size);) {
                if (size.number != 1) {
                    continue;
                }
                std::int64_t known = -1;
                WireReader dimension(size.message());
                for (WireField field; dimension.next(field);) {
                    if (field.number == 1) {
                        known = field.integer();
                        // -1, too, is written for a size that is open.
                        if (known < -1 || known > detail::kLargestSide) {
                            throw Error(ErrorCode::Data, "'" + value.name + "' has a side of " +
                                                             std::to_string(known) + " values");
                        }
                        known = known == 0 ? -1 : known;
                    } else if (field.number == 2) {
                        known = -1;
                    }
                }
                value.shape.push_back(known);
                requireAtMost(value.shape.size(), kMostSizes, "sides of a value");
            }
        }
    }
}

OnnxValue readValue(Bytes bytes) {
    OnnxValue value;
    std::vector<Bytes> types;
    WireReader reader(bytes);
    for (WireField field; reader.next(field);) {
        if (field.number == 1) {
            value.name = field.text();
        } else if (field.number == 2) {
            types.push_back(field.message());
        }
    }
    for (const Bytes type : types) {
        readType(type, value);
    }
    return value;
}

void readGraph(Bytes bytes, OnnxOutline& outline) {
    WireReader reader(bytes);
    for (WireField field; reader.next(field);) {
        switch (field.number) {
            case 1:
                outline.nodes.push_back(readNode(field.message()));
                requireAtMost(outline.nodes.size(), kMostParts, "operators");
                break;
            case 5:
                outline.constants.push_back(readTensor(field.message(), "without a name"));
                break;
            case 11:
                outline.inputs.push_back(readValue(field.message()));
                break;
            case 12:
                outline.outputs.push_back(readValue(field.message()));
                break;
            case 13:
                readValue(field.message());
                break;
            case 15:
                throw Error(ErrorCode::Data, "it has sparse constants, which OpenCV cannot read");
            default:
                break;
        }
    }
    // Before version 4 of the format, constants were listed among the inputs.
    std::unordered_set<std::string> constants;
    for (const auto& constant : outline.constants) {
        constants.insert(constant.name);
    }
    std::erase_if(outline.inputs, [&](const OnnxValue& input) { return constants.contains(input.name); });
}

void readOperatorSet(Bytes bytes, OnnxOutline& outline) {
    std::string domain;
    std::int64_t version = 0;
    WireReader reader(bytes);
    for (WireField field; reader.next(field);) {
        if (field.number == 1) {
            domain = field.text();
        } else if (field.number == 2) {
            version = field.integer();
        }
    }
    if (domain.empty() || domain == "ai.onnx") {
        outline.operatorSet = version;
    }
}

OnnxOutline readModel(Bytes file) {
    OnnxOutline outline;
    std::string version;
    bool hasGraph = false;
    WireReader reader(file);
    for (WireField field; reader.next(field);) {
        switch (field.number) {
            case 2:
                outline.producer = field.text();
                break;
            case 3:
                version = field.text();
                break;
            case 7:
                if (hasGraph) {
                    throw Error(ErrorCode::Data, "it holds two graphs");
                }
                hasGraph = true;
                readGraph(field.message(), outline);
                break;
            case 8:
                readOperatorSet(field.message(), outline);
                break;
            default:
                break;
        }
    }
    if (!outline.producer.empty() && !version.empty()) {
        outline.producer += " " + version;
    }
    if (!hasGraph) {
        throw Error(ErrorCode::Data, "it holds no graph");
    }
    return outline;
}

}  // namespace

std::string OnnxValue::text() const {
    return name + " " + detail::shapeText(shape);
}

std::string OnnxNode::title() const {
    return operation + (name.empty() ? outputs.empty() ? "" : " (makes '" + outputs.front() + "')"
                                     : " (node '" + name + "')");
}

const OnnxAttribute* OnnxNode::find(const std::string& attribute) const {
    const auto found =
        std::find_if(attributes.begin(), attributes.end(),
                     [&](const OnnxAttribute& candidate) { return candidate.name == attribute; });
    return found == attributes.end() ? nullptr : &*found;
}

std::size_t OnnxOutline::parameterCount() const {
    std::size_t count = 0;
    for (const auto& constant : constants) {
        count += static_cast<std::size_t>(detail::checkedCount(constant.shape).value_or(0));
    }
    return count;
}

OnnxOutline readOnnxOutline(std::span<const std::byte> file, const std::string& where) {
    try {
        OnnxOutline outline = readModel(file);
        detail::checkOnnxGraph(outline);
        return outline;
    } catch (const Error& error) {
        throw Error(ErrorCode::Data, std::string("is no usable ONNX model: ") + error.what(), where);
    }
}

}  // namespace pf
