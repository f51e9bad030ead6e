// What a set or list of pairs has lost because images of it failed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "core/metrics/kfold.h"

namespace pf {

/// Pairs that were listed and cannot be compared, as an image of theirs is missing or could not be used.
/// Those that remain stay in the folds in which the list has them.
struct AbsentPairs {
    std::vector<std::uint32_t> place;  ///< [P] where each remaining pair stood (from 0); empty: see `listed`
    std::size_t listed = 0;            ///< pairs of the list; 0 when none is absent
    std::size_t genuine = 0;           ///< absent ones
    std::size_t impostor = 0;
    std::size_t images = 0;           ///< that the listed pairs need, each once; 0 when not known
    std::vector<std::string> failed;  ///< "name: reason" of those that failed, each once

    std::size_t count() const { return genuine + impostor; }
    bool any() const { return count() > 0; }
};

/// Forgets the places when one of the ten folds has lost all its pairs: folds are then laid out again.
void settleFolds(AbsentPairs& absent);

/// Keeps account of the pairs whose flag in `keep` is 0; `same` are the flags of all that were left until
/// now. The folds of the rest are those of the list, unless that leaves one of the ten without a pair.
void leaveOut(AbsentPairs& absent, SameFlags same, const std::vector<std::uint8_t>& keep);

/// Keeps the `width` values of every row whose flag is not 0; without values does nothing.
template <typename Values>
void keepRows(Values& values, const std::vector<std::uint8_t>& keep, std::size_t width = 1) {
    std::size_t kept = 0;
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (keep[i / width] != 0) {
            std::swap(values[kept++], values[i]);
        }
    }
    values.resize(kept);
}

/// Where the remaining pairs stood, for the protocols; `absent` must outlive it.
ListedPlaces placesOf(const AbsentPairs& absent);

/// "1 of 160 images failed to enrol (0.63 %): 1 of 80 pairs is left out (0 genuine, 1 impostor); ...", or ""
/// when none is absent.
std::string absentText(const AbsentPairs& absent);

}  // namespace pf
