#include "core/formats/onnx/onnx_outline.h"

#include <fcntl.h>
#include <google/protobuf/io/zero_copy_stream_impl.h>

#include <algorithm>
#include <array>
#include <limits>
#include <unordered_set>

#include "core/base/error.h"
#include "core/base/posix_file.h"
#include "core/base/text.h"
#include "core/formats/onnx/onnx.pb.h"
#include "core/formats/onnx/onnx_checks.h"
#include "core/formats/onnx/proto_walk.h"

namespace pf {
namespace {

using google::protobuf::io::ZeroCopyInputStream;

/// Far beyond any network; keeps what a hostile file makes us allocate in proportion.
constexpr int kMaxNameBytes = 4096;
constexpr int kMaxRecordBytes = 16 << 20;
constexpr std::size_t kMostSides = 32;
constexpr std::size_t kMostNumbers = std::size_t{1} << 16;
constexpr std::size_t kMostParts = std::size_t{1} << 20;
constexpr std::size_t kMostNames = std::size_t{1} << 22;

/// ONNX's number of the data type.
constexpr std::int64_t kBool = 9;

/// By TensorProto.DataType.
constexpr std::array<OnnxType, 21> kTypes = {
    {{"undefined", 0},      {"float32", 4},       {"uint8", 1},           {"int8", 1},
     {"uint16", 2},         {"int16", 2},         {"int32", 4},           {"int64", 8},
     {"string", 0},         {"bool", 1},          {"float16", 2},         {"float64", 8},
     {"uint32", 4},         {"uint64", 8},        {"complex64", 8},       {"complex128", 16},
     {"bfloat16", 2},       {"float8_e4m3fn", 1}, {"float8_e4m3fnuz", 1}, {"float8_e5m2", 1},
     {"float8_e5m2fnuz", 1}}};

constexpr const char* kUnusable = "is not a usable ONNX model";
constexpr const char* kDamaged = "damaged, cut off or not an ONNX file";

/// Walks through a model's records.
class OutlineReader {
  public:
    OutlineReader(ZeroCopyInputStream& stream, std::size_t bytes, const char* what, const std::string& where)
        : in_(stream, static_cast<int>(bytes), what, where) {}

    OnnxOutline read() {
        bool hasGraph = false;
        std::string version;
        in_.fields([&](std::uint32_t field, std::uint32_t tag) {
            switch (field) {
                case 1:
                    return note("ir_version", std::to_string(in_.number(tag)));
                case 2:
                    return readText(tag, outline_.producer);
                case 3:
                    return readText(tag, version);
                case 7:
                    if (hasGraph) {
                        noteUnusable("it holds two graphs");
                    }
                    hasGraph = true;
                    return readGraph(tag);
                case 8: {
                    const auto set = parsed<onnx::OperatorSetIdProto>(tag);
                    return note("opset", (set.domain().empty() ? "" : set.domain() + " ") +
                                             std::to_string(set.version()));
                }
                case 14: {
                    const auto property = parsed<onnx::StringStringEntryProto>(tag);
                    return note(property.key(), property.value());
                }
                default:
                    return in_.skip(tag);
            }
        });
        in_.failIf(!hasGraph, "it holds no graph");
        outline_.producer += (outline_.producer.empty() || version.empty() ? "" : " ") + version;
        // Before version 4 of the format, constants were listed among the inputs.
        std::unordered_set<std::string> constants;
        for (const auto& constant : outline_.constants) {
            constants.insert(constant.name);
        }
        std::erase_if(outline_.inputs,
                      [&](const OnnxValue& input) { return constants.contains(input.name); });
        return std::move(outline_);
    }

  private:
    template <typename Message>
    Message parsed(std::uint32_t tag) {
        Message message;
        in_.failIf(!message.ParseFromString(in_.text(tag, kMaxRecordBytes)), "a record cannot be read");
        return message;
    }

    void note(const std::string& key, const std::string& value) {
        outline_.metadata.emplace_back(key, value);
        requireAtMost(outline_.metadata.size(), kMostNumbers, "notes");
    }

    void noteUnusable(const std::string& reason) {
        outline_.unusable = outline_.unusable.empty() ? reason : outline_.unusable;
    }

    void requireAtMost(std::size_t count, std::size_t most, const char* what) const {
        in_.failIf(count > most, "it has more ", what, " than the ", most, " that can be read");
    }

