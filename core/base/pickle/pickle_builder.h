// The stack machine's values: made, limited, and the few calls that are data. Internal to the pickle
// reader.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/base/pickle/pickle_store.h"

namespace pf {

/// Makes values in a store and counts them.
class PickleBuilder {
  public:
    /// `inputBytes`: the pickle's length, which bounds what copies may add up to.
    PickleBuilder(PickleStore& store, const PickleLimits& limits, std::size_t inputBytes);

    /// Where the opcode being run begins; named in messages.
    void setOffset(std::size_t offset) { offset_ = offset; }
    [[noreturn]] void fail(const std::string& reason) const;
    template <typename Reason>
    void failIf(bool isWrong, const Reason& reason) const {
        if (isWrong) {
            fail(reason);
        }
    }

    static PickleNode* none();
    PickleNode* boolean(bool value);
    PickleNode* integer(std::int64_t value);
    PickleNode* real(double value);
    PickleNode* view(PickleKind kind, std::string_view text);
    /// Keeps the text.
    PickleNode* owned(PickleKind kind, std::string text);
    /// Counts items or bytes that a call copies. Throws: Error(Data) when they outgrow the pickle itself.
    void charge(std::size_t units);
    /// An empty value of a kind; the caller fills it.
    PickleNode* make(PickleKind kind);
    /// A value whose content lies in one of the store's lists.
    template <typename List>
    PickleNode* indexed(PickleKind kind, List& list, typename List::value_type content) {
        PickleNode* node = make(kind);
        node->index = static_cast<std::uint32_t>(list.size());
        list.push_back(std::move(content));
        return node;
    }
    PickleNode* type(PickleType type) { return indexed(PickleKind::Type, store_.types, std::move(type)); }
    PickleNode* array(PickleArray array) {
        return indexed(PickleKind::Array, store_.arrays, std::move(array));
    }
    PickleNode* container(PickleKind kind, std::vector<const PickleNode*> items = {}) {
        return indexed(kind, store_.lists, std::move(items));
    }
    std::vector<const PickleNode*>& items(const PickleNode* node) { return store_.lists[node->index]; }
    /// A callable by name. Throws: Error(Data) unless it is one of the few that make data.
    PickleNode* global(const std::string& module, const std::string& name);
    /// What calling `callable` with a tuple of arguments gives.
    PickleNode* reduce(const PickleNode* callable, const PickleNode* arguments);
    /// An object of a class. Throws: Error(Data) unless the dialect keeps such objects.
    PickleNode* newObject(const PickleNode* type);
    /// What a reference out of the pickle means. Throws: Error(Data) unless it is a PyTorch storage.
    PickleNode* persistent(const PickleNode* id);
    /// Sets the state of an array, dtype or object.
    void build(PickleNode* target, const PickleNode* state);
    /// The bytes of Text or Bytes, else nothing.
    static std::string_view textOf(const PickleNode* node);
    PickleStore& store() { return store_; }

  private:
    PickleNode* encode(const std::vector<const PickleNode*>& arguments);

    PickleStore& store_;
    const PickleLimits& limits_;
    std::size_t inputBytes_;
    std::size_t copied_ = 0;
    std::size_t offset_ = 0;
};

}  // namespace pf
