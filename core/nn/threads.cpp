#include "core/nn/threads.h"

#include <dlfcn.h>

#include <algorithm>
#include <mutex>
#include <thread>

#include <ATen/Parallel.h>
#include <ATen/Version.h>

#include "core/base/error.h"
#include "core/base/freed_memory.h"

namespace pf {
namespace {

/// A function of the BLAS that is loaded, or null: which one it is, is the system's choice at run time.
template <typename Function>
Function* loadedFunction(const char* name) {
    return reinterpret_cast<Function*>(::dlsym(RTLD_DEFAULT, name));
}

}  // namespace

int setTorchThreads(int threads) {
    throwIf(threads < 0 || threads > 1024, ErrorCode::Config,
            messageFrom("the number of threads is ", threads, "; it must be 1 to 1024, or 0 for all cores"));
    static std::once_flag first;
    std::call_once(first, [] {
        keepFreedMemory(KeptMemory::Buffers);
        try {
            at::set_num_interop_threads(1);
        } catch (const std::exception&) {
            // The pool exists already: LibTorch allows setting its size only before its first use, and one is
            // enough.
        }
    });
    if (threads == 0) {
        threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    }
    at::set_num_threads(threads);
    // OpenBLAS keeps a pool of its own, which LibTorch does not know about.
    if (auto* setBlasThreads = loadedFunction<void(int)>("openblas_set_num_threads")) {
        setBlasThreads(threads);
    }
    return threads;
}

int torchThreads() {
    return at::get_num_threads();
}

std::string describeBlas() {
    if (auto* config = loadedFunction<char*()>("openblas_get_config")) {
        return config();
    }
    if (at::get_mkl_version().find("not found") == std::string::npos) {
        return "MKL";
    }
    return "reference BLAS: matrix products are tens of times slower; install libopenblas0-pthread";
}

}  // namespace pf