    void readGraph(std::uint32_t graph) {
        in_.inside(graph, [&](std::uint32_t field, std::uint32_t tag) {
            switch (field) {
                case 1:
                    outline_.nodes.push_back(readNode(tag));
                    return requireAtMost(outline_.nodes.size(), kMostParts, "operators");
                case 5:
                    outline_.constants.push_back(readTensor(tag, "without a name"));
                    return requireAtMost(outline_.constants.size(), kMostParts, "constants");
                case 11:
                    outline_.inputs.push_back(readValue(tag));
                    return requireAtMost(outline_.inputs.size(), kMostNumbers, "inputs");
                case 12:
                    outline_.outputs.push_back(readValue(tag));
                    return requireAtMost(outline_.outputs.size(), kMostNumbers, "outputs");
                case 13:
                    readValue(tag);
                    return;
                case 15:
                    noteUnusable("it has sparse constants, which OpenCV cannot read");
                    return in_.skip(tag);
                default:
                    return in_.skip(tag);
            }
        });
    }

    void readText(std::uint32_t tag, std::string& text) { text = in_.text(tag, kMaxNameBytes); }
    std::string readName(std::uint32_t tag) {
        requireAtMost(++names_, kMostNames, "names");
        return in_.text(tag, kMaxNameBytes);
    }

    OnnxNode readNode(std::uint32_t node) {
        OnnxNode read;
        std::string domain;
        in_.inside(node, [&](std::uint32_t field, std::uint32_t tag) {
            switch (field) {
                case 1:
                    read.inputs.push_back(readName(tag));
                    return requireAtMost(read.inputs.size(), kMostNumbers, "inputs of an operator");
                case 2:
                    read.outputs.push_back(readName(tag));
                    return;
                case 3:
                    return readText(tag, read.name);
                case 4:
                    return readText(tag, read.operation);
                case 5:
                    requireAtMost(++names_, kMostNames, "parameters");
                    read.attributes.push_back(readAttribute(tag, read));
                    return;
                case 7:
                    return readText(tag, domain);
                default:
                    return in_.skip(tag);
            }
        });
        read.operation = (domain.empty() || domain == "ai.onnx" ? "" : domain + ".") + read.operation;
        return read;
    }

    OnnxAttribute readAttribute(std::uint32_t attribute, const OnnxNode& node) {
        OnnxAttribute read;
        in_.inside(attribute, [&](std::uint32_t field, std::uint32_t tag) {
            switch (field) {
                case 1:
                    return readText(tag, read.name);
                case 3:
                case 8:
                    return readNumbers(tag, read.integers, kMostNumbers, "numbers in a parameter");
                case 5:
                case 10:
                    requireAtMost(++names_, kMostNames, "tensors in parameters");
                    read.tensors.push_back(readTensor(tag, "of " + node.title()));
                    return;
                case 6:
                case 11:
                    noteUnusable("its operator " + node.title() +
                                 " holds a graph of its own, which OpenCV cannot run; export the network "
                                 "without branches and loops, or as TorchScript");
                    return in_.skip(tag);
                case 7:
                    in_.skipFixed(tag, sizeof(float));
                    return;
                default:
                    return in_.skip(tag);
            }
        });
        return read;
    }

    void readNumbers(std::uint32_t tag, std::vector<std::int64_t>& numbers, std::size_t most,
                     const char* what) {
        in_.numbers(tag, [&](std::uint64_t number) {
            numbers.push_back(static_cast<std::int64_t>(number));
            requireAtMost(numbers.size(), most, what);
        });
    }

    OnnxConstant readTensor(std::uint32_t tensor, const std::string& owner) {
        OnnxConstant read;
        OnnxStored& stored = read.stored;
        std::optional<std::int64_t> single;
        in_.inside(tensor, [&](std::uint32_t field, std::uint32_t tag) {
            const int before = in_.position();
            switch (field) {
                case 1:
                    return readNumbers(tag, read.shape, kMostSides, "sides of a constant");
                case 2:
                    read.type = static_cast<std::int64_t>(in_.number(tag));
                    return;
                case 4:
                    stored.floats += in_.skipFixed(tag, sizeof(float));
                    break;
                case 5:
                    in_.numbers(tag, [&](std::uint64_t number) {
                        single = static_cast<std::int64_t>(number);
                        ++stored.int32s;
                    });
                    break;
                case 6:
                    ++stored.others;
                    in_.skip(tag);
                    break;
                case 7:
                    in_.numbers(tag, [&](std::uint64_t) { ++stored.int64s; });
                    break;
                case 8:
                    return readText(tag, read.name);
                case 9: {
                    std::string only;
                    stored.rawBytes = in_.skipRecord(tag, &only);
                    single = only.empty() ? single : std::optional<std::int64_t>(only.front());
                    return;
                }
                case 10:
                    stored.doubles += in_.skipFixed(tag, sizeof(double));
                    break;
                case 11:
                    in_.numbers(tag, [&](std::uint64_t) { ++stored.others; });
                    break;
                case 13: {
                    stored.isElsewhere = true;
                    const auto entry = parsed<onnx::StringStringEntryProto>(tag);
                    if (entry.key() == "location") {
                        outline_.otherFiles.insert(entry.value());
                    }
                    return;
                }
                case 14:
                    stored.isElsewhere = in_.number(tag) != 0 || stored.isElsewhere;
                    return;
                default:
                    in_.skip(tag);
            }
            stored.bytesBesides += static_cast<std::uint64_t>(in_.position() - before);
        });
        read.name = read.name.empty() ? owner : read.name;
        if (stored.isElsewhere) {
            noteUnusable("the values of constant '" + read.name +
                         "' are in another file; export the network as one file");
        }
        if (read.type == kBool && single && stored.all() + stored.rawBytes.value_or(0) == 1) {
            read.truth = *single != 0;
        }
        return read;
    }

