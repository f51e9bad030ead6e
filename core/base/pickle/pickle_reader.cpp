#include "core/base/pickle/pickle_reader.h"

#include <array>
#include <bit>

#include "core/base/numbers.h"
#include "core/base/pickle/pickle_builder.h"
#include "core/base/pickle/pickle_input.h"
#include "core/base/pickle/pickle_store.h"

namespace pf {
namespace {

constexpr int kNewestProtocol = 5;

/// The name of an opcode that is refused ("INST", "OBJ", "PERSID" ...), or "0x.." for no opcode at all.
std::string refusedOpcodeName(std::uint8_t opcode) {
    constexpr std::string_view kOpcodes = "Pio\x92\x82\x83\x84\x8f\x90\x91\x97\x98";
    constexpr std::array<const char*, 12> kNames = {
        "PERSID", "INST",      "OBJ",      "NEWOBJ_EX", "EXT1",        "EXT2",
        "EXT4",   "EMPTY_SET", "ADDITEMS", "FROZENSET", "NEXT_BUFFER", "READONLY_BUFFER"};
    const std::size_t at = kOpcodes.find(static_cast<char>(opcode));
    return at == std::string_view::npos ? formatted("0x%02x", static_cast<unsigned>(opcode)) : kNames[at];
}

/// The stack machine of pickle, for data only.
class PickleMachine {
  public:
    PickleMachine(std::span<const std::byte> bytes, PickleStore& store, const PickleLimits& limits)
        : limits_(limits), builder_(store, limits, bytes.size()), in_(bytes, builder_) {}

    /// Runs to STOP and returns the value on top.
    const PickleNode* run() {
        for (;;) {
            builder_.setOffset(in_.position());
            const auto opcode = static_cast<std::uint8_t>(in_.take(1)[0]);
            if (opcode == '.') {
                return pop();
            }
            PickleNode* const node = literal(opcode);
            node != nullptr ? push(node) : combine(opcode);
        }
    }

  private:
    void push(PickleNode* node) { stack_.push_back(node); }

    std::size_t floor() const { return marks_.empty() ? 0 : marks_.back(); }

    PickleNode* top() {
        builder_.failIf(stack_.size() <= floor(), "it takes a value from an empty stack");
        return stack_.back();
    }

    PickleNode* pop() {
        PickleNode* node = top();
        stack_.pop_back();
        return node;
    }

    /// Everything above the last mark, which is removed.
    std::vector<const PickleNode*> popToMark() {
        builder_.failIf(marks_.empty(), "it looks for a mark that was never set");
        const auto first = stack_.begin() + static_cast<std::ptrdiff_t>(marks_.back());
        std::vector<const PickleNode*> taken(first, stack_.end());
        stack_.erase(first, stack_.end());
        marks_.pop_back();
        return taken;
    }

    PickleNode* text(PickleKind kind, std::uint64_t length) { return builder_.view(kind, in_.take(length)); }

