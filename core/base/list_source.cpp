#include "core/base/list_source.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <string_view>

#include "core/base/error.h"
#include "core/base/text.h"

namespace fs = std::filesystem;

namespace pf {

std::optional<ListSource> listSourceOf(const std::string& source) {
    std::error_code failure;
    if (source.find('@') == std::string::npos || fs::exists(source, failure)) {
        return std::nullopt;
    }
    // Folders may have an '@' in their names too: the part in front must be a file.
    for (std::size_t at = source.rfind('@'); at != std::string::npos && at > 0;
         at = source.rfind('@', at - 1)) {
        if (at + 1 < source.size() && fs::is_regular_file(source.substr(0, at), failure)) {
            return ListSource{source.substr(0, at), source.substr(at + 1)};
        }
    }
    return std::nullopt;
}

bool hasListSuffix(const std::string& file) {
    const std::string suffix = lowerCase(fs::path(file).extension().string());
    constexpr std::array<std::string_view, 5> kSuffixes = {".txt", ".lst", ".list", ".csv", ".tsv"};
    return std::find(kSuffixes.begin(), kSuffixes.end(), suffix) != kSuffixes.end();
}

std::vector<std::string> withListRoot(std::vector<std::string> sources, const std::string& root) {
    if (root.empty()) {
        return sources;
    }
    bool any = false;
    for (std::string& source : sources) {
        std::error_code failure;
        if (hasListSuffix(source) && fs::is_regular_file(source, failure)) {
            source += '@' + root;
            any = true;
        }
    }
    throwIf(!any, ErrorCode::Config,
            "says where the images of a list (.txt, .lst, .list, .csv, .tsv) are, and no list is named",
            "--root");
    return sources;
}

}  // namespace pf
