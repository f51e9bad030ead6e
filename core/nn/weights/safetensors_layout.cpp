#include "core/nn/weights/safetensors_layout.h"

#include <algorithm>
#include <array>
#include <bit>
#include <set>
#include <utility>

#include <c10/util/StringUtil.h>
#include <nlohmann/json.hpp>

#include "core/base/file_hash.h"
#include "core/base/json_text.h"
#include "core/base/posix_file.h"
#include "core/base/utf8.h"
#include "core/nn/weights/tensor_types.h"

namespace pf::detail {
namespace {

static_assert(std::endian::native == std::endian::little, "tensors are written as they lie in memory");

using Json = nlohmann::json;

[[noreturn]] void refuse(const std::string& where, const std::string& what) {
    failData(where, "damaged or not a safetensors file: ", what, "; use another copy of the file");
}

void refuseIf(bool isWrong, const std::string& where, const std::string& what) {
    if (isWrong) {
        refuse(where, what);
    }
}

/// Walks a text before it is built, with a bound on depth and without repeated keys, both of which a hostile
/// file would use. (A callback of the library's own parser could do the same, but looks at all members of an
/// object again whenever one of them ends: minutes for a table of many small entries.)
class StrictWalk : public nlohmann::json_sax<Json> {
  public:
    explicit StrictWalk(const std::string& where) : where_(where) {}

    bool null() override { return true; }
    bool boolean(bool /*value*/) override { return true; }
    bool number_integer(number_integer_t /*value*/) override { return true; }
    bool number_unsigned(number_unsigned_t /*value*/) override { return true; }
    bool number_float(number_float_t /*value*/, const string_t& /*text*/) override { return true; }
    bool string(string_t& /*value*/) override { return true; }
    bool binary(binary_t& /*value*/) override { return true; }
    bool start_object(std::size_t /*size*/) override { return enter(); }
    bool end_object() override { return leave(); }
    bool start_array(std::size_t /*size*/) override { return enter(); }
    bool end_array() override { return leave(); }
    bool key(string_t& name) override {
        refuseIf(!keys_[depth_].insert(name).second, where_,
                 "the name '" + name + "' appears twice in the table");
        return true;
    }
    bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                     const nlohmann::detail::exception& /*error*/) override {
        return false;
    }

  private:
    static constexpr std::size_t kMaxDepth = 3;

    bool enter() {
        refuseIf(depth_ >= kMaxDepth, where_, "the table is nested too deeply");
        keys_[++depth_].clear();
        return true;
    }
    bool leave() {
        --depth_;
        return true;
    }

    const std::string& where_;
    std::size_t depth_ = 0;
    std::array<std::set<std::string>, kMaxDepth + 1> keys_;  ///< clearing one costs what it holds
};

Json parseStrictly(std::string_view text, const std::string& where) {
    const PlainNumbers plain;  // as parseJson
    StrictWalk walk(where);
    refuseIf(!Json::sax_parse(text.begin(), text.end(), &walk), where, "its table is not valid JSON");
    try {
        return parseJson<Json>(text);
    } catch (const Json::exception&) {
        refuse(where, "its table is not valid JSON");
    }
}

std::uint64_t unsignedValue(const Json& value, const std::string& where, const std::string& name) {
    refuseIf(!value.is_number_unsigned(), where,
             "the entry '" + name + "' holds something else than a non-negative integer");
    return value.get<std::uint64_t>();
}

TableEntry parseEntry(const std::string& name, const Json& value, std::uint64_t payloadBytes,
                      const std::string& where) {
    refuseIf(!value.is_object() || value.size() != 3 || !value.contains("dtype") ||
                 !value.contains("shape") || !value.contains("data_offsets") || !value["dtype"].is_string() ||
                 !value["shape"].is_array() || !value["data_offsets"].is_array() ||
                 value["data_offsets"].size() != 2,
             where, "the entry '" + name + "' is not {dtype, shape, data_offsets}");
    const auto typeText = value["dtype"].get<std::string>();
    const TensorType* type = tensorType(&TensorType::code, std::string_view(typeText));
    failDataIf(type == nullptr, where, "the tensor '", name, "' has the unsupported type '", typeText, "'");
    TableEntry entry;
    entry.name = name;
    entry.type = type->type;
    entry.begin = unsignedValue(value["data_offsets"][0], where, name);
    entry.end = unsignedValue(value["data_offsets"][1], where, name);
    refuseIf(entry.begin > entry.end || entry.end > payloadBytes, where,
             "the tensor '" + name + "' lies outside the file (cut off?)");
    constexpr std::size_t kMaxDimensions = 16;
    refuseIf(value["shape"].size() > kMaxDimensions, where,
             "the tensor '" + name + "' has more than 16 dimensions");
    constexpr std::uint64_t kMaxSize = std::uint64_t{1} << 48;
    std::uint64_t bytes = c10::elementSize(type->type);
    for (const Json& size : value["shape"]) {
        const std::uint64_t n = unsignedValue(size, where, name);
        refuseIf(n > kMaxSize || (n != 0 && bytes > kMaxSize / n), where,
                 "the tensor '" + name + "' claims an impossible size");
        bytes *= n;
        entry.shape.push_back(static_cast<std::int64_t>(n));
    }
    refuseIf(bytes != entry.end - entry.begin, where,
             "the shape of the tensor '" + name + "' does not fit its bytes");
    return entry;
}

}  // namespace

