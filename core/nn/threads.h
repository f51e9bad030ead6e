// How many threads LibTorch computes with, and on which BLAS.
#pragma once

#include <string>

namespace pf {

/// Sets the threads used inside one operation (LibTorch's and OpenBLAS's); the pool between operations is set
/// to one, and the allocator told to keep the buffers of feature maps, once per process. Debian's LibTorch
/// uses one thread unless told. Range: 1 to 1024; 0 means all cores. Returns the number set. Throws:
/// Error(Config) out of range.
int setTorchThreads(int threads);
int torchThreads();

/// One line: the BLAS in use and a warning when it is the reference one, tens of times slower than OpenBLAS.
std::string describeBlas();

}  // namespace pf
