#include "core/eval/search/blufr.h"

#include <algorithm>
#include <array>
#include <limits>
#include <map>
#include <string_view>
#include <unordered_set>

#include "core/base/error.h"
#include "core/base/line_reader.h"
#include "core/eval/search/mat_file.h"

namespace pf {
namespace {

using Rows = std::vector<std::uint32_t>;

constexpr const char* kImageFile = "imagelist_lfw.mat";
constexpr const char* kLabelFile = "id_lfw.mat";
constexpr const char* kPublishedFile = "blufr_lfw_config.mat";

/// One of the three index lists: lfw_NAME.mat or lfw_NAME_close.mat with variables NAME_1, NAME_2, ...
struct IndexList {
    const char* name;
    Rows IdentificationTrial::*rows;
};

constexpr std::array<IndexList, 3> kIndexLists = {
    {{"gallery_index", &IdentificationTrial::gallery},
     {"genuine_probe_index", &IdentificationTrial::genuineProbes},
     {"impostor_probe_index", &IdentificationTrial::impostorProbes}}};

std::filesystem::path indexFile(const std::filesystem::path& folder, const IndexList& list,
                                std::string_view ending) {
    return folder / ("lfw_" + std::string(list.name) + std::string(ending) + ".mat");
}

/// From 1-based indices to rows.
Rows rowsOf(MatFile::Numbers indices, std::size_t images, const std::string& place) {
    for (auto& index : indices) {
        failDataIf(index == 0 || index > images, place, "has the index ", index, "; the list has ", images,
                   " images, counted from 1: use the files of one release");
        --index;
    }
    return indices;
}

/// The variables NAME_1 ... NAME_n of an index list.
std::vector<Rows> readIndexList(const std::filesystem::path& path, const IndexList& list,
                                std::size_t images) {
    const MatFile file(path);
    const std::string prefix = std::string(list.name) + "_";
    std::map<std::int64_t, std::string> variables;
    for (const auto& name : file.names()) {
        std::int64_t number = 0;
        if (name.starts_with(prefix) && parseWhole(std::string_view(name).substr(prefix.size()), number)) {
            variables.emplace(number, name);
        }
    }
    std::vector<Rows> trials;
    for (const auto& [number, name] : variables) {
        const auto expected = prefix + std::to_string(trials.size() + 1);
        failDataIf(name != expected, path.string(), "has '", name, "' but no '", expected,
                   "'; trials count from 1");
        trials.push_back(rowsOf(file.numbers(name), images, file.place(name)));
    }
    failDataIf(trials.empty(), path.string(), "has no variable '", prefix,
               "1'; use the .mat file of the protocol's release");
    return trials;
}

/// The trials of three index lists, or none when none of the three is there.
TrialSet readIndexLists(const std::filesystem::path& folder, std::string_view ending, std::size_t images) {
    TrialSet set;
    set.files = "lfw_{gallery,genuine_probe,impostor_probe}_index" + std::string(ending) + ".mat";
    for (const auto& list : kIndexLists) {
        const auto path = indexFile(folder, list, ending);
        const auto rows = readIndexList(path, list, images);
        if (&list == &kIndexLists.front()) {
            set.trials.resize(rows.size());
        }
        failDataIf(rows.size() != set.trials.size(), path.string(), "has ", rows.size(), " trials, ",
                   indexFile(folder, kIndexLists.front(), ending).filename().string(), " has ",
                   set.trials.size(), "; use the files of one release");
        for (std::size_t t = 0; t < rows.size(); ++t) {
            set.trials[t].*list.rows = rows[t];
        }
    }
    return set;
}

bool hasIndexLists(const std::filesystem::path& folder, std::string_view ending) {
    return std::any_of(kIndexLists.begin(), kIndexLists.end(), [&](const IndexList& list) {
        return std::filesystem::exists(indexFile(folder, list, ending));
    });
}

std::vector<std::string> readImages(const MatFile& file, const std::string& variable) {
    auto images = file.textCells(variable);
    for (auto& image : images) {
        std::replace(image.begin(), image.end(), '\\', '/');
    }
    failDataIf(images.empty(), file.place(variable), "lists no images; is the file complete?");
    return images;
}

std::vector<std::int32_t> readLabels(const MatFile& file, const std::string& variable, std::size_t images) {
    const auto numbers = file.numbers(variable);
    failDataIf(numbers.size() != images, file.place(variable), "has ", numbers.size(), " identities for ",
               images, " images; use the files of one release");
    std::vector<std::int32_t> labels;
    labels.reserve(numbers.size());
    for (const auto number : numbers) {
        if (number > std::uint32_t{std::numeric_limits<std::int32_t>::max()}) {
            failData(file.place(variable), "has the identity ", number, "; it is too large");
        }
        labels.push_back(static_cast<std::int32_t>(number));
    }
    return labels;
}

std::string_view fileName(std::string_view path) {
    return path.substr(path.rfind('/') + 1);
}

/// The published file lists the images again, without folders.
void requireSameImages(const BlufrProtocol& protocol, const std::vector<std::string>& images,
                       const std::vector<std::int32_t>& labels, const MatFile& file) {
    failDataIf(images.size() != protocol.images.size(), file.place("imageList"), "lists ", images.size(),
               " images, ", kImageFile, " ", protocol.images.size(), "; use the files of one release");
    for (std::size_t i = 0; i < images.size(); ++i) {
        if (fileName(images[i]) != fileName(protocol.images[i]) || labels[i] != protocol.labels[i]) {
            failData(file.place("imageList"), "has image ", i + 1, " '", images[i], "' of identity ",
                     labels[i], ", ", kImageFile, " and ", kLabelFile, " '", protocol.images[i], "' of ",
                     protocol.labels[i], "; use the files of one release");
        }
    }
}

void readPublished(const std::filesystem::path& path, BlufrProtocol& protocol) {
    const MatFile file(path);
    auto images = readImages(file, "imageList");
    auto labels = readLabels(file, "labels", images.size());
    if (protocol.images.empty()) {
        protocol.images = std::move(images);
        protocol.labels = std::move(labels);
    } else {
        requireSameImages(protocol, images, labels, file);
    }
    const auto galleries = file.numberCells("galIndex");
    const auto probes = file.numberCells("probIndex");
    failDataIf(galleries.size() != probes.size(), file.place("probIndex"), "has ", probes.size(),
               " trials, galIndex has ", galleries.size(), "; use the .mat file of the release");
    protocol.published.files = kPublishedFile;
    for (std::size_t t = 0; t < galleries.size(); ++t) {
        const auto cell = ", cell " + std::to_string(t + 1);
        IdentificationTrial trial;
        trial.gallery = rowsOf(galleries[t], protocol.images.size(), file.place("galIndex") + cell);
        std::unordered_set<std::int32_t> known;
        for (const auto row : trial.gallery) {
            known.insert(protocol.labels[row]);
        }
        for (const auto row : rowsOf(probes[t], protocol.images.size(), file.place("probIndex") + cell)) {
            const bool genuine = known.contains(protocol.labels[row]);
            (genuine ? trial.genuineProbes : trial.impostorProbes).push_back(row);
        }
        protocol.published.trials.push_back(std::move(trial));
    }
}

void checkTrial(const std::string& place, const IdentificationTrial& trial,
                std::span<const std::int32_t> labels) {
    const auto fail = [&](const auto&... reason) {
        failData(place, reason..., "; use the files of one release");
    };
    const auto imageOf = [&](std::uint32_t row) {
        return messageFrom(std::uint64_t{row} + 1, " (identity ", labels[row], ")");
    };
    std::unordered_set<std::uint32_t> seen;
    const auto enter = [&](std::uint32_t row) {
        if (row >= labels.size()) {
            fail("names image ", std::uint64_t{row} + 1, " of ", labels.size());
        }
        if (!seen.insert(row).second) {
            fail("image ", imageOf(row), " is in it twice; a gallery image or probe counts once");
        }
    };
    if (trial.gallery.empty() || trial.genuineProbes.empty()) {
        fail("needs a gallery and genuine probes, and has ", trial.gallery.size(), " and ",
             trial.genuineProbes.size());
    }
    std::unordered_set<std::int32_t> known;
    for (const auto row : trial.gallery) {
        enter(row);
        known.insert(labels[row]);
    }
    for (const auto row : trial.genuineProbes) {
        enter(row);
        if (!known.contains(labels[row])) {
            fail("genuine probe ", imageOf(row), " has no image of its identity in the gallery");
        }
    }
    for (const auto row : trial.impostorProbes) {
        enter(row);
        if (known.contains(labels[row])) {
            fail("impostor probe ", imageOf(row), " has an image of its identity in the gallery");
        }
    }
}

}  // namespace

BlufrProtocol readBlufr(const std::filesystem::path& folder) {
    throwIf(!std::filesystem::is_directory(folder), ErrorCode::Io,
            "is not a folder; give the one with the protocol's .mat files", folder.string());
    const bool open = hasIndexLists(folder, "");
    const bool closed = hasIndexLists(folder, "_close");
    const bool published = std::filesystem::exists(folder / kPublishedFile);
    failDataIf(!open && !closed && !published, folder.string(),
               "holds no identification protocol: lfw_gallery_index.mat, lfw_genuine_probe_index.mat, "
               "lfw_impostor_probe_index.mat, imagelist_lfw.mat and id_lfw.mat are needed, or "
               "blufr_lfw_config.mat");
    BlufrProtocol protocol;
    if (open || closed) {
        protocol.images = readImages(MatFile(folder / kImageFile), "imagelist_lfw");
        protocol.labels = readLabels(MatFile(folder / kLabelFile), "id_lfw", protocol.images.size());
    }
    if (open) {
        protocol.openSet = readIndexLists(folder, "", protocol.images.size());
    }
    if (closed) {
        protocol.closedSet = readIndexLists(folder, "_close", protocol.images.size());
    }
    if (published) {
        readPublished(folder / kPublishedFile, protocol);
    }
    for (const auto* set : {&protocol.openSet, &protocol.closedSet, &protocol.published}) {
        checkTrials(*set, protocol.labels);
    }
    return protocol;
}

void checkTrials(const TrialSet& set, std::span<const std::int32_t> labels) {
    for (std::size_t t = 0; t < set.trials.size(); ++t) {
        checkTrial(set.files + ", trial " + std::to_string(t + 1), set.trials[t], labels);
    }
}

}  // namespace pf
