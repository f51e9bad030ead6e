#include "core/data/sets/face_list.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/names/system_names.h"
#include "core/base/table_reader.h"
#include "core/data/sets/face_folder.h"
#include "core/data/sets/list_lines.h"
#include "core/data/sets/listed_files.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

constexpr std::size_t kNamesTried = 10;

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
                entry.exists = isFile(folder_ / entry.path);
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
        files_.push_back({.path = path, .info = {.name = path}});
        labels_.push_back(std::move(label));
        numbers_.push_back(number);
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
        const ListedFiles found = findListedFiles(folder_, names, !files_.empty());
        std::vector<SkippedImage> skipped;
        for (std::size_t i = 0; i < missing_.size(); ++i) {
            ListEntry& entry = missing_[i];
            const auto& file = found.files[i];
            // A file that has a line of its own is not this one's.
            if (file && !lines_.contains(file->lexically_normal().string())) {
                requireNoLabelInFront(entry, *file);
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
        sortByLine();
    }

    /// A path that is only found without its beginning may have a label there, which would be lost.
    void requireNoLabelInFront(const ListEntry& entry, const fs::path& file) const {
        const std::string first = entry.path.substr(0, entry.path.find('/'));
        failDataIf(
            entry.label.empty() && isLabelFirst(entry.path) && file.string().find(first) == std::string::npos,
            where(entry.number), "'", quotable(entry.path),
            "' may be a path with a label in front; write all lines as `path label`, or give the columns "
            "names (path,label)");
    }

    /// In the order of the list again.
    void sortByLine() {
        std::vector<std::size_t> order(files_.size());
        std::iota(order.begin(), order.end(), std::size_t{0});
        std::stable_sort(order.begin(), order.end(),
                         [this](std::size_t a, std::size_t b) { return numbers_[a] < numbers_[b]; });
        std::vector<FaceFile> files;
        std::vector<std::string> labels;
        for (const std::size_t i : order) {
            files.push_back(std::move(files_[i]));
            labels.push_back(std::move(labels_[i]));
        }
        files_ = std::move(files);
        labels_ = std::move(labels);
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
        const fs::path first = files_.front().path.parent_path();
        auto shared = static_cast<std::size_t>(std::distance(first.begin(), first.end()));
        for (const FaceFile& file : files_) {
            const fs::path folder = file.path.parent_path();
            const auto end = std::mismatch(first.begin(), first.end(), folder.begin(), folder.end()).first;
            shared = std::min(shared, static_cast<std::size_t>(std::distance(first.begin(), end)));
        }
        return shared;
    }

    /// Lists are often made by `find`, which also finds what systems and programs keep for themselves.
    void leaveOutSystemFiles() {
        const std::size_t shared = files_.empty() ? 0 : sharedParts();
        std::vector<FaceFile> files;
        std::vector<std::string> labels;
        for (std::size_t i = 0; i < files_.size(); ++i) {
            std::size_t depth = 0;
            const fs::path& path = files_[i].path;
            const auto isSystems = [&](const fs::path& part) {
                return depth++ >= shared && isSystemName(part.string());
            };
            if (const auto part = std::find_if(path.begin(), path.end(), isSystems); part != path.end()) {
                system_.add(part->string());
            } else {
                files.push_back(files_[i]);
                labels.push_back(labels_[i]);
            }
        }
        if (files.empty()) {
            system_ = {};
            return;
        }
        files_ = std::move(files);
        labels_ = std::move(labels);
    }

    FaceSetPtr finish() {
        leaveOutSystemFiles();
        if (files_.empty()) {
            std::string why =
                std::string("no line names an image; ") + kExpectedListLines +
                ", paths relative to the list. If its images are elsewhere, put their folder behind it: " +
                list_.filename().string() + "@FOLDER, or --root FOLDER";
            const fs::path record = fs::path(list_).replace_extension(".rec");
            std::error_code ignored;
            if (fs::exists(record, ignored)) {
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
        if (labelledLine_) {
            const std::set<std::string> distinct(labels_.begin(), labels_.end());
            identities.assign(distinct.begin(), distinct.end());
            if (hasColumns_) {
                sortByNumber(identities);
            }
            std::map<std::string, int> numbers;
            for (std::size_t i = 0; i < identities.size(); ++i) {
                numbers[identities[i]] = static_cast<int>(i);
            }
            for (std::size_t i = 0; i < files_.size(); ++i) {
                files_[i].info.label = numbers[labels_[i]];
            }
        }
        if (!system_.empty()) {
            notes_.push_back(system_.note());
        }
        SetAccount account{.skipped = std::move(skipped_), .notes = std::move(notes_)};
        return makeFileSet(std::move(files_), std::move(identities), std::move(account));
    }

    fs::path list_;
    fs::path folder_;
    bool hasColumns_ = false;  ///< in which labels are numbers
    std::vector<FaceFile> files_;
    std::vector<std::string> labels_;
    std::vector<std::size_t> numbers_;  ///< of the files' lines
    std::vector<ListEntry> missing_;    ///< whose file is not where it says
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
