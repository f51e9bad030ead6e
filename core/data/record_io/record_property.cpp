#include "core/data/record_io/record_property.h"

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/numbers.h"
#include "core/base/text.h"
#include "core/data/record_io/record_folder.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

constexpr std::size_t kMaxPropertyBytes = 4096;

bool isThere(const fs::path& path) {
    std::error_code ignored;
    return fs::exists(path, ignored);
}

}  // namespace

std::optional<RecordProperty> readRecordProperty(const fs::path& record, std::vector<std::string>& wrong) {
    RecordProperty property;
    property.file = fs::path(record).replace_extension(".property");
    if (!isThere(property.file)) {
        property.file = record.parent_path() / "property";
        if (!isThere(property.file)) {
            return std::nullopt;
        }
        property.isShared = recordFilesIn(record.has_parent_path() ? record.parent_path() : ".").size() > 1;
    }
    try {
        const std::vector<std::string> parts =
            splitText(trimmed(readTextFile(property.file, kMaxPropertyBytes)), ',');
        std::uint64_t* const values[] = {&property.identities, &property.height, &property.width};
        bool isRead = parts.size() == 3;
        for (std::size_t i = 0; isRead && i < 3; ++i) {
            const auto value = parseNumber<std::uint64_t>(trimmed(parts[i]));
            isRead = value.has_value();
            *values[i] = value.value_or(0);
        }
        if (isRead) {
            return property;
        }
        wrong.push_back(property.file.string() + " is not `identities,height,width`; it is not used");
    } catch (const Error& error) {
        wrong.push_back(error.what());
    }
    return std::nullopt;
}

}  // namespace pf
