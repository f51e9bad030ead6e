#include "core/session/version.h"

#include <opencv2/core/version.hpp>

#include "core/nn/pch.h"
#include "core/nn/threads.h"

namespace pf {

std::string programVersion() {
    return PF_VERSION;
}

std::vector<LibraryInfo> engineLibraries() {
    return {{"LibTorch", TORCH_VERSION, "BSD-3-Clause"},
            {"BLAS", describeBlas(), "BSD-3-Clause"},
            {"OpenCV", CV_VERSION, "Apache-2.0"},
            {"yaml-cpp", "", "MIT"},
            {"nlohmann-json", "", "MIT"},
            {"libzip", "", "BSD-3-Clause"},
            {"OpenSSL", "", "Apache-2.0"}};
}

}  // namespace pf
