#include "core/eval/templates/ijb.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "core/base/error.h"
#include "core/base/line_reader.h"
#include "core/base/text.h"

namespace pf {
namespace {

constexpr std::array<double, 2> kIjbaFarTargets = {1e-3, 1e-2};
constexpr std::array<double, 4> kIjbcFarTargets = {1e-5, 1e-4, 1e-3, 1e-2};

constexpr std::string_view kMetadata = "verify_metadata_";
constexpr std::string_view kComparisons = "verify_comparisons_";
constexpr std::string_view kImageList = "_face_tid_mid.txt";
constexpr std::string_view kPairList = "_template_pair_label.txt";

using Fields = std::vector<std::string_view>;

std::int64_t requireNumber(std::string_view text, std::string_view name, const LineReader& reader) {
    std::int64_t value = 0;
    if (!parseWhole(text, value) || value < 0) {
        failData(reader.place(), name, " is '", text, "'; a whole number from 0 is needed");
    }
    return value;
}

/// Takes every line from here on, divided into `count` columns; `layout`: what a line reads.
template <typename Take>
void readLines(LineReader& reader, char separator, std::size_t count, const char* layout, const Take& take) {
    Fields fields;
    for (std::string_view line; reader.next(line);) {
        splitFields(line, separator, fields);
        if (fields.size() != count) {
            failData(reader.place(), fields.size(), " columns instead of ", count, "; a line reads ", layout);
        }
        take(fields);
    }
}

/// The templates of a split while they are read.
class TemplateTable {
  public:
    explicit TemplateTable(IjbSplit& split) : split_(split) {}

    void add(std::int64_t id, std::int64_t subject, std::string_view image, const LineReader& reader) {
        if (image.empty()) {
            failData(reader.place(), "no image is named; give its file");
        }
        const auto [entry, isNew] =
            indices_.try_emplace(id, static_cast<std::uint32_t>(split_.templates.size()));
        if (isNew) {
            split_.templates.push_back({id, subject, {}});
        }
        auto& ours = split_.templates[entry->second];
        if (ours.subject != subject) {
            failData(reader.place(), "template ", id, " shows subject ", subject, " here and subject ",
                     ours.subject, " further up; a template shows one subject");
        }
        ours.images.emplace_back(image);
    }

    /// Keeps the first mention of every image of a template, and counts the others.
    void finish(const std::filesystem::path& file) {
        failDataIf(split_.templates.empty(), file.string(), "lists no images; is the file complete?");
        for (auto& entry : split_.templates) {
            std::unordered_set<std::string> seen;
            const auto repeats = [&](const std::string& image) { return !seen.insert(image).second; };
            split_.repeatedImages += std::erase_if(entry.images, repeats);
        }
    }

    std::uint32_t find(std::string_view text, const LineReader& reader) const {
        const auto id = requireNumber(text, "template", reader);
        const auto found = indices_.find(id);
        if (found == indices_.end()) {
            failData(reader.place(), "template ", id,
                     " is compared but no image belongs to it; use the two lists of one release");
        }
        return found->second;
    }

