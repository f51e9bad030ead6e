#include "core/eval/embeddings/row_names.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "core/base/error.h"
#include "core/base/line_reader.h"
#include "core/base/names/name_folding.h"
#include "core/base/text.h"

namespace pf {
namespace {

std::string_view nameIn(std::string_view line) {
    line = trimmed(line);
    if (!extensionOfName(line).empty()) {
        return line;
    }
    std::vector<std::string_view> fields;
    splitFields(line, separatorOf(line), fields);
    const auto isFile = [](std::string_view field) { return !extensionOfName(trimmed(field)).empty(); };
    const auto file = std::find_if(fields.begin(), fields.end(), isFile);
    return trimmed(file == fields.end() ? fields.front() : *file);
}

}  // namespace

void nameRows(EmbeddingSet& set, const std::filesystem::path& file) {
    LineReader lines(file);
    std::string_view line;
    std::vector<std::string> names;
    while (lines.next(line)) {
        names.emplace_back(nameIn(line));
    }
    failDataIf(names.size() != set.size(), file.string(), "names ", formatCount(names.size()),
               " images, and there are ", formatCount(set.size()),
               " embeddings; give one name a line, in their order");
    set.names = std::move(names);
}

std::string madeUpName(const std::string& file, std::size_t row) {
    return file + "#" + std::to_string(row);
}

bool hasMadeUpNames(const EmbeddingSet& set) {
    if (set.names.empty()) {
        return false;
    }
    const std::string file = set.names.front().substr(0, set.names.front().rfind('#'));
    // Rows may have been left out.
    std::size_t next = 0;
    for (const std::string& name : set.names) {
        std::size_t number = 0;
        if (name.size() <= file.size() ||
            !parseWhole(std::string_view(name).substr(file.size() + 1), number) || number < next ||
            name != madeUpName(file, number)) {
            return false;
        }
        next = number + 1;
    }
    return true;
}

}  // namespace pf