    OnnxValue readValue(std::uint32_t tag) {
        const auto given = parsed<onnx::ValueInfoProto>(tag);
        const auto& type = given.type().tensor_type();
        OnnxValue value{given.name(), {}, {}, type.elem_type()};
        for (const auto& side : type.shape().dim()) {
            // 0 and -1, too, are written for a size that is open.
            const std::int64_t size = side.dim_value();
            if (size < -1 || size > detail::kLargestSide) {
                noteUnusable("'" + value.name + "' has a side of " + std::to_string(size) + " values");
            }
            value.shape.push_back(size > 0 ? size : -1);
            value.sides.push_back(side.has_dim_value()       ? std::to_string(size)
                                  : side.dim_param().empty() ? "?"
                                                             : side.dim_param().substr(0, 40));
        }
        requireAtMost(value.shape.size(), kMostSides, "sides of a value");
        return value;
    }

    ProtoWalk in_;
    OnnxOutline outline_;
    std::size_t names_ = 0;  ///< inputs, outputs and parameters of all operators
};

OnnxOutline outlineOf(std::span<const std::byte> file, const char* what, const std::string& where) {
    google::protobuf::io::ArrayInputStream stream(file.data(), static_cast<int>(file.size()));
    return OutlineReader(stream, file.size(), what, where).read();
}

}  // namespace

std::optional<OnnxType> onnxType(std::int64_t number) {
    const bool isKnown = number >= 0 && number < static_cast<std::int64_t>(kTypes.size());
    return isKnown ? std::optional(kTypes[static_cast<std::size_t>(number)]) : std::nullopt;
}

std::string OnnxValue::text() const {
    return name + " " + shapeText(shape);
}

std::uint64_t OnnxStored::typed(std::int64_t type) const {
    return type == 1                  ? floats
           : type == 7                ? int64s
           : type == 11               ? doubles
           : type == 12 || type == 13 ? others
                                      : int32s;
}

std::string OnnxNode::title() const {
    return operation + (name.empty() ? outputs.empty() ? "" : " (makes '" + outputs.front() + "')"
                                     : " (node '" + name + "')");
}

const OnnxAttribute* OnnxNode::find(const std::string& attribute) const {
    const auto found = std::ranges::find(attributes, attribute, &OnnxAttribute::name);
    return found == attributes.end() ? nullptr : &*found;
}

OnnxOutline readOnnxOutline(std::span<const std::byte> file, const std::string& where) {
    OnnxOutline outline = outlineOf(file, kUnusable, where);
    try {
        detail::checkOnnxGraph(outline);
        return outline;
    } catch (const Error& error) {
        throw Error(ErrorCode::Data, std::string(kUnusable) + ": " + error.what(), where);
    }
}

OnnxOutline readUncheckedOnnxOutline(const std::filesystem::path& file) {
    std::error_code failure;
    const std::uint64_t bytes = std::filesystem::file_size(file, failure);
    throwIf(failure, ErrorCode::Io, "cannot be read: " + failure.message(), file.string());
    throwIf(bytes > static_cast<std::uint64_t>(std::numeric_limits<int>::max()), ErrorCode::Data,
            "an ONNX file has at most 2 GB; this one is larger", file.string());
    const Descriptor open(file, O_RDONLY);
    throwIf(!open.isOpen(), ioError(file, "open it"));
    google::protobuf::io::FileInputStream stream(open.number());
    return OutlineReader(stream, bytes, kDamaged, file.string()).read();
}

OnnxOutline readUncheckedOnnxOutline(std::span<const std::byte> file, const std::string& where) {
    return outlineOf(file, kDamaged, where);
}

}  // namespace pf
