// The program's version and what it is built with.
#pragma once

#include <string>
#include <vector>

namespace pf {

/// "0.1.0".
std::string programVersion();

/// A library the program uses, for the About box and `probface --version`.
struct LibraryInfo {
    std::string name;
    std::string version;
    std::string licence;
};

/// Libraries of the engine (LibTorch, OpenCV, yaml-cpp ...) with the BLAS in use.
std::vector<LibraryInfo> engineLibraries();

}  // namespace pf
