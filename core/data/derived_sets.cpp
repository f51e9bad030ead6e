#include "core/data/derived_sets.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>
#include <opencv2/core.hpp>
#include <unordered_set>

#include "core/base/error.h"
#include "core/data/image_files.h"

namespace pf {
namespace {

/// Images taken from other sets, with labels of its own. Names stay with their sets: 12 bytes an image.
class DerivedFaceSet final : public FaceSet, public FilesOfImages {
  public:
    struct Origin {
        std::uint32_t set;
        std::uint32_t index;
        std::int32_t label;
    };

    std::size_t size() const override { return origins.size(); }
    FaceInfo info(std::size_t index) const override {
        const Origin& origin = origins.at(index);
        return {.name = sets[origin.set]->info(origin.index).name, .label = origin.label};
    }
    const std::vector<std::string>& notes() const override { return said; }
    const std::vector<std::string>& identities() const override { return names; }
    const std::vector<bool>& pairIsSame() const override { return same; }
    const std::vector<SkippedImage>& skipped() const override { return left; }
    const std::vector<std::string>& droppedIdentities() const override { return dropped; }
    cv::Mat decode(std::size_t index) const override {
        const Origin& origin = origins.at(index);
        return sets[origin.set]->decode(origin.index);
    }
    void check(std::size_t index) const override {
        const Origin& origin = origins.at(index);
        sets[origin.set]->check(origin.index);
    }
    std::vector<std::byte> encoded(std::size_t index) const override {
        const Origin& origin = origins.at(index);
        return sets[origin.set]->encoded(origin.index);
    }
    std::string contentKey(std::size_t index) const override {
        const Origin& origin = origins.at(index);
        return sets[origin.set]->contentKey(origin.index);
    }
    std::filesystem::path file(std::size_t index) const override {
        const Origin& origin = origins.at(index);
        return fileOf(*sets[origin.set], origin.index);
    }
    std::uint64_t contentDigest(std::size_t index) const override {
        const Origin& origin = origins.at(index);
        return sets[origin.set]->contentDigest(origin.index);
    }
    std::string contentStamp(std::size_t index) const override {
        const Origin& origin = origins.at(index);
        return sets[origin.set]->contentStamp(origin.index);
    }
    std::optional<double> degradation(std::size_t index) const override {
        const Origin& origin = origins.at(index);
        return sets[origin.set]->degradation(origin.index);
    }

