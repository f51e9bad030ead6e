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
#include "core/base/text.h"
#include "core/data/record_io/list_columns.h"
#include "core/data/sets/face_folder.h"
#include "core/data/sets/list_table.h"
#include "core/data/sets/listed_files.h"

namespace fs = std::filesystem;

namespace pf {
namespace {

/// One line, taken apart.
struct ListLine {
    std::string path;
    std::string label;
    bool exists = false;
};

/// A line whose file is not where it says.
struct MissingLine {
    ListLine parts;
    std::size_t number = 0;
};

constexpr std::size_t kLinesTried = 10;

class ListReader {
  public:
    ListReader(const fs::path& list, const fs::path& root)
        : list_(list), folder_(root), isCsv_(lowerCase(list.extension().string()) == ".csv") {}

    FaceSetPtr read() {
        if (const auto table = readListTable(list_)) {
            addTable(*table);
            return finish();
        }
        std::string text = readTextFile(list_);
        if (text.find('\n') == std::string::npos) {
            std::replace(text.begin(), text.end(), '\r', '\n');
        }
        if (text.find('\0') != std::string::npos) {
            throw Error(ErrorCode::Data, std::string("this is no text; ") + kExpectedListLines,
                        list_.string());
        }
        std::string_view rest = text;
        if (rest.starts_with("\xEF\xBB\xBF")) {
            rest.remove_prefix(3);
        }
        if (folder_.empty()) {
            findRoot(namesIn(rest));
        }
        settleLabelFirst(rest);
        for (std::size_t number = 1; !rest.empty(); ++number) {
            const std::size_t end = std::min(rest.find('\n'), rest.size());
            addLine(trimmed(rest.substr(0, end)), number);
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
        addMissing();
        return finish();
    }

  private:
    void addTable(const ListTable& table) {
        if (folder_.empty()) {
            std::vector<std::string> names;
            for (std::size_t i = 0; i < std::min(kLinesTried, table.faces.size()); ++i) {
                names.push_back(table.faces[i].path);
            }
            findRoot(names);
        }
        for (const ListedFace& face : table.faces) {
            if (isFile(face.path)) {
                addFile(folder_ / face.path, face.label, face.number);
            } else {
                missing_.push_back({{face.path, face.label, false}, face.number});
            }
        }
        addMissing();
        for (const std::string& column : table.unread) {
            notes_.push_back("its column '" + column + "' is not read" +
                             (table.hasLabels ? "" : "; labels would be a column 'label'"));
        }
    }

    /// Whatever of the first lines can be a path.
    static std::vector<std::string> namesIn(std::string_view text) {
        std::vector<std::string> names;
        for (const std::string_view line : firstLines(text)) {
            names.emplace_back(line);
            for (const char separator : {'\t', ',', ' '}) {
                names.emplace_back(trimmed(line.substr(0, std::min(line.rfind(separator), line.size()))));
            }
            if (const auto layout = listLayoutOf(line)) {
                names.emplace_back(listColumns(line, *layout)->path);
            }
            if (const auto columns = listColumns(line, ListLayout::LabelFirst)) {
                names.emplace_back(columns->path);
            }
        }
        return names;
    }

    static std::vector<std::string_view> firstLines(std::string_view text) {
        std::vector<std::string_view> lines;
        while (lines.size() < kLinesTried && !text.empty()) {
            const std::size_t end = std::min(text.find('\n'), text.size());
            const std::string_view line = trimmed(text.substr(0, end));
            text.remove_prefix(std::min(end + 1, text.size()));
            if (!line.empty() && line.front() != '#') {
                lines.push_back(line);
            }
        }
        return lines;
    }

    /// Paths may be relative to a folder above the list's: the first names decide.
    void findRoot(const std::vector<std::string>& names) {
        folder_ = listRoot(list_, names);
        if (folder_ != list_.parent_path()) {
            notes_.push_back("its paths are relative to " + folder_.string() + ", a folder above the list");
        }
    }

    /// One line of `label path` looks like a path with a blank; all of the first do not.
    void settleLabelFirst(std::string_view text) {
        const auto lines = firstLines(text);
        const auto isOne = [&](std::string_view line) {
            return isLabelFirst(line) && !listLayoutOf(line) && !isFile(std::string(line));
        };
        if (!lines.empty() && std::all_of(lines.begin(), lines.end(), isOne)) {
            layout_ = ListLayout::LabelFirst;
            layoutLine_ = 1;
        }
    }

    bool isFile(const std::string& path) const {
        std::error_code ignored;
        return !path.empty() && fs::is_regular_file(folder_ / path, ignored);
    }

    std::string where(std::size_t number) const { return list_.string() + ":" + std::to_string(number); }

    ListLine quoted(std::string_view line, std::size_t number) const {
        const std::size_t close = line.find('"', 1);
        if (close == std::string_view::npos) {
            throw Error(ErrorCode::Data, "the path's closing quote is missing", where(number));
        }
        std::string_view label = trimmed(line.substr(close + 1));
        if (isCsv_ && label.starts_with(',')) {
            label = trimmed(label.substr(1));
        }
        return {.path = std::string(line.substr(1, close - 1)), .label = withoutQuotes(label)};
    }

    static std::string withoutQuotes(std::string_view label) {
        const bool isQuoted = label.size() > 1 && label.front() == '"' && label.back() == '"';
        return std::string(isQuoted ? label.substr(1, label.size() - 2) : label);
    }

    ListLine takeApart(std::string_view line, std::size_t number) {
        ListLine parts;
        if (line.front() == '"') {
            parts = quoted(line, number);
            parts.exists = isFile(parts.path);
            return parts;
        }
        parts.path = std::string(line);
        if (isFile(parts.path)) {
            parts.exists = true;
            return parts;
        }
        const bool hasLayout = !isCsv_ || layout_ == ListLayout::LabelFirst;
        if (const auto columns = hasLayout ? recordColumns(line, number) : std::nullopt) {
            parts = {
                .path = std::string(columns->path), .label = listLabelName(columns->label), .exists = false};
            parts.exists = isFile(parts.path);
            return parts;
        }
        const bool hasTab = line.find('\t') != std::string_view::npos;
        const std::size_t split = isCsv_ && line.ends_with('"') ? line.rfind(",\"")
                                  : isCsv_                      ? line.rfind(',')
                                  : hasTab                      ? line.rfind('\t')
                                                                : line.rfind(' ');
        if (split != std::string_view::npos) {
            const std::string path(trimmed(line.substr(0, split)));
            const bool exists = isFile(path);
            // Of a missing file's line, the part that looks like an image's name is the path.
            if (exists || !hasImageName(line)) {
                parts = {
                    .path = path, .label = withoutQuotes(trimmed(line.substr(split + 1))), .exists = exists};
            }
        }
        return parts;
    }

    /// Whether a line has the columns of im2rec's or insightface's lists. Between blanks it must also name a
    /// file by them, as the words of a path may look like columns.
    bool hasRecordColumns(std::string_view line) const {
        if (line.find('\t') != std::string_view::npos) {
            return std::count(line.begin(), line.end(), '\t') >= 2 &&
                   !isFile(std::string(trimmed(line.substr(0, line.rfind('\t')))));
        }
        const auto layout = listLayoutOf(line);
        return layout && isFile(std::string(listColumns(line, *layout)->path)) &&
               !isFile(std::string(trimmed(line.substr(0, line.rfind(' ')))));
    }

    static const char* columnsText(ListLayout layout) {
        switch (layout) {
            case ListLayout::Im2rec:
                return " (index, label, path)";
            case ListLayout::Insightface:
                return " (1, path, label)";
            case ListLayout::MagFace:
                return " (path, 0, label, 0)";
            case ListLayout::LabelFirst:
                break;
        }
        return " (label, path)";
    }

    /// The columns of a line of im2rec's or insightface's; nothing for a line of fewer, unless such lines
    /// came before.
    std::optional<ListColumns> recordColumns(std::string_view line, std::size_t number) {
        if (!layout_ && !hasRecordColumns(line)) {
            return std::nullopt;
        }
        if (!layout_) {
            layout_ = listLayoutOf(line);
            layoutLine_ = number;
        }
        const auto columns = layout_ ? listColumns(line, *layout_) : std::nullopt;
        if (!columns) {
            throw Error(ErrorCode::Data,
                        layout_
                            ? "its columns are not those of line " + std::to_string(layoutLine_) +
                                  columnsText(*layout_)
                            : std::string("its columns are of no kind that is known; ") + kExpectedListLines,
                        where(number));
        }
        return columns;
    }

    static bool hasImageName(std::string_view text) {
        const std::size_t dot = text.rfind('.');
        return dot != std::string_view::npos && text.find_first_of(" \t,/", dot) == std::string_view::npos;
    }

    void addLine(std::string_view line, std::size_t number) {
        if (line.empty() || line.front() == '#') {
            return;
        }
        const bool first = !sawLine_;
        sawLine_ = true;
        ListLine parts = takeApart(line, number);
        if (!parts.exists) {
            if (first && ((isCsv_ && line.find('.') == std::string_view::npos) || isHeader(line))) {
                return;
            }
            missing_.push_back({std::move(parts), number});
            return;
        }
        addFile(folder_ / parts.path, std::move(parts.label), number);
    }

    static bool isHeader(std::string_view line) {
        TableReader::Fields words;
        splitFields(line, separatorOf(line), words);
        return words.size() > 1 && columnOfNames(words) == std::size_t{0};
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
        for (const MissingLine& line : missing_) {
            names.push_back(line.parts.path);
        }
        const ListedFiles found = findListedFiles(folder_, names, !files_.empty());
        std::vector<SkippedImage> skipped;
        for (std::size_t i = 0; i < missing_.size(); ++i) {
            auto& [parts, number] = missing_[i];
            const auto& file = found.files[i];
            // A file that has a line of its own is not this one's.
            if (file && !lines_.contains(file->lexically_normal().string())) {
                requireNoLabelInFront(parts, *file, number);
                addFile(*file, std::move(parts.label), number);
            } else {
                std::string reason = "there is no such file (" + where(number) + ")";
                if (!found.nearest.empty() && names[i] == found.nearestTo) {
                    reason += "; the nearest name is " + found.nearest;
                }
                skipped.push_back({(folder_ / parts.path).string(), std::move(reason)});
            }
        }
        skipped_.insert(skipped_.begin(), skipped.begin(), skipped.end());
        notes_.insert(notes_.end(), found.notes.begin(), found.notes.end());
        sortByLine();
    }

    /// A path that is only found without its beginning may have a label there, which would be lost.
    void requireNoLabelInFront(const ListLine& parts, const fs::path& file, std::size_t number) const {
        const std::string first = parts.path.substr(0, parts.path.find('/'));
        if (parts.label.empty() && isLabelFirst(parts.path) &&
            file.string().find(first) == std::string::npos) {
            throw Error(
                ErrorCode::Data,
                "'" + quotable(parts.path) +
                    "' may be a path with a label in front; write all lines as `path label`, or give the "
                    "columns names (path,label)",
                where(number));
        }
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
            throw Error(ErrorCode::Data,
                        "it has no label, but line " + std::to_string(*labelledLine_) +
                            " has one; give every line a label, or none",
                        where(*unlabelledLine_));
        }
        std::vector<std::string> identities;
        if (labelledLine_) {
            const std::set<std::string> distinct(labels_.begin(), labels_.end());
            identities.assign(distinct.begin(), distinct.end());
            if (layout_) {
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
        SetAccount account{.skipped = std::move(skipped_), .dropped = {}, .notes = std::move(notes_)};
        return makeFileSet(std::move(files_), std::move(identities), std::move(account));
    }

    fs::path list_;
    fs::path folder_;
    bool isCsv_;
    bool sawLine_ = false;
    std::optional<ListLayout> layout_;
    std::size_t layoutLine_ = 0;
    std::vector<FaceFile> files_;
    std::vector<std::string> labels_;
    std::vector<std::size_t> numbers_;  ///< of the files' lines
    std::vector<MissingLine> missing_;
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
