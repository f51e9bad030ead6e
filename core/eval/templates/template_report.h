// Verification of templates: fuses the images of each, compares them as a protocol says, and reports TAR at
// FAR.
#pragma once

#include "core/eval/templates/ijb.h"
#include "core/results/embedding_set.h"
#include "core/results/template_report.h"

namespace pf {

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