    std::vector<FaceSetPtr> sets;
    std::vector<Origin> origins;
    std::vector<std::string> names;
    std::vector<bool> same;
    std::vector<SkippedImage> left;
    std::vector<std::string> dropped;
    std::vector<std::string> said;
};

void checkCount(const FaceSet& faces) {
    if (faces.size() > std::numeric_limits<std::uint32_t>::max()) {
        throw Error(ErrorCode::Data, "a set of more than 4,294,967,295 images cannot be joined or filtered");
    }
}

template <typename T>
void append(std::vector<T>& target, const std::vector<T>& added) {
    target.insert(target.end(), added.begin(), added.end());
}

/// The joined label of every label of every set; fills the identities' names.
std::vector<std::vector<int>> joinLabels(const std::vector<FaceSetPtr>& sets,
                                         const std::vector<std::string>& names, bool merge,
                                         std::vector<std::string>& identities) {
    std::map<std::string, std::size_t> uses;
    for (const FaceSetPtr& set : sets) {
        for (const std::string& identity : set->identities()) {
            ++uses[identity];
        }
    }
    std::vector<std::vector<int>> labels(sets.size());
    std::map<std::string, int> merged;
    for (std::size_t s = 0; s < sets.size(); ++s) {
        for (const std::string& identity : sets[s]->identities()) {
            const bool known = merge && merged.contains(identity);
            if (!known) {
                const bool ambiguous = !merge && uses[identity] > 1;
                merged[identity] = static_cast<int>(identities.size());
                identities.push_back(ambiguous ? names[s] + "/" + identity : identity);
            }
            labels[s].push_back(merged[identity]);
        }
    }
    return labels;
}

}  // namespace

FaceSetPtr joinFaceSets(const std::vector<FaceSetPtr>& sets, const std::vector<std::string>& names,
                        const OpenOptions& options) {
    if (sets.empty() || sets.size() != names.size()) {
        throw Error(ErrorCode::Internal, "joining " + std::to_string(sets.size()) + " sets with " +
                                             std::to_string(names.size()) + " names");
    }
    if (sets.size() == 1) {
        return sets[0];
    }
    const auto isPairSet = [](const FaceSetPtr& set) { return !set->pairIsSame().empty(); };
    for (std::size_t s = 1; s < sets.size(); ++s) {
        if (isPairSet(sets[s]) != isPairSet(sets[0])) {
            throw Error(ErrorCode::Data, "a set of pairs cannot be joined with a set that is none (" +
                                             names[0] + ", " + names[s] + "); open them separately");
        }
    }
    auto joined = std::make_shared<DerivedFaceSet>();
    joined->sets = sets;
    joined->said = options.notes;
    std::size_t total = 0;
    for (const FaceSetPtr& set : sets) {
        checkCount(*set);
        total += set->size();
    }
    joined->origins.reserve(total);
    const auto labels = joinLabels(sets, names, options.mergeSameIdentities, joined->names);
    for (std::size_t s = 0; s < sets.size(); ++s) {
        for (std::size_t i = 0; i < sets[s]->size(); ++i) {
            const int label = sets[s]->info(i).label;
            joined->origins.push_back(
                {.set = static_cast<std::uint32_t>(s),
                 .index = static_cast<std::uint32_t>(i),
                 .label = label < 0 ? -1 : labels[s].at(static_cast<std::size_t>(label))});
        }
        append(joined->said, sets[s]->notes());
        append(joined->same, sets[s]->pairIsSame());
        append(joined->left, sets[s]->skipped());
        append(joined->dropped, sets[s]->droppedIdentities());
    }
    return joined;
}

FaceSetPtr withoutImages(FaceSetPtr faces, const std::vector<std::size_t>& indices,
                         const std::vector<SkippedImage>& reasons) {
    checkCount(*faces);
    std::vector<bool> removed(faces->size(), false);
    const bool isPairSet = !faces->pairIsSame().empty();
    auto rest = std::make_shared<DerivedFaceSet>();
    rest->left = faces->skipped();
    append(rest->left, reasons);
    rest->dropped = faces->droppedIdentities();
    rest->said = faces->notes();
    for (const std::size_t index : indices) {
        removed.at(index) = true;
    }
    for (const std::size_t index : indices) {
        const std::size_t partner = index ^ 1U;
        if (isPairSet && !removed[partner]) {
            removed[partner] = true;
            rest->left.push_back({faces->info(partner).name, "the other image of its pair cannot be used"});
        }
    }
    const std::vector<std::string>& identities = faces->identities();
    std::vector<std::size_t> before(identities.size());
    std::vector<std::size_t> after(identities.size());
    for (std::size_t i = 0; i < faces->size(); ++i) {
        if (const int label = faces->info(i).label; label >= 0) {
            ++before.at(static_cast<std::size_t>(label));
            after[static_cast<std::size_t>(label)] += removed[i] ? 0 : 1;
        }
    }
    std::vector<int> newLabel(identities.size(), -1);
    for (std::size_t k = 0; k < identities.size(); ++k) {
        if (after[k] > 0) {
            newLabel[k] = static_cast<int>(rest->names.size());
            rest->names.push_back(identities[k]);
        } else if (before[k] > 0) {
            rest->dropped.push_back(identities[k]);
        }
    }
    for (std::size_t i = 0; i < faces->size(); ++i) {
        if (removed[i]) {
            continue;
        }
        const int label = faces->info(i).label;
        rest->origins.push_back({.set = 0,
                                 .index = static_cast<std::uint32_t>(i),
                                 .label = label < 0 ? -1 : newLabel[static_cast<std::size_t>(label)]});
        if (isPairSet && i % 2 == 0) {
            rest->same.push_back(faces->pairIsSame()[i / 2]);
        }
    }
    if (rest->origins.empty()) {
        throw Error(ErrorCode::Data,
                    "none of the " + std::to_string(faces->size()) + " images can be used" +
                        (reasons.empty() ? "" : " (" + reasons[0].name + ": " + reasons[0].reason + ")"));
    }
    rest->sets = {std::move(faces)};
    return rest;
}

FaceSetPtr pairedImages(FaceSetPtr faces, const std::vector<std::uint32_t>& first,
                        const std::vector<std::uint32_t>& second, const std::vector<bool>& same,
                        const PairAccount& account) {
    auto paired = std::make_shared<DerivedFaceSet>();
    for (std::size_t pair = 0; pair < same.size(); ++pair) {
        for (const std::uint32_t index : {first.at(pair), second.at(pair)}) {
            paired->origins.push_back({.set = 0, .index = index, .label = faces->info(index).label});
        }
    }
    paired->same = same;
    paired->names = faces->identities();
    paired->left = faces->skipped();
    paired->dropped = faces->droppedIdentities();
    paired->said = faces->notes();
    append(paired->left, account.missing);
    append(paired->said, account.notes);
    paired->sets = {std::move(faces)};
    return paired;
}

FaceSetPtr distinctImages(FaceSetPtr faces) {
    checkCount(*faces);
    auto distinct = std::make_shared<DerivedFaceSet>();
    std::unordered_set<std::string> seen;
    for (std::size_t i = 0; i < faces->size(); ++i) {
        if (seen.insert(faces->contentKey(i)).second) {
            distinct->origins.push_back(
                {.set = 0, .index = static_cast<std::uint32_t>(i), .label = faces->info(i).label});
        }
    }
    distinct->names = faces->identities();
    distinct->left = faces->skipped();
    distinct->dropped = faces->droppedIdentities();
    distinct->said = faces->notes();
    distinct->sets = {std::move(faces)};
    return distinct;
}

FaceSetPtr chosenImages(FaceSetPtr faces, const std::vector<std::size_t>& indices) {
    checkCount(*faces);
    auto chosen = std::make_shared<DerivedFaceSet>();
    chosen->origins.reserve(indices.size());
    for (const std::size_t index : indices) {
        chosen->origins.push_back(
            {.set = 0, .index = static_cast<std::uint32_t>(index), .label = faces->info(index).label});
    }
    chosen->names = faces->identities();
    chosen->sets = {std::move(faces)};
    return chosen;
}

std::filesystem::path fileOf(const FaceSet& faces, std::size_t index) {
    const auto* files = dynamic_cast<const FilesOfImages*>(&faces);
    return files != nullptr ? files->file(index) : std::filesystem::path();
}

}  // namespace pf
