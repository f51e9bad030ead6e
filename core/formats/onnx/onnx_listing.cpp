#include "core/formats/onnx/onnx_listing.h"

#include "core/base/error.h"
#include "core/base/text.h"

namespace pf {
namespace {

constexpr std::uint64_t kMaxCount = std::uint64_t{1} << 48;

std::string typeText(std::int64_t type) {
    const auto known = onnxType(type);
    return known ? std::string(known->name) : "type " + std::to_string(type);
}

TensorListing listed(const OnnxConstant& constant, const std::string& where) {
    TensorListing tensor{constant.name, typeText(constant.type), constant.shape};
    std::uint64_t count = 1;
    for (const std::int64_t extent : constant.shape) {
        const auto n = static_cast<std::uint64_t>(extent);  // a negative one becomes too large
        failDataIf(n > kMaxCount || (n != 0 && count > kMaxCount / n), where, "damaged: the tensor '",
                   constant.name, "' claims an impossible size");
        count *= n;
    }
    const auto type = onnxType(constant.type);
    const std::uint64_t itemBytes = type ? type->bytes : 0;
    const auto raw = constant.stored.isElsewhere ? std::nullopt : constant.stored.rawBytes;
    tensor.bytes = itemBytes != 0 ? count * itemBytes : raw.value_or(constant.stored.bytesBesides);
    if (raw && *raw != tensor.bytes) {
        failData(where, "damaged: the tensor '", constant.name, "' has ", *raw,
                 " bytes where its shape needs ", tensor.bytes);
    }
    return tensor;
}

}  // namespace

WeightListing listOnnx(const OnnxOutline& outline, const std::string& where) {
    WeightListing listing;
    listing.format = "ONNX";
    listing.metadata = outline.metadata;
    const auto note = [&](const char* key, const std::string& value) {
        listing.metadata.emplace_back(key, value);
    };
    for (const OnnxConstant& constant : outline.constants) {
        listing.tensors.push_back(listed(constant, where));
    }
    countParameters(listing);
    if (!outline.producer.empty()) {
        note("producer", outline.producer);
    }
    note("nodes", std::to_string(outline.nodes.size()));
    for (const auto& [what, values] :
         {std::pair("input", &outline.inputs), std::pair("output", &outline.outputs)}) {
        for (const OnnxValue& value : *values) {
            note(what, value.name + ": " + typeText(value.type) + " [" + joined(value.sides) + "]");
        }
    }
    for (const std::string& file : outline.otherFiles) {
        listing.notes.push_back("tensor data in another file: " + file);
    }
    std::int64_t within = 0;
    std::uint64_t bytesWithin = 0;
    for (const OnnxNode& node : outline.nodes) {
        for (const OnnxAttribute& attribute : node.attributes) {
            for (const OnnxConstant& constant : attribute.tensors) {
                bytesWithin += listed(constant, where).bytes;
                ++within;
            }
        }
    }
    if (within > 0) {
        listing.notes.push_back(formatCount(within) + " constants within nodes are not listed (" +
                                formatCount(static_cast<std::int64_t>(bytesWithin)) + " bytes)");
    }
    listing.notes.push_back("no checksum: damage to the tensors could not be seen");
    return listing;
}

}  // namespace pf
