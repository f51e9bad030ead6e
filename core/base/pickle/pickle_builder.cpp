#include "core/base/pickle/pickle_builder.h"

#include <algorithm>
#include <array>

#include "core/base/error.h"
#include "core/base/pickle/pickle_torch.h"

namespace pf {
namespace {

constexpr std::string_view kEncode = "_codecs.encode";
constexpr std::string_view kBytes = "bytes";
constexpr std::string_view kNdarray = "numpy.ndarray";
constexpr std::string_view kDtype = "numpy.dtype";
constexpr std::string_view kReconstruct = "numpy._reconstruct";
constexpr std::string_view kScalar = "numpy.scalar";
constexpr std::string_view kFromBuffer = "numpy._frombuffer";

struct KnownGlobal {
    std::string_view module;
    std::string_view name;
    std::string_view meaning;
};

/// Everything a pickle may name. Each makes a value from values; none reaches outside the document.
constexpr std::array<KnownGlobal, 13> kGlobals = {{
    {"_codecs", "encode", kEncode},
    {"builtins", "bytes", kBytes},
    {"__builtin__", "bytes", kBytes},
    {"builtins", "bytearray", kBytes},
    {"__builtin__", "bytearray", kBytes},
    {"numpy", "ndarray", kNdarray},
    {"numpy", "dtype", kDtype},
    {"numpy.core.multiarray", "_reconstruct", kReconstruct},
    {"numpy._core.multiarray", "_reconstruct", kReconstruct},
    {"numpy.core.multiarray", "scalar", kScalar},
    {"numpy._core.multiarray", "scalar", kScalar},
    {"numpy.core.numeric", "_frombuffer", kFromBuffer},
    {"numpy._core.numeric", "_frombuffer", kFromBuffer},
}};

}  // namespace

PickleBuilder::PickleBuilder(PickleStore& store, const PickleLimits& limits, std::size_t inputBytes)
    : store_(store), limits_(limits), inputBytes_(inputBytes) {}

void PickleBuilder::fail(const std::string& reason) const {
    throw Error(ErrorCode::Data,
                "cannot read the pickle: " + reason + " (byte " + std::to_string(offset_) + ")", store_.name);
}

PickleNode& PickleBuilder::none_() {
    static PickleNode node;
    return node;
}

PickleNode* PickleBuilder::make(PickleKind kind) {
    if (store_.nodes.size() >= limits_.maxValues) {
        fail("it holds more than " + std::to_string(limits_.maxValues) + " values");
    }
    PickleNode& node = store_.nodes.emplace_back();
    node.kind = kind;
    return &node;
}

PickleNode* PickleBuilder::boolean(bool value) {
    static std::array<PickleNode, 2> nodes = [] {
        std::array<PickleNode, 2> both{};
        both[0].kind = both[1].kind = PickleKind::Bool;
        both[1].integer = 1;
        return both;
    }();
    return &nodes[value ? 1 : 0];
}

PickleNode* PickleBuilder::integer(std::int64_t value) {
    PickleNode* node = make(PickleKind::Int);
    node->integer = value;
    return node;
}

PickleNode* PickleBuilder::real(double value) {
    PickleNode* node = make(PickleKind::Float);
    node->real = value;
    return node;
}

PickleNode* PickleBuilder::view(PickleKind kind, std::string_view text) {
    PickleNode* node = make(kind);
    node->data = text.data();
    node->length = text.size();
    return node;
}

void PickleBuilder::charge(std::size_t units) {
    // What is written once takes at least a byte; Latin-1 text doubles as UTF-8 and is then encoded once
    // more. Whatever goes beyond copies the same value again and again, as only a file made to fill the
    // memory does.
    copied_ += units;
    if (copied_ > 4 * inputBytes_) {
        fail("it repeats its values until they would fill the memory");
    }
}

PickleNode* PickleBuilder::owned(PickleKind kind, std::string text) {
    charge(text.size());
    return view(kind, store_.texts.emplace_back(std::move(text)));
}

PickleNode* PickleBuilder::container(PickleKind kind, std::vector<const PickleNode*> items) {
    PickleNode* node = make(kind);
    node->index = static_cast<std::uint32_t>(store_.lists.size());
    store_.lists.push_back(std::move(items));
    return node;
}

std::string_view PickleBuilder::textOf(const PickleNode* node) {
    if (node->kind != PickleKind::Text && node->kind != PickleKind::Bytes) {
        return {};
    }
    return {node->data, node->length};
}

PickleNode* PickleBuilder::global(const std::string& module, const std::string& name) {
    const std::string quoted = (module + "." + name).substr(0, 120);
    for (const KnownGlobal& known : kGlobals) {
        if (known.module == module && known.name == name) {
            PickleNode* node = make(PickleKind::Type);
            node->index = static_cast<std::uint32_t>(store_.types.size());
            store_.types.push_back({.name = std::string(known.meaning), .dtype = {}});
            return node;
        }
    }
    if (limits_.dialect != PickleDialect::NumPy) {
        if (auto type = detail::torchGlobal(limits_.dialect, module, name)) {
            PickleNode* node = make(PickleKind::Type);
            node->index = static_cast<std::uint32_t>(store_.types.size());
            store_.types.push_back(std::move(*type));
            return node;
        }
        if (module == "torch" && name.ends_with("Storage")) {
            fail("it holds tensors of a type that is not read ('" + quoted +
                 "'): only bools, integers and floats are");
        }
        fail("it wants to call '" + quoted +
             "', which is refused: only plain state_dicts are read, because "
             "anything else could run code; save model.state_dict() and nothing else");
    }
    fail("it asks for '" + quoted +
         "', which is refused: only lists, tuples, dicts, text, bytes, numbers and NumPy arrays are read, "
         "because "
         "anything else could run code");
}

PickleNode* PickleBuilder::reduce(const PickleNode* callable, const PickleNode* arguments) {
    if (callable->kind != PickleKind::Type || arguments->kind != PickleKind::Tuple) {
        fail("it calls " + std::string(pickleKindName(callable->kind)) + ", which is refused");
    }
    constexpr std::size_t kMaxArguments = 16;
    if (items(arguments).size() > kMaxArguments) {
        fail("it calls something with " + std::to_string(items(arguments).size()) + " arguments");
    }
    const std::string name = store_.types[callable->index].name;
    // A copy, because making values may move the lists.
    const std::vector<const PickleNode*> values = items(arguments);
    if (name == kEncode) {
        return encode(values);
    }
    if (name == kBytes) {
        if (values.empty()) {
            return view(PickleKind::Bytes, {});
        }
        return values.size() == 1 ? view(PickleKind::Bytes, textOf(values[0])) : encode(values);
    }
    if (name == kDtype) {
        return makeDtype(values);
    }
    if (name == kScalar) {
        return makeScalar(values);
    }
    if (name == kFromBuffer) {
        return fromBuffer(values);
    }
    if (name == kReconstruct) {
        const bool ofArray = !values.empty() && values[0]->kind == PickleKind::Type &&
                             store_.types[values[0]->index].name == kNdarray;
        if (!ofArray) {
            fail("it reconstructs something that is no plain NumPy array, which is refused");
        }
        PickleNode* node = make(PickleKind::Array);
        node->index = static_cast<std::uint32_t>(store_.arrays.size());
        store_.arrays.emplace_back();
        return node;
    }
    if (PickleNode* node = detail::torchCall(*this, name, values)) {
        return node;
    }
    fail("it calls '" + (name.empty() ? std::string("a dtype") : name) + "', which is refused");
}

PickleNode* PickleBuilder::encode(const std::vector<const PickleNode*>& arguments) {
    const std::string_view coding = arguments.size() == 2 ? textOf(arguments[1]) : std::string_view{};
    if (coding != "latin1" && coding != "latin-1") {
        fail("it encodes text in another way than latin1, which is refused");
    }
    const std::string_view text = textOf(arguments[0]);
    std::string bytes;
    bytes.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        if (c < 0x80) {
            bytes += text[i];
            continue;
        }
        // Latin-1 above ASCII is two bytes of UTF-8: C2 or C3, then a continuation.
        const bool known = (c == 0xC2 || c == 0xC3) && i + 1 < text.size() &&
                           (static_cast<unsigned char>(text[i + 1]) & 0xC0U) == 0x80U;
        if (!known) {
            fail("its text has a character that latin1 does not have");
        }
        ++i;
        bytes += static_cast<char>((c & 0x03U) << 6 | (static_cast<unsigned char>(text[i]) & 0x3FU));
    }
    return owned(PickleKind::Bytes, std::move(bytes));
}

PickleNode* PickleBuilder::newObject(const PickleNode* type) {
    if (type->kind != PickleKind::Type || store_.types[type->index].name != detail::kTorchClass) {
        fail("it makes an object of " + std::string(pickleKindName(type->kind)) + ", which is refused");
    }
    return container(PickleKind::Object);
}

PickleNode* PickleBuilder::persistent(const PickleNode* id) {
    if (limits_.dialect == PickleDialect::NumPy) {
        fail("its opcode BINPERSID is refused: only plain data and NumPy arrays are read");
    }
    return detail::torchStorage(*this, id);
}

void PickleBuilder::build(PickleNode* target, const PickleNode* state) {
    if (limits_.dialect != PickleDialect::NumPy && detail::torchState(*this, target, state)) {
        return;
    }
    const bool isDtype = target->kind == PickleKind::Type && !store_.types[target->index].dtype.empty();
    if ((target->kind != PickleKind::Array && !isDtype) || state->kind != PickleKind::Tuple) {
        fail("it sets the state of " + std::string(pickleKindName(target->kind)) + ", which is refused");
    }
    if (isDtype) {
        buildDtype(store_.types[target->index], items(state));
    } else {
        buildArray(store_.arrays[target->index], items(state));
    }
}

}  // namespace pf
