// Writes the little of Python's pickle format that a verification set needs, piece by piece.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "core/base/atomic_file.h"

namespace pf {

/// Writes a pair of lists as a pickle of protocol 3, which every Python 3 opens without naming an encoding;
/// nothing but the item at hand is in memory. Source: CPython, Lib/pickletools.py.
class PickleWriter {
  public:
    explicit PickleWriter(ByteSink sink);

    /// The start of the document; call once, first.
    void begin();
    void beginList();
    /// Goes on with a list that an earlier writer began and gave `items` items.
    void continueList(std::uint64_t items);
    /// An item of the open list. Throws: Error(Data) for more than 4 GiB.
    void addBytes(std::span<const std::byte> bytes);
    void addFlag(bool flag);
    void endList();
    /// Makes a tuple of the two lists, which ends the document.
    void endPair();

  private:
    void put(std::string_view bytes);
    void beginItem();
    void endItem();

    ByteSink sink_;
    std::uint64_t items_ = 0;
};

}  // namespace pf
