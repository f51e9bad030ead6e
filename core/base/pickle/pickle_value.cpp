#include "core/base/pickle/pickle_value.h"

#include <algorithm>
#include <array>
#include <functional>
#include <numeric>

#include "core/base/error.h"
#include "core/base/numpy/npy.h"
#include "core/base/pickle/pickle_reader.h"
#include "core/base/pickle/pickle_store.h"

namespace pf {
namespace {

bool hasKeys(PickleKind kind) {
    return kind == PickleKind::Dict || kind == PickleKind::Object;
}

[[noreturn]] void failKind(const PickleStore& store, PickleKind found, const std::string& wanted) {
    failData(store.name, "the pickle holds ", pickleKindName(found), " where ", wanted, " is due");
}

}  // namespace

std::size_t PickleArray::count() const {
    return std::accumulate(shape.begin(), shape.end(), std::size_t{1}, std::multiplies<>());
}

std::uint64_t PickleTensor::count() const {
    std::uint64_t product = 1;  // unsigned: what a damaged file claims may overflow
    for (const std::int64_t extent : shape) {
        product *= static_cast<std::uint64_t>(extent);
    }
    return product;
}

std::string_view pickleKindName(PickleKind kind) {
    static constexpr std::array<std::string_view, 14> kNames = {
        "None",    "a bool", "an integer", "a float", "text",      "bytes",    "a list",
        "a tuple", "a dict", "an array",   "a type",  "a storage", "a tensor", "an object"};
    return kNames[static_cast<std::size_t>(kind)];
}

PickleKind PickleValue::kind() const {
    return node_->kind;
}

void PickleValue::require(PickleKind wanted, const char* name) const {
    if (kind() != wanted) {
        failKind(*store_, kind(), name);
    }
}

bool PickleValue::asBool() const {
    const bool isNumber = kind() == PickleKind::Int && (node_->integer == 0 || node_->integer == 1);
    if (kind() != PickleKind::Bool && !isNumber) {
        failKind(*store_, kind(), "a bool");
    }
    return node_->integer != 0;
}

std::int64_t PickleValue::asInt() const {
    require(PickleKind::Int, "an integer");
    return node_->integer;
}

double PickleValue::asFloat() const {
    if (kind() == PickleKind::Int) {
        return static_cast<double>(node_->integer);
    }
    require(PickleKind::Float, "a float");
    return node_->real;
}

std::string_view PickleValue::asText() const {
    require(PickleKind::Text, "text");
    return {node_->data, node_->length};
}

std::span<const std::byte> PickleValue::asBytes() const {
    require(PickleKind::Bytes, "bytes");
    return {reinterpret_cast<const std::byte*>(node_->data), node_->length};
}

const PickleArray& PickleValue::asArray() const {
    require(PickleKind::Array, "an array");
    return store_->arrays[node_->index];
}

const PickleTensor& PickleValue::asTensor() const {
    require(PickleKind::Tensor, "a tensor");
    return store_->tensors[node_->index];
}

std::vector<bool> PickleValue::asBools() const {
    std::vector<bool> flags;
    std::optional<double> negative;  // either 0 or -1
    const auto add = [&](double number) {
        const bool isNegative = number == 0 || number == -1;
        failDataIf((number != 1 && !isNegative) || (isNegative && negative.value_or(number) != number),
                   store_->name,
                   "the pickle's flags hold a number that is neither 0 nor 1 (or -1 for 0 throughout)");
        negative = isNegative ? number : negative;
        flags.push_back(number == 1);
    };
    if (kind() != PickleKind::Array) {
        for (std::size_t i = 0; i < size(); ++i) {
            const PickleValue flag = item(i);
            const bool isNumber = flag.kind() == PickleKind::Int || flag.kind() == PickleKind::Float;
            add(isNumber ? flag.asFloat() : flag.asBool() ? 1 : 0);
        }
        return flags;
    }
    const PickleArray& array = asArray();
    if (array.dtype.size() < 2 || std::string_view("biuf").find(array.dtype[1]) == std::string_view::npos) {
        failKind(*store_, kind(), "an array of bools");
    }
    const std::size_t count = array.itemBytes == 0 ? 0 : array.data.size() / array.itemBytes;
    NpyArray numbers{array.dtype, {count}, {array.data.begin(), array.data.end()}};
    if (numbers.dtype[0] == '>') {
        numbers.dtype[0] = '<';
        for (auto at = numbers.bytes.begin(); at != numbers.bytes.end();) {
            const auto next = at + static_cast<std::ptrdiff_t>(array.itemBytes);
            std::reverse(at, next);
            at = next;
        }
    }
    std::ranges::for_each(numbers.toDoubles(), add);
    return flags;
}

std::size_t PickleValue::size() const {
    switch (kind()) {
        case PickleKind::List:
        case PickleKind::Tuple:
            return store_->lists[node_->index].size();
        case PickleKind::Dict:
        case PickleKind::Object:
            return store_->lists[node_->index].size() / 2;
        default:
            failKind(*store_, kind(), "a list, tuple or dict");
    }
}

PickleValue PickleValue::item(std::size_t index) const {
    if (kind() != PickleKind::List && kind() != PickleKind::Tuple) {
        failKind(*store_, kind(), "a list or tuple");
    }
    const auto& items = store_->lists[node_->index];
    failDataIf(index >= items.size(), store_->name, "the pickle holds ", items.size(), " items where item ",
               index, " is due");
    return {items[index], store_};
}

PickleValue PickleValue::entry(std::size_t index, std::size_t part) const {
    if (!hasKeys(kind()) || index >= size()) {
        failKind(*store_, kind(), "a dict of more than " + std::to_string(index) + " keys");
    }
    return {store_->lists[node_->index][2 * index + part], store_};
}

std::optional<PickleValue> PickleValue::find(std::string_view wanted) const {
    if (!hasKeys(kind())) {
        failKind(*store_, kind(), "a dict");
    }
    for (std::size_t i = size(); i > 0; --i) {  // the last assignment wins, as in Python
        const PickleNode* candidate = store_->lists[node_->index][2 * (i - 1)];
        const bool isString = candidate->kind == PickleKind::Text || candidate->kind == PickleKind::Bytes;
        if (isString && std::string_view(candidate->data, candidate->length) == wanted) {
            return value(i - 1);
        }
    }
    return std::nullopt;
}

PickleValue PickleValue::at(std::string_view wanted) const {
    if (const auto found = find(wanted)) {
        return *found;
    }
    failData(store_->name, "the pickle's dict has no key '", wanted, "'");
}

}  // namespace pf
