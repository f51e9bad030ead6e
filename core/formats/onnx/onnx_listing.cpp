#include "core/formats/onnx/onnx_listing.h"

#include <fcntl.h>
#include <google/protobuf/io/zero_copy_stream_impl.h>

#include <array>
#include <limits>
#include <set>

#include "core/base/error.h"
#include "core/base/posix_file.h"
#include "core/base/text.h"
#include "core/formats/onnx/onnx.pb.h"
#include "core/formats/onnx/proto_walk.h"

namespace pf {
namespace {

constexpr int kMaxNameBytes = 4096;
constexpr int kMaxRecordBytes = 16 << 20;
constexpr std::size_t kMaxTensors = 262'144;
constexpr std::uint64_t kMaxCount = std::uint64_t{1} << 48;

struct ElementType {
    std::string_view name;
    std::uint64_t bytes;  ///< 0: of no fixed size
};
/// By TensorProto.DataType.
constexpr std::array<ElementType, 21> kTypes = {
    {{"undefined", 0},      {"float32", 4},       {"uint8", 1},           {"int8", 1},
     {"uint16", 2},         {"int16", 2},         {"int32", 4},           {"int64", 8},
     {"string", 0},         {"bool", 1},          {"float16", 2},         {"float64", 8},
     {"uint32", 4},         {"uint64", 8},        {"complex64", 8},       {"complex128", 16},
     {"bfloat16", 2},       {"float8_e4m3fn", 1}, {"float8_e4m3fnuz", 1}, {"float8_e5m2", 1},
     {"float8_e5m2fnuz", 1}}};

std::string typeText(std::uint64_t type) {
    return type < kTypes.size() ? std::string(kTypes[type].name) : "type " + std::to_string(type);
}

/// Lists what the records of a model say.
class OnnxWalk {
  public:
    OnnxWalk(google::protobuf::io::ZeroCopyInputStream& stream, int bytes, const std::string& where)
        : in_(stream, bytes, "damaged, cut off or no ONNX file", where) {}

    WeightListing run() {
        listing_.format = "ONNX";
        in_.fields([this](std::uint32_t field, std::uint32_t tag) { modelField(field, tag); });
        if (!hasGraph_) {
            in_.fail("it holds no graph");
        }
        finish();
        return std::move(listing_);
    }

  private:
    template <typename Message>
    Message parsed(std::uint32_t tag) {
        Message message;
        if (!message.ParseFromString(in_.text(tag, kMaxRecordBytes))) {
            in_.fail("a record cannot be read");
        }
        return message;
    }

    void note(const std::string& key, const std::string& value) {
        listing_.metadata.emplace_back(key, value);
    }

    void modelField(std::uint32_t field, std::uint32_t tag) {
        switch (field) {
            case 1:
                return note("ir_version", std::to_string(in_.number(tag)));
            case 2:
                producer_ = in_.text(tag, kMaxNameBytes);
                return;
            case 3:
                producer_ += ' ' + in_.text(tag, kMaxNameBytes);
                return;
            case 7:
                hasGraph_ = true;
                return in_.inside(tag, [this](std::uint32_t f, std::uint32_t t) { graphField(f, t); });
            case 8: {
                const auto opset = parsed<onnx::OperatorSetIdProto>(tag);
                return note("opset", (opset.domain().empty() ? "" : opset.domain() + " ") +
                                         std::to_string(opset.version()));
            }
            case 14: {
                const auto property = parsed<onnx::StringStringEntryProto>(tag);
                return note(property.key(), property.value());
            }
            default:
                return in_.skip(tag);
        }
    }

    void graphField(std::uint32_t field, std::uint32_t tag) {
        switch (field) {
            case 1:
                ++nodes_;
                return in_.inside(tag, [this](std::uint32_t f, std::uint32_t t) { nodeField(f, t); });
            case 5: {
                TensorListing tensor = readTensor(tag);
                if (listing_.tensors.size() >= kMaxTensors) {
                    in_.fail("it has too many tensors");
                }
                listing_.tensors.push_back(std::move(tensor));
                return;
            }
            case 11:
                inputs_.push_back(parsed<onnx::ValueInfoProto>(tag));
                return;
            case 12:
                outputs_.push_back(parsed<onnx::ValueInfoProto>(tag));
                return;
            default:
                return in_.skip(tag);
        }
    }

    /// Constants may be attributes of nodes: they are counted.
    void nodeField(std::uint32_t field, std::uint32_t tag) {
        if (field != 5) {
            return in_.skip(tag);
        }
        in_.inside(tag, [this](std::uint32_t attributeField, std::uint32_t attributeTag) {
            if (attributeField != 5) {
                return in_.skip(attributeTag);
            }
            constantBytes_ += readTensor(attributeTag).bytes;
            ++constants_;
        });
    }

