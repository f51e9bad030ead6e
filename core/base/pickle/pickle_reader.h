// A reader of Python pickles that knows only data: it can build lists and arrays, and can call nothing.
#pragma once

#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "core/base/pickle/pickle_value.h"

namespace pf {

struct PickleStore;

/// Which calls and names a pickle may use. In every dialect they only make values from values.
enum class PickleDialect {
    NumPy,        ///< plain data and NumPy arrays
    StateDict,    ///< and PyTorch's storages, tensors, parameters and ordered dicts
    TorchScript,  ///< and objects of the file's own classes (__torch__.*), kept as their attributes
};

/// Bounds on what a pickle may hold.
struct PickleLimits {
    PickleDialect dialect = PickleDialect::NumPy;
    std::size_t maxValues = 4'000'000;  ///< values of all kinds; arrays and bytes count as one
    std::size_t maxDepth = 1000;        ///< open marks
};

/// A parsed pickle, protocols 0 to 5.
/// Strings and array data are views into `bytes`, which must outlive the document; only escaped or latin-1
/// encoded strings are copied. Python 2's `str` and Python 3's `bytes` are both Bytes. A list may hold itself
/// (pickle allows it): values are walked by the caller, never by this reader.
class PickleDocument {
  public:
    /// `name` is used in messages.
    /// Throws: Error(Data) with the byte offset for anything malformed; a global or opcode that is not plain
    /// data is refused by its name. Cost: memory in proportion to `bytes`, never to a length that the file
    /// merely states.
    PickleDocument(std::span<const std::byte> bytes, const std::string& name,
                   const PickleLimits& limits = {});
    ~PickleDocument();
    PickleDocument(PickleDocument&&) noexcept;
    PickleDocument& operator=(PickleDocument&&) noexcept;

    PickleValue root() const;

  private:
    std::unique_ptr<PickleStore> store_;
};

}  // namespace pf
