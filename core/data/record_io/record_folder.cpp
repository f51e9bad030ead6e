#include "core/data/record_io/record_folder.h"

#include <algorithm>
#include <charconv>
#include <set>
#include <span>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/files/path_places.h"
#include "core/base/names/system_names.h"
#include "core/base/numbers.h"
#include "core/base/text.h"
#include "core/data/derived_sets.h"
#include "core/data/record_io/record_set.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

constexpr std::size_t kMaxPropertyBytes = 4096;

/// "train_12.rec" is part 12 of "train".
struct PartName {
    std::string stem;
    std::uint64_t number = 0;
};

std::optional<PartName> partName(const fs::path& record) {
    const std::string stem = record.stem().string();
    const std::size_t digits = stem.find_last_not_of("0123456789") + 1;
    PartName part;
    const auto result = std::from_chars(stem.data() + digits, stem.data() + stem.size(), part.number);
    if (digits < 2 || (stem[digits - 1] != '_' && stem[digits - 1] != '-') || result.ec != std::errc{}) {
        return std::nullopt;
    }
    part.stem = stem.substr(0, digits - 1);
    return part;
}

bool areParts(const std::vector<fs::path>& records) {
    const auto first = partName(records.front());
    return first && std::all_of(records.begin(), records.end(), [&](const fs::path& record) {
               const auto part = partName(record);
               return part && part->stem == first->stem;
           });
}

std::string namesOf(const std::vector<fs::path>& records) {
    constexpr std::size_t kNamed = 5;
    const auto named = std::span(records).first(std::min(kNamed, records.size()));
    return joined(named, ", ", [](const fs::path& record) { return record.filename().string(); }) +
           (records.size() > kNamed ? " ..." : "");
}

FaceSetPtr joinParts(const std::vector<fs::path>& records, const fs::path& folder) {
    std::vector<FaceSetPtr> sets;
    std::vector<std::string> paths;
    std::set<std::string> identities;
    bool ownProperties = false;
    for (const fs::path& record : records) {
        sets.push_back(openRecordSet(record));
        paths.push_back(record.string());
        ownProperties = ownProperties || pathExists(fs::path(record).replace_extension(".property"));
        identities.insert(sets.back()->identities().begin(), sets.back()->identities().end());
        identities.insert(sets.back()->droppedIdentities().begin(), sets.back()->droppedIdentities().end());
    }
    OpenOptions options;
    // The sets themselves say what is wrong with a property.
    std::vector<std::string> ignored;
    const auto shared = ownProperties ? std::nullopt : readRecordProperty(records.front(), ignored);
    options.mergeSameIdentities = shared.has_value();
    if (shared && shared->identities != identities.size()) {
        options.notes.push_back(shared->file.string() + " says " + formatCount(shared->identities) +
                                " identities, but the " + std::to_string(records.size()) + " .rec files of " +
                                folder.string() + " have " + formatCount(identities.size()) +
                                " together; is a part missing?");
    }
    return joinFaceSets(sets, paths, options);
}

}  // namespace

std::vector<fs::path> recordFilesIn(const fs::path& folder) {
    std::vector<fs::path> records;
    std::error_code error;
    for (fs::directory_iterator entry(folder, error), end; !error && entry != end; entry.increment(error)) {
        std::error_code ignored;
        if (lowerCase(entry->path().extension().string()) == ".rec" && entry->is_regular_file(ignored) &&
            !isSystemName(entry->path().filename().string())) {
            records.push_back(entry->path());
        }
    }
    std::sort(records.begin(), records.end(), [](const fs::path& a, const fs::path& b) {
        const auto left = partName(a);
        const auto right = partName(b);
        if (left && right && left->stem == right->stem && left->number != right->number) {
            return left->number < right->number;
        }
        return a.native() < b.native();
    });
    return records;
}

std::optional<RecordProperty> readRecordProperty(const fs::path& record, std::vector<std::string>& wrong) {
    RecordProperty property;
    property.file = fs::path(record).replace_extension(".property");
    if (!pathExists(property.file)) {
        property.file = record.parent_path() / "property";
        if (!pathExists(property.file)) {
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

FaceSetPtr openRecordFolder(const fs::path& folder) {
    const std::vector<fs::path> records = recordFilesIn(folder);
    failDataIf(records.empty(), folder.string(), "there is no .rec file in it; expected MXNet RecordIO");
    if (records.size() == 1) {
        return openRecordSet(records.front());
    }
    const auto train = std::ranges::find(records, "train", &fs::path::stem);
    if (train != records.end()) {
        return openRecordSet(*train, {"of the " + std::to_string(records.size()) + " .rec files in " +
                                      folder.string() + " only train.rec is used"});
    }
    if (areParts(records)) {
        return joinParts(records, folder);
    }
    failData(folder.string(), "it has ", records.size(), " .rec files (", namesOf(records),
             ") and none is train.rec; name the one, or the ones, to open");
}

}  // namespace pf
