#include "app/cli/output/import_outcome.h"

#include <algorithm>
#include <cstdint>
#include <cstdio>

#include "core/base/text.h"

namespace pf::cli {

namespace {
constexpr std::size_t kShownNames = 5;
}

void print(const ImportOutcome& outcome) {
    std::printf("%s%s\n", outcome.description.c_str(),
                outcome.headIncluded ? ", with its uncertainty head" : "");
    for (const std::string& note : outcome.notes) {
        std::printf("  %s\n", note.c_str());
    }
    const std::size_t shown = std::min(kShownNames, outcome.unused.size());
    for (std::size_t i = 0; i < shown; ++i) {
        std::printf("  unused: %s\n", outcome.unused[i].c_str());
    }
    if (outcome.unused.size() > shown) {
        std::printf("  unused: %s more\n",
                    formatCount(static_cast<std::int64_t>(outcome.unused.size() - shown)).c_str());
    }
    for (const auto& file : outcome.files) {
        std::printf("written: %s\n", file.c_str());
    }
}

}  // namespace pf::cli
