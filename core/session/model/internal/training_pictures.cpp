#include "core/session/model/internal/training_pictures.h"

#include <yaml-cpp/yaml.h>

#include <algorithm>
#include <unordered_set>

#include "core/base/atomic_file.h"
#include "core/base/error.h"
#include "core/base/files/path_places.h"
#include "core/base/numpy/npy.h"
#include "core/base/text.h"

namespace pf {
namespace {

constexpr std::size_t kNamed = 3;

std::vector<std::uint64_t> unsignedOf(const NpyArray& array) {
    const std::vector<std::int64_t> values = array.toIntegers();
    return {values.begin(), values.end()};
}

NpyArray arrayOf(const std::vector<std::uint64_t>& values) {
    const std::vector<std::int64_t> bits(values.begin(), values.end());
    return NpyArray::fromIntegers(bits, {bits.size()});
}

std::string pictures(std::size_t count) {
    return formatCount(count) + (count == 1 ? " picture" : " pictures");
}

void writeList(const std::filesystem::path& folder, const TrainingPictures& pictures) {
    writeNpz(folder / kTrainingPicturesName, {{"content", arrayOf(pictures.digests.content)},
                                              {"stamp", arrayOf(pictures.digests.stamp)},
                                              {"identities", NpyArray::fromStrings(pictures.identities)}});
}

}  // namespace

std::optional<TrainingPictures> readTrainingPictures(const std::filesystem::path& runDirectory) {
    const auto file = runDirectory / kTrainingPicturesName;
    if (runDirectory.empty() || !pathExists(file)) {
        return std::nullopt;
    }
    const NpzArrays arrays = readNpz(file);
    const auto array = [&](const char* name) -> const NpyArray& {
        const auto found = arrays.find(name);
        failDataIf(found == arrays.end(), file.string(), "it lacks '", name, "'; is it another file?");
        return found->second;
    };
    TrainingPictures read;
    read.digests.content = unsignedOf(array("content"));
    read.digests.stamp = unsignedOf(array("stamp"));
    read.identities = array("identities").toStrings();
    failDataIf(read.digests.content.size() != read.digests.stamp.size(), file.string(),
               "its columns differ in length; it is damaged");
    return read;
}

void copyTrainingPictures(const std::filesystem::path& runDirectory, const std::filesystem::path& folder) {
    if (const auto pictures = readTrainingPictures(runDirectory)) {
        writeList(folder, {.digests = pictures->digests, .identities = {}});
    }
}

void writeTrainingPictures(const std::filesystem::path& runDirectory, TrainingPictures before,
                           const FaceSet& faces, const ContentDigests& digests) {
    bool added = before.digests.content.empty();
    std::unordered_set<std::uint64_t> stamps(before.digests.stamp.begin(), before.digests.stamp.end());
    std::unordered_set<std::uint64_t> contents(before.digests.content.begin(), before.digests.content.end());
    for (std::size_t i = 0; i < digests.content.size(); ++i) {
        const bool newStamp = digests.stamp[i] != 0 && stamps.insert(digests.stamp[i]).second;
        if (contents.insert(digests.content[i]).second || newStamp) {
            added = true;
            before.digests.content.push_back(digests.content[i]);
            before.digests.stamp.push_back(digests.stamp[i]);
        }
    }
    std::unordered_set<std::string> names(before.identities.begin(), before.identities.end());
    for (const std::string& identity : faces.identities()) {
        if (names.insert(identity).second) {
            before.identities.push_back(identity);
            added = true;
        }
    }
    if (!added) {
        return;
    }
    writeList(runDirectory, before);
}

bool DataRecord::knows(const std::string& contentsNow) const {
    return contents == contentsNow || std::find(later.begin(), later.end(), contentsNow) != later.end();
}

std::optional<DataRecord> readDataRecord(const std::filesystem::path& runDirectory) {
    try {
        const YAML::Node root = YAML::Load(readTextFile(runDirectory / "config.yaml"));
        const YAML::Node written = root.IsMap() ? root["written_by"] : YAML::Node();
        if (!written || !written.IsMap() || !written["data_sha256"]) {
            return std::nullopt;
        }
        DataRecord record;
        record.names = written["data_sha256"].as<std::string>();
        record.contents = written["contents_sha256"].as<std::string>("");
        record.later = written["contents_later"].as<std::vector<std::string>>(std::vector<std::string>{});
        return record;
    } catch (const YAML::Exception&) {
        return std::nullopt;  // whoever reads the options says what is wrong with the file
    }
}

std::string dataChange(const FaceSet& faces, const ContentDigests& digests, const DataRecord& recorded,
                       const std::optional<TrainingPictures>& before) {
    const std::string now = contentHash(faces, digests);
    const bool sameNames = recorded.names == faces.hash();
    const bool nothingRecorded = recorded.contents.empty() && recorded.later.empty();
    if (recorded.knows(now) || (nothingRecorded && sameNames)) {
        return {};
    }
    std::string text = "the training data is not what this run began with";
    if (before) {
        const std::unordered_set<std::uint64_t> old(before->digests.content.begin(),
                                                    before->digests.content.end());
        const std::unordered_set<std::uint64_t> present(digests.content.begin(), digests.content.end());
        std::size_t added = 0;
        std::string names;
        for (std::size_t i = 0; i < digests.content.size(); ++i) {
            if (!old.contains(digests.content[i]) && ++added <= kNamed) {
                names += (names.empty() ? "" : ", ") + faces.info(i).name;
            }
        }
        const auto gone = static_cast<std::size_t>(std::count_if(
            old.begin(), old.end(), [&](std::uint64_t digest) { return !present.contains(digest); }));
        if (added > 0) {
            text += "; " + pictures(added) + (sameNames ? " under the same names" : "") +
                    (added == 1 ? " is new" : " are new") + " (" + names + (added > kNamed ? " ..." : "") +
                    ")";
        }
        if (gone > 0) {
            text += "; " + pictures(gone) + (gone == 1 ? " is gone" : " are gone");
        }
        if (added == 0 && gone == 0) {
            text += "; the pictures are the same, but in another order or under other identities";
        }
    }
    return text +
           ". It continues with the data as it is now; the hashes of both are in config.yaml. Start a new "
           "run, or put the data back, where the result must be of one set";
}

}  // namespace pf