    /// What an opcode that pushes one value pushes; null for any other.
    PickleNode* literal(std::uint8_t opcode) {
        switch (opcode) {
            case 'N':
                return builder_.none();
            case 0x88:  // NEWTRUE
            case 0x89:  // NEWFALSE
                return builder_.boolean(opcode == 0x88);
            case 'I': {
                const std::string_view line = in_.line();
                const bool isBool = line == "00" || line == "01";
                return isBool ? builder_.boolean(line == "01") : builder_.integer(in_.number(line));
            }
            case 'L': {
                std::string_view line = in_.line();
                line.remove_suffix(line.ends_with('L') ? 1 : 0);
                return builder_.integer(in_.number(line));
            }
            case 'J':
                return builder_.integer(static_cast<std::int32_t>(in_.little(4)));
            case 'K':
                return builder_.integer(static_cast<std::int64_t>(in_.little(1)));
            case 'M':
                return builder_.integer(static_cast<std::int64_t>(in_.little(2)));
            case 0x8a:  // LONG1
                return builder_.integer(in_.longInteger(in_.little(1)));
            case 0x8b:  // LONG4
                return builder_.integer(in_.longInteger(in_.little(4)));
            case 'F':
                return builder_.real(in_.decimal(in_.line()));
            case 'G': {
                std::uint64_t bits = 0;
                for (const char c : in_.take(8)) {
                    bits = bits << 8 | static_cast<unsigned char>(c);
                }
                return builder_.real(std::bit_cast<double>(bits));
            }
            case 'S':
                return builder_.owned(PickleKind::Bytes, in_.quotedLine());
            case 'V':
                return builder_.owned(PickleKind::Text, in_.unicodeLine());
            case 'T':  // BINSTRING: Python 2's str
            case 'B':  // BINBYTES
                return text(PickleKind::Bytes, in_.little(4));
            case 'U':  // SHORT_BINSTRING
            case 'C':  // SHORT_BINBYTES
                return text(PickleKind::Bytes, in_.little(1));
            case 0x8e:  // BINBYTES8
            case 0x96:  // BYTEARRAY8
                return text(PickleKind::Bytes, in_.little(8));
            case 'X':
                return text(PickleKind::Text, in_.little(4));
            case 0x8c:  // SHORT_BINUNICODE
                return text(PickleKind::Text, in_.little(1));
            case 0x8d:  // BINUNICODE8
                return text(PickleKind::Text, in_.little(8));
            case ']':
                return builder_.container(PickleKind::List);
            case ')':
                return builder_.container(PickleKind::Tuple);
            case '}':
                return builder_.container(PickleKind::Dict);
            default:
                return nullptr;
        }
    }

    void append(PickleKind kind, std::vector<const PickleNode*> added) {
        PickleNode* target = top();
        if (target->kind != kind || (kind == PickleKind::Dict && added.size() % 2 != 0)) {
            builder_.fail("it puts items into " + std::string(pickleKindName(target->kind)));
        }
        auto& items = builder_.items(target);
        items.insert(items.end(), added.begin(), added.end());
    }

    void pushFromMark(PickleKind kind) {
        std::vector<const PickleNode*> taken = popToMark();
        builder_.failIf(kind == PickleKind::Dict && taken.size() % 2 != 0,
                        "a dict has a key without a value");
        push(builder_.container(kind, std::move(taken)));
    }

    void pushTuple(std::size_t count) {
        std::vector<const PickleNode*> taken(count);
        for (std::size_t i = count; i > 0; --i) {
            taken[i - 1] = pop();
        }
        push(builder_.container(PickleKind::Tuple, std::move(taken)));
    }

    void memoize(std::uint64_t index) {
        // Writers count up, at least a byte a value; a far index would only be there to make the table huge.
        if (index > in_.position() + 1024) {
            builder_.fail("its memo index " + std::to_string(index) + " is out of sequence");
        }
        if (index >= memo_.size()) {
            memo_.resize(index + 1, nullptr);
        }
        memoCount_ += memo_[index] == nullptr ? 1U : 0U;
        memo_[index] = top();
    }

    void recall(std::uint64_t index) {
        if (index >= memo_.size() || memo_[index] == nullptr) {
            builder_.fail("it recalls memo " + std::to_string(index) + ", which was never kept");
        }
        push(memo_[index]);
    }

