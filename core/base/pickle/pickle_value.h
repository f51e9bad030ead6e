// The values that a pickle holds.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace pf {

struct PickleNode;
struct PickleStore;

/// A NumPy array found in a pickle.
struct PickleArray {
    std::string dtype;  ///< kind and item size with byte order, e.g. "<f4", "|u1", "|b1"
    std::size_t itemBytes = 0;
    std::vector<std::size_t> shape;
    bool fortranOrder = false;
    std::span<const std::byte> data;

    std::size_t count() const;
};

/// A PyTorch tensor found in a pickle: a strided view into a storage whose bytes lie outside the pickle. It
/// is checked to lie within that storage.
struct PickleTensor {
    std::string_view type;  ///< "float32", "int64" ...
    std::size_t itemBytes = 0;
    std::vector<std::int64_t> shape;
    std::vector<std::int64_t> strides;  ///< in elements, never negative
    std::uint64_t offset = 0;           ///< of the first element, in elements
    std::string_view storageKey;
    std::uint64_t storageBytes = 0;
    std::string_view location;  ///< the device it was saved from: "cpu", "cuda:0"

    std::uint64_t count() const;
};

enum class PickleKind {
    None,
    Bool,
    Int,
    Float,
    Text,
    Bytes,
    List,
    Tuple,
    Dict,
    Array,
    Type,
    Storage,
    Tensor,
    Object
};

/// "a list", "bytes", "an array" ... as used in messages.
std::string_view pickleKindName(PickleKind kind);

/// One value of a document; cheap to copy, valid as long as its PickleDocument and that document's bytes.
class PickleValue {
  public:
    PickleValue(const PickleNode* node, const PickleStore* store) : node_(node), store_(store) {}

    PickleKind kind() const;
    /// Throws (all below): Error(Data) naming the kind found and the kind wanted.
    bool asBool() const;  ///< also an Int 0 or 1
    std::int64_t asInt() const;
    double asFloat() const;  ///< also an Int
    std::string_view asText() const;
    /// Bytes; also Text from Python 2's `str`.
    std::span<const std::byte> asBytes() const;
    const PickleArray& asArray() const;
    const PickleTensor& asTensor() const;
    /// Flags: a list or tuple of them, or an array, of bools or of numbers that are 1 and 0, or 1 and -1.
    std::vector<bool> asBools() const;
    /// Number of items of a list or tuple, or of pairs of a dict or object.
    std::size_t size() const;
    /// Item of a list or tuple.
    PickleValue item(std::size_t index) const;
    PickleValue key(std::size_t index) const { return entry(index, 0); }    ///< of a dict or object
    PickleValue value(std::size_t index) const { return entry(index, 1); }  ///< of a dict or object
    /// The value of a dict or object under a text or bytes key; throws when absent.
    PickleValue at(std::string_view key) const;
    /// The same, and nothing when absent.
    std::optional<PickleValue> find(std::string_view key) const;

  private:
    void require(PickleKind wanted, const char* name) const;
    PickleValue entry(std::size_t index, std::size_t part) const;

    const PickleNode* node_;
    const PickleStore* store_;
};

}  // namespace pf
