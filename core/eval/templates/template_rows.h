// Which embedding belongs to which image of a template protocol.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/names/name_matches.h"
#include "core/eval/templates/ijb.h"

namespace pf {

/// The rows of the images of a split.
struct TemplateRows {
    std::vector<std::vector<std::uint32_t>> rows;  ///< [template][image that was found]
    std::vector<std::string> missing;              ///< one entry for every image that was not, in order
    std::vector<std::string> notes;                ///< which names had to be matched by what they share
};

/// The rows of every template's images among embeddings of these names, by matchNames. Throws: Error(Data)
/// when an image fits two embeddings, or an embedding two images.
TemplateRows templateRows(const ImageNames& names, const IjbSplit& split);

}  // namespace pf
