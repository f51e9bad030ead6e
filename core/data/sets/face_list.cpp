#include "core/data/sets/face_list.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/files/path_places.h"
#include "core/base/names/system_names.h"
#include "core/base/table_reader.h"
#include "core/data/sets/face_folder.h"
#include "core/data/sets/list_lines.h"
#include "core/data/sets/listed_files.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

constexpr std::size_t kNamesTried = 10;

/// A file that is there, and what its line says.
struct Listed {
    FaceFile file;
    std::string label;
    std::size_t number;  ///< of the line
};

class ListReader {
  public:
    ListReader(const fs::path& list, const fs::path& root) : list_(list), folder_(root) {}

    FaceSetPtr read() {
        if (const auto table = readListTable(list_)) {
            std::vector<std::string> names;
            for (std::size_t i = 0; i < std::min(kNamesTried, table->faces.size()); ++i) {
                names.push_back(table->faces[i].path);
            }
            findRoot(names);
            for (ListEntry entry : table->faces) {
                entry.exists = pathIsFile(folder_ / entry.path);
                add(std::move(entry));
            }
            addMissing();
            for (const std::string& column : table->unread) {
                notes_.push_back("its column '" + column + "' is not read" +
                                 (table->hasLabels ? "" : "; labels would be a column 'label'"));
            }
        } else {
            ListLines lines(list_, readTextFile(list_));
            findRoot(lines.names());
            for (ListEntry& entry : lines.read(folder_)) {
                add(std::move(entry));
            }
            hasColumns_ = lines.hasColumns();
            addMissing();
        }
        return finish();
    }

  private:
    /// Paths may be relative to a folder above the list's: the first names decide.
    void findRoot(const std::vector<std::string>& names) {
        if (!folder_.empty()) {
            return;
        }
        folder_ = listRoot(list_, names);
        if (folder_ != list_.parent_path()) {
            notes_.push_back("its paths are relative to " + folder_.string() + ", a folder above the list");
        }
    }

    std::string where(std::size_t number) const { return list_.string() + ":" + std::to_string(number); }

    void add(ListEntry entry) {
        if (entry.exists) {
            addFile(folder_ / entry.path, std::move(entry.label), entry.number);
        } else {
            missing_.push_back(std::move(entry));
        }
    }

    void addFile(const fs::path& file, std::string label, std::size_t number) {
        const std::string path = file.lexically_normal().string();
        const auto [known, added] = lines_.try_emplace(path, number);
        if (!added) {
            skipped_.push_back({path, "it is in the list twice (" + where(number) + ", first on line " +
                                          std::to_string(known->second) + ")"});
            return;
        }
        (label.empty() ? unlabelledLine_ : labelledLine_) = number;
        listed_.push_back({{.path = path, .info = {.name = path}}, std::move(label), number});
    }

    /// Looks for the missing files among those that are there by what their names share.
    void addMissing() {
        if (missing_.empty()) {
            return;
        }
        std::vector<std::string> names;
        for (const ListEntry& entry : missing_) {
            names.push_back(entry.path);
        }
        const ListedFiles found = findListedFiles(folder_, names, !listed_.empty());
        std::vector<SkippedImage> skipped;
        for (std::size_t i = 0; i < missing_.size(); ++i) {
            ListEntry& entry = missing_[i];
            const auto& file = found.files[i];
            // A file that has a line of its own is not this one's.
            if (file && !lines_.contains(file->lexically_normal().string())) {
                // A path that is only found without its beginning may have a label there, which would be
                // lost.
                const std::string first = entry.path.substr(0, entry.path.find('/'));
                failDataIf(entry.label.empty() && isLabelFirst(entry.path) &&
                               file->string().find(first) == std::string::npos,
                           where(entry.number), "'", quotable(entry.path),
                           "' may be a path with a label in front; write all lines as `path label`, or give "
                           "the columns names (path,label)");
                addFile(*file, std::move(entry.label), entry.number);
            } else {
                std::string reason = "there is no such file (" + where(entry.number) + ")";
                if (!found.nearest.empty() && names[i] == found.nearestTo) {
                    reason += "; the nearest name is " + found.nearest;
                }
                skipped.push_back({(folder_ / entry.path).string(), std::move(reason)});
            }
        }
        skipped_.insert(skipped_.begin(), skipped.begin(), skipped.end());
        notes_.insert(notes_.end(), found.notes.begin(), found.notes.end());
        std::ranges::stable_sort(listed_, {}, &Listed::number);  // in the order of the list again
    }

