#include "core/data/derived_sets.h"

#include <limits>
#include <map>
#include <opencv2/core.hpp>
#include <unordered_set>

#include "core/base/error.h"

namespace pf {
namespace {

/// Images taken from other sets, with labels of its own. Names stay with their sets: 12 bytes an image.
class DerivedFaceSet final : public FaceSet {
  public:
    struct Origin {
        std::uint32_t set;
        std::uint32_t index;
        std::int32_t label;
    };

    DerivedFaceSet(std::vector<FaceSetPtr> sets, std::vector<Origin> origins, std::vector<std::string> names,
                   std::vector<bool> same, SetAccount account)
        : sets_(std::move(sets)), origins_(std::move(origins)) {
        identities_ = std::move(names);
        pairIsSame_ = std::move(same);
        account_ = std::move(account);
    }

    std::size_t size() const override { return origins_.size(); }
    FaceInfo info(std::size_t i) const override { return {set(i).info(at(i)).name, origins_[i].label}; }
    cv::Mat decode(std::size_t i) const override { return set(i).decode(at(i)); }
    void check(std::size_t i) const override { set(i).check(at(i)); }
    std::vector<std::byte> encoded(std::size_t i) const override { return set(i).encoded(at(i)); }
    std::string contentKey(std::size_t i) const override { return set(i).contentKey(at(i)); }
    std::filesystem::path file(std::size_t i) const override { return set(i).file(at(i)); }
    std::uint64_t contentDigest(std::size_t i) const override { return set(i).contentDigest(at(i)); }
    std::string contentStamp(std::size_t i) const override { return set(i).contentStamp(at(i)); }
    std::optional<double> degradation(std::size_t i) const override { return set(i).degradation(at(i)); }

  private:
    const FaceSet& set(std::size_t i) const { return *sets_[origins_.at(i).set]; }
    std::size_t at(std::size_t i) const { return origins_.at(i).index; }