Table parseTable(std::string_view text, std::uint64_t payloadBytes, const std::string& where) {
    const Json json = parseStrictly(text, where);
    refuseIf(!json.is_object(), where, "its table is not a JSON object");
    Table table;
    for (const auto& [name, value] : json.items()) {
        if (name != "__metadata__") {
            table.entries.push_back(parseEntry(name, value, payloadBytes, where));
            continue;
        }
        refuseIf(!value.is_object(), where, "its metadata are not a JSON object");
        for (const auto& [key, field] : value.items()) {
            refuseIf(!field.is_string(), where, "the metadata field '" + key + "' is not text");
            table.metadata[key] = field.get<std::string>();
        }
        if (table.metadata.contains(kHeaderChecksumKey)) {  // written by this program
            for (auto& [key, text] : table.metadata) {
                text = unpackBytes(text);
            }
        }
    }
    std::ranges::stable_sort(table.entries, {},
                             [](const TableEntry& entry) { return std::pair(entry.begin, entry.end); });
    std::uint64_t expected = 0;
    for (const TableEntry& entry : table.entries) {
        refuseIf(entry.begin != expected, where,
                 "the tensors overlap or leave a gap at '" + entry.name + "'");
        expected = entry.end;
    }
    refuseIf(expected != payloadBytes, where,
             "it has " + std::to_string(payloadBytes) + " bytes of tensors where its table says " +
                 std::to_string(expected));
    return table;
}

std::string headerChecksum(std::string text, const std::string& where) {
    const std::string field = std::string("\"") + kHeaderChecksumKey + "\":\"";
    const std::size_t position = text.find(field);
    refuseIf(position == std::string::npos || text.find(field, position + 1) != std::string::npos ||
                 position + field.size() + kChecksumDigits >= text.size(),
             where, std::string("its field ") + kHeaderChecksumKey + " is unreadable");
    std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(position + field.size()), kChecksumDigits, '0');
    const std::uint64_t length = text.size();
    Sha256 sum;
    sum.add(std::as_bytes(std::span(&length, 1)));
    sum.add(text);
    return sum.hex();
}

Error damaged(const char* part, const std::string& where) {
    return {ErrorCode::Data,
            std::string("damaged: the checksum of its ") + part + " does not match; use another copy", where};
}

OpenFile openVerified(const std::filesystem::path& path, bool requireChecksum, std::uint64_t maxBytes) {
    const std::string where = path.string();
    std::error_code failure;
    const auto status = std::filesystem::status(path, failure);
    throwIf(failure && status.type() != std::filesystem::file_type::not_found, ErrorCode::Io,
            "cannot look at it: " + failure.message(), where);
    throwIf(!std::filesystem::is_regular_file(status), ErrorCode::Io, "there is no such file", where);
    std::ifstream file(path, std::ios::binary);
    throwIf(!file, ioError(path, "open it"));
    const std::uint64_t size = std::filesystem::file_size(path, failure);
    throwIf(failure, ErrorCode::Io, "cannot look at it: " + failure.message(), where);
    throwIf(size > maxBytes, ErrorCode::Data,
            c10::str("it has ", size, " bytes; at most ", maxBytes, " are accepted"), where);
    std::uint64_t length = 0;
    failDataIf(size < sizeof length + 2, where, "it is too short for a safetensors file (cut off?)");
    readExactly(file, std::as_writable_bytes(std::span(&length, 1)), where);
    throwIf(length > kMaxHeaderBytes || length > size - sizeof length, ErrorCode::Data,
            c10::str("not a safetensors file, damaged or cut off: its table would have ", length, " bytes"),
            where);
    std::string header(length, '\0');
    readExactly(file, std::as_writable_bytes(std::span(header)), where);
    OpenFile open{std::move(file), parseTable(header, size - sizeof length - length, where)};
    Metadata& metadata = open.table.metadata;

    const bool hasPayloadSum = metadata.count(kPayloadChecksumKey) != 0;
    const bool hasHeaderSum = metadata.count(kHeaderChecksumKey) != 0;
    throwIf(hasPayloadSum != hasHeaderSum || (requireChecksum && !hasPayloadSum), ErrorCode::Data,
            "its checksum is missing: the file is damaged or was not written by this program", where);
    throwIf(hasHeaderSum && headerChecksum(header, where) != metadata[kHeaderChecksumKey],
            damaged("table", where));
    return open;
}

Metadata ownMetadata(Table table) {
    table.metadata.erase(kPayloadChecksumKey);
    table.metadata.erase(kHeaderChecksumKey);
    return std::move(table.metadata);
}

}  // namespace pf::detail
