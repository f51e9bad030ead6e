// NumPy's arrays, scalars and types, made from values.
#include <algorithm>
#include <array>
#include <bit>

#include "core/base/pickle/pickle_builder.h"

namespace pf {

PickleNode* PickleBuilder::makeDtype(const std::vector<const PickleNode*>& arguments) {
    static constexpr std::array<std::string_view, 12> kKnown = {"b1", "i1", "i2", "i4", "i8", "u1",
                                                                "u2", "u4", "u8", "f2", "f4", "f8"};
    std::string_view text = arguments.empty() ? std::string_view{} : textOf(arguments[0]);
    char order = std::endian::native == std::endian::little ? '<' : '>';
    if (!text.empty() && (text[0] == '<' || text[0] == '>' || text[0] == '|')) {
        order = text[0];
        text.remove_prefix(1);
    }
    if (std::find(kKnown.begin(), kKnown.end(), text) == kKnown.end()) {
        fail("it has a NumPy array of type '" + std::string(text.substr(0, 40)) +
             "', which is refused: only bools, integers and floats are read");
    }
    const std::size_t itemBytes = static_cast<std::size_t>(text[1] - '0');
    PickleNode* node = make(PickleKind::Type);
    node->index = static_cast<std::uint32_t>(store_.types.size());
    store_.types.push_back({.name = {},
                            .dtype = std::string(1, itemBytes == 1 ? '|' : order) + std::string(text),
                            .itemBytes = itemBytes});
    return node;
}

const PickleType& PickleBuilder::dtypeOf(const PickleNode* node) const {
    if (node->kind != PickleKind::Type || store_.types[node->index].dtype.empty()) {
        fail("a NumPy array has " + std::string(pickleKindName(node->kind)) + " where its type is due");
    }
    return store_.types[node->index];
}

std::vector<std::size_t> PickleBuilder::shapeOf(const PickleNode* node) const {
    if (node->kind != PickleKind::Tuple) {
        fail("a NumPy array has " + std::string(pickleKindName(node->kind)) + " where its shape is due");
    }
    std::vector<std::size_t> shape;
    for (const PickleNode* extent : store_.lists[node->index]) {
        if (extent->kind != PickleKind::Int || extent->integer < 0) {
            fail("a NumPy array has an impossible shape");
        }
        shape.push_back(static_cast<std::size_t>(extent->integer));
    }
    if (shape.size() > 32) {
        fail("a NumPy array has more than 32 dimensions");
    }
    return shape;
}

std::span<const std::byte> PickleBuilder::bytesOf(const PickleNode* node) {
    if (node->kind != PickleKind::Bytes) {
        fail("a NumPy array has " + std::string(pickleKindName(node->kind)) + " where its data is due");
    }
    return {reinterpret_cast<const std::byte*>(node->data), node->length};
}

void PickleBuilder::setData(PickleArray& array, const PickleType& type, std::span<const std::byte> data) {
    std::size_t bytes = type.itemBytes;
    bool fits = true;
    for (const std::size_t extent : array.shape) {
        fits = fits && (extent == 0 || bytes <= data.size() / extent);
        bytes = fits ? bytes * extent : bytes;
    }
    const bool empty = std::find(array.shape.begin(), array.shape.end(), 0U) != array.shape.end();
    if (empty ? !data.empty() : !fits || bytes != data.size()) {
        fail("a NumPy array's " + std::to_string(data.size()) + " bytes do not match its shape");
    }
    array.dtype = type.dtype;
    array.itemBytes = type.itemBytes;
    array.data = data;
}

PickleNode* PickleBuilder::makeScalar(const std::vector<const PickleNode*>& arguments) {
    if (arguments.size() != 2) {
        fail("a NumPy scalar has no value");
    }
    const PickleType& type = dtypeOf(arguments[0]);
    const std::span<const std::byte> data = bytesOf(arguments[1]);
    if (data.size() != type.itemBytes) {
        fail("a NumPy scalar's bytes do not match its type");
    }
    std::array<std::byte, 8> little{};
    std::copy(data.begin(), data.end(), little.begin());
    if (type.dtype[0] == '>') {
        std::reverse(little.begin(), little.begin() + static_cast<std::ptrdiff_t>(data.size()));
    }
    std::uint64_t raw = 0;
    for (std::size_t i = 8; i > 0; --i) {
        raw = raw << 8 | static_cast<std::uint64_t>(little[i - 1]);
    }
    const std::string_view kind = std::string_view(type.dtype).substr(1);
    if (kind == "b1") {
        return boolean(raw != 0);
    }
    if (kind == "f4") {
        return real(std::bit_cast<float>(static_cast<std::uint32_t>(raw)));
    }
    if (kind == "f8") {
        return real(std::bit_cast<double>(raw));
    }
    if (kind == "f2" || (kind == "u8" && raw >> 63 != 0)) {
        fail("a NumPy scalar of type '" + type.dtype + "' is refused");
    }
    if (kind[0] == 'i') {
        const unsigned shift = 64U - 8U * static_cast<unsigned>(type.itemBytes);
        return integer(static_cast<std::int64_t>(raw << shift) >> shift);
    }
    return integer(static_cast<std::int64_t>(raw));
}

PickleNode* PickleBuilder::fromBuffer(const std::vector<const PickleNode*>& arguments) {
    if (arguments.size() != 4) {
        fail("a NumPy array made from a buffer needs four arguments");
    }
    PickleArray array;
    array.shape = shapeOf(arguments[2]);
    array.fortranOrder = textOf(arguments[3]) == "F";
    setData(array, dtypeOf(arguments[1]), bytesOf(arguments[0]));
    PickleNode* node = make(PickleKind::Array);
    node->index = static_cast<std::uint32_t>(store_.arrays.size());
    store_.arrays.push_back(std::move(array));
    return node;
}

void PickleBuilder::buildArray(PickleArray& array, const std::vector<const PickleNode*>& state) {
    // (version,) shape, dtype, isFortran, data: the version came with NumPy 1.
    if (state.size() != 4 && state.size() != 5) {
        fail("a NumPy array's state has " + std::to_string(state.size()) + " parts");
    }
    const auto part = state.end() - 4;
    if (part[2]->kind != PickleKind::Bool && part[2]->kind != PickleKind::Int) {
        fail("a NumPy array's memory order is missing");
    }
    array.shape = shapeOf(part[0]);
    array.fortranOrder = part[2]->integer != 0;
    setData(array, dtypeOf(part[1]), bytesOf(part[3]));
}

void PickleBuilder::buildDtype(PickleType& type, const std::vector<const PickleNode*>& state) {
    const std::string_view order = state.size() >= 2 ? textOf(state[1]) : std::string_view{};
    if (order != "<" && order != ">" && order != "|" && order != "=") {
        fail("a NumPy type has no byte order");
    }
    for (std::size_t i = 2; i < std::min<std::size_t>(state.size(), 5); ++i) {
        if (state[i]->kind != PickleKind::None) {
            fail("a NumPy type with fields is refused");
        }
    }
    if (type.itemBytes > 1 && (order == "<" || order == ">")) {
        type.dtype[0] = order[0];
    }
}

}  // namespace pf
