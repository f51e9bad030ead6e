#include "core/nn/weights/safetensors.h"

#include <algorithm>
#include <fstream>
#include <set>

#include <torch/torch.h>
#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/base/posix_file.h"
#include "core/base/utf8.h"
#include "core/nn/weights/safetensors_layout.h"
#include "core/nn/weights/tensor_types.h"

namespace pf {
namespace {

const detail::TensorType* typeOf(const at::Tensor& tensor) {
    return detail::tensorType(&detail::TensorType::type, tensor.scalar_type());
}

std::span<const std::byte> bytesOf(const at::Tensor& tensor) {
    return {static_cast<const std::byte*>(tensor.data_ptr()), tensor.nbytes()};
}

void checkNames(const NamedTensors& tensors, const Metadata& metadata) {
    std::set<std::string> names{"__metadata__", ""};
    for (const auto& [name, tensor] : tensors) {
        throwIf(!names.insert(name).second, ErrorCode::Internal,
                "the tensor name '" + name + "' is repeated or reserved");
        throwIf(!tensor.defined() || typeOf(tensor) == nullptr, ErrorCode::Data,
                "the tensor '" + name + "' has no type that safetensors can hold");
    }
    for (const char* key : {kPayloadChecksumKey, kHeaderChecksumKey}) {
        throwIf(metadata.count(key) != 0, ErrorCode::Internal,
                std::string("the metadata key '") + key + "' is reserved");
    }
}

/// Compact JSON, padded with spaces so that the payload starts at a multiple of 8.
std::string headerText(const NamedTensors& tensors, const Metadata& metadata, const std::string& payloadSum) {
    nlohmann::json json;
    for (const auto& [key, value] : metadata) {
        json["__metadata__"][key] = packBytes(value);  // paths in the configuration need not be UTF-8
    }
    json["__metadata__"][kPayloadChecksumKey] = payloadSum;
    json["__metadata__"][kHeaderChecksumKey] = std::string(detail::kChecksumDigits, '0');
    std::uint64_t offset = 0;
    for (const auto& [name, tensor] : tensors) {
        const std::uint64_t end = offset + tensor.nbytes();
        json[name] = {{"dtype", typeOf(tensor)->code},
                      {"shape", tensor.sizes().vec()},
                      {"data_offsets", {offset, end}}};
        offset = end;
    }
    std::string text;
    try {
        text = json.dump();
    } catch (const nlohmann::json::exception&) {
        throw Error(ErrorCode::Data, "the name of a tensor or of a metadata field is not valid UTF-8 text");
    }
    text.resize((text.size() + 7) / 8 * 8, ' ');
    throwIf(text.size() > detail::kMaxHeaderBytes, ErrorCode::Data,
            "the table of names and metadata would exceed 8 MiB");
    const std::string field = std::string("\"") + kHeaderChecksumKey + "\":\"";
    text.replace(text.find(field) + field.size(), detail::kChecksumDigits,
                 detail::headerChecksum(text, "new file"));
    return text;
}

/// Reads and hashes the tensors in file order.
TensorMap readPayload(std::ifstream& file, const detail::Table& table, Sha256& sum,
                      const std::string& where) {
    TensorMap tensors;
    for (const detail::TableEntry& entry : table.entries) {
        at::Tensor tensor = at::empty(entry.shape, at::TensorOptions().dtype(entry.type));
        readExactly(file, {static_cast<std::byte*>(tensor.data_ptr()), tensor.nbytes()}, where);
        sum.add(bytesOf(tensor));
        const auto bytes = bytesOf(tensor);
        // A bool that is neither 0 nor 1 makes every later use undefined.
        failDataIf(entry.type == at::kBool &&
                       std::any_of(bytes.begin(), bytes.end(), [](std::byte b) { return b > std::byte{1}; }),
                   where, "the tensor '", entry.name, "' holds bytes that are not truth values");
        tensors.emplace(entry.name, std::move(tensor));
    }
    return tensors;
}

}  // namespace

void writeSafetensors(const ByteSink& sink, const NamedTensors& tensors, const Metadata& metadata) {
    checkNames(tensors, metadata);
    NamedTensors plain;
    plain.reserve(tensors.size());
    Sha256 sum;
    // Wide types first keeps every tensor aligned to its own size, as other readers expect.
    for (const auto& [name, tensor] : tensors) {
        plain.emplace_back(name, tensor.detach().to(at::kCPU).contiguous());
    }
    std::ranges::stable_sort(plain, std::ranges::greater{},
                             [](const auto& entry) { return entry.second.element_size(); });
    for (const auto& [name, tensor] : plain) {
        sum.add(bytesOf(tensor));
    }
    const std::string header = headerText(plain, metadata, sum.hex());
    const std::uint64_t length = header.size();
    sink(std::as_bytes(std::span(&length, 1)));
    sink(std::as_bytes(std::span(header)));
    for (const auto& [name, tensor] : plain) {
        sink(bytesOf(tensor));
    }
}

void writeSafetensors(const std::filesystem::path& path, const NamedTensors& tensors,
                      const Metadata& metadata) {
    writeFileAtomically(path, [&](const ByteSink& sink) { writeSafetensors(sink, tensors, metadata); });
}

SafetensorsFile readSafetensors(const std::filesystem::path& path, bool requireChecksum,
                                std::uint64_t maxBytes) {
    detail::OpenFile open = detail::openVerified(path, requireChecksum, maxBytes);
    const std::string where = path.string();
    Sha256 sum;
    SafetensorsFile result;
    result.tensors = readPayload(open.stream, open.table, sum, where);
    result.checksumVerified = open.table.metadata.count(kPayloadChecksumKey) != 0;
    if (result.checksumVerified && sum.hex() != open.table.metadata[kPayloadChecksumKey]) {
        throw detail::damaged("tensors", where);
    }
    result.metadata = detail::ownMetadata(std::move(open.table));
    return result;
}

Metadata readSafetensorsMetadata(const std::filesystem::path& path, bool requireChecksum) {
    return detail::ownMetadata(detail::openVerified(path, requireChecksum).table);
}

}  // namespace pf
