#include "core/base/pickle/pickle_torch.h"

#include <algorithm>
#include <array>

#include "core/base/pickle/pickle_builder.h"

namespace pf::detail {
namespace {

constexpr std::string_view kOrderedDict = "collections.OrderedDict";
constexpr std::string_view kStorage = "torch storage type";
constexpr std::string_view kDtype = "torch.dtype";
constexpr std::string_view kSize = "torch.Size";
constexpr std::string_view kTensor2 = "torch._utils._rebuild_tensor_v2";
constexpr std::string_view kTensor3 = "torch._utils._rebuild_tensor_v3";
constexpr std::string_view kParameter = "torch._utils._rebuild_parameter";
constexpr std::string_view kTypedList = "torch.jit._pickle list";

constexpr std::size_t kMaxDimensions = 32;
constexpr std::size_t kMaxTensors = 262144;
/// No count of elements or bytes is larger: products of two of them still fit 64 bits with room to spare.
constexpr std::uint64_t kMaxCount = std::uint64_t{1} << 48;

struct ElementType {
    std::string_view storage;
    std::string_view dtype;
    std::size_t bytes;
};
constexpr std::array<ElementType, 11> kElementTypes = {{{"FloatStorage", "float32", 4},
                                                        {"HalfStorage", "float16", 2},
                                                        {"BFloat16Storage", "bfloat16", 2},
                                                        {"DoubleStorage", "float64", 8},
                                                        {"LongStorage", "int64", 8},
                                                        {"IntStorage", "int32", 4},
                                                        {"ShortStorage", "int16", 2},
                                                        {"CharStorage", "int8", 1},
                                                        {"ByteStorage", "uint8", 1},
                                                        {"BoolStorage", "bool", 1},
                                                        {"UntypedStorage", "uint8", 1}}};

struct Callable {
    PickleDialect dialect;  ///< the first that has it
    std::string_view module;
    std::string_view name;
    std::string_view meaning;
};
constexpr std::array<Callable, 12> kCallables = {{
    {PickleDialect::StateDict, "collections", "OrderedDict", kOrderedDict},
    {PickleDialect::StateDict, "torch", "Size", kSize},
    {PickleDialect::StateDict, "torch._utils", "_rebuild_tensor_v2", kTensor2},
    {PickleDialect::StateDict, "torch._utils", "_rebuild_tensor_v3", kTensor3},
    {PickleDialect::StateDict, "torch._utils", "_rebuild_parameter", kParameter},
    {PickleDialect::StateDict, "torch._utils", "_rebuild_parameter_with_state", kParameter},
    {PickleDialect::TorchScript, "torch.jit._pickle", "build_intlist", kTypedList},
    {PickleDialect::TorchScript, "torch.jit._pickle", "build_doublelist", kTypedList},
    {PickleDialect::TorchScript, "torch.jit._pickle", "build_boollist", kTypedList},
    {PickleDialect::TorchScript, "torch.jit._pickle", "build_tensorlist", kTypedList},
    {PickleDialect::TorchScript, "torch.jit._pickle", "build_complexlist", kTypedList},
    {PickleDialect::TorchScript, "torch.jit._pickle", "restore_type_tag", kTypedList},
}};

PickleType elementType(std::string_view meaning, const ElementType& element) {
    return {
        .name = std::string(meaning), .dtype = {}, .itemBytes = element.bytes, .torchType = element.dtype};
}

std::uint64_t countOf(PickleBuilder& builder, const PickleNode* node, const char* what) {
    builder.failIf(node->kind != PickleKind::Int || node->integer < 0 ||
                       static_cast<std::uint64_t>(node->integer) > kMaxCount,
                   std::string("a tensor has an impossible ") + what);
    return static_cast<std::uint64_t>(node->integer);
}

std::vector<std::int64_t> extentsOf(PickleBuilder& builder, const PickleNode* node, const char* what) {
    builder.failIf(node->kind != PickleKind::Tuple || builder.items(node).size() > kMaxDimensions,
                   std::string("a tensor has no ") + what + " of at most " + std::to_string(kMaxDimensions) +
                       " dimensions");
    std::vector<std::int64_t> extents;
    for (const PickleNode* extent : builder.items(node)) {
        extents.push_back(static_cast<std::int64_t>(countOf(builder, extent, what)));
    }
    return extents;
}

/// Fails unless every element lies within the storage and their number is a sensible one.
void checkExtents(PickleBuilder& builder, const PickleTensor& tensor) {
    const std::uint64_t available = tensor.storageBytes / tensor.itemBytes;
    std::uint64_t count = 1;
    bool empty = false;
    for (const std::int64_t extent : tensor.shape) {
        const auto n = static_cast<std::uint64_t>(extent);
        empty = empty || n == 0;
        builder.failIf(n > 1 && count > kMaxCount / n, "a tensor claims an impossible number of elements");
        count *= std::max<std::uint64_t>(n, 1);
    }
    std::uint64_t last = tensor.offset;
    bool inside = empty ? last <= available : last < available;
    for (std::size_t i = 0; inside && !empty && i < tensor.shape.size(); ++i) {
        const auto steps = static_cast<std::uint64_t>(tensor.shape[i]) - 1;
        const auto stride = static_cast<std::uint64_t>(tensor.strides[i]);
        inside = steps == 0 || stride <= (available - 1 - last) / steps;
        last += inside ? steps * stride : 0;
    }
    builder.failIf(!inside, "a tensor lies outside its storage '" +
                                std::string(tensor.storageKey.substr(0, 40)) + "' of " +
                                std::to_string(tensor.storageBytes) + " bytes");
}

/// (storage, offset, shape, strides, requires_grad, hooks [, dtype] [, metadata])
PickleNode* rebuildTensor(PickleBuilder& builder, const std::vector<const PickleNode*>& arguments,
                          bool withType) {
    builder.failIf(arguments.size() < (withType ? 7U : 4U) || arguments[0]->kind != PickleKind::Storage,
                   "a tensor is made of something else than a storage, offset, shape and strides");
    PickleStore& store = builder.store();
    builder.failIf(store.tensors.size() >= kMaxTensors,
                   "it holds more than " + std::to_string(kMaxTensors) + " tensors");
    const PickleStorage& storage = store.storages[arguments[0]->index];
    PickleTensor tensor;
    tensor.type = storage.type;
    tensor.itemBytes = storage.itemBytes;
    tensor.storageKey = storage.key;
    tensor.storageBytes = storage.count * storage.itemBytes;
    tensor.location = storage.location;
    if (withType) {
        const bool isType =
            arguments[6]->kind == PickleKind::Type && store.types[arguments[6]->index].name == kDtype;
        builder.failIf(!isType, "a tensor has no element type");
        tensor.type = store.types[arguments[6]->index].torchType;
        tensor.itemBytes = store.types[arguments[6]->index].itemBytes;
    }
    tensor.offset = countOf(builder, arguments[1], "offset");
    tensor.shape = extentsOf(builder, arguments[2], "shape");
    tensor.strides = extentsOf(builder, arguments[3], "strides");
    builder.failIf(tensor.shape.size() != tensor.strides.size(),
                   "a tensor has " + std::to_string(tensor.strides.size()) + " strides for " +
                       std::to_string(tensor.shape.size()) + " dimensions");
    checkExtents(builder, tensor);
    return builder.indexed(PickleKind::Tensor, store.tensors, std::move(tensor));
}

/// OrderedDict() or OrderedDict([(key, value) ...]).
PickleNode* orderedDict(PickleBuilder& builder, const std::vector<const PickleNode*>& arguments) {
    std::vector<const PickleNode*> items;
    if (!arguments.empty()) {
        builder.failIf(arguments.size() != 1 || arguments[0]->kind != PickleKind::List,
                       "an ordered dict is made of something else than a list of pairs");
        for (const PickleNode* pair : builder.items(arguments[0])) {
            const bool isPair = (pair->kind == PickleKind::List || pair->kind == PickleKind::Tuple) &&
                                builder.items(pair).size() == 2;
            builder.failIf(!isPair, "an ordered dict is made of something else than a list of pairs");
            items.push_back(builder.items(pair)[0]);
            items.push_back(builder.items(pair)[1]);
        }
        builder.charge(items.size());
    }
    return builder.container(PickleKind::Dict, std::move(items));
}

/// The argument itself when it is of the right kind: a call that changes nothing about the data.
PickleNode* passed(PickleBuilder& builder, const std::vector<const PickleNode*>& arguments,
                   std::initializer_list<PickleKind> kinds, const char* what) {
    const bool fits =
        !arguments.empty() && std::find(kinds.begin(), kinds.end(), arguments[0]->kind) != kinds.end();
    builder.failIf(!fits, std::string(what) + " is made of something else");
    PickleNode* node = builder.make(arguments[0]->kind);
    *node = *arguments[0];
    return node;
}

}  // namespace

std::optional<PickleType> torchGlobal(PickleDialect dialect, std::string_view module, std::string_view name) {
    if (dialect == PickleDialect::TorchScript &&
        (module == kTorchClass || module.starts_with("__torch__."))) {
        return PickleType{.name = std::string(kTorchClass), .dtype = {}};
    }
    for (const Callable& callable : kCallables) {
        if (callable.dialect <= dialect && callable.module == module && callable.name == name) {
            return PickleType{.name = std::string(callable.meaning), .dtype = {}};
        }
    }
    if (module != "torch" && module != "torch.storage") {
        return std::nullopt;
    }
    for (const ElementType& element : kElementTypes) {
        if (element.storage == name) {
            return elementType(kStorage, element);
        }
        if (element.dtype == name && module == "torch") {
            return elementType(kDtype, element);
        }
    }
    return std::nullopt;
}

PickleNode* torchCall(PickleBuilder& builder, const std::string& name,
                      const std::vector<const PickleNode*>& arguments) {
    if (name == kTensor2 || name == kTensor3) {
        return rebuildTensor(builder, arguments, name == kTensor3);
    }
    if (name == kOrderedDict) {
        return orderedDict(builder, arguments);
    }
    if (name == kParameter) {
        return passed(builder, arguments, {PickleKind::Tensor}, "a parameter");
    }
    if (name == kSize) {
        return passed(builder, arguments, {PickleKind::Tuple}, "a size");
    }
    if (name == kTypedList) {
        return passed(builder, arguments, {PickleKind::List, PickleKind::Dict, PickleKind::Tuple},
                      "a typed list");
    }
    if (name == kTorchClass) {  // an enumeration's value
        return builder.container(PickleKind::Object);
    }
    return nullptr;
}

PickleNode* torchStorage(PickleBuilder& builder, const PickleNode* id) {
    PickleStore& store = builder.store();
    const bool isTuple = id->kind == PickleKind::Tuple && builder.items(id).size() == 5 &&
                         PickleBuilder::textOf(builder.items(id)[0]) == "storage";
    builder.failIf(!isTuple, "it refers to something outside the pickle that is not a storage");
    const std::vector<const PickleNode*>& parts = builder.items(id);
    const bool isStorage =
        parts[1]->kind == PickleKind::Type && store.types[parts[1]->index].name == kStorage;
    builder.failIf(!isStorage, "a storage has no element type");
    PickleStorage storage;
    storage.type = store.types[parts[1]->index].torchType;
    storage.itemBytes = store.types[parts[1]->index].itemBytes;
    storage.key = PickleBuilder::textOf(parts[2]);
    storage.location = PickleBuilder::textOf(parts[3]);
    storage.count = countOf(builder, parts[4], "storage size");
    builder.failIf(storage.key.empty(), "a storage has no name");
    return builder.indexed(PickleKind::Storage, store.storages, storage);
}

bool torchState(PickleBuilder& builder, PickleNode* target, const PickleNode* state) {
    if (target->kind == PickleKind::Dict && state->kind == PickleKind::Dict) {
        return true;
    }
    if (target->kind != PickleKind::Object) {
        return false;
    }
    auto& attributes = builder.items(target);
    if (state->kind == PickleKind::Dict) {
        // A copy, because an object may be given to itself as its state.
        const std::vector<const PickleNode*> added = builder.items(state);
        builder.charge(added.size());
        attributes.insert(attributes.end(), added.begin(), added.end());
    } else {
        const PickleNode* key = builder.view(PickleKind::Text, "state");
        attributes.insert(attributes.end(), {key, state});
    }
    return true;
}

}  // namespace pf::detail
