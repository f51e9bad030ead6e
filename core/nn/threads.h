// How many threads LibTorch computes with, and on which BLAS.
#pragma once

#include <string>

namespace pf {

/// Sets the threads used inside one operation; the pool between operations is set to one, once per process.
/// Range: 1 to 1024; 0 means all cores. Returns the number set. Debian's LibTorch uses one thread unless
/// told. Throws: Error(Config) out of range.
int setTorchThreads(int threads);
int torchThreads();

/// One line: the BLAS in use and a warning when it is the reference one, tens of times slower than OpenBLAS.
std::string describeBlas();

}  // namespace pf