  private:
    IjbSplit& split_;
    std::unordered_map<std::int64_t, std::uint32_t> indices_;
};

std::size_t columnNamed(const Fields& header, std::string_view name, const LineReader& reader) {
    const auto found = std::find(header.begin(), header.end(), name);
    failDataIf(found == header.end(), reader.place(), "the header names no column ", name,
               "; TEMPLATE_ID, SUBJECT_ID and FILE are needed");
    return static_cast<std::size_t>(found - header.begin());
}

/// The files of a folder, sorted; none when it is not there.
std::vector<std::filesystem::path> entriesOf(const std::filesystem::path& folder) {
    std::error_code status;
    std::vector<std::filesystem::path> entries;
    for (std::filesystem::directory_iterator it(folder, status), end; !status && it != end;
         it.increment(status)) {
        entries.push_back(it->path());
    }
    std::sort(entries.begin(), entries.end());
    return entries;
}

struct SplitFiles {
    std::filesystem::path metadata;
    std::filesystem::path comparisons;
};

void addFile(std::map<std::int64_t, SplitFiles>& splits, const std::filesystem::path& file,
             std::string_view prefix, std::filesystem::path SplitFiles::*slot) {
    const std::string name = file.stem().string();
    std::int64_t number = 0;
    if (file.extension() != ".csv" || !name.starts_with(prefix) ||
        !parseWhole(std::string_view(name).substr(prefix.size()), number)) {
        return;
    }
    auto& place = splits[number].*slot;
    failDataIf(!place.empty(), file.string(), "is there twice, also as ", place.string(),
               "; keep one of them");
    place = file;
}

std::map<std::int64_t, SplitFiles> findSplits(const std::filesystem::path& folder) {
    std::map<std::int64_t, SplitFiles> splits;
    const auto addFolder = [&](const std::filesystem::path& place) {
        for (const auto& file : entriesOf(place)) {
            addFile(splits, file, kMetadata, &SplitFiles::metadata);
            addFile(splits, file, kComparisons, &SplitFiles::comparisons);
        }
    };
    addFolder(folder);
    for (const auto& entry : entriesOf(folder)) {
        if (entry.filename().string().starts_with("split") && std::filesystem::is_directory(entry)) {
            addFolder(entry);
        }
    }
    return splits;
}

struct ListFiles {
    std::string name;
    std::filesystem::path images;
    std::filesystem::path pairs;
};

std::vector<ListFiles> findLists(const std::filesystem::path& folder) {
    std::vector<ListFiles> lists;
    for (const auto& place : {folder, folder / "meta"}) {
        for (const auto& [prefix, name] : {std::pair{"ijbb", "IJB-B"}, std::pair{"ijbc", "IJB-C"}}) {
            const auto images = place / (std::string(prefix) + std::string(kImageList));
            const auto pairs = place / (std::string(prefix) + std::string(kPairList));
            if (std::filesystem::exists(images) || std::filesystem::exists(pairs)) {
                lists.push_back({name, images, pairs});
            }
        }
    }
    return lists;
}

}  // namespace

IjbSplit readIjbaSplit(const std::filesystem::path& metadata, const std::filesystem::path& comparisons,
                       const std::string& name) {
    IjbSplit split;
    split.name = name;
    TemplateTable table(split);
    Fields header;
    std::string_view line;
    LineReader rows(metadata);
    if (rows.next(line)) {
        splitFields(line, ',', header);
        const std::size_t id = columnNamed(header, "TEMPLATE_ID", rows);
        const std::size_t subject = columnNamed(header, "SUBJECT_ID", rows);
        const std::size_t file = columnNamed(header, "FILE", rows);
        readLines(rows, ',', header.size(), "as the header", [&](const Fields& fields) {
            table.add(requireNumber(fields[id], "TEMPLATE_ID", rows),
                      requireNumber(fields[subject], "SUBJECT_ID", rows), fields[file], rows);
        });
    }
    table.finish(metadata);

    LineReader pairs(comparisons);
    readLines(pairs, ',', 2, "TEMPLATE_ID,TEMPLATE_ID", [&](const Fields& fields) {
        const auto first = table.find(fields[0], pairs);
        const auto second = table.find(fields[1], pairs);
        split.comparisons.add(first, second,
                              split.templates[first].subject == split.templates[second].subject);
    });
    failDataIf(split.comparisons.size() == 0, comparisons.string(),
               "lists no comparisons; is the file complete?");
    return split;
}

IjbSplit readIjbLists(const std::filesystem::path& images, const std::filesystem::path& pairs,
                      const std::string& name) {
    IjbSplit split;
    split.name = name;
    TemplateTable table(split);
    LineReader rows(images);
    readLines(rows, ' ', 3, "'name template media'", [&](const Fields& fields) {
        const auto id = requireNumber(fields[1], "template", rows);
        requireNumber(fields[2], "media", rows);
        table.add(id, -1, fields[0], rows);
    });
    table.finish(images);

    LineReader labels(pairs);
    readLines(labels, ' ', 3, "'template template label'", [&](const Fields& fields) {
        const auto first = table.find(fields[0], labels);
        const auto second = table.find(fields[1], labels);
        if (fields[2] != "0" && fields[2] != "1") {
            failData(labels.place(), "the label is '", fields[2],
                     "'; it is 1 for the same person and 0 for two persons");
        }
        split.comparisons.add(first, second, fields[2] == "1");
    });
    failDataIf(split.comparisons.size() == 0, pairs.string(), "lists no comparisons; is the file complete?");
    return split;
}

IjbProtocol readIjbProtocol(const std::filesystem::path& folder) {
    throwIf(!std::filesystem::is_directory(folder), ErrorCode::Io,
            "is not a folder; give the one with the protocol's lists", folder.string());
    const auto splits = findSplits(folder);
    const auto lists = findLists(folder);
    failDataIf(splits.empty() && lists.empty(), folder.string(),
               "holds no template protocol. IJB-A needs verify_metadata_N.csv and verify_comparisons_N.csv "
               "of every split N, here or in subfolders split*; IJB-B and IJB-C need ijbb_ or "
               "ijbc_face_tid_mid.txt and ..._template_pair_label.txt, here or in meta/");
    if (lists.size() + (splits.empty() ? 0 : 1) > 1) {
        const auto nameOf = [](const ListFiles& list) { return list.images.string(); };
        failData(folder.string(), "holds more than one protocol (", splits.empty() ? "" : "IJB-A, ",
                 joined(lists, ", ", nameOf), "); give each its own folder");
    }
    IjbProtocol protocol;
    if (!lists.empty()) {
        const auto& list = lists.front();
        protocol.name = list.name;
        protocol.splits.push_back(readIjbLists(list.images, list.pairs, list.name));
        protocol.farTargets.assign(kIjbcFarTargets.begin(), kIjbcFarTargets.end());
        return protocol;
    }
    protocol.name = "IJB-A";
    protocol.farTargets.assign(kIjbaFarTargets.begin(), kIjbaFarTargets.end());
    for (const auto& [number, files] : splits) {
        failDataIf(files.metadata.empty() || files.comparisons.empty(), folder.string(), "split ", number,
                   " has no ", (files.metadata.empty() ? kMetadata : kComparisons), number,
                   ".csv; add it, or remove the split's other file");
        protocol.splits.push_back(
            readIjbaSplit(files.metadata, files.comparisons, "split " + std::to_string(number)));
    }
    return protocol;
}

}  // namespace pf
