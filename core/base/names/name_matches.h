// Matching the images that a list names with those that are there, also where the names only nearly agree.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/names/image_names.h"

namespace pf {

/// Which row each image of a list is.
struct NameMatches {
    std::vector<std::optional<std::uint32_t>> rows;  ///< in the order of the images
    std::vector<std::string> notes;  ///< a sentence for every rule that had to ignore part of the names
    std::size_t found = 0;           ///< images that have a row
};

struct NameMatchOptions {
    /// Where an image was listed ("pairs.txt:7"), by its place among the images; for errors.
    std::function<std::string(std::size_t)> place = [](std::size_t) { return std::string(); };
    /// Whether several images may be one row, as a quality file may list an image by two names.
    bool sharesRows = false;
    /// Whether an image that fits several rows is left without one, instead of being an error.
    bool leavesAmbiguous = false;
};

/// Matches images, each listed once, with the rows of `names`: by the rules of ImageNames first. What these
/// do not find is looked for with more and more of the spelling ignored (kNameFolds), and, where they found
/// nothing at all, by the end of the path. Such a near match counts only when it is the only one, the row is
/// no other image's, and no other image is as near. Throws: Error(Data) when an image fits more than one row
/// by ImageNames' rules, or (unless they may be shared) two images fit one. Cost: O(N log N) for each rule
/// that is needed.
NameMatches matchNames(const ImageNames& names, const std::vector<std::string>& images,
                       const NameMatchOptions& options = {});

/// What to say where images were not found: their number, the first of them, and the name that is nearest to
/// the first ("3 of its images are not among the 160 embeddings: 'a', 'b', 'c'; the nearest name to 'a' is
/// 'aa'"). `things` are what they were looked for among.
std::string missingText(const ImageNames& names, const std::vector<std::string>& missing,
                        const std::string& things);

}  // namespace pf