    /// Opcodes that combine values, keep and recall them, and those of protocol and framing.
    void combine(std::uint8_t opcode) {
        switch (opcode) {
            case '(':
                if (marks_.size() >= limits_.maxDepth) {
                    builder_.fail("it is nested deeper than " + std::to_string(limits_.maxDepth));
                }
                marks_.push_back(stack_.size());
                break;
            case 't':
                pushFromMark(PickleKind::Tuple);
                break;
            case 'l':
                pushFromMark(PickleKind::List);
                break;
            case 'd':
                pushFromMark(PickleKind::Dict);
                break;
            case 0x85:  // TUPLE1 to TUPLE3
            case 0x86:
            case 0x87:
                pushTuple(opcode - 0x84U);
                break;
            case 'a':
                append(PickleKind::List, {pop()});
                break;
            case 'e':
                append(PickleKind::List, popToMark());
                break;
            case 's': {
                const PickleNode* value = pop();
                const PickleNode* key = pop();
                append(PickleKind::Dict, {key, value});
                break;
            }
            case 'u':
                append(PickleKind::Dict, popToMark());
                break;
            case '0':
                // POP of a mark is how some writers drop an empty tuple's mark.
                if (!marks_.empty() && stack_.size() == marks_.back()) {
                    marks_.pop_back();
                } else {
                    pop();
                }
                break;
            case '1':
                popToMark();
                break;
            case '2':
                push(top());
                break;
            case 'c': {
                const std::string module(in_.line());
                push(builder_.global(module, std::string(in_.line())));
                break;
            }
            case 0x93: {  // STACK_GLOBAL
                const PickleNode* name = pop();
                const PickleNode* module = pop();
                builder_.failIf(name->kind != PickleKind::Text || module->kind != PickleKind::Text,
                                "it asks for a global whose name is not text");
                push(builder_.global({module->data, module->length}, {name->data, name->length}));
                break;
            }
            case 'R': {
                const PickleNode* arguments = pop();
                const PickleNode* callable = pop();
                push(builder_.reduce(callable, arguments));
                break;
            }
            case 0x81:  // NEWOBJ
                pop();  // the arguments: TorchScript passes none
                push(builder_.newObject(pop()));
                break;
            case 'Q':  // BINPERSID
                push(builder_.persistent(pop()));
                break;
            case 'b': {
                const PickleNode* state = pop();
                builder_.build(top(), state);
                break;
            }
            case 'p':
            case 'g': {
                const std::int64_t index = in_.number(in_.line());
                builder_.failIf(index < 0, "a memo index is negative");
                opcode == 'p' ? memoize(static_cast<std::uint64_t>(index))
                              : recall(static_cast<std::uint64_t>(index));
                break;
            }
            case 'q':
                memoize(in_.little(1));
                break;
            case 'r':
                memoize(in_.little(4));
                break;
            case 0x94:  // MEMOIZE
                memoize(memoCount_);
                break;
            case 'h':
                recall(in_.little(1));
                break;
            case 'j':
                recall(in_.little(4));
                break;
            case 0x80:  // PROTO
                if (const std::uint64_t protocol = in_.little(1); protocol > kNewestProtocol) {
                    builder_.fail("it is of protocol " + std::to_string(protocol) + "; 0 to 5 are read");
                }
                break;
            case 0x95:  // FRAME: a hint for readers of streams
                if (const std::uint64_t length = in_.little(8); length > in_.remaining()) {
                    builder_.fail("a frame of " + std::to_string(length) +
                                  " bytes is longer than what is left");
                }
                break;
            default:
                builder_.fail("its opcode " + refusedOpcodeName(opcode) +
                              " is refused: only plain data and NumPy arrays are read");
        }
    }

    const PickleLimits& limits_;
    PickleBuilder builder_;
    PickleInput in_;
    std::vector<PickleNode*> stack_;
    std::vector<std::size_t> marks_;
    std::vector<PickleNode*> memo_;
    std::size_t memoCount_ = 0;
};

}  // namespace

PickleDocument::PickleDocument(std::span<const std::byte> bytes, const std::string& name,
                               const PickleLimits& limits)
    : store_(std::make_unique<PickleStore>()) {
    store_->name = name;
    store_->root = PickleMachine(bytes, *store_, limits).run();
}

PickleDocument::~PickleDocument() = default;
PickleDocument::PickleDocument(PickleDocument&&) noexcept = default;
PickleDocument& PickleDocument::operator=(PickleDocument&&) noexcept = default;

PickleValue PickleDocument::root() const {
    return {store_->root, store_.get()};
}

}  // namespace pf
