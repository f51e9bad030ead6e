#include "core/results/absent_pairs.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "core/base/text.h"

namespace pf {

void settleFolds(AbsentPairs& absent) {
    std::array<bool, kVerificationFolds> has{};
    for (const std::uint32_t place : absent.place) {
        has[foldOfPlace(place, absent.listed, kVerificationFolds)] = true;
    }
    if (std::find(has.begin(), has.end(), false) != has.end()) {
        absent.place.clear();
    }
}

void leaveOut(AbsentPairs& absent, SameFlags same, const std::vector<std::uint8_t>& keep) {
    if (!absent.any()) {
        absent.listed = same.size();
        absent.place.resize(same.size());
        std::iota(absent.place.begin(), absent.place.end(), std::uint32_t{0});
    }
    for (std::size_t pair = 0; pair < keep.size(); ++pair) {
        if (keep[pair] == 0) {
            ++(same[pair] != 0 ? absent.genuine : absent.impostor);
        }
    }
    keepRows(absent.place, keep);
    settleFolds(absent);
}

ListedPlaces placesOf(const AbsentPairs& absent) {
    return absent.place.empty() ? ListedPlaces{} : ListedPlaces{absent.place, absent.listed};
}

std::string absentText(const AbsentPairs& absent) {
    if (!absent.any()) {
        return {};
    }
    const std::size_t failed = absent.failed.size();
    std::string text = formatCount(failed);
    if (absent.images > 0) {
        text += " of " + formatCount(absent.images) + " images failed to enrol (" +
                formatPercent(static_cast<double>(failed) / static_cast<double>(absent.images)) + "): ";
    } else {
        text += failed == 1 ? " image failed to enrol: " : " images failed to enrol: ";
    }
    text += formatCount(absent.count()) + " of " + formatCount(absent.listed) +
            (absent.count() == 1 ? " pairs is" : " pairs are") + " left out (" + formatCount(absent.genuine) +
            " genuine, " + formatCount(absent.impostor) + " impostor); ";
    return text + (absent.place.empty()
                       ? "folds are laid out again over the others, as a fold of the list lost all"
                       : "the others stay in the list's folds");
}

}  // namespace pf
