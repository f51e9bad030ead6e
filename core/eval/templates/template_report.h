// Verification of templates: fuses the images of each, compares them as a protocol says, and reports TAR at
// FAR.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/base/names/name_matches.h"
#include "core/eval/templates/ijb.h"
#include "core/results/embedding_set.h"
#include "core/results/template_report.h"

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

/// Runs a template protocol on embeddings whose `names` are the protocol's image names. Images that are not
/// there are left out and counted; a template without any scores kUnusableScore with every other.
/// Throws: Error(Config) (no fusion or match, a target outside [0, 1]), Error(Shape) (arrays of the set
/// or the comparisons that do not fit), Error(Data) (an ambiguous name, none of a split's images among the
/// embeddings, a split without genuine or impostor comparisons), Error(Numeric) (values that cannot be fused
/// or compared). Source: docs/science.md, "Templates". Cost: O(comparisons D) for each fusion and match;
/// memory for one fused row per template and 16 bytes per comparison. Determinism: the same for any number of
/// threads.
TemplateReport reportTemplates(const EmbeddingSet& embeddings, const IjbProtocol& protocol,
                               const TemplateReportOptions& options = {});

}  // namespace pf
