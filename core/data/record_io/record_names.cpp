#include "core/data/record_io/record_names.h"

#include <algorithm>
#include <map>
#include <optional>
#include <unordered_set>

#include "core/base/error.h"
#include "core/base/numbers.h"
#include "core/base/text.h"
#include "core/data/record_io/list_columns.h"

namespace pf {
namespace {

constexpr std::uint64_t kNowhere = UINT64_MAX;
constexpr std::size_t kReadBytes = 256;
constexpr std::size_t kMaxPathBytes = std::size_t{1} << 16;

/// Finds the image of a key.
class KeyFinder {
  public:
    explicit KeyFinder(const RecordIndex& index) : index_(index) {
        if (!std::is_sorted(index.keys.begin(), index.keys.end())) {
            for (std::size_t i = 0; i < index.keys.size(); ++i) {
                images_[index.keys[i]] = i;
            }
        }
    }
    std::optional<std::size_t> image(std::uint64_t key) const {
        if (index_.keys.empty()) {
            const bool has = key >= index_.firstKey && key - index_.firstKey < index_.size();
            return has ? std::optional<std::size_t>(key - index_.firstKey) : std::nullopt;
        }
        if (!images_.empty()) {
            const auto found = images_.find(key);
            return found == images_.end() ? std::nullopt : std::optional(found->second);
        }
        const auto found = std::lower_bound(index_.keys.begin(), index_.keys.end(), key);
        return found == index_.keys.end() || *found != key
                   ? std::nullopt
                   : std::optional(static_cast<std::size_t>(found - index_.keys.begin()));
    }

  private:
    const RecordIndex& index_;
    std::map<std::uint64_t, std::size_t> images_;
};

std::string_view folderOf(std::string_view path) {
    const std::size_t slash = path.find_last_of("/\\");
    return slash == std::string_view::npos ? std::string_view{} : path.substr(0, slash);
}

std::string_view lastPart(std::string_view path) {
    const std::size_t slash = path.find_last_of("/\\");
    return slash == std::string_view::npos ? path : path.substr(slash + 1);
}

}  // namespace

RecordNames::RecordNames(const std::filesystem::path& list, const RecordIndex& index,
                         const std::vector<std::int32_t>& numbers)
    : file_(list), places_(index.size(), kNowhere), folders_(numbers.size()) {
    readLines(index, numbers);
    const auto unnamed = std::count(places_.begin(), places_.end(), kNowhere);
    failDataIf(unnamed > 0, list.string(), "it names ",
               formatCount(static_cast<std::int64_t>(index.size()) - unnamed), " of the ",
               formatCount(index.size()), " images");
    settleFolders();
}

void RecordNames::readLines(const RecordIndex& index, const std::vector<std::int32_t>& numbers) {
    const KeyFinder finder(index);
    std::optional<ListLayout> layout;
    std::string_view line;
    for (LineCursor reader(file_); reader.next(line);) {
        if (trimmed(line).empty()) {
            continue;
        }
        const auto failIf = [&](bool isWrong, const auto&... reason) {
            if (isWrong) {
                failData(file_.path().string() + ":" + std::to_string(reader.number()), reason...);
            }
        };
        if (!layout) {
            layout = listLayoutOf(line);
        }
        const auto columns = layout ? listColumns(line, *layout) : std::nullopt;
        failIf(!columns, "expected `index <tab> label <tab> path` or `1 <tab> path <tab> label`");
        const auto key = layout == ListLayout::Im2rec ? parseNumber<std::uint64_t>(columns->key)
                                                      : std::optional(reader.number());
        failIf(!key, "its key '", columns->key, "' is not a whole number");
        const auto image = finder.image(*key);
        if (!image) {
            continue;
        }
        const std::int32_t label = index.labels[*image];
        if (label >= 0) {
            const std::string given = listLabelName(columns->label);
            const std::string expected = std::to_string(numbers.at(static_cast<std::size_t>(label)));
            failIf(given != expected, "it has label ", given, ", but the record of key ", *key, " has ",
                   expected);
        }
        places_[*image] = reader.begin() + static_cast<std::uint64_t>(columns->path.data() - line.data());
        addFolder(label, columns->path);
    }
}

void RecordNames::addFolder(std::int32_t label, std::string_view path) {
    const std::string_view folder = folderOf(path);
    foldersTell_ = foldersTell_ && label >= 0 && !folder.empty();
    if (!foldersTell_) {
        return;
    }
    const auto place = static_cast<std::size_t>(label);
    if (folders_[place].empty()) {
        folders_[place] = folder;
    }
    foldersTell_ = folders_[place] == folder;
}

/// The last part of a folder is the name, unless two identities would have the same one.
void RecordNames::settleFolders() {
    const auto areDistinct = [&](bool whole) {
        std::unordered_set<std::string_view> seen;
        return std::all_of(folders_.begin(), folders_.end(), [&](const std::string& folder) {
            return seen.insert(whole ? folder : lastPart(folder)).second;
        });
    };
    if (!foldersTell_ || !areDistinct(true)) {
        folders_.clear();
    } else if (areDistinct(false)) {
        for (std::string& folder : folders_) {
            folder = std::string(lastPart(folder));
        }
    }
}

std::string RecordNames::at(std::size_t image) const {
    std::string name;
    for (std::size_t wanted = kReadBytes; name.size() < kMaxPathBytes; wanted *= 4) {
        const std::size_t before = name.size();
        name.resize(before + wanted);
        const std::size_t got = file_.read(places_.at(image) + before,
                                           std::as_writable_bytes(std::span(name.data() + before, wanted)));
        name.resize(before + got);
        const std::size_t end = name.find_first_of("\t\n", before);
        if (end != std::string::npos || got < wanted) {
            name.resize(std::min(end, name.size()));
            break;
        }
    }
    return std::string(trimmed(name));
}

}  // namespace pf