    TensorListing readTensor(std::uint32_t tag) {
        TensorListing tensor;
        std::uint64_t type = 0;
        std::uint64_t rawBytes = 0;
        std::uint64_t otherBytes = 0;
        bool isRaw = false;
        bool isElsewhere = false;
        in_.inside(tag, [&](std::uint32_t field, std::uint32_t fieldTag) {
            switch (field) {
                case 1:
                    return readDims(fieldTag, tensor.shape);
                case 2:
                    type = in_.number(fieldTag);
                    return;
                case 8:
                    tensor.name = in_.text(fieldTag, kMaxNameBytes);
                    return;
                case 9:
                    isRaw = true;
                    rawBytes = in_.skipRecord(fieldTag);
                    return;
                case 13: {
                    const auto entry = parsed<onnx::StringStringEntryProto>(fieldTag);
                    if (entry.key() == "location") {
                        otherFiles_.insert(entry.value());
                    }
                    return;
                }
                case 14:
                    isElsewhere = in_.number(fieldTag) == 1;
                    return;
                default: {
                    const int before = in_.position();
                    in_.skip(fieldTag);
                    otherBytes += static_cast<std::uint64_t>(in_.position() - before);
                }
            }
        });
        finishTensor(tensor, type, isRaw && !isElsewhere ? rawBytes : kMaxCount, otherBytes);
        return tensor;
    }

    void readDims(std::uint32_t tag, std::vector<std::int64_t>& shape) {
        const auto add = [&](std::uint64_t extent) {
            if (extent > kMaxCount || shape.size() >= 32) {
                in_.fail("a tensor has an impossible shape");
            }
            shape.push_back(static_cast<std::int64_t>(extent));
        };
        in_.numbers(tag, add);
    }

    /// `rawBytes`: kMaxCount where the data are not raw.
    void finishTensor(TensorListing& tensor, std::uint64_t type, std::uint64_t rawBytes,
                      std::uint64_t otherBytes) {
        tensor.type = typeText(type);
        const std::uint64_t itemBytes = type < kTypes.size() ? kTypes[type].bytes : 0;
        std::uint64_t count = 1;
        for (const std::int64_t extent : tensor.shape) {
            const auto n = static_cast<std::uint64_t>(extent);
            if (n != 0 && count > kMaxCount / n) {
                in_.fail("the tensor '" + tensor.name + "' claims an impossible size");
            }
            count *= n;
        }
        tensor.bytes = itemBytes != 0 ? count * itemBytes : rawBytes == kMaxCount ? otherBytes : rawBytes;
        if (rawBytes != kMaxCount && rawBytes != tensor.bytes) {
            in_.fail("the tensor '" + tensor.name + "' has " + std::to_string(rawBytes) +
                     " bytes where its shape needs " + std::to_string(tensor.bytes));
        }
    }

    void addValue(const char* what, const onnx::ValueInfoProto& value) {
        std::string shape;
        for (const auto& dim : value.type().tensor_type().shape().dim()) {
            shape += shape.empty() ? "" : ", ";
            shape += !dim.has_dim_value() ? (dim.dim_param().empty() ? "?" : dim.dim_param().substr(0, 40))
                                          : std::to_string(dim.dim_value());
        }
        note(what, value.name() + ": " +
                       typeText(static_cast<std::uint64_t>(value.type().tensor_type().elem_type())) + " [" +
                       shape + "]");
    }

    void finish() {
        if (!producer_.empty()) {
            note("producer", producer_);
        }
        note("nodes", std::to_string(nodes_));
        // Before version 4 of the format every initialiser was an input too.
        std::set<std::string_view> initialisers;
        for (const TensorListing& tensor : listing_.tensors) {
            initialisers.insert(tensor.name);
        }
        countParameters(listing_);
        for (const auto& input : inputs_) {
            if (initialisers.count(input.name()) == 0) {
                addValue("input", input);
            }
        }
        for (const auto& output : outputs_) {
            addValue("output", output);
        }
        for (const std::string& file : otherFiles_) {
            listing_.notes.push_back("tensor data in another file: " + file);
        }
        if (constants_ > 0) {
            listing_.notes.push_back(formatCount(static_cast<std::int64_t>(constants_)) +
                                     " constants within nodes are not listed (" +
                                     formatCount(static_cast<std::int64_t>(constantBytes_)) + " bytes)");
        }
        listing_.notes.push_back("no checksum: damage to the tensors could not be seen");
    }

    ProtoWalk in_;
    WeightListing listing_;
    std::string producer_;
    std::vector<onnx::ValueInfoProto> inputs_;
    std::vector<onnx::ValueInfoProto> outputs_;
    std::set<std::string> otherFiles_;
    std::size_t nodes_ = 0;
    std::size_t constants_ = 0;
    std::uint64_t constantBytes_ = 0;
    bool hasGraph_ = false;
};

}  // namespace

WeightListing listOnnx(const std::filesystem::path& path) {
    const Descriptor file(path, O_RDONLY);
    if (!file.isOpen()) {
        throw ioError(path, "open it");
    }
    std::error_code failure;
    const std::uint64_t bytes = std::filesystem::file_size(path, failure);
    if (failure) {
        throw Error(ErrorCode::Io, "cannot be read: " + failure.message(), path.string());
    }
    if (bytes > static_cast<std::uint64_t>(std::numeric_limits<int>::max())) {
        throw Error(ErrorCode::Data, "an ONNX file has at most 2 GB; this one is larger", path.string());
    }
    google::protobuf::io::FileInputStream stream(file.number());
    return OnnxWalk(stream, static_cast<int>(bytes), path.string()).run();
}

WeightListing listOnnx(std::span<const std::byte> bytes, const std::string& name) {
    const int size = static_cast<int>(bytes.size());
    google::protobuf::io::ArrayInputStream stream(bytes.data(), size);
    return OnnxWalk(stream, size, name).run();
}

}  // namespace pf
