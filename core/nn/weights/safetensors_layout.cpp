#include "core/nn/weights/safetensors_layout.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>
#include <set>

#include <nlohmann/json.hpp>

#include "core/base/error.h"
#include "core/base/file_hash.h"
#include "core/base/json_text.h"
#include "core/base/utf8.h"

namespace pf::detail {
namespace {

static_assert(std::endian::native == std::endian::little, "tensors are written as they lie in memory");

using Json = nlohmann::json;

struct TypeRow {
    at::ScalarType type;
    std::string_view name;
};
constexpr std::array<TypeRow, 10> kTypes{{{at::kDouble, "F64"},
                                          {at::kFloat, "F32"},
                                          {at::kHalf, "F16"},
                                          {at::kBFloat16, "BF16"},
                                          {at::kLong, "I64"},
                                          {at::kInt, "I32"},
                                          {at::kShort, "I16"},
                                          {at::kChar, "I8"},
                                          {at::kByte, "U8"},
                                          {at::kBool, "BOOL"}}};

[[noreturn]] void refuse(const std::string& where, const std::string& what) {
    throw Error(ErrorCode::Data,
                "damaged or not a safetensors file: " + what + "; use another copy of the file", where);
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
        if (!keys_[depth_].insert(name).second) {
            refuse(where_, "the name '" + name + "' appears twice in the table");
        }
        return true;
    }
    bool parse_error(std::size_t /*position*/, const std::string& /*token*/,
                     const nlohmann::detail::exception& /*error*/) override {
        return false;
    }

  private:
    static constexpr std::size_t kMaxDepth = 3;

    bool enter() {
        if (depth_ >= kMaxDepth) {
            refuse(where_, "the table is nested too deeply");
        }
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
    if (!Json::sax_parse(text.begin(), text.end(), &walk)) {
        refuse(where, "its table is not valid JSON");
    }
    try {
        return parseJson<Json>(text);
    } catch (const Json::exception&) {
        refuse(where, "its table is not valid JSON");
    }
}

std::uint64_t unsignedValue(const Json& value, const std::string& where, const std::string& name) {
    if (!value.is_number_unsigned()) {
        refuse(where, "the entry '" + name + "' holds something else than a non-negative integer");
    }
    return value.get<std::uint64_t>();
}

TableEntry parseEntry(const std::string& name, const Json& value, std::uint64_t payloadBytes,
                      const std::string& where) {
    if (!value.is_object() || value.size() != 3 || !value.contains("dtype") || !value.contains("shape") ||
        !value.contains("data_offsets") || !value["dtype"].is_string() || !value["shape"].is_array() ||
        !value["data_offsets"].is_array() || value["data_offsets"].size() != 2) {
        refuse(where, "the entry '" + name + "' is not {dtype, shape, data_offsets}");
    }
    const auto typeText = value["dtype"].get<std::string>();
    const auto type = typeFromName(typeText);
    if (!type) {
        throw Error(ErrorCode::Data, "the tensor '" + name + "' has the unsupported type '" + typeText + "'",
                    where);
    }
    TableEntry entry;
    entry.name = name;
    entry.type = *type;
    entry.begin = unsignedValue(value["data_offsets"][0], where, name);
    entry.end = unsignedValue(value["data_offsets"][1], where, name);
    if (entry.begin > entry.end || entry.end > payloadBytes) {
        refuse(where, "the tensor '" + name + "' lies outside the file (cut off?)");
    }
    constexpr std::size_t kMaxDimensions = 16;
    if (value["shape"].size() > kMaxDimensions) {
        refuse(where, "the tensor '" + name + "' has more than 16 dimensions");
    }
    constexpr std::uint64_t kMaxSize = std::uint64_t{1} << 48;
    std::uint64_t bytes = c10::elementSize(*type);
    for (const Json& size : value["shape"]) {
        const std::uint64_t n = unsignedValue(size, where, name);
        if (n > kMaxSize || (n != 0 && bytes > kMaxSize / n)) {
            refuse(where, "the tensor '" + name + "' claims an impossible size");
        }
        bytes *= n;
        entry.shape.push_back(static_cast<std::int64_t>(n));
    }
    if (bytes != entry.end - entry.begin) {
        refuse(where, "the shape of the tensor '" + name + "' does not fit its bytes");
    }
    return entry;
}

}  // namespace

std::string_view typeName(at::ScalarType type) {
    const auto* found =
        std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeRow& row) { return row.type == type; });
    return found == kTypes.end() ? std::string_view{} : found->name;
}

std::optional<at::ScalarType> typeFromName(std::string_view name) {
    const auto* found =
        std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeRow& row) { return row.name == name; });
    return found == kTypes.end() ? std::nullopt : std::optional(found->type);
}

Table parseTable(std::string_view text, std::uint64_t payloadBytes, const std::string& where) {
    const Json json = parseStrictly(text, where);
    if (!json.is_object()) {
        refuse(where, "its table is not a JSON object");
    }
    Table table;
    for (const auto& [name, value] : json.items()) {
        if (name != "__metadata__") {
            table.entries.push_back(parseEntry(name, value, payloadBytes, where));
            continue;
        }
        if (!value.is_object()) {
            refuse(where, "its metadata are not a JSON object");
        }
        for (const auto& [key, field] : value.items()) {
            if (!field.is_string()) {
                refuse(where, "the metadata field '" + key + "' is not text");
            }
            table.metadata[key] = field.get<std::string>();
        }
        if (table.metadata.contains(kHeaderChecksumKey)) {  // written by this program
            for (auto& [key, text] : table.metadata) {
                text = unpackBytes(text);
            }
        }
    }
    std::stable_sort(table.entries.begin(), table.entries.end(),
                     [](const TableEntry& a, const TableEntry& b) {
                         return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
                     });
    std::uint64_t expected = 0;
    for (const TableEntry& entry : table.entries) {
        if (entry.begin != expected) {
            refuse(where, "the tensors overlap or leave a gap at '" + entry.name + "'");
        }
        expected = entry.end;
    }
    if (expected != payloadBytes) {
        refuse(where, "it has " + std::to_string(payloadBytes) + " bytes of tensors where its table says " +
                          std::to_string(expected));
    }
    return table;
}

std::string headerChecksum(std::string text, const std::string& where) {
    const std::string field = std::string("\"") + kHeaderChecksumKey + "\":\"";
    const std::size_t position = text.find(field);
    if (position == std::string::npos || text.find(field, position + 1) != std::string::npos ||
        position + field.size() + kChecksumDigits >= text.size()) {
        refuse(where, std::string("its field ") + kHeaderChecksumKey + " is unreadable");
    }
    std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(position + field.size()), kChecksumDigits, '0');
    const std::uint64_t length = text.size();
    Sha256 sum;
    sum.add(std::as_bytes(std::span(&length, 1)));
    sum.add(text);
    return sum.hex();
}

}  // namespace pf::detail
