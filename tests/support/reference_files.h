// Numbers and files that came from outside the program's present version; see tests/reference/README.md.
#pragma once

#include <filesystem>
#include <string>

namespace pf::test {

/// A file of tests/reference. Whoever opens one that is missing fails: nothing is skipped for want of it.
inline std::filesystem::path referenceFile(const std::string& name) {
    return std::filesystem::path(PF_SOURCE_DIR) / "tests" / "reference" / name;
}

}  // namespace pf::test