    /// In the order of a .rec made of the same list; labels that are no whole numbers stay in the order of
    /// letters.
    static void sortByNumber(std::vector<std::string>& labels) {
        const auto isWhole = [](const std::string& label) {
            return label.size() < 16 && label.find_first_not_of("0123456789") == std::string::npos;
        };
        if (std::all_of(labels.begin(), labels.end(), isWhole)) {
            std::sort(labels.begin(), labels.end(), [](const std::string& a, const std::string& b) {
                return a.size() != b.size() ? a.size() < b.size() : a < b;
            });
        }
    }

    /// Parts of the path that all listed images lie below: who keeps faces in a hidden folder means them.
    std::size_t sharedParts() const {
        const fs::path first = listed_.front().file.path.parent_path();
        auto shared = static_cast<std::size_t>(std::distance(first.begin(), first.end()));
        for (const Listed& listed : listed_) {
            const fs::path folder = listed.file.path.parent_path();
            const auto end = std::mismatch(first.begin(), first.end(), folder.begin(), folder.end()).first;
            shared = std::min(shared, static_cast<std::size_t>(std::distance(first.begin(), end)));
        }
        return shared;
    }

    /// Lists are often made by `find`, which also finds what systems and programs keep for themselves.
    void leaveOutSystemFiles() {
        const std::size_t shared = listed_.empty() ? 0 : sharedParts();
        std::vector<Listed> kept;
        for (const Listed& listed : listed_) {
            std::size_t depth = 0;
            const fs::path& path = listed.file.path;
            const auto isSystems = [&](const fs::path& part) {
                return depth++ >= shared && isSystemName(part.string());
            };
            if (const auto part = std::find_if(path.begin(), path.end(), isSystems); part != path.end()) {
                system_.add(part->string());
            } else {
                kept.push_back(listed);
            }
        }
        if (kept.empty()) {
            system_ = {};
        } else {
            listed_ = std::move(kept);
        }
    }

    FaceSetPtr finish() {
        leaveOutSystemFiles();
        if (listed_.empty()) {
            std::string why =
                std::string("no line names an image; ") + kExpectedListLines +
                ", paths relative to the list. If its images are elsewhere, put their folder behind it: " +
                list_.filename().string() + "@FOLDER, or --root FOLDER";
            const fs::path record = fs::path(list_).replace_extension(".rec");
            if (pathExists(record)) {
                why += "; the images are probably in " + record.filename().string() + ", open that";
            }
            if (!skipped_.empty()) {
                why += " (" + skipped_[0].name + ": " + skipped_[0].reason + ")";
            }
            throw Error(ErrorCode::Data, why, list_.string());
        }
        if (unlabelledLine_ && labelledLine_) {
            failData(where(*unlabelledLine_), "it has no label, but line ", *labelledLine_,
                     " has one; give every line a label, or none");
        }
        std::vector<std::string> identities;
        std::map<std::string, int> numbers;
        if (labelledLine_) {
            std::set<std::string> distinct;
            for (const Listed& listed : listed_) {
                distinct.insert(listed.label);
            }
            identities.assign(distinct.begin(), distinct.end());
            if (hasColumns_) {
                sortByNumber(identities);
            }
            for (std::size_t i = 0; i < identities.size(); ++i) {
                numbers[identities[i]] = static_cast<int>(i);
            }
        }
        std::vector<FaceFile> files;
        for (Listed& listed : listed_) {
            listed.file.info.label = labelledLine_ ? numbers[listed.label] : -1;
            files.push_back(std::move(listed.file));
        }
        if (!system_.empty()) {
            notes_.push_back(system_.note());
        }
        SetAccount account{.skipped = std::move(skipped_), .notes = std::move(notes_)};
        return makeFileSet(std::move(files), std::move(identities), std::move(account));
    }

    fs::path list_;
    fs::path folder_;
    bool hasColumns_ = false;  ///< in which labels are numbers
    std::vector<Listed> listed_;
    std::vector<ListEntry> missing_;  ///< whose file is not where it says
    std::vector<SkippedImage> skipped_;
    std::vector<std::string> notes_;
    SystemNames system_;
    std::unordered_map<std::string, std::size_t> lines_;
    std::optional<std::size_t> unlabelledLine_;
    std::optional<std::size_t> labelledLine_;
};

}  // namespace

FaceSetPtr openFaceList(const fs::path& list, const fs::path& root) {
    return ListReader(list, root).read();
}

}  // namespace pf
