// A list of pairs as tables: of every number, or for a paper.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/session/evaluate/evaluation.h"

namespace pf::ui {

using PairIndices = std::vector<std::uint32_t>;

/// name_a, name_b, same (1 or 0), cosine, mls, distance_term, log_variance_term, sigma_sq_a, sigma_sq_b and a
/// column per risk (risk_sigma_sq_max ...). A number that is not known is left empty.
std::string pairTableCsv(const ScoredPairs& scored, const PairIndices& pairs);

/// The columns of pairTableCsv without the terms and the risks as a Markdown or a LaTeX (booktabs) table,
/// numbers with four decimals.
std::string pairTableMarkdown(const ScoredPairs& scored, const PairIndices& pairs);
std::string pairTableLatex(const ScoredPairs& scored, const PairIndices& pairs);

}  // namespace pf::ui
