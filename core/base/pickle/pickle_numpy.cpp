#include "core/base/pickle/pickle_numpy.h"

#include <algorithm>
#include <array>
#include <bit>

#include "core/base/pickle/pickle_builder.h"

namespace pf::detail {
namespace {

constexpr std::string_view kNdarray = "numpy.ndarray";
constexpr std::string_view kDtype = "numpy.dtype";
constexpr std::string_view kReconstruct = "numpy._reconstruct";
constexpr std::string_view kScalar = "numpy.scalar";
constexpr std::string_view kFromBuffer = "numpy._frombuffer";

struct Callable {
    std::string_view module;
    std::string_view name;
    std::string_view meaning;
};
constexpr std::array<Callable, 8> kCallables = {{
    {"numpy", "ndarray", kNdarray},
    {"numpy", "dtype", kDtype},
    {"numpy.core.multiarray", "_reconstruct", kReconstruct},
    {"numpy._core.multiarray", "_reconstruct", kReconstruct},
    {"numpy.core.multiarray", "scalar", kScalar},
    {"numpy._core.multiarray", "scalar", kScalar},
    {"numpy.core.numeric", "_frombuffer", kFromBuffer},
    {"numpy._core.numeric", "_frombuffer", kFromBuffer},
}};

PickleNode* makeDtype(PickleBuilder& builder, const std::vector<const PickleNode*>& arguments) {
    static constexpr std::array<std::string_view, 12> kKnown = {"b1", "i1", "i2", "i4", "i8", "u1",
                                                                "u2", "u4", "u8", "f2", "f4", "f8"};
    std::string_view text = arguments.empty() ? std::string_view{} : PickleBuilder::textOf(arguments[0]);
    char order = std::endian::native == std::endian::little ? '<' : '>';
    if (!text.empty() && (text[0] == '<' || text[0] == '>' || text[0] == '|')) {
        order = text[0];
        text.remove_prefix(1);
    }
    builder.failIf(std::find(kKnown.begin(), kKnown.end(), text) == kKnown.end(),
                   "it has a NumPy array of type '" + std::string(text.substr(0, 40)) +
                       "', which is refused: only bools, integers and floats are read");
    const std::size_t itemBytes = static_cast<std::size_t>(text[1] - '0');
    return builder.type({.name = {},
                         .dtype = std::string(1, itemBytes == 1 ? '|' : order) + std::string(text),
                         .itemBytes = itemBytes});
}

const PickleType& dtypeOf(PickleBuilder& builder, const PickleNode* node) {
    builder.failIf(node->kind != PickleKind::Type || builder.store().types[node->index].dtype.empty(),
                   "a NumPy array has " + std::string(pickleKindName(node->kind)) + " where its type is due");
    return builder.store().types[node->index];
}

std::vector<std::size_t> shapeOf(PickleBuilder& builder, const PickleNode* node) {
    builder.failIf(
        node->kind != PickleKind::Tuple,
        "a NumPy array has " + std::string(pickleKindName(node->kind)) + " where its shape is due");
    std::vector<std::size_t> shape;
    for (const PickleNode* extent : builder.store().lists[node->index]) {
        builder.failIf(extent->kind != PickleKind::Int || extent->integer < 0,
                       "a NumPy array has an impossible shape");
        shape.push_back(static_cast<std::size_t>(extent->integer));
    }
    builder.failIf(shape.size() > 32, "a NumPy array has more than 32 dimensions");
    return shape;
}

std::span<const std::byte> bytesOf(PickleBuilder& builder, const PickleNode* node) {
    builder.failIf(node->kind != PickleKind::Bytes,
                   "a NumPy array has " + std::string(pickleKindName(node->kind)) + " where its data is due");
    return {reinterpret_cast<const std::byte*>(node->data), node->length};
}

void setData(PickleBuilder& builder, PickleArray& array, const PickleType& type,
             std::span<const std::byte> data) {
    std::size_t bytes = type.itemBytes;
    bool fits = true;
    for (const std::size_t extent : array.shape) {
        fits = fits && (extent == 0 || bytes <= data.size() / extent);
        bytes = fits ? bytes * extent : bytes;
    }
    const bool empty = std::find(array.shape.begin(), array.shape.end(), 0U) != array.shape.end();
    builder.failIf(empty ? !data.empty() : !fits || bytes != data.size(),
                   "a NumPy array's " + std::to_string(data.size()) + " bytes do not match its shape");
    array.dtype = type.dtype;
    array.itemBytes = type.itemBytes;
    array.data = data;
}

PickleNode* makeScalar(PickleBuilder& builder, const std::vector<const PickleNode*>& arguments) {
    builder.failIf(arguments.size() != 2, "a NumPy scalar has no value");
    const PickleType& type = dtypeOf(builder, arguments[0]);
    const std::span<const std::byte> data = bytesOf(builder, arguments[1]);
    builder.failIf(data.size() != type.itemBytes, "a NumPy scalar's bytes do not match its type");
    std::uint64_t raw = 0;
    for (std::size_t i = 0; i < data.size(); ++i) {
        const std::size_t at = type.dtype[0] == '>' ? i : data.size() - 1 - i;
        raw = raw << 8 | static_cast<std::uint64_t>(data[at]);
    }
    const std::string_view kind = std::string_view(type.dtype).substr(1);
    if (kind == "b1") {
        return builder.boolean(raw != 0);
    }
    if (kind == "f4") {
        return builder.real(std::bit_cast<float>(static_cast<std::uint32_t>(raw)));
    }
    if (kind == "f8") {
        return builder.real(std::bit_cast<double>(raw));
    }
    builder.failIf(kind == "f2" || (kind == "u8" && raw >> 63 != 0),
                   "a NumPy scalar of type '" + type.dtype + "' is refused");
    if (kind[0] == 'i') {
        const unsigned shift = 64U - 8U * static_cast<unsigned>(type.itemBytes);
        return builder.integer(static_cast<std::int64_t>(raw << shift) >> shift);
    }
    return builder.integer(static_cast<std::int64_t>(raw));
}

PickleNode* fromBuffer(PickleBuilder& builder, const std::vector<const PickleNode*>& arguments) {
    builder.failIf(arguments.size() != 4, "a NumPy array made from a buffer needs four arguments");
    PickleArray array;
    array.shape = shapeOf(builder, arguments[2]);
    array.fortranOrder = PickleBuilder::textOf(arguments[3]) == "F";
    setData(builder, array, dtypeOf(builder, arguments[1]), bytesOf(builder, arguments[0]));
    return builder.array(std::move(array));
}

void buildArray(PickleBuilder& builder, PickleArray& array, const std::vector<const PickleNode*>& state) {
    // (version,) shape, dtype, isFortran, data: the version came with NumPy 1.
    builder.failIf(state.size() != 4 && state.size() != 5,
                   "a NumPy array's state has " + std::to_string(state.size()) + " parts");
    const auto part = state.end() - 4;
    builder.failIf(part[2]->kind != PickleKind::Bool && part[2]->kind != PickleKind::Int,
                   "a NumPy array's memory order is missing");
    array.shape = shapeOf(builder, part[0]);
    array.fortranOrder = part[2]->integer != 0;
    setData(builder, array, dtypeOf(builder, part[1]), bytesOf(builder, part[3]));
}

void buildDtype(PickleBuilder& builder, PickleType& type, const std::vector<const PickleNode*>& state) {
    const std::string_view order = state.size() >= 2 ? PickleBuilder::textOf(state[1]) : std::string_view{};
    builder.failIf(order != "<" && order != ">" && order != "|" && order != "=",
                   "a NumPy type has no byte order");
    for (std::size_t i = 2; i < std::min<std::size_t>(state.size(), 5); ++i) {
        builder.failIf(state[i]->kind != PickleKind::None, "a NumPy type with fields is refused");
    }
    if (type.itemBytes > 1 && (order == "<" || order == ">")) {
        type.dtype[0] = order[0];
    }
}

}  // namespace

std::string_view numpyGlobal(std::string_view module, std::string_view name) {
    const auto isCalled = [&](const Callable& one) { return one.module == module && one.name == name; };
    const auto* found = std::ranges::find_if(kCallables, isCalled);
    return found == kCallables.end() ? std::string_view() : found->meaning;
}

PickleNode* numpyCall(PickleBuilder& builder, const std::string& name,
                      const std::vector<const PickleNode*>& arguments) {
    if (name == kDtype) {
        return makeDtype(builder, arguments);
    }
    if (name == kScalar) {
        return makeScalar(builder, arguments);
    }
    if (name == kFromBuffer) {
        return fromBuffer(builder, arguments);
    }
    if (name != kReconstruct) {
        return nullptr;
    }
    const bool ofArray = !arguments.empty() && arguments[0]->kind == PickleKind::Type &&
                         builder.store().types[arguments[0]->index].name == kNdarray;
    builder.failIf(!ofArray, "it reconstructs something that is not a plain NumPy array, which is refused");
    return builder.array({});
}

bool numpyState(PickleBuilder& builder, PickleNode* target, const PickleNode* state) {
    const bool isDtype =
        target->kind == PickleKind::Type && !builder.store().types[target->index].dtype.empty();
    if ((target->kind != PickleKind::Array && !isDtype) || state->kind != PickleKind::Tuple) {
        return false;
    }
    if (isDtype) {
        buildDtype(builder, builder.store().types[target->index], builder.items(state));
    } else {
        buildArray(builder, builder.store().arrays[target->index], builder.items(state));
    }
    return true;
}

}  // namespace pf::detail
