#include "core/base/files/path_places.h"

#include <algorithm>

namespace fs = std::filesystem;

namespace pf {

fs::path realPath(const fs::path& path) {
    std::error_code error;
    const fs::path whole = fs::absolute(path, error);
    fs::path real = fs::weakly_canonical(whole, error);
    real = error ? whole.lexically_normal() : real;
    return real.has_filename() ? real : real.parent_path();
}

bool liesIn(const fs::path& inner, const fs::path& outer) {
    const fs::path in = realPath(inner);
    const fs::path out = realPath(outer);
    return std::mismatch(out.begin(), out.end(), in.begin(), in.end()).first == out.end();
}

}  // namespace pf