    std::vector<FaceSetPtr> sets_;
    std::vector<Origin> origins_;
};

using Origins = std::vector<DerivedFaceSet::Origin>;

void checkCount(const FaceSet& faces) {
    throwIf(faces.size() > std::numeric_limits<std::uint32_t>::max(), ErrorCode::Data,
            "a set of more than 4,294,967,295 images cannot be joined or filtered");
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

/// Images of one set with their labels.
FaceSetPtr someOf(FaceSetPtr faces, const std::vector<std::size_t>& indices, const std::vector<bool>& same,
                  SetAccount account) {
    checkCount(*faces);
    Origins origins;
    origins.reserve(indices.size());
    for (const std::size_t index : indices) {
        origins.push_back(
            {.set = 0, .index = static_cast<std::uint32_t>(index), .label = faces->info(index).label});
    }
    std::vector<std::string> identities = faces->identities();
    return std::make_shared<DerivedFaceSet>(std::vector{std::move(faces)}, std::move(origins),
                                            std::move(identities), same, std::move(account));
}

}  // namespace

FaceSetPtr joinFaceSets(const std::vector<FaceSetPtr>& sets, const std::vector<std::string>& names,
                        const OpenOptions& options) {
    throwIf(sets.empty() || sets.size() != names.size(), ErrorCode::Internal,
            messageFrom("joining ", sets.size(), " sets with ", names.size(), " names"));
    if (sets.size() == 1) {
        return sets[0];
    }
    const auto isPairSet = [](const FaceSetPtr& set) { return !set->pairIsSame().empty(); };
    for (std::size_t s = 1; s < sets.size(); ++s) {
        throwIf(isPairSet(sets[s]) != isPairSet(sets[0]), ErrorCode::Data,
                "a set of pairs cannot be joined with a set that is none (" + names[0] + ", " + names[s] +
                    "); open them separately");
    }
    SetAccount account{.notes = options.notes};
    std::vector<bool> same;
    std::size_t total = 0;
    for (const FaceSetPtr& set : sets) {
        checkCount(*set);
        total += set->size();
    }
    Origins origins;
    origins.reserve(total);
    std::vector<std::string> identities;
    const auto labels = joinLabels(sets, names, options.mergeSameIdentities, identities);
    for (std::size_t s = 0; s < sets.size(); ++s) {
        for (std::size_t i = 0; i < sets[s]->size(); ++i) {
            const int label = sets[s]->info(i).label;
            origins.push_back({.set = static_cast<std::uint32_t>(s),
                               .index = static_cast<std::uint32_t>(i),
                               .label = label < 0 ? -1 : labels[s].at(static_cast<std::size_t>(label))});
        }
        append(account.notes, sets[s]->notes());
        append(same, sets[s]->pairIsSame());
        append(account.skipped, sets[s]->skipped());
        append(account.dropped, sets[s]->droppedIdentities());
    }
    return std::make_shared<DerivedFaceSet>(sets, std::move(origins), std::move(identities), std::move(same),
                                            std::move(account));
}

FaceSetPtr withoutImages(FaceSetPtr faces, const std::vector<std::size_t>& indices,
                         const std::vector<SkippedImage>& reasons) {
    checkCount(*faces);
    std::vector<bool> removed(faces->size(), false);
    const bool isPairSet = !faces->pairIsSame().empty();
    SetAccount account = faces->account();
    append(account.skipped, reasons);
    for (const std::size_t index : indices) {
        removed.at(index) = true;
    }
    for (const std::size_t index : indices) {
        const std::size_t partner = index ^ 1U;
        if (isPairSet && !removed[partner]) {
            removed[partner] = true;
            account.skipped.push_back(
                {faces->info(partner).name, "the other image of its pair cannot be used"});
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
    std::vector<std::string> kept;
    for (std::size_t k = 0; k < identities.size(); ++k) {
        if (after[k] > 0) {
            newLabel[k] = static_cast<int>(kept.size());
            kept.push_back(identities[k]);
        } else if (before[k] > 0) {
            account.dropped.push_back(identities[k]);
        }
    }
    Origins origins;
    std::vector<bool> same;
    for (std::size_t i = 0; i < faces->size(); ++i) {
        if (removed[i]) {
            continue;
        }
        const int label = faces->info(i).label;
        origins.push_back({.set = 0,
                           .index = static_cast<std::uint32_t>(i),
                           .label = label < 0 ? -1 : newLabel[static_cast<std::size_t>(label)]});
        if (isPairSet && i % 2 == 0) {
            same.push_back(faces->pairIsSame()[i / 2]);
        }
    }
    throwIf(origins.empty(), ErrorCode::Data,
            "none of the " + std::to_string(faces->size()) + " images can be used" +
                (reasons.empty() ? "" : " (" + reasons[0].name + ": " + reasons[0].reason + ")"));
    return std::make_shared<DerivedFaceSet>(std::vector{std::move(faces)}, std::move(origins),
                                            std::move(kept), std::move(same), std::move(account));
}

FaceSetPtr pairedImages(FaceSetPtr faces, const std::vector<std::uint32_t>& first,
                        const std::vector<std::uint32_t>& second, const std::vector<bool>& same,
                        const SetAccount& more) {
    std::vector<std::size_t> indices;
    for (std::size_t pair = 0; pair < same.size(); ++pair) {
        indices.insert(indices.end(), {first.at(pair), second.at(pair)});
    }
    SetAccount account = faces->account();
    append(account.skipped, more.skipped);
    append(account.notes, more.notes);
    return someOf(std::move(faces), indices, same, std::move(account));
}

FaceSetPtr distinctImages(FaceSetPtr faces) {
    std::vector<std::size_t> indices;
    std::unordered_set<std::string> seen;
    for (std::size_t i = 0; i < faces->size(); ++i) {
        if (seen.insert(faces->contentKey(i)).second) {
            indices.push_back(i);
        }
    }
    SetAccount account = faces->account();
    return someOf(std::move(faces), indices, {}, std::move(account));
}

FaceSetPtr chosenImages(FaceSetPtr faces, const std::vector<std::size_t>& indices) {
    return someOf(std::move(faces), indices, {}, {});
}

}  // namespace pf
