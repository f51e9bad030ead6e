#include "core/base/pickle/pickle_builder.h"

#include <array>

#include "core/base/error.h"
#include "core/base/pickle/pickle_numpy.h"
#include "core/base/pickle/pickle_torch.h"
#include "core/base/utf8.h"

namespace pf {
namespace {

constexpr std::string_view kEncode = "_codecs.encode";
constexpr std::string_view kBytes = "bytes";

}  // namespace

PickleBuilder::PickleBuilder(PickleStore& store, const PickleLimits& limits, std::size_t inputBytes)
    : store_(store), limits_(limits), inputBytes_(inputBytes) {}

void PickleBuilder::fail(const std::string& reason) const {
    failData(store_.name, "cannot read the pickle: ", reason, " (byte ", offset_, ")");
}

PickleNode* PickleBuilder::none() {
    static PickleNode node;
    return &node;
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
    failIf(copied_ > 4 * inputBytes_, "it repeats its values until they would fill the memory");
}

PickleNode* PickleBuilder::owned(PickleKind kind, std::string text) {
    charge(text.size());
    return view(kind, store_.texts.emplace_back(std::move(text)));
}

std::string_view PickleBuilder::textOf(const PickleNode* node) {
    const bool isText = node->kind == PickleKind::Text || node->kind == PickleKind::Bytes;
    return isText ? std::string_view(node->data, node->length) : std::string_view();
}

PickleNode* PickleBuilder::global(const std::string& module, const std::string& name) {
    // Each makes a value from values; none reaches outside the document.
    const std::string quoted = (module + "." + name).substr(0, 120);
    const bool isBuiltin = module == "builtins" || module == "__builtin__";
    const std::string_view meaning = module == "_codecs" && name == "encode" ? kEncode
                                     : isBuiltin && (name == "bytes" || name == "bytearray")
                                         ? kBytes
                                         : detail::numpyGlobal(module, name);
    if (!meaning.empty()) {
        return type({.name = std::string(meaning), .dtype = {}});
    }
    if (limits_.dialect != PickleDialect::NumPy) {
        if (auto torchType = detail::torchGlobal(limits_.dialect, module, name)) {
            return type(std::move(*torchType));
        }
        failIf(module == "torch" && name.ends_with("Storage"),
               "it holds tensors of a type that is not read ('" + quoted +
                   "'): only bools, integers and floats are");
        fail("it wants to call '" + quoted +
             "', which is refused: only plain state_dicts are read, because anything else could run code; "
             "save model.state_dict() and nothing else");
    }
    fail("it asks for '" + quoted +
         "', which is refused: only lists, tuples, dicts, text, bytes, numbers and NumPy arrays are read, "
         "because anything else could run code");
}

PickleNode* PickleBuilder::reduce(const PickleNode* callable, const PickleNode* arguments) {
    failIf(callable->kind != PickleKind::Type || arguments->kind != PickleKind::Tuple,
           "it calls " + std::string(pickleKindName(callable->kind)) + ", which is refused");
    constexpr std::size_t kMaxArguments = 16;
    failIf(items(arguments).size() > kMaxArguments,
           "it calls something with " + std::to_string(items(arguments).size()) + " arguments");
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
    if (PickleNode* node = detail::numpyCall(*this, name, values)) {
        return node;
    }
    if (PickleNode* node = detail::torchCall(*this, name, values)) {
        return node;
    }
    fail("it calls '" + (name.empty() ? std::string("a dtype") : name) + "', which is refused");
}

PickleNode* PickleBuilder::encode(const std::vector<const PickleNode*>& arguments) {
    const std::string_view coding = arguments.size() == 2 ? textOf(arguments[1]) : std::string_view{};
    failIf(coding != "latin1" && coding != "latin-1",
           "it encodes text in another way than latin1, which is refused");
    std::string_view text = textOf(arguments[0]);
    std::string bytes;
    bytes.reserve(text.size());
    while (!text.empty()) {
        const Utf8Character character = takeUtf8(text);
        failIf(!character.isValid || character.code > 0xFF,
               "its text has a character that latin1 does not have");
        bytes += static_cast<char>(character.code);
    }
    return owned(PickleKind::Bytes, std::move(bytes));
}

PickleNode* PickleBuilder::newObject(const PickleNode* type) {
    failIf(type->kind != PickleKind::Type || store_.types[type->index].name != detail::kTorchClass,
           "it makes an object of " + std::string(pickleKindName(type->kind)) + ", which is refused");
    return container(PickleKind::Object);
}

PickleNode* PickleBuilder::persistent(const PickleNode* id) {
    failIf(limits_.dialect == PickleDialect::NumPy,
           "its opcode BINPERSID is refused: only plain data and NumPy arrays are read");
    return detail::torchStorage(*this, id);
}

void PickleBuilder::build(PickleNode* target, const PickleNode* state) {
    if (limits_.dialect != PickleDialect::NumPy && detail::torchState(*this, target, state)) {
        return;
    }
    failIf(!detail::numpyState(*this, target, state),
           "it sets the state of " + std::string(pickleKindName(target->kind)) + ", which is refused");
}

}  // namespace pf
