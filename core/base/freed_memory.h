// What the process does with memory that it has freed.
#pragma once

namespace pf {

/// Which memory is kept for the next use instead of being handed back to the system.
enum class KeptMemory {
    /// Buffers of up to 32 MiB: a network frees and asks again for the same megabytes in every layer.
    Buffers,
    /// All of it: sorting millions of pairs works in the memory that reading them has just freed.
    Everything,
};

/// By default glibc hands such memory back each time, and clearing the new pages takes up to a third of the
/// processor time of a forward pass, and longer than the sorting. Nothing happens with another C library.
void keepFreedMemory(KeptMemory kept);

}  // namespace pf
